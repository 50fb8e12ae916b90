//! Form fields: the limits that feed both the validators and the HTML attributes, and what is said when one is broken.

use serde::{Deserialize, Serialize};

/// The longest title or description of one line, in characters.
pub const LINE_MAX: usize = 200;
/// The longest free text, in characters.
pub const TEXT_MAX: usize = 2_000;
/// The shortest password (NIST 800-63B-4).
pub const PASSWORD_MIN: usize = 15;
/// The longest password that is looked at, in characters.
pub const PASSWORD_MAX: usize = 128;
/// The longest log-in name.
pub const LOGIN_MAX: usize = 64;

/// What is wrong with one field, said to the person who filled it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// One sentence that says what to do.
    pub sentence: String,
}

impl FieldError {
    /// An error of the field with this name.
    pub fn new(field: impl Into<String>, sentence: impl Into<String>) -> FieldError {
        FieldError {
            field: field.into(),
            sentence: sentence.into(),
        }
    }
}

/// A form as it was sent: names with values, in order. The browser makes the same from the form on the page, so both
/// sides read a form with the same code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormValues(Vec<(String, String)>);

impl FormValues {
    /// A form from its pairs.
    pub fn new(pairs: Vec<(String, String)>) -> FormValues {
        FormValues(pairs)
    }

    /// The first value with this name, without surrounding spaces; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The value with this name as a whole number; 0 where it is none.
    pub fn number(&self, name: &str) -> i64 {
        self.text(name).parse().unwrap_or_default()
    }

    /// Every value with this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the form has a value with this name.
    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The pairs whose names begin with `prefix`, with the rest of the name.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?, value.trim())))
    }

    /// The names of all pairs, as often as they stand.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// The pairs.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Whether nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a pair.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }
}

/// Checks one line of text: without control characters and not longer than `max`. `label` names it in the sentence.
pub fn check_line(field: &str, label: &str, text: &str, max: usize) -> Result<String, FieldError> {
    if text.chars().count() > max {
        Err(FieldError::new(
            field,
            format!("{label}は{max}文字以内で入力してください。"),
        ))
    } else {
        Ok(text.chars().filter(|c| !c.is_control()).collect())
    }
}

/// Checks a text of several lines, likewise; line breaks stay.
pub fn check_text(field: &str, label: &str, text: &str, max: usize) -> Result<String, FieldError> {
    let text = text.replace("\r\n", "\n");
    if text.chars().count() > max {
        Err(FieldError::new(
            field,
            format!("{label}は{max}文字以内で入力してください。"),
        ))
    } else {
        Ok(text.chars().filter(|c| *c == '\n' || !c.is_control()).collect())
    }
}

/// The `id` of the control that is posted under `name`.
///
/// It is the name itself with everything that would need escaping in a link replaced by a hyphen.
pub fn field_id(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' })
        .collect()
}

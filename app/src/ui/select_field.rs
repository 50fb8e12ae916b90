//! One of several, in the browser's own list.

use leptos::prelude::*;

use super::field::{FieldFrame, FieldWidth};

/// One line of a [`SelectField`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is the one chosen.
    pub selected: bool,
}

impl SelectOption {
    /// An option that is chosen when `selected`.
    pub fn new(value: impl Into<String>, label: impl Into<String>, selected: bool) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            selected,
        }
    }
}

impl From<(String, String, bool)> for SelectOption {
    fn from((value, label, selected): (String, String, bool)) -> Self {
        Self { value, label, selected }
    }
}

/// A native select, with its label above it.
#[component]
pub fn SelectField(
    #[prop(into)] label: String,
    /// The name under which it is posted; the id is [`field_id`](super::field_id) of it.
    #[prop(into)]
    name: String,
    /// A line like 「選択してください」 is an option with an empty value, given by the page.
    options: Vec<SelectOption>,
    /// Empty for none.
    #[prop(optional, into)]
    hint: String,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(default = FieldWidth::Full)] width: FieldWidth,
) -> impl IntoView {
    let frame = FieldFrame::new(&name, label, hint, error, required);
    let options = options
        .into_iter()
        .map(|option| view! { <option value=option.value selected=option.selected>{option.label}</option> })
        .collect_view();
    let control = view! {
        <select
            class=width.class()
            id=frame.id()
            name=name
            required=required
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        >
            {options}
        </select>
    };
    frame.around(control)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::{SelectField, SelectOption};
    use crate::ui::testing::html;

    #[test]
    fn the_chosen_option_is_marked_in_the_markup() {
        let options = vec![
            SelectOption::new("2024", "2024年度", false),
            SelectOption::new("2023", "2023年度", true),
        ];
        let page = html(|| view! { <SelectField label="年度" name="years_from" options=options /> });
        assert!(page.contains(r#"<option value="2024">2024年度</option>"#), "{page}");
        assert!(
            page.contains(r#"<option value="2023" selected>2023年度</option>"#),
            "{page}"
        );
    }
}

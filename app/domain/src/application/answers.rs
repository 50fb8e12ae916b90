//! What the doctor answers to a return, in words: to the whole and to each item.

use super::Claim;
use crate::field::{FieldError, FormValues, TEXT_MAX, check_text};

/// The name of the field for the answer to the whole.
pub const ANSWER: &str = "answer";
/// Before a claim: the answer to what was asked about it.
pub const ITEM_ANSWER: &str = "answer:";
/// What the fields are called.
pub const ANSWER_LABEL: &str = "医師会への回答（任意）";

/// The answers of one resubmission. None has to be given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// To the whole; empty for none.
    pub whole: String,
    /// To single items, where something was written.
    pub items: Vec<(Claim, String)>,
}

impl Answers {
    /// Reads the form, or says which answer is too long. What names no claim is left out: nobody typed that.
    pub fn read(form: &FormValues) -> Result<Answers, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut read = |field: &str, text: &str| {
            let checked = check_text(field, "医師会への回答", text, TEXT_MAX);
            checked.map_err(|error| errors.push(error)).unwrap_or_default()
        };
        let whole = read(ANSWER, form.text(ANSWER));
        let mut items: Vec<(Claim, String)> = Vec::new();
        for (claim, text) in form.under(ITEM_ANSWER).filter(|(_, text)| !text.is_empty()) {
            let text = read(&format!("{ITEM_ANSWER}{claim}"), text);
            match claim.parse::<Claim>() {
                Ok(claim) if !items.iter().any(|(other, _)| *other == claim) => items.push((claim, text)),
                _ => {}
            }
        }
        if errors.is_empty() {
            Ok(Answers { whole, items })
        } else {
            Err(errors)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormValues {
        FormValues::new(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn an_answer_belongs_to_its_item_and_none_is_needed() {
        assert_eq!(Answers::read(&form(&[])), Ok(Answers::default()));
        let read = Answers::read(&form(&[
            ("answer", " よろしくお願いします。 "),
            ("answer:practical:I-02", "差し替えました。"),
            ("answer:licence", ""),
            ("answer:nothing", "どこにも属さない"),
        ]));
        let claim = "practical:I-02".parse().expect("a claim");
        let answers = Answers {
            whole: "よろしくお願いします。".to_owned(),
            items: vec![(claim, "差し替えました。".to_owned())],
        };
        assert_eq!(read, Ok(answers));
    }

    #[test]
    fn an_answer_that_is_too_long_is_named_in_its_place() {
        let long = "あ".repeat(TEXT_MAX + 1);
        let errors = Answers::read(&form(&[("answer:licence", &long)])).expect_err("too long");
        assert_eq!(errors[0].field, "answer:licence");
        assert!(errors[0].sentence.contains("2000文字以内"), "{}", errors[0].sentence);
    }
}

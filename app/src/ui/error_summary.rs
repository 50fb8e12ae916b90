//! All that hinders a form, at the top of its page.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::field::field_id;

/// What is wrong with one control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The id of the control or group.
    pub field_id: String,
    /// One sentence that says what to do.
    pub sentence: String,
}

impl FieldError {
    /// An error of the control that is posted under `name`.
    pub fn new(name: &str, sentence: impl Into<String>) -> Self {
        Self {
            field_id: field_id(name),
            sentence: sentence.into(),
        }
    }

    /// The first error of the control that is posted under `name`, to be given to its component.
    pub fn of(errors: &[Self], name: &str) -> Option<String> {
        let id = field_id(name);
        errors
            .iter()
            .find(|error| error.field_id == id)
            .map(|error| error.sentence.clone())
    }
}

impl From<domain::field::FieldError> for FieldError {
    fn from(error: domain::field::FieldError) -> Self {
        Self::new(&error.field, error.sentence)
    }
}

/// The list of all errors of a form, each leading to its control. Nothing where there is none.
///
/// It takes the focus when the page is read, without a script, so that a reader who cannot see the page hears first
/// that nothing was saved and why.
#[component]
pub fn ErrorSummary(errors: Vec<FieldError>) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        view! {
            <div class="error-summary" role="alert" aria-labelledby="error-summary" tabindex="-1" autofocus=true>
                <h2 id="error-summary">"入力内容を確認してください"</h2>
                <ul>
                    {errors
                        .into_iter()
                        .map(|error| {
                            view! { <li><a href=format!("#{}", error.field_id)>{error.sentence}</a></li> }
                        })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::{ErrorSummary, FieldError};
    use crate::ui::testing::html;

    #[test]
    fn each_error_leads_to_its_control() {
        let errors = vec![FieldError::new("proof:I-01", "証明書を添付してください。")];
        assert_eq!(
            FieldError::of(&errors, "proof:I-01").as_deref(),
            Some("証明書を添付してください。")
        );
        let page = html(|| view! { <ErrorSummary errors=errors /> });
        assert!(
            page.contains(r##"<a href="#proof-I-01">証明書を添付してください。</a>"##),
            "{page}"
        );
        assert!(page.contains("autofocus"), "{page}");
    }

    #[test]
    fn a_form_without_errors_has_no_summary() {
        assert!(!html(|| view! { <ErrorSummary errors=Vec::new() /> }).contains("error-summary"));
    }
}

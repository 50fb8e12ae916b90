//! What all controls share: the ids and the frame that tie a label, a hint and an error to one control.

pub use domain::field::field_id;
use leptos::prelude::*;

/// How much the reader is expected to write; the width of the control says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldWidth {
    /// As wide as the form.
    #[default]
    Full,
    /// A name, a number of six digits.
    Medium,
    /// A figure such as 1.5.
    Short,
}

impl FieldWidth {
    /// The classes of a control of this width.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Full => "input",
            Self::Medium => "input input--medium",
            Self::Short => "input input--short",
        }
    }
}

/// What is wrong with one control, beside it.
#[component]
pub fn FieldErrorText(
    /// Named in the control's `aria-describedby`.
    #[prop(into)]
    id: String,
    /// One sentence that says what to do.
    #[prop(into)]
    sentence: String,
) -> impl IntoView {
    view! { <p class="field__error" id=id>{sentence}</p> }
}

/// The texts around one control.
pub(crate) struct FieldFrame {
    id: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    required: bool,
}

impl FieldFrame {
    /// An empty hint is no hint.
    pub(crate) fn new(name: &str, label: String, hint: String, error: Option<String>, required: bool) -> Self {
        let hint = (!hint.is_empty()).then_some(hint);
        Self {
            id: field_id(name),
            label,
            hint,
            error,
            required,
        }
    }

    pub(crate) fn id(&self) -> String {
        self.id.clone()
    }

    /// The ids of the hint and the error, as far as there are any.
    pub(crate) fn described_by(&self) -> Option<String> {
        described_by(&self.id, self.hint.is_some(), self.error.is_some())
    }

    pub(crate) fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    /// The label, the hint and the error, with the control below them.
    pub(crate) fn around(self, control: impl IntoView) -> impl IntoView {
        let Self {
            id,
            label,
            hint,
            error,
            required,
        } = self;
        let hint_id = hint_id(&id);
        let error_id = error_id(&id);
        view! {
            <div class="field">
                <div class="field__head">
                    <label class="field__label" for=id>{label}</label>
                    {required.then(required_mark)}
                </div>
                {hint.map(|text| view! { <p class="field__hint" id=hint_id>{text}</p> })}
                {error.map(|sentence| view! { <FieldErrorText id=error_id sentence=sentence /> })}
                {control}
            </div>
        }
    }
}

pub(crate) fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

pub(crate) fn error_id(id: &str) -> String {
    format!("{id}-error")
}

/// The value of `aria-describedby` for the control or group `id`.
pub(crate) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(hint_id(id)),
        (false, true) => Some(error_id(id)),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// Stands beside the label and not in it: the control's name stays the label's exact words, and the control itself
/// tells assistive technology that it is required.
pub(crate) fn required_mark() -> impl IntoView {
    view! { <span class="field__must" aria-hidden="true">"※必須"</span> }
}

#[cfg(test)]
mod tests {
    use super::field_id;

    #[test]
    fn an_id_keeps_plain_names_and_replaces_the_rest() {
        assert_eq!(field_id("licence_number"), "licence_number");
        assert_eq!(field_id("proof:I-01"), "proof-I-01");
    }
}

//! One line of text.

use leptos::either::Either;
use leptos::prelude::*;

use super::field::{FieldFrame, FieldWidth};

/// One line of text, with its label above it.
#[component]
pub fn TextField(
    #[prop(into)] label: String,
    /// The name under which it is posted; the id is [`field_id`](super::field_id) of it.
    #[prop(into)]
    name: String,
    /// What was typed so far.
    #[prop(optional, into)]
    value: String,
    /// Empty for none.
    #[prop(optional, into)]
    hint: String,
    #[prop(optional_no_strip, into)] error: Option<String>,
    /// The `type` of the input; never `date` or `file`, which have their own components.
    #[prop(default = "text")]
    input_type: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] maxlength: Option<usize>,
    #[prop(optional)] required: bool,
    /// A unit behind the control, such as 単位.
    #[prop(optional, into)]
    unit: String,
    #[prop(default = FieldWidth::Full)] width: FieldWidth,
) -> impl IntoView {
    let frame = FieldFrame::new(&name, label, hint, error, required);
    // A phone must not turn a login into a capitalised, corrected word.
    let is_code = matches!(
        autocomplete,
        Some("username" | "current-password" | "new-password" | "one-time-code")
    );
    let input = view! {
        <input
            class=width.class()
            id=frame.id()
            name=name
            type=input_type
            value=(!value.is_empty()).then_some(value)
            inputmode=inputmode
            autocomplete=autocomplete
            autocapitalize=is_code.then_some("none")
            spellcheck=is_code.then_some("false")
            maxlength=maxlength
            required=required
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    let control = if unit.is_empty() {
        Either::Left(input)
    } else {
        Either::Right(view! { <div class="input-with-unit">{input}<span>{unit}</span></div> })
    };
    frame.around(control)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::TextField;
    use crate::ui::testing::html;

    #[test]
    fn the_error_and_the_hint_are_tied_to_the_control() {
        let page = html(|| {
            view! {
                <TextField label="単位数" name="units" hint="0.5刻み" error=Some("単位数を入力してください。".to_owned()) required=true />
            }
        });
        assert!(page.contains(r#"<label for="units""#), "{page}");
        assert!(page.contains(r#"aria-describedby="units-hint units-error""#), "{page}");
        assert!(page.contains(r#"aria-invalid="true""#), "{page}");
        assert!(page.contains(r#"<p id="units-error""#), "{page}");
    }

    #[test]
    fn what_was_typed_stands_in_the_markup_and_cannot_leave_its_attribute() {
        let page = html(|| view! { <TextField label="氏名" name="name" value="\"><script>alert(1)</script>" /> });
        assert!(page.contains(r#"value="&quot;&gt;&lt;script&gt;"#), "{page}");
        assert!(!page.contains("<script>"), "{page}");
    }

    #[test]
    fn a_field_without_hint_or_error_names_no_description() {
        let page = html(|| view! { <TextField label="氏名" name="name" /> });
        assert!(!page.contains("aria-"), "{page}");
    }
}

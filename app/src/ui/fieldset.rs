//! Several controls under one question.

use leptos::prelude::*;

use super::field::{FieldErrorText, described_by, error_id, field_id, hint_id, required_mark};

/// Several controls under one legend.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub fn Fieldset(
    #[prop(into)] legend: String,
    /// The group's id is [`field_id`] of it; the error summary leads there.
    #[prop(into)]
    name: String,
    /// Empty for none.
    #[prop(optional, into)]
    hint: String,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] required: bool,
    /// With a legend as large as a heading, for a group that is a section of its page.
    #[prop(optional)]
    large: bool,
    children: Children,
) -> impl IntoView {
    let id = field_id(&name);
    let (hint_id, error_id) = (hint_id(&id), error_id(&id));
    let described_by = described_by(&id, !hint.is_empty(), error.is_some());
    // The negative index lets the error summary's link put the focus on the group.
    let tabindex = error.is_some().then_some("-1");
    let class = if large { "fieldset fieldset--large" } else { "fieldset" };
    view! {
        <fieldset class=class id=id aria-describedby=described_by tabindex=tabindex>
            <legend class="fieldset__legend">{legend}{required.then(required_mark)}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {error.map(|sentence| view! { <FieldErrorText id=error_id sentence=sentence /> })}
            <div class="fieldset__body">{children()}</div>
        </fieldset>
    }
}

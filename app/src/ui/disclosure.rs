//! Explanations that most readers do not need.

use leptos::prelude::*;

/// A line that opens to an explanation, without a script.
#[component]
pub fn Disclosure(#[prop(into)] summary: String, #[prop(optional)] open: bool, children: Children) -> impl IntoView {
    view! {
        <details class="disclosure" open=open>
            <summary>{summary}</summary>
            <div class="disclosure__body">{children()}</div>
        </details>
    }
}

//! One word on the state of a case.

use leptos::prelude::*;

use super::tone::Tone;

/// The state of a case, in the words of the service.
#[component]
pub fn StatusTag(#[prop(into)] label: String, #[prop(default = Tone::Neutral)] tone: Tone) -> impl IntoView {
    view! { <span class=["tag tag--", tone.suffix()].concat()>{label}</span> }
}

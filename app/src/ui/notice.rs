//! A message from the service.

use leptos::prelude::*;

use super::tone::Tone;

/// What happened, or what to know before going on.
#[component]
pub fn Notice(
    #[prop(default = Tone::Info)] tone: Tone,
    #[prop(into)] heading: String,
    /// Read out when the page opens: for the answer to what was just done.
    #[prop(optional)]
    announce: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=format!("notice notice--{}", tone.suffix()) role=announce.then_some("status")>
            <p class="notice__heading">{heading}</p>
            {children.map(|children| children())}
        </div>
    }
}

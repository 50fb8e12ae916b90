//! Nothing to list.

use leptos::prelude::*;

/// Why a list is empty, and what to do about it.
#[component]
pub fn EmptyState(#[prop(into)] heading: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <div class="empty-state">
            <p class="empty-state__heading">{heading}</p>
            {children.map(|children| children())}
        </div>
    }
}

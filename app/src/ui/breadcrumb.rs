//! Where a page stands, and the way back.

use leptos::prelude::*;

/// The pages above this one, then this one.
#[component]
pub fn Breadcrumb(
    /// Address and name of each page above, the topmost first.
    trail: Vec<(String, String)>,
    /// The name of this page.
    #[prop(into)]
    current: String,
) -> impl IntoView {
    view! {
        <nav class="breadcrumb" aria-label="現在の位置">
            <ol role="list">
                {trail
                    .into_iter()
                    .map(|(href, label)| view! { <li><a href=href>{label}</a></li> })
                    .collect_view()}
                <li aria-current="page">{current}</li>
            </ol>
        </nav>
    }
}

/// Back to the page before, by address and not by history.
#[component]
pub fn BackLink(#[prop(into)] href: String, #[prop(into)] label: String) -> impl IntoView {
    view! { <a class="back-link" href=href>{label}</a> }
}

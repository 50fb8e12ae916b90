//! Two or more views of one thing, each a page of its own.

use leptos::prelude::*;

/// One of several views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Where it stands.
    pub href: String,
    /// Its name.
    pub label: String,
    /// Whether it is the one shown.
    pub current: bool,
}

impl Tab {
    /// A view that is the one shown when `current`.
    pub fn new(href: impl Into<String>, label: impl Into<String>, current: bool) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
            current,
        }
    }
}

/// Links between views. They are links and not the tab pattern of scripts, because each leads to its own address.
#[component]
pub fn Tabs(
    /// What the views have in common, for who cannot see them.
    #[prop(into)]
    label: String,
    tabs: Vec<Tab>,
) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            <ul role="list">
                {tabs
                    .into_iter()
                    .map(|tab| {
                        view! { <li><a href=tab.href aria-current=tab.current.then_some("page")>{tab.label}</a></li> }
                    })
                    .collect_view()}
            </ul>
        </nav>
    }
}

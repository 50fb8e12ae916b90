//! Rendering a component to text in a test.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

/// The HTML that the server would send for what `build` makes.
pub(crate) fn html<V: IntoView>(build: impl FnOnce() -> V) -> String {
    // As the server does it, or an island could not be rendered.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| build().into_view().to_html())
}

/// Whether the page has a link to `href` whose text is exactly `label`, whatever else the tag says.
pub(crate) fn has_link(page: &str, href: &str, label: &str) -> bool {
    has_element(page, "a", &format!("href=\"{href}\""), label)
}

/// Whether the page has the label `label` for the control `id`.
pub(crate) fn has_label(page: &str, id: &str, label: &str) -> bool {
    has_element(page, "label", &format!("for=\"{id}\""), label)
}

fn has_element(page: &str, tag: &str, attribute: &str, text: &str) -> bool {
    let end = format!("</{tag}>");
    page.split(&format!("<{tag} ")).skip(1).any(|rest| {
        let (attributes, rest) = rest.split_once('>').unwrap_or((rest, ""));
        attributes.split(' ').any(|one| one == attribute)
            && rest.split_once(&end).is_some_and(|(inner, _)| inner == text)
    })
}

//! Rendering a component to text in a test.

use leptos::prelude::*;

/// The HTML that the server would send for what `build` makes.
pub(crate) fn html<V: IntoView>(build: impl FnOnce() -> V) -> String {
    Owner::new().with(|| build().into_view().to_html())
}

//! The question between a button and what cannot be taken back lightly.

use leptos::prelude::*;

use super::field::field_id;

/// What will happen, with a button of the same word as the one that led here.
///
/// It takes the focus, so that a keyboard goes on where it was.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub fn Confirm(
    #[prop(into)] heading: String,
    /// Makes its ids; unlike all others on the page.
    #[prop(into)]
    name: String,
    /// Takes something away.
    #[prop(optional)]
    danger: bool,
    /// What will happen, a field 理由 where one is asked for, and the buttons.
    children: Children,
) -> impl IntoView {
    let heading_id = format!("{}-heading", field_id(&name));
    let labelled_by = heading_id.clone();
    let class = if danger { "confirm confirm--danger" } else { "confirm" };
    view! {
        <section class=class aria-labelledby=labelled_by tabindex="-1" autofocus=true>
            <h2 id=heading_id>{heading}</h2>
            {children()}
        </section>
    }
}

//! The large links of the main menus.

use leptos::prelude::*;

/// A grid of [`MenuTile`]s.
#[component]
pub fn MenuTiles(children: Children) -> impl IntoView {
    view! { <ul class="menu-tiles" role="list">{children()}</ul> }
}

/// One large link. Its name is the label alone; the whole tile is its target.
#[component]
pub fn MenuTile(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    /// A sentence below; empty for none.
    #[prop(optional, into)]
    text: String,
    /// Something small below the sentence, such as a status tag.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="menu-tile">
            <a class="menu-tile__link" href=href>{label}</a>
            {(!text.is_empty()).then(|| view! { <p class="menu-tile__text">{text}</p> })}
            {children.map(|children| view! { <div class="menu-tile__badge">{children()}</div> })}
        </li>
    }
}

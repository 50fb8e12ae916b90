//! 項目を探す: the long list of Ⅰ, narrowed to what is looked for.

use leptos::prelude::*;

use super::{SEARCH_CLEAR, SEARCH_FIELD, SEARCH_SAID, page};

/// Narrows the items, which the server has rendered in the element with the id [`ITEMS`](super::ITEMS), to what the
/// search field finds. Its children are the field with all that belongs to it.
#[island]
pub fn ItemSearch(children: Children) -> impl IntoView {
    // The browser may have kept what was typed.
    Effect::new(narrow);
    view! {
        <div
            class="with-script"
            // The form around does not hear of it: nothing in it has changed.
            on:input=|event| {
                event.stop_propagation();
                narrow();
            }
            // Enter would save the declaration.
            on:keydown=|event| page::no_enter(&event)
            on:click=|event| {
                if page::is_from(&event, SEARCH_CLEAR) {
                    page::clear(SEARCH_FIELD);
                    narrow();
                }
            }
        >
            {children()}
        </div>
    }
}

fn narrow() {
    let query = page::typed(SEARCH_FIELD);
    let found = page::show_items(&query);
    let looking = !query.trim().is_empty();
    page::hide_by_id(SEARCH_CLEAR, !looking);
    let said = match (looking, found) {
        (false, _) => String::new(),
        (true, 0) => "見つかりませんでした。別の言葉で探すか、「すべて表示」から選んでください。".to_owned(),
        (true, found) => format!("{found}件見つかりました"),
    };
    page::say(SEARCH_SAID, &said);
}

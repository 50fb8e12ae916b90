//! 項目を探す: the long list of Ⅰ, narrowed to what is looked for.

use leptos::prelude::*;

use super::page;

/// The id of the search field.
const FIELD: &str = "item-search";

/// A search field over the items, which the server has rendered in the element with the id
/// [`ITEMS`](super::ITEMS). Without scripts it is not shown, and all items are.
#[island]
pub fn ItemSearch() -> impl IntoView {
    let said = RwSignal::new(String::new());
    let looking = RwSignal::new(false);
    let narrow = move || {
        let query = page::typed(FIELD);
        let found = page::show_items(&query);
        looking.set(!query.trim().is_empty());
        said.set(match (looking.get_untracked(), found) {
            (false, _) => String::new(),
            (true, 0) => "見つかりませんでした。別の言葉で探すか、「すべて表示」から選んでください。".to_owned(),
            (true, found) => format!("{found}件見つかりました"),
        });
    };
    // The browser may have kept what was typed.
    Effect::new(narrow);
    view! {
        <div
            class="item-search with-script"
            // The form around does not hear of it: nothing in it has changed.
            on:input=move |event| {
                event.stop_propagation();
                narrow();
            }
            // Enter would save the declaration.
            on:keydown=|event| {
                if event.key() == "Enter" && !event.is_composing() {
                    event.prevent_default();
                }
            }
        >
            <div class="field">
                <div class="field__head"><label class="field__label" for=FIELD>"項目を探す"</label></div>
                <p class="field__hint" id="item-search-hint">
                    "例：学校医、当番、予防接種。証明書の名前でも探せます。選択済みの項目は隠れません。"
                </p>
                <div class="item-search__line">
                    <input
                        class="input input--medium"
                        id=FIELD
                        type="search"
                        autocomplete="off"
                        enterkeyhint="search"
                        aria-describedby="item-search-hint"
                    />
                    <button
                        class="button button--secondary"
                        type="button"
                        hidden=move || !looking.get()
                        on:click=move |_| {
                            page::clear(FIELD);
                            narrow();
                        }
                    >
                        "すべて表示"
                    </button>
                </div>
            </div>
            <p class="item-search__said" role="status">{move || said.get()}</p>
        </div>
    }
}

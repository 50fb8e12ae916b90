//! 項目を探す, above the items of Ⅰ: only where scripts run, and no answer to anything.

use leptos::prelude::*;

use crate::applications::islands::{ItemSearch, SEARCH_CLEAR, SEARCH_FIELD, SEARCH_SAID};

/// The field, the way back to all items, and the line that says how many were found.
#[component]
pub(super) fn Search() -> impl IntoView {
    view! {
        <ItemSearch>
            <div class="item-search">
                <div class="field">
                    <div class="field__head">
                        <label class="field__label" for=SEARCH_FIELD>"項目を探す"</label>
                    </div>
                    <p class="field__hint" id="item-search-hint">
                        "例：学校医、当番、予防接種。証明書の名前でも探せます。選択済みの項目は隠れません。"
                    </p>
                    <div class="item-search__line">
                        <input
                            class="input input--medium"
                            id=SEARCH_FIELD
                            type="search"
                            autocomplete="off"
                            enterkeyhint="search"
                            aria-describedby="item-search-hint"
                        />
                        <button class="button button--secondary" id=SEARCH_CLEAR type="button" hidden>
                            "すべて表示"
                        </button>
                    </div>
                </div>
                <p class="item-search__said" id=SEARCH_SAID role="status"></p>
            </div>
        </ItemSearch>
    }
    .into_any()
}

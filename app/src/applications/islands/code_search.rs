//! Finds a curriculum code in the list by number or name, and puts it into the field.

use leptos::prelude::*;

use super::{browser, page};

/// The list of codes, rendered on the server, with a search above it.
#[island]
pub fn CodeSearch(children: Children) -> impl IntoView {
    let found = RwSignal::new(String::new());
    let search = move |_| {
        let count = browser::show_codes();
        found.set(if count == 0 {
            "当てはまるコードはありません。".to_owned()
        } else {
            format!("{count}件見つかりました。")
        });
    };
    view! {
        <div class="stack stack--tight" on:click=move |event| browser::add_code(&event)>
            <div class="field with-script">
                <label class="field__label" for=browser::CODE_SEARCH>"番号または名前で探す"</label>
                // A field of its own, without a name: it is never sent.
                <input
                    class="input"
                    id=browser::CODE_SEARCH
                    type="search"
                    autocomplete="off"
                    on:input=search
                    // Enter searches, which happens anyway; it does not send the form.
                    on:keydown=|event| page::no_enter(&event)
                />
                <p class="field__hint" role="status">{move || found.get()}</p>
            </div>
            {children()}
        </div>
    }
}

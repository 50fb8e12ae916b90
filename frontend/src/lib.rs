//! Wakes the islands of a server-rendered page. Everything else is in `app`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script once the WASM module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    // Names the islands' module, so that the linker keeps what only the page's markup refers to.
    use app as _;
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}

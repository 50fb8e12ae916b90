//! The device's own memory, which outlives page, network and session: an `IndexedDB` of one store. Whatever it cannot do,
//! in a private window say, is as if nothing were kept: the server is asked to keep the same a moment later.

use js_sys::Promise;
use js_sys::futures::JsFuture;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

const DATABASE: &str = "shuryo";
const STORE: &str = "typed";

/// What is kept under the key.
pub(super) async fn get(key: &str) -> Option<String> {
    let found = store(IdbTransactionMode::Readonly).await?.get(&key.into()).ok()?;
    result(&found).await?.as_string()
}

/// Keeps a text under the key.
pub(super) async fn put(key: &str, text: &str) -> Option<()> {
    let put = store(IdbTransactionMode::Readwrite)
        .await?
        .put_with_key(&text.into(), &key.into())
        .ok()?;
    result(&put).await.map(drop)
}

/// Forgets what is kept under the key.
pub(super) async fn remove(key: &str) {
    if let Some(store) = store(IdbTransactionMode::Readwrite).await
        && let Ok(removal) = store.delete(&key.into())
    {
        result(&removal).await;
    }
}

async fn store(mode: IdbTransactionMode) -> Option<IdbObjectStore> {
    let opening = window().indexed_db().ok()??.open_with_u32(DATABASE, 1).ok()?;
    let request: IdbRequest = opening.clone().unchecked_into();
    let opened = request.clone();
    let make = wasm_bindgen::closure::Closure::once_into_js(move || {
        if let Ok(database) = opened.result() {
            let _ = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
        }
    });
    opening.set_onupgradeneeded(Some(make.unchecked_ref()));
    let database: IdbDatabase = result(&request).await?.unchecked_into();
    let transaction = database.transaction_with_str_and_mode(STORE, mode).ok();
    // It closes once the transaction has ended.
    database.close();
    transaction?.object_store(STORE).ok()
}

/// The result of a request, once it is there.
async fn result(request: &IdbRequest) -> Option<JsValue> {
    let settled = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(settled).await.ok()?;
    request.result().ok()
}

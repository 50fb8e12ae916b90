//! The names of `device.rs` on the server, which renders islands and never runs them.
#![expect(clippy::unused_async, reason = "the signatures are those of the browser's side")]

pub(super) async fn get(_: &str) -> Option<String> {
    None
}

pub(super) async fn put(_: &str, _: &str) -> Option<()> {
    None
}

pub(super) async fn remove(_: &str) {}

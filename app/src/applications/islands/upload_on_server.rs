//! The names of `upload.rs` on the server, which renders islands and never runs them.

use domain::application::{Claim, Document};

use super::browser::{ChosenFile, Work};

#[derive(Clone, Copy)]
pub(super) enum Heard {
    #[expect(dead_code, reason = "only a browser sends")]
    Arrived(u8),
    #[expect(dead_code, reason = "only a browser sends")]
    Cut(u8),
}

pub(super) fn send(
    _: &str,
    _: &Claim,
    _: &ChosenFile,
    _: &ChosenFile,
    _: impl Fn(Heard) + 'static,
    _: impl FnOnce(Result<Document, String>) + 'static,
) -> Option<Work> {
    None
}

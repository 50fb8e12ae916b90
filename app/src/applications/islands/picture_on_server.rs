//! The names of `picture.rs` on the server, where no file is ever chosen.

use domain::evidence::legible::Hint;
use domain::evidence::{MediaType, ProofRefusal};

use super::browser::ChosenFile;

pub(super) struct Prepared {
    pub(super) file: ChosenFile,
    pub(super) is_picture: bool,
    pub(super) hint: Option<Hint>,
}

#[expect(clippy::unused_async, reason = "the browser's side waits for the decoder")]
pub(super) async fn prepare(
    file: ChosenFile,
    sniffed: Result<MediaType, ProofRefusal>,
) -> Result<Prepared, ProofRefusal> {
    let is_picture = sniffed?.is_picture();
    Ok(Prepared {
        file,
        is_picture,
        hint: None,
    })
}

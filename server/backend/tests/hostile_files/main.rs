//! Hostile and odd files: each is refused with its own sentence, or what is stored of it is harmless.
//!
//! Every file goes through the child process, as in production, so a crash of a decoder is a refusal here too.

mod active_documents;
mod child;
mod documents;
mod drawing;
mod pdf_samples;
mod picture_samples;
mod pictures;
mod wrong_files;

use std::fs;
use std::path::PathBuf;

use backend::evidence::child::Inspector;
use backend::evidence::inspect::{InspectError, Inspected};
use domain::evidence::ProofRefusal;
use tempfile::TempDir;

fn inspector() -> Inspector {
    Inspector::child(PathBuf::from(env!("CARGO_BIN_EXE_proof-inspector")))
}

fn wait_for<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts")
        .block_on(work)
}

/// A folder with an upload in it and a place for its copy.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn with(upload: &[u8]) -> Desk {
        let desk = Desk {
            folder: TempDir::new().expect("a folder can be made"),
        };
        fs::write(desk.upload(), upload).expect("the upload can be written");
        desk
    }

    fn upload(&self) -> PathBuf {
        self.folder.path().join("upload")
    }

    fn copy(&self) -> PathBuf {
        self.folder.path().join("copy")
    }

    fn inspected(&self) -> Result<Inspected, InspectError> {
        wait_for(inspector().inspect(&self.upload(), &self.copy()))
    }
}

/// Why this upload is refused; nothing of it may stay.
fn refused(upload: &[u8]) -> ProofRefusal {
    let desk = Desk::with(upload);
    fs::write(desk.copy(), b"half a copy").expect("a copy can be begun");
    let result = desk.inspected();
    assert!(!desk.copy().exists(), "a copy stays after {result:?}");
    match result {
        Err(InspectError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// The copy of this upload, which must be taken.
fn taken(upload: &[u8]) -> (Inspected, Vec<u8>) {
    let desk = Desk::with(upload);
    let inspected = desk.inspected().expect("the file is taken");
    let copy = fs::read(desk.copy()).expect("the copy can be read");
    assert_eq!(inspected.size_bytes, copy.len() as u64);
    (inspected, copy)
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

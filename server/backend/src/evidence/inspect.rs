//! Looks into an uploaded file and writes a clean copy of it: only what this module made itself is ever stored or shown.
//!
//! Decoders read bytes from strangers here. In production this runs in a child process with limits (see
//! [`super::child`]), because a decoder that runs out of memory or stack ends its whole process.

mod document;
mod jpeg;
mod neutral;
mod page_image;
mod pages;
mod picture;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use domain::evidence::{MediaType, PROOF_MAX_BYTES, ProofRefusal, sniff};
use serde::{Deserialize, Serialize};

/// The largest copy that is stored, in bytes. A copy can be larger than the upload, since packed objects of a PDF are
/// written out; far larger ones are made to be.
const COPY_MAX_BYTES: usize = 40 * 1024 * 1024;

/// The clean copy that an inspection wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspected {
    /// What the copy is. It can differ from the upload: WebP pictures and very large PNGs become JPEG.
    pub media_type: MediaType,
    /// The size of the copy, in bytes.
    pub size_bytes: u64,
    /// The pages of a PDF; 1 for a picture.
    pub pages: u32,
    /// The width of a picture as it is shown, in pixels; `None` for a PDF.
    pub width: Option<u32>,
    /// The height of a picture as it is shown, in pixels; `None` for a PDF.
    pub height: Option<u32>,
}

/// Why there is no copy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InspectError {
    /// The file is not taken, and the person who chose it is told why.
    #[error("the file is refused: {0:?}")]
    Refused(ProofRefusal),
    /// Nothing was found out about the file: the disk or the child process failed. For the log only.
    #[error("the file could not be inspected: {0}")]
    Fault(String),
}

impl From<ProofRefusal> for InspectError {
    fn from(refusal: ProofRefusal) -> InspectError {
        InspectError::Refused(refusal)
    }
}

impl From<io::Error> for InspectError {
    fn from(error: io::Error) -> InspectError {
        InspectError::Fault(error.to_string())
    }
}

/// Inspects the file at `input` and writes its clean copy to `output`, which is replaced if it exists.
///
/// A picture is decoded, turned upright, shrunk if it is larger than a reader needs, and encoded anew without metadata.
/// Of a PDF the pages are taken over as they look, and everything that could act is left behind.
pub fn inspect(input: &Path, output: &Path) -> Result<Inspected, InspectError> {
    let upload = read_at_most(input, PROOF_MAX_BYTES)?.ok_or(ProofRefusal::TooLarge)?;
    let media_type = sniff(&upload)?;
    let (copy, mut inspected) = if media_type.is_picture() {
        let picture = picture::encoded_anew(&upload, media_type)?;
        let (width, height) = (Some(picture.width), Some(picture.height));
        let inspected = Inspected {
            media_type: picture.media_type,
            size_bytes: 0,
            pages: 1,
            width,
            height,
        };
        (picture.bytes, inspected)
    } else {
        let document = document::copied(&upload)?;
        let inspected = Inspected {
            media_type,
            size_bytes: 0,
            pages: document.pages,
            width: None,
            height: None,
        };
        (document.bytes, inspected)
    };
    if copy.len() > COPY_MAX_BYTES {
        return Err(ProofRefusal::TooLarge.into());
    }
    std::fs::write(output, &copy)?;
    inspected.size_bytes = copy.len() as u64;
    Ok(inspected)
}

/// Draws one page of a PDF as a PNG whose longer side has `max_side` pixels (at most 4,000). Pages count from 0; one
/// that does not exist is refused as [`ProofRefusal::BrokenPdf`].
pub fn render_page(pdf: &Path, page_index: u32, output_png: &Path, max_side: u32) -> Result<(), InspectError> {
    let stored = read_at_most(pdf, COPY_MAX_BYTES as u64)?.ok_or(ProofRefusal::TooLarge)?;
    let png = page_image::drawn(stored, page_index, max_side)?;
    std::fs::write(output_png, png)?;
    Ok(())
}

/// The whole file, or `None` if it is larger than `limit`. The length is not asked for first: it could change.
fn read_at_most(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

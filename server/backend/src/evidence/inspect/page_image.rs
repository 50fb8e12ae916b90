//! Pages of a PDF as pictures, which a reviewer's browser can show where it would not show the PDF.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use domain::evidence::ProofRefusal;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use hayro::hayro_interpret::hayro_cmap::CidFamily;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

/// The longest side of a drawn page, in pixels.
const SIDE_MAX: u32 = 4_000;

/// Where Debian keeps Noto CJK, whose first face is the Japanese one. Office programs often leave Japanese fonts out of
/// a PDF, and such a page would show no writing.
const MINCHO: &str = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc";
const GOTHIC: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// How many pages the drawing program finds: only what it can show was really taken over.
pub(super) fn count(pdf: Vec<u8>) -> Result<u32, ProofRefusal> {
    let pages = Pdf::new(pdf).map_err(refusal)?.pages().len();
    u32::try_from(pages).map_err(|_| ProofRefusal::TooManyPages)
}

/// One page as a PNG on white paper; pages count from 0.
pub(super) fn drawn(pdf: Vec<u8>, page_index: u32, max_side: u32) -> Result<Vec<u8>, ProofRefusal> {
    let pdf = Pdf::new(pdf).map_err(refusal)?;
    let index = usize::try_from(page_index).map_err(|_| ProofRefusal::BrokenPdf)?;
    let page = pdf.pages().get(index).ok_or(ProofRefusal::BrokenPdf)?;
    let (width, height) = page.render_dimensions();
    let longer = width.max(height);
    let wanted = u16::try_from(max_side.clamp(1, SIDE_MAX)).unwrap_or(u16::MAX);
    let scale = f32::from(wanted) / longer;
    if !scale.is_normal() {
        return Err(ProofRefusal::BrokenPdf);
    }
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        width: Some(pixels(width * scale, wanted)),
        height: Some(pixels(height * scale, wanted)),
        bg_color: WHITE,
    };
    let interpreter = InterpreterSettings {
        font_resolver: Arc::new(font),
        ..InterpreterSettings::default()
    };
    let pixmap = render(page, &RenderCache::new(), &interpreter, &settings);
    pixmap.into_png().map_err(|_| ProofRefusal::BrokenPdf)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes an integer only so, and the cast saturates"
)]
fn pixels(length: f32, at_most: u16) -> u16 {
    (length.round() as u16).clamp(1, at_most)
}

fn refusal(error: LoadPdfError) -> ProofRefusal {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ProofRefusal::LockedPdf,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => ProofRefusal::BrokenPdf,
    }
}

/// A font for writing whose own font is not in the file.
fn font(query: &FontQuery) -> Option<(FontData, u32)> {
    match query {
        FontQuery::Standard(standard) => Some(standard.get_font_data()),
        FontQuery::Fallback(wanted) => {
            japanese_font(wanted).or_else(|| Some(wanted.pick_standard_font().get_font_data()))
        }
    }
}

fn japanese_font(wanted: &FallbackFontQuery) -> Option<(FontData, u32)> {
    let is_japanese = wanted
        .character_collection
        .as_ref()
        .is_some_and(|collection| collection.family == CidFamily::AdobeJapan1);
    if !is_japanese {
        return None;
    }
    let name = wanted.post_script_name.as_deref().unwrap_or("");
    let is_mincho = wanted.is_serif || ["Min", "Ryumin", "Serif"].iter().any(|part| name.contains(part));
    let bytes = fs::read(Path::new(if is_mincho { MINCHO } else { GOTHIC })).ok()?;
    Some((Arc::new(bytes), 0))
}

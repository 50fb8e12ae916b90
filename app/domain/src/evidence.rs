//! Proofs (証明書): which files are taken, how large they may be, and why one is refused.
//!
//! The browser asks these questions before it sends a file and the server asks them again, so both give one answer.

pub mod legible;
pub mod shrink;

use serde::{Deserialize, Serialize};

/// The largest proof, in bytes: 20 MiB.
pub const PROOF_MAX_BYTES: u64 = 20 * 1024 * 1024;
/// The most proofs that one claim can carry: one practical item, one added lecture, or one membership document.
pub const PROOFS_PER_CLAIM: usize = 10;
/// For the `accept` attribute of a file input. With these four and not `image/*`, an iPhone converts its photos.
pub const ACCEPT: &str = "image/jpeg,image/png,image/webp,application/pdf";
/// The most pixels in a picture: 50 megapixels.
pub const PICTURE_MAX_PIXELS: u64 = 50_000_000;
/// The longest side of a picture, in pixels.
pub const PICTURE_MAX_SIDE: u32 = 12_000;
/// The longer side of a picture as it is kept, in pixels: enough to read small print on a photographed A4 sheet (about
/// 200 dpi). A larger one is shrunk, by the browser before it is sent or else by the server.
pub const PICTURE_KEPT_SIDE: u32 = 2_400;
/// The most pages in a PDF.
pub const PDF_MAX_PAGES: u32 = 50;
/// How many bytes from the start of a file are enough for [`sniff`].
pub const SNIFF_BYTES: usize = 64;
/// The longest file name that is shown, in characters.
pub const FILE_NAME_MAX: usize = 120;

/// The name of a file whose own name says nothing.
const NAMELESS: &str = "証明書";

/// What a file is, told by its bytes and never by its name. It is written as its MIME type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MediaType {
    /// A JPEG picture.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A PNG picture.
    #[serde(rename = "image/png")]
    Png,
    /// A WebP picture.
    #[serde(rename = "image/webp")]
    WebP,
    /// A PDF document.
    #[serde(rename = "application/pdf")]
    Pdf,
}

impl MediaType {
    /// Every type that is taken.
    pub const ALL: [MediaType; 4] = [MediaType::Jpeg, MediaType::Png, MediaType::WebP, MediaType::Pdf];

    /// The MIME type, as it stands in the database and in `Content-Type`.
    pub fn mime(self) -> &'static str {
        match self {
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
            MediaType::WebP => "image/webp",
            MediaType::Pdf => "application/pdf",
        }
    }

    /// The usual ending of a file name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            MediaType::Jpeg => "jpg",
            MediaType::Png => "png",
            MediaType::WebP => "webp",
            MediaType::Pdf => "pdf",
        }
    }

    /// The type with exactly this MIME type; `None` for any other.
    pub fn from_mime(mime: &str) -> Option<MediaType> {
        MediaType::ALL.into_iter().find(|media_type| media_type.mime() == mime)
    }

    /// Whether it is a picture and not a document with pages.
    pub fn is_picture(self) -> bool {
        self != MediaType::Pdf
    }

    /// What is said when a file of this type cannot be opened.
    pub fn broken(self) -> ProofRefusal {
        if self.is_picture() {
            ProofRefusal::BrokenPicture
        } else {
            ProofRefusal::BrokenPdf
        }
    }
}

/// Why a file is not taken as a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ProofRefusal {
    /// Neither JPEG, PNG, WebP nor PDF.
    WrongType,
    /// A photo in Apple's HEIC or HEIF format.
    Heic,
    /// Not one byte.
    Empty,
    /// More than [`PROOF_MAX_BYTES`].
    TooLarge,
    /// A PDF that opens only with a password.
    LockedPdf,
    /// A picture that cannot be read to its end.
    BrokenPicture,
    /// A PDF that cannot be read, or that has no page.
    BrokenPdf,
    /// More than [`PICTURE_MAX_PIXELS`], or a side longer than [`PICTURE_MAX_SIDE`].
    TooManyPixels,
    /// More than [`PDF_MAX_PAGES`].
    TooManyPages,
    /// More than [`PROOFS_PER_CLAIM`] files for one claim.
    TooManyFiles,
    /// The line was cut before the whole file had arrived.
    Interrupted,
    /// The virus scanner knows what is in it.
    Infected,
    /// The virus scanner does not answer; without its word nothing is taken.
    NotScanned,
}

impl ProofRefusal {
    /// What the person who chose the file is told: what is wrong, and what to do.
    pub fn sentence(&self) -> String {
        match self {
            ProofRefusal::WrongType => {
                "この形式のファイルは受け付けられません。写真（JPEG・PNG・WebP）かPDFにして、もう一度選んでください。"
                    .to_owned()
            }
            ProofRefusal::Heic => "この写真はiPhoneの形式（HEIC）のため受け付けられません。iPhoneの「設定」→「カメラ」\
                →「フォーマット」で「互換性優先」を選んで撮り直すと、JPEGになります。撮り直せないときは、写真を画面に表示して\
                スクリーンショットを撮り、その画像を選んでください。"
                .to_owned(),
            ProofRefusal::Empty => {
                "ファイルの中身が空です。元のファイルが開けることを確かめて、もう一度選んでください。".to_owned()
            }
            ProofRefusal::TooLarge => format!(
                "ファイルが大きすぎます。1つ{}までです。写真は小さいサイズで保存し直し、PDFは必要なページだけを保存し直して、\
                 もう一度選んでください。",
                format_bytes(PROOF_MAX_BYTES)
            ),
            ProofRefusal::LockedPdf => "このPDFにはパスワードがかかっています。パスワードなしで保存し直して、もう一度選んで\
                ください。外し方がわからないときは、紙に印刷したものを写真に撮って選んでください。"
                .to_owned(),
            ProofRefusal::BrokenPicture => "この画像は、壊れているか途中で切れているため開けませんでした。元の画像が開けることを\
                確かめてもう一度選ぶか、撮り直してください。"
                .to_owned(),
            ProofRefusal::BrokenPdf => "このPDFは、壊れているかページがないため開けませんでした。元のPDFが開けることを確かめて、\
                保存し直したものを選ぶか、紙に印刷したものを写真に撮って選んでください。"
                .to_owned(),
            ProofRefusal::TooManyPixels => format!(
                "画像が大きすぎます。{}万画素まで、縦横それぞれ{PICTURE_MAX_SIDE}ピクセルまでです。小さいサイズで保存し直して、\
                 もう一度選んでください。",
                PICTURE_MAX_PIXELS / 10_000
            ),
            ProofRefusal::TooManyPages => format!(
                "PDFのページが多すぎます。{PDF_MAX_PAGES}ページまでです。証明に必要なページだけを保存し直して、もう一度選んで\
                 ください。"
            ),
            ProofRefusal::TooManyFiles => format!(
                "ファイルは{PROOFS_PER_CLAIM}個までです。不要なファイルを外してから追加してください。"
            ),
            ProofRefusal::Interrupted => {
                "送信が途中で切れました。通信の状態を確かめて、同じファイルをもう一度選んでください。".to_owned()
            }
            ProofRefusal::Infected => "このファイルからウイルスが検出されたため、受け付けられません。お使いの機器でウイルス検査を\
                行い、紙に印刷したものを写真に撮って選んでください。"
                .to_owned(),
            ProofRefusal::NotScanned => "ウイルス検査を行えないため、ただいまファイルを受け付けられません。時間をおいて、もう一度\
                お試しください。"
                .to_owned(),
        }
    }
}

/// The type of a file, told by its first bytes ([`SNIFF_BYTES`] are enough). Only `Empty`, `Heic` and `WrongType`
/// are refused here; a file that passes can still be broken further on.
pub fn sniff(first_bytes: &[u8]) -> Result<MediaType, ProofRefusal> {
    if first_bytes.is_empty() {
        Err(ProofRefusal::Empty)
    } else if first_bytes.starts_with(b"\xff\xd8\xff") {
        Ok(MediaType::Jpeg)
    } else if first_bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(MediaType::Png)
    } else if first_bytes.starts_with(b"RIFF") && first_bytes.get(8..12) == Some(b"WEBP") {
        Ok(MediaType::WebP)
    } else if first_bytes.starts_with(b"%PDF-") {
        // Only at byte 0: a file with something in front of its header is two files in one.
        Ok(MediaType::Pdf)
    } else if is_heic(first_bytes) {
        Err(ProofRefusal::Heic)
    } else {
        Err(ProofRefusal::WrongType)
    }
}

/// Whether the `ftyp` box in front names a brand of HEIC or HEIF. AVIF shares the container and some brands.
fn is_heic(first_bytes: &[u8]) -> bool {
    const HEIC: [&[u8]; 12] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"heif", b"mif1", b"mif2", b"msf1",
    ];
    const AVIF: [&[u8]; 2] = [b"avif", b"avis"];
    let Some((head, rest)) = first_bytes.split_at_checked(8) else {
        return false;
    };
    let Some((size, b"ftyp")) = head.split_first_chunk::<4>() else {
        return false;
    };
    let box_length = usize::try_from(u32::from_be_bytes(*size)).unwrap_or(usize::MAX);
    let rest = &rest[..rest.len().min(box_length.saturating_sub(8))];
    // The minor version stands between the major brand and the compatible ones; it never looks like a brand.
    let names = |brands: &[&[u8]]| rest.chunks_exact(4).any(|brand| brands.contains(&brand));
    names(&HEIC) && !names(&AVIF)
}

/// A file's name as it can be shown: without folders and invisible characters, at most [`FILE_NAME_MAX`] characters
/// with the ending kept, never empty. Letters stay exactly as they are; nothing is normalised.
pub fn display_file_name(raw: &str) -> String {
    let last = raw
        .rsplit(['/', '\\'])
        .find(|part| !part.trim().is_empty())
        .unwrap_or("");
    let visible: String = last.chars().filter(|c| !is_invisible(*c)).collect();
    let name = visible.trim();
    if name.chars().all(|c| c == '.') {
        NAMELESS.to_owned()
    } else {
        shortened(name)
    }
}

/// Control characters, marks that turn the direction of writing, and characters of no width. Variation selectors
/// stay, because they choose the form of a kanji in a name.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= FILE_NAME_MAX {
        return name.to_owned();
    }
    let ending = name
        .rfind('.')
        .map(|dot| &name[dot..])
        .filter(|ending| ending.chars().count() <= 10)
        .unwrap_or("");
    let kept = FILE_NAME_MAX - 1 - ending.chars().count();
    let start: String = name.chars().take(kept).collect();
    format!("{start}…{ending}")
}

/// A size for people: `830KB`, `1.2MB`. It is rounded up, so that a file over the limit never reads like the limit.
pub fn format_bytes(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    if bytes < KIB {
        return format!("{bytes}B");
    }
    let kib = bytes.div_ceil(KIB);
    if kib < KIB {
        return format!("{kib}KB");
    }
    let (whole, rest) = (bytes / MIB, bytes % MIB);
    match (rest * 10).div_ceil(MIB) {
        0 => format!("{whole}MB"),
        10 => format!("{}MB", whole + 1),
        tenths => format!("{whole}.{tenths}MB"),
    }
}

#[cfg(test)]
mod tests;

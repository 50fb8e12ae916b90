//! Sets a certificate of completion as a tagged, archival PDF whose bytes depend on its text alone.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::world::{Desk, DocumentWorld, MAIN_FAMILY, Template, WIDE_FAMILY};

/// Where Debian and most others keep the fonts of all users.
pub const DEFAULT_FONT_FOLDERS: [&str; 1] = ["/usr/share/fonts"];

/// How many compiles an intermediate result outlives its last use: without an end, the cache only grows.
const CACHE_AGE: usize = 10;

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateText {
    /// The certificate's number, printed as 「第…号」; also the root of the PDF's identifier.
    pub number: String,
    /// The doctor's name in the doctor's own characters, without 「殿」.
    pub doctor_name: String,
    /// The 医籍登録番号, digits only.
    pub licence_number: String,
    /// What was completed, as in 「あなたは、…を修了したことを証します。」
    pub training_name: String,
    /// The association that decided.
    pub association_name: String,
    /// Who signs, for example 「会長」 or 「会長　見本 花子」, or nothing. The association's name may stand in front of it
    /// and is not printed twice.
    pub signatory: String,
    /// The day of issue, in Japan.
    pub issued_on: NaiveDate,
    /// Whether the certificate is marked 「見本」.
    pub example: bool,
}

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The machine lacks a font package; the next attempt looks again.
    #[error("no font of the family {family} was found below {folders:?}")]
    FontsMissing {
        /// The family that is needed.
        family: &'static str,
        /// Where it was looked for.
        folders: Vec<PathBuf>,
    },
    /// Characters that cannot be printed, each once, in order of appearance.
    #[error("no font has a glyph for {0:?}")]
    MissingGlyphs(Vec<char>),
    /// The template was refused: a fault of the program, or a text far beyond every limit.
    #[error("the page could not be set: {0}")]
    Compile(String),
}

/// Sets certificates and receipts; one for the process, shared by all threads. It opens the fonts when it first needs them.
pub struct Renderer {
    font_folders: Vec<PathBuf>,
    desk: OnceLock<Desk>,
    opening: Mutex<()>,
}

impl Renderer {
    /// A renderer that looks for its fonts below these folders and nowhere else.
    pub fn new(font_folders: Vec<PathBuf>) -> Self {
        Self {
            font_folders,
            desk: OnceLock::new(),
            opening: Mutex::new(()),
        }
    }

    /// The PDF. Takes milliseconds of CPU and cannot be interrupted: call it on a thread that may block.
    pub fn render(&self, text: &CertificateText) -> Result<Vec<u8>, RenderError> {
        let desk = self.desk()?;
        let missing = unprintable(desk, text.lines().into_iter().flat_map(str::chars));
        if !missing.is_empty() {
            return Err(RenderError::MissingGlyphs(missing));
        }
        self.set(Template::Certificate, self.data_file(text)?, &text.pdf_options()?, 1)
    }

    /// Sets a template with its data on at most `most_pages` pages.
    pub(crate) fn set(
        &self,
        template: Template,
        json: Vec<u8>,
        options: &PdfOptions,
        most_pages: usize,
    ) -> Result<Vec<u8>, RenderError> {
        let _sweep = SweepCache;
        let world = DocumentWorld::new(self.desk()?, template, json);
        let document = typst::compile(&world).output.map_err(|errors| diagnosed(&errors))?;
        // Inferred from the call below, which is the only one that names the type of a paged document.
        let pdf = typst_pdf::pdf(&document, options).map_err(|errors| diagnosed(&errors))?;
        if document.pages().len() <= most_pages {
            Ok(pdf)
        } else {
            Err(refused("the text does not fit on its pages"))
        }
    }

    /// The characters of `text` that neither font can print, each once. Variation selectors do not count.
    pub fn missing_glyphs(&self, text: &str) -> Result<Vec<char>, RenderError> {
        Ok(unprintable(self.desk()?, text.chars()))
    }

    /// The data file that the template reads for these texts: with the template, all that a certificate is made of.
    pub fn data_file(&self, text: &CertificateText) -> Result<Vec<u8>, RenderError> {
        serde_json::to_vec(&Sheet::of(self.desk()?, text)).map_err(|error| refused(error.to_string()))
    }

    /// The template that every certificate is set with.
    pub fn template_source() -> &'static str {
        Template::Certificate.source()
    }

    /// Opens the desk once; a failure is not kept, so that installing the fonts mends a running process.
    pub(crate) fn desk(&self) -> Result<&Desk, RenderError> {
        if let Some(desk) = self.desk.get() {
            return Ok(desk);
        }
        let _opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(desk) = self.desk.get() {
            return Ok(desk);
        }
        let desk = Desk::open(&self.font_folders)?;
        Ok(self.desk.get_or_init(|| desk))
    }
}

/// The data file: every text with the families to set it in, first choice first.
#[derive(Serialize)]
struct Sheet<'text> {
    number: Line<'text>,
    doctor_name: Line<'text>,
    licence_number: Line<'text>,
    training_name: Line<'text>,
    association_name: Line<'text>,
    signatory: Line<'text>,
    issued_on: Issued,
    issued_on_in_words: String,
    example: bool,
}

/// A text with the families to set it in.
#[derive(Serialize)]
pub(crate) struct Line<'text> {
    text: Cow<'text, str>,
    fonts: [&'static str; 2],
}

impl<'text> Line<'text> {
    fn of(desk: &Desk, text: &'text str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            fonts: families_for(desk, text),
        }
    }

    /// The text with 〓, the printers' sign for a type they lack, in the place of each character that cannot be printed.
    pub(crate) fn legible(desk: &Desk, text: &str) -> Self {
        let lacks = |character| !desk.any_has(character) && !selects_variation(character);
        let text: String = text.chars().map(|c| if lacks(c) { '〓' } else { c }).collect();
        Self {
            fonts: families_for(desk, &text),
            text: Cow::Owned(text),
        }
    }
}

#[derive(Serialize)]
struct Issued {
    year: i32,
    month: u32,
    day: u32,
}

impl<'text> Sheet<'text> {
    fn of(desk: &Desk, text: &'text CertificateText) -> Self {
        let line = |text: &'text str| Line::of(desk, text);
        let date = text.issued_on;
        Self {
            number: line(&text.number),
            doctor_name: line(&text.doctor_name),
            licence_number: line(&text.licence_number),
            training_name: line(&text.training_name),
            association_name: line(&text.association_name),
            signatory: line(text.signatory_alone()),
            issued_on: Issued {
                year: date.year(),
                month: date.month(),
                day: date.day(),
            },
            issued_on_in_words: in_words(date),
            example: text.example,
        }
    }
}

impl CertificateText {
    fn lines(&self) -> [&str; 6] {
        [
            &self.number,
            &self.doctor_name,
            &self.licence_number,
            &self.training_name,
            &self.association_name,
            &self.signatory,
        ]
    }

    /// The signatory without the association's name, which is printed in front of it.
    fn signatory_alone(&self) -> &str {
        self.signatory
            .strip_prefix(self.association_name.as_str())
            .unwrap_or(&self.signatory)
            .trim_start()
    }

    fn pdf_options(&self) -> Result<PdfOptions, RenderError> {
        archival(format!("shuryo certificate {}", self.number), self.issued_on)
    }
}

/// PDF/A-3a for the archive, PDF/UA-1 for screen readers, and nothing in it that depends on the clock.
pub(crate) fn archival(ident: String, date: NaiveDate) -> Result<PdfOptions, RenderError> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|error| refused(error.message().as_str()))?;
    let issued = u8::try_from(date.month())
        .ok()
        .zip(u8::try_from(date.day()).ok())
        .and_then(|(month, day)| Datetime::from_ymd_hms(date.year(), month, day, 0, 0, 0));
    Ok(PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Shuryo".to_owned())),
        timestamp: issued.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    })
}

/// A line with a character that the main typeface lacks is set in the wide family as a whole. One reason is
/// its look. The other: where a font lacks a compatibility ideograph (金 as U+F90A), the shaper takes the plain
/// form from that font rather than the right one from the next, and a name would be printed with another kanji.
fn families_for(desk: &Desk, text: &str) -> [&'static str; 2] {
    if text
        .chars()
        .all(|character| desk.main_has(character) || selects_variation(character))
    {
        [MAIN_FAMILY, WIDE_FAMILY]
    } else {
        [WIDE_FAMILY, MAIN_FAMILY]
    }
}

fn unprintable(desk: &Desk, characters: impl Iterator<Item = char>) -> Vec<char> {
    let mut missing = Vec::new();
    for character in characters {
        if !desk.any_has(character) && !selects_variation(character) && !missing.contains(&character) {
            missing.push(character);
        }
    }
    missing
}

/// A variation selector changes the glyph before it and has none of its own.
fn selects_variation(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The date with its era: 令和 began on 1 May 2019, and its first year is 元年.
pub(crate) fn in_words(date: NaiveDate) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let (era, first) = if (year, month) >= (2019, 5) {
        ("令和", 2019)
    } else if (year, month, day) >= (1989, 1, 8) {
        ("平成", 1989)
    } else {
        return format!("{year}年{month}月{day}日");
    };
    match year - first {
        0 => format!("{era}元年{month}月{day}日"),
        later => format!("{era}{}年{month}月{day}日", later + 1),
    }
}

/// Clears what the compiler remembers, however the compile ended.
struct SweepCache;

impl Drop for SweepCache {
    fn drop(&mut self) {
        typst::comemo::evict(CACHE_AGE);
    }
}

fn diagnosed(errors: &[SourceDiagnostic]) -> RenderError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    refused(messages.join("; "))
}

fn refused(reason: impl Into<String>) -> RenderError {
    RenderError::Compile(reason.into())
}

#[cfg(test)]
mod tests;

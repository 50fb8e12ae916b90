//! All that Typst can see while it sets a page: one template, one data file and two fonts.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInfo, FontWeight};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::render::RenderError;

/// The certificate's typeface: a proportional Mincho made to be read easily.
pub(super) const MAIN_FAMILY: &str = "BIZ UDPMincho";
/// Stands in for the kanji that the main typeface lacks.
pub(super) const WIDE_FAMILY: &str = "Noto Serif CJK JP";

/// The start of a font file's name, letters and digits only, beside the family that it holds.
/// Opening every font of a machine to ask for its family would cost more than setting the certificate.
const FILES: [(&str, &str); 2] = [(MAIN_FAMILY, "bizudpmincho"), (WIDE_FAMILY, "notoserifcjk")];
const FONT_ENDINGS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];
/// Deep enough for every distribution's layout, and an end to links that lead in a circle.
const DEEPEST_FOLDER: usize = 8;

/// What can be set: a source, and the name under which it finds its data.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Template {
    /// 修了証.
    Certificate,
    /// 受付票.
    Receipt,
    /// 受講証明書.
    Attendance,
}

impl Template {
    const ALL: [Template; 3] = [Template::Certificate, Template::Receipt, Template::Attendance];

    pub(super) fn source(self) -> &'static str {
        match self {
            Template::Certificate => include_str!("template.typ"),
            Template::Receipt => include_str!("../applications/receipt/template.typ"),
            Template::Attendance => include_str!("../credits/attendance/template.typ"),
        }
    }

    /// The names of the source and of the data file.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Template::Certificate => ("template.typ", "certificate.json"),
            Template::Receipt => ("receipt.typ", "receipt.json"),
            Template::Attendance => ("attendance.typ", "attendance.json"),
        }
    }
}

/// A template that is parsed, and its data file.
struct Parsed {
    source: Source,
    data: FileId,
}

/// What every certificate and receipt shares: made once, used from several threads.
pub(crate) struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<ShelvedFont>,
    templates: Vec<Parsed>,
}

/// A font whose bytes are read when the first character is set in it: most certificates never touch the
/// 26 MB of the wide family, and its coverage is known without them.
struct ShelvedFont {
    path: PathBuf,
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Desk {
    /// Finds both families below `folders` and parses the templates.
    pub(super) fn open(folders: &[PathBuf]) -> Result<Self, RenderError> {
        let mut files = Vec::new();
        for folder in folders {
            font_files(folder, DEEPEST_FOLDER, &mut files);
        }
        // A folder is listed in no particular order; the same machine must always choose the same file.
        files.sort();
        let mut book = FontBook::new();
        let mut fonts = Vec::new();
        for (family, start) in FILES {
            let (info, font) = regular_face(&files, family, start).ok_or_else(|| RenderError::FontsMissing {
                family,
                folders: folders.to_vec(),
            })?;
            book.push(info);
            fonts.push(font);
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(book),
            fonts,
            templates: Template::ALL.into_iter().map(parsed).collect::<Result<_, _>>()?,
        })
    }

    /// Whether the main typeface has a glyph for the character.
    pub(super) fn main_has(&self, character: char) -> bool {
        self.has(0, character)
    }

    /// Whether any of the fonts has a glyph for the character.
    pub(super) fn any_has(&self, character: char) -> bool {
        (0..self.fonts.len()).any(|index| self.has(index, character))
    }

    fn has(&self, index: usize, character: char) -> bool {
        self.book
            .info(index)
            .is_some_and(|info| info.coverage.contains(u32::from(character)))
    }
}

/// In the order of [`Template::ALL`].
fn parsed(template: Template) -> Result<Parsed, RenderError> {
    let (source, data) = template.names();
    Ok(Parsed {
        source: Source::new(virtual_file(source)?, template.source().to_owned()),
        data: virtual_file(data)?,
    })
}

/// The files below `folder` whose names end as font files do; what cannot be read is passed over.
fn font_files(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            if depth > 0 {
                font_files(&path, depth - 1, found);
            }
        } else if path
            .extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| FONT_ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
        {
            found.push(path);
        }
    }
}

/// The regular face of `family` (a collection holds faces of several families), with what it covers.
fn regular_face(files: &[PathBuf], family: &str, start: &str) -> Option<(FontInfo, ShelvedFont)> {
    let mut likely: Vec<(&PathBuf, String)> = files
        .iter()
        .filter_map(|path| Some((path, plain_name(path)?)))
        .filter(|(_, name)| name.starts_with(start))
        .collect();
    // The file that is most probably the right one is opened first; the others are 27 MB each.
    likely.sort_by_key(|(_, name)| !name.contains("regular"));
    likely.into_iter().find_map(|(path, _)| {
        let bytes = fs::read(path).ok()?;
        let (index, info) = (0..)
            .zip(FontInfo::iter(&bytes))
            .find(|(_, info)| info.family == family && info.variant.weight == FontWeight::REGULAR)?;
        Some((
            info,
            ShelvedFont {
                path: path.clone(),
                index,
                font: OnceLock::new(),
            },
        ))
    })
}

fn plain_name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    Some(
        name.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase(),
    )
}

fn virtual_file(name: &str) -> Result<FileId, RenderError> {
    let path = VirtualPath::new(name).map_err(|error| RenderError::Compile(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One document's world: the shared desk, its template and its own data file.
pub(super) struct DocumentWorld<'desk> {
    desk: &'desk Desk,
    template: &'desk Parsed,
    data: Bytes,
}

impl<'desk> DocumentWorld<'desk> {
    /// The world in which the template's data file holds `json`.
    pub(super) fn new(desk: &'desk Desk, template: Template, json: Vec<u8>) -> Self {
        Self {
            desk,
            template: &desk.templates[template as usize],
            data: Bytes::new(json),
        }
    }
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.desk.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.desk.book
    }

    fn main(&self) -> FileId {
        self.template.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.source.id() {
            Ok(self.template.source.clone())
        } else {
            Err(nothing_else())
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.template.data {
            Ok(self.data.clone())
        } else {
            Err(nothing_else())
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        let shelved = self.desk.fonts.get(index)?;
        shelved
            .font
            .get_or_init(|| Font::new(Bytes::new(fs::read(&shelved.path).ok()?), shelved.index))
            .clone()
    }

    /// A document knows the day it was issued on and no other.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Neither the disk nor the network can be reached from a template.
fn nothing_else() -> FileError {
    FileError::AccessDenied
}

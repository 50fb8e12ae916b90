//! The product's renderer against bare typst with the same template, fonts and data.

use std::error::Error;
use std::path::{Path, PathBuf};

use backend::certificates::render::{CertificateText, DEFAULT_FONT_FOLDERS, Renderer};
use typst::diag::FileResult;
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::house::cpu_seconds;

/// Distinct names, as the figure P1 asks.
const NAMES: u32 = 2_000;
/// Compiles before the clock runs.
const WARM_UP: u32 = 50;

/// Prints CPU time and bytes for each certificate, ours and the ceiling's, in turn: A B B A.
pub fn measure() -> Result<(), Box<dyn Error>> {
    let ours = Renderer::new(DEFAULT_FONT_FOLDERS.iter().map(PathBuf::from).collect());
    let bare = Bare::new()?;
    let mut bytes = 0;
    for n in 0..WARM_UP {
        bytes = ours.render(&text(n))?.len();
        bare.compile(ours.data_file(&text(n))?)?;
    }
    let mut spent = [0.0; 2];
    for turn in [0, 1, 1, 0] {
        let before = cpu_seconds()?;
        for n in 0..NAMES / 2 {
            if turn == 0 {
                ours.render(&text(n + WARM_UP))?;
            } else {
                bare.compile(ours.data_file(&text(n + WARM_UP))?)?;
            }
        }
        spent[turn] += cpu_seconds()? - before;
    }
    let each = spent.map(|seconds| seconds * 1_000.0 / f64::from(NAMES));
    println!("ours        {:.2} ms CPU, {bytes} bytes", each[0]);
    println!("bare typst  {:.2} ms CPU", each[1]);
    println!("ratio       {:.2} (floor 1.25, aim 1.05)", each[0] / each[1]);
    Ok(())
}

fn text(n: u32) -> CertificateText {
    CertificateText {
        number: format!("2025-{n:06}"),
        doctor_name: format!("見本 太郎{n}"),
        licence_number: format!("{}", 100_000 + n),
        training_name: "かかりつけ医機能報告制度にかかる研修".to_owned(),
        association_name: "見本市医師会".to_owned(),
        signatory: "会長".to_owned(),
        issued_on: chrono::NaiveDate::from_ymd_opt(2026, 2, 3).unwrap_or_default(),
        example: true,
    }
}

/// As little as typst needs: the template parsed once, the fonts loaded once, the data in a virtual file.
struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    source: Source,
}

struct Sheet<'a> {
    bare: &'a Bare,
    data: Bytes,
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.bare.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.bare.book
    }

    fn main(&self) -> FileId {
        self.bare.source.id()
    }

    fn source(&self, _: FileId) -> FileResult<Source> {
        Ok(self.bare.source.clone())
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Ok(self.data.clone())
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.bare.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

impl Bare {
    fn new() -> Result<Bare, Box<dyn Error>> {
        let mut fonts = Vec::new();
        for file in [
            "/usr/share/fonts/truetype/bizud-mincho/BIZUDPMincho-Regular.ttf",
            "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
        ] {
            fonts.extend(Font::iter(Bytes::new(std::fs::read(Path::new(file))?)));
        }
        let main = RootedPath::new(
            VirtualRoot::Project,
            VirtualPath::new("template.typ").map_err(|error| error.to_string())?,
        )
        .intern();
        Ok(Bare {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            source: Source::new(main, Renderer::template_source().to_owned()),
        })
    }

    fn compile(&self, data: Vec<u8>) -> Result<usize, Box<dyn Error>> {
        let sheet = Sheet {
            bare: self,
            data: Bytes::new(data),
        };
        let document = typst::compile(&sheet)
            .output
            .map_err(|errors| format!("the template does not compile: {errors:?}"))?;
        let standards =
            PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).map_err(|error| format!("{error:?}"))?;
        let options = PdfOptions {
            standards,
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| format!("no PDF: {errors:?}"))?;
        typst::comemo::evict(10);
        Ok(pdf.len())
    }
}

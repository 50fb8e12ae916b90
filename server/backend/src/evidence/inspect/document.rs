//! PDFs: the pages move into a new document, and the frame of the old one stays behind.
//!
//! Scripts, actions, attachments and forms hang on the catalog, on pages and on annotations. All three are made anew
//! here from a short list of what is painted, so that what this module does not know cannot come along.

use std::collections::BTreeMap;

use domain::evidence::ProofRefusal;
use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId};

use super::neutral::{calm, calm_dictionary};
use super::page_image;
use super::pages::{self, Page, only};

/// What one packed stream may hold when it is opened, in bytes.
const UNPACKED_MAX_BYTES: usize = 64 * 1024 * 1024;
/// Every reader knows it, and nothing newer is written.
const PDF_VERSION: &str = "1.7";
/// The last line of every PDF stands in this many bytes.
const TAIL_BYTES: usize = 2048;

/// A PDF as it will be stored.
pub(super) struct CleanPdf {
    pub(super) bytes: Vec<u8>,
    pub(super) pages: u32,
}

/// Makes the clean copy of a PDF.
pub(super) fn copied(upload: &[u8]) -> Result<CleanPdf, ProofRefusal> {
    let mut source = opened(upload)?;
    let pages = pages::taken_from(&source)?;
    let layers = layers(&source);
    let objects = std::mem::take(&mut source.objects);
    let bytes = written(objects, pages, layers).map_err(|_| ProofRefusal::BrokenPdf)?;
    match page_image::count(bytes.clone())? {
        0 => Err(ProofRefusal::BrokenPdf),
        pages => Ok(CleanPdf { bytes, pages }),
    }
}

fn opened(upload: &[u8]) -> Result<Document, ProofRefusal> {
    let options = LoadOptions::with_max_decompressed_size(UNPACKED_MAX_BYTES);
    let source = Document::load_mem_with_options(upload, options).map_err(|error| match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => ProofRefusal::LockedPdf,
        _ => ProofRefusal::BrokenPdf,
    })?;
    // An empty password has been tried by now: many PDFs forbid changes only, and open for everyone.
    if source.trailer.has(b"Encrypt") {
        return Err(ProofRefusal::LockedPdf);
    }
    // A file that was cut in transfer is mended as far as possible, and its last pages are missing without a word.
    if source.xref_recovery.is_some() && !has_its_last_line(upload) {
        return Err(ProofRefusal::BrokenPdf);
    }
    Ok(source)
}

fn has_its_last_line(upload: &[u8]) -> bool {
    let tail = &upload[upload.len().saturating_sub(TAIL_BYTES)..];
    tail.windows(5).any(|bytes| bytes == b"%%EOF")
}

/// Which layers are shown at first, so that the copy looks like the original.
fn layers(source: &Document) -> Option<Dictionary> {
    let given = source
        .catalog()
        .ok()?
        .get_deref(b"OCProperties", source)
        .ok()?
        .as_dict()
        .ok()?;
    let shown = given.get_deref(b"D", source).ok()?.as_dict().ok()?;
    let mut layers = only(given, &[b"OCGs"]);
    layers.set("D", only(shown, &[b"BaseState", b"ON", b"OFF"]));
    calm_dictionary(&mut layers);
    Some(layers)
}

fn written(
    mut objects: BTreeMap<ObjectId, Object>,
    pages: Vec<Page>,
    layers: Option<Dictionary>,
) -> Result<Vec<u8>, Error> {
    objects.values_mut().for_each(calm);
    let mut copy = Document::with_version(PDF_VERSION);
    copy.max_id = objects.keys().next_back().map_or(0, |id| id.0);
    copy.objects = objects;
    let tree = copy.try_new_object_id()?;
    let mut kids = Vec::with_capacity(pages.len());
    for page in pages {
        kids.push(Object::Reference(add_page(&mut copy, page, tree)?));
    }
    let count = i64::try_from(kids.len())?;
    let tree_root = Dictionary::from_iter([("Type", "Pages".into()), ("Kids", kids.into()), ("Count", count.into())]);
    copy.objects.insert(tree, tree_root.into());
    let mut catalog = Dictionary::from_iter([("Type", "Catalog".into()), ("Pages", Object::Reference(tree))]);
    if let Some(layers) = layers {
        catalog.set("OCProperties", layers);
    }
    let catalog = copy.try_add_object(catalog)?;
    copy.trailer.set("Root", Object::Reference(catalog));
    copy.prune_objects();
    copy.renumber_objects();
    let mut bytes = Vec::new();
    copy.save_to(&mut bytes)?;
    Ok(bytes)
}

fn add_page(copy: &mut Document, page: Page, tree: ObjectId) -> Result<ObjectId, Error> {
    let mut stamps = Vec::with_capacity(page.stamps.len());
    for mut stamp in page.stamps {
        calm_dictionary(&mut stamp);
        stamp.set("Type", "Annot");
        stamp.set("Subtype", "Stamp");
        stamps.push(Object::Reference(copy.try_add_object(stamp)?));
    }
    let mut dictionary = page.painted;
    calm_dictionary(&mut dictionary);
    dictionary.set("Type", "Page");
    dictionary.set("Parent", Object::Reference(tree));
    if !stamps.is_empty() {
        dictionary.set("Annots", stamps);
    }
    copy.try_add_object(dictionary)
}

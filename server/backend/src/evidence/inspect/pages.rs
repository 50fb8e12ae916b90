//! What is taken over from the pages of a PDF: what is painted on them, and nothing that could act.

use std::collections::HashSet;
use std::rc::Rc;

use domain::evidence::{PDF_MAX_PAGES, ProofRefusal};
use lopdf::{Dictionary, Document, Object};

/// Attributes that a page has from the nodes above it where it has none of its own.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// What else belongs to the look of a page.
const PAINTED: [&[u8]; 3] = [b"Contents", b"Group", b"UserUnit"];
/// What belongs to the look of an annotation: where, whether, and on which layer its picture stands.
const STAMPED: [&[u8]; 4] = [b"Rect", b"AS", b"F", b"OC"];

/// One page, complete in itself.
pub(super) struct Page {
    /// The page's own dictionary, without its annotations.
    pub(super) painted: Dictionary,
    /// The annotations that have a picture: seals, stamps, filled-in fields. The picture is all that stays of them.
    pub(super) stamps: Vec<Dictionary>,
}

/// The entries of `dictionary` under these keys.
pub(super) fn only(dictionary: &Dictionary, keys: &[&[u8]]) -> Dictionary {
    keys.iter()
        .filter_map(|key| Some((key.to_vec(), dictionary.get(key).ok()?.clone())))
        .collect()
}

/// Every page in order. The tree may be as deep as it likes and may lead back to itself; each branch is walked once.
pub(super) fn taken_from(source: &Document) -> Result<Vec<Page>, ProofRefusal> {
    let root = source
        .catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .map_err(|_| ProofRefusal::BrokenPdf)?;
    let mut pages = Vec::new();
    let mut walked = HashSet::new();
    let mut waiting = vec![(root, Rc::new(Dictionary::new()))];
    while let Some((object, above)) = waiting.pop() {
        let Some((id, node)) = resolved(source, object) else {
            continue;
        };
        let kids = node.get_deref(b"Kids", source).and_then(Object::as_array);
        if let Ok(kids) = kids {
            if id.is_none_or(|id| walked.insert(id)) {
                let inherited = Rc::new(inherited(&above, node));
                waiting.extend(kids.iter().rev().map(|kid| (kid, Rc::clone(&inherited))));
            }
        } else if node.has_type(b"Page") || node.has(b"Contents") {
            pages.push(page(source, &above, node));
        }
        if pages.len() > PDF_MAX_PAGES as usize {
            return Err(ProofRefusal::TooManyPages);
        }
    }
    if pages.is_empty() {
        Err(ProofRefusal::BrokenPdf)
    } else {
        Ok(pages)
    }
}

fn resolved<'a>(source: &'a Document, object: &'a Object) -> Option<(Option<(u32, u16)>, &'a Dictionary)> {
    let (id, object) = source.dereference(object).ok()?;
    Some((id, object.as_dict().ok()?))
}

fn inherited(above: &Dictionary, node: &Dictionary) -> Dictionary {
    let mut inherited = above.clone();
    overwrite(&mut inherited, only(node, &INHERITED));
    inherited
}

/// Not `Dictionary::extend`, which joins two values of one key into an array.
fn overwrite(dictionary: &mut Dictionary, entries: Dictionary) {
    for (key, value) in entries {
        dictionary.set(key, value);
    }
}

fn page(source: &Document, above: &Dictionary, node: &Dictionary) -> Page {
    let mut painted = inherited(above, node);
    overwrite(&mut painted, only(node, &PAINTED));
    let annotations = node.get_deref(b"Annots", source).and_then(Object::as_array);
    let stamps = annotations
        .into_iter()
        .flatten()
        .filter_map(|annotation| stamp(source, annotation))
        .collect();
    Page { painted, stamps }
}

fn stamp(source: &Document, annotation: &Object) -> Option<Dictionary> {
    let (_, annotation) = resolved(source, annotation)?;
    // A pop-up note covers the page only when it is clicked on.
    if annotation
        .get_deref(b"Subtype", source)
        .and_then(Object::as_name)
        .is_ok_and(|name| name == b"Popup")
    {
        return None;
    }
    let appearances = annotation.get_deref(b"AP", source).and_then(Object::as_dict).ok()?;
    let mut stamp = only(annotation, &STAMPED);
    stamp.set("AP", only(appearances, &[b"N"]));
    Some(stamp)
}

//! The second line behind the new frame: what could act is emptied wherever in a PDF it hides.

use lopdf::{Dictionary, Object, Stream};

use super::jpeg;

/// Parts of a document's frame, and things that carry files or scripts. Nothing that is painted has such a type.
const FRAME: [&[u8]; 14] = [
    b"Action",
    b"Annot",
    b"Catalog",
    b"Collection",
    b"EmbeddedFile",
    b"F",
    b"Filespec",
    b"MediaClip",
    b"Metadata",
    b"Outlines",
    b"Page",
    b"Pages",
    b"Rendition",
    b"Sig",
];

/// Actions may leave their type out, but not their kind.
const ACTIONS: [&[u8]; 17] = [
    b"GoToE",
    b"GoToR",
    b"GoTo3DView",
    b"Hide",
    b"ImportData",
    b"JavaScript",
    b"Launch",
    b"Movie",
    b"Named",
    b"Rendition",
    b"ResetForm",
    b"RichMediaExecute",
    b"SetOCGState",
    b"Sound",
    b"SubmitForm",
    b"Thread",
    b"URI",
];

/// What a stream does not need to be painted: content in other files, data about it, links to such.
const BESIDE: [&[u8]; 11] = [
    b"AF",
    b"F",
    b"FDecodeParms",
    b"FFilter",
    b"LastModified",
    b"Measure",
    b"Metadata",
    b"OPI",
    b"PieceInfo",
    b"PtData",
    b"Ref",
];

/// Empties everything in this object that could act. The parser has bounded how deep it is.
pub(super) fn calm(object: &mut Object) {
    match object {
        Object::Array(items) => items.iter_mut().for_each(calm),
        Object::Dictionary(dictionary) if acts(dictionary) => *object = Object::Null,
        Object::Dictionary(dictionary) => calm_dictionary(dictionary),
        Object::Stream(stream) => calm_stream(stream),
        _ => {}
    }
}

/// Likewise for everything inside a dictionary, which itself stays.
pub(super) fn calm_dictionary(dictionary: &mut Dictionary) {
    for (_, value) in dictionary.iter_mut() {
        calm(value);
    }
}

fn acts(dictionary: &Dictionary) -> bool {
    is_one_of(dictionary, b"Type", &FRAME) || is_one_of(dictionary, b"S", &ACTIONS)
}

fn is_one_of(dictionary: &Dictionary, key: &[u8], names: &[&[u8]]) -> bool {
    dictionary
        .get(key)
        .and_then(Object::as_name)
        .is_ok_and(|name| names.contains(&name))
}

fn calm_stream(stream: &mut Stream) {
    // A PostScript form is a program for a printer.
    if acts(&stream.dict) || is_one_of(&stream.dict, b"Subtype", &[b"PS"]) {
        *stream = Stream::new(Dictionary::new(), Vec::new());
        return;
    }
    for key in BESIDE {
        stream.dict.remove(key);
    }
    calm_dictionary(&mut stream.dict);
    if stream.filters().is_ok_and(|filters| filters == [b"DCTDecode"])
        && let Some(picture) = jpeg::without_metadata(&stream.content)
    {
        stream.set_content(picture);
    }
}

//! PDFs that would like to do something: run, open, send, fetch, or tell who made them.

use domain::evidence::MediaType;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use crate::pdf_samples::{Sample, blue_form};
use crate::picture_samples::{exif, jpeg_with_exif, two_colours};
use crate::{holds, taken};

/// What no copy may hold, each as it would stand in the file.
const FORBIDDEN: &str = "/JavaScript /JS app.alert /Launch cmd.exe /URI evil.example /OpenAction /AA /Names \
    /EmbeddedFile /Filespec ATTACHED /AcroForm /XFA /SubmitForm /GoToR /RichMedia /Movie /Outlines /Metadata MAKER-X \
    GPSPLACE /Encrypt /Info /PieceInfo";

/// The copy of a sample, which must look the same and hold nothing that is forbidden.
fn harmless(sample: Sample) -> Vec<u8> {
    let (inspected, copy) = taken(&sample.saved());
    assert_eq!((inspected.media_type, inspected.pages), (MediaType::Pdf, 1));
    assert_eq!((inspected.width, inspected.height), (None, None));
    for forbidden in FORBIDDEN.split(' ') {
        assert!(!holds(&copy, forbidden.as_bytes()), "{forbidden} stays");
    }
    assert!(holds(&copy, b"1 0 0 rg 20 20 60 60 re f"), "the page itself is gone");
    copy
}

fn script() -> Dictionary {
    dictionary! { "Type" => "Action", "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") }
}

fn attachment(sample: &mut Sample) -> ObjectId {
    let file = sample.add(Stream::new(
        dictionary! { "Type" => "EmbeddedFile" },
        b"ATTACHED".to_vec(),
    ));
    sample.add(dictionary! {
        "Type" => "Filespec", "F" => Object::string_literal("cmd.exe"), "EF" => dictionary! { "F" => file },
    })
}

fn annotation(kind: &str) -> Dictionary {
    dictionary! { "Type" => "Annot", "Subtype" => kind, "Rect" => vec![0.into(), 0.into(), 90.into(), 90.into()] }
}

#[test]
fn scripts_that_run_on_opening_are_left_behind() {
    let mut sample = Sample::new();
    let (catalog, page) = (sample.catalog, sample.page);
    let action = sample.add(script());
    let names = dictionary! { "Names" => vec![Object::string_literal("a"), action.into()] };
    sample
        .set(catalog, "OpenAction", action)
        .set(catalog, "AA", dictionary! { "WC" => script() });
    sample.set(catalog, "Names", dictionary! { "JavaScript" => names });
    sample.set(page, "AA", dictionary! { "O" => action });
    harmless(sample);
}

#[test]
fn programs_and_addresses_behind_links_and_bookmarks_are_left_behind() {
    let mut sample = Sample::new();
    let (catalog, page) = (sample.catalog, sample.page);
    let launch = dictionary! { "S" => "Launch", "F" => Object::string_literal("cmd.exe"), "Next" => script() };
    let web = dictionary! { "S" => "URI", "URI" => Object::string_literal("https://evil.example/") };
    let elsewhere = dictionary! { "S" => "GoToR", "F" => Object::string_literal("evil.example") };
    let mut links = Vec::new();
    for action in [launch, web.clone(), elsewhere] {
        let mut link = annotation("Link");
        link.set("A", action);
        links.push(sample.add(link).into());
    }
    sample.set(page, "Annots", links);
    let bookmark = sample.add(dictionary! { "Title" => Object::string_literal("x"), "A" => web });
    sample.set(
        catalog,
        "Outlines",
        dictionary! { "Type" => "Outlines", "First" => bookmark },
    );
    harmless(sample);
}

#[test]
fn attached_files_are_left_behind() {
    let mut sample = Sample::new();
    let (catalog, page) = (sample.catalog, sample.page);
    let file = attachment(&mut sample);
    let names = dictionary! { "Names" => vec![Object::string_literal("a"), file.into()] };
    sample.set(catalog, "Names", dictionary! { "EmbeddedFiles" => names });
    sample
        .set(catalog, "AF", vec![file.into()])
        .set(page, "AF", vec![file.into()]);
    let mut pin = annotation("FileAttachment");
    pin.set("FS", file);
    let pin = sample.add(pin);
    sample.set(page, "Annots", vec![pin.into()]);
    harmless(sample);
}

#[test]
fn forms_films_and_sounds_keep_their_picture_and_nothing_else() {
    let mut sample = Sample::new();
    let (catalog, page) = (sample.catalog, sample.page);
    let picture = sample.add(blue_form());
    let mut kept = Vec::new();
    for kind in ["Widget", "Screen", "RichMedia", "Movie", "Sound", "3D", "Link"] {
        let mut one = annotation(kind);
        one.set("AP", dictionary! { "N" => picture, "D" => picture });
        one.set("A", script());
        one.set("AA", dictionary! { "E" => script() });
        one.set("Movie", dictionary! { "F" => Object::string_literal("evil.example") });
        one.set("RichMediaContent", script());
        kept.push(Object::from(sample.add(one)));
    }
    let xfa = sample.add(Stream::new(Dictionary::new(), b"<xdp:xdp>app.alert</xdp:xdp>".to_vec()));
    let submit = dictionary! { "S" => "SubmitForm", "F" => Object::string_literal("https://evil.example/") };
    sample.set(
        catalog,
        "AcroForm",
        dictionary! { "Fields" => kept.clone(), "XFA" => xfa, "A" => submit },
    );
    sample.set(page, "Annots", kept);
    let copy = harmless(sample);
    assert!(holds(&copy, b"0 0 1 rg 0 0 100 100 re f") && holds(&copy, b"/Stamp"));
}

#[test]
fn scripts_hidden_among_the_resources_of_a_page_are_emptied() {
    let mut sample = Sample::new();
    let page = sample.page;
    let file = attachment(&mut sample);
    let old_page = dictionary! { "Type" => "Page", "AA" => dictionary! { "O" => script() } };
    let old_page = sample.add(old_page);
    let mut form = blue_form();
    form.dict.set("PieceInfo", script());
    form.dict.set("Metadata", file);
    form.dict.set("Ref", dictionary! { "F" => file });
    let form = sample.add(form);
    let resources = dictionary! {
        "XObject" => dictionary! { "A" => form },
        "Properties" => dictionary! { "B" => script(), "C" => old_page, "D" => vec![script().into(), file.into()] },
    };
    sample.set(page, "Resources", resources);
    assert!(holds(&harmless(sample), b"0 0 1 rg"));
}

#[test]
fn a_photo_inside_a_pdf_loses_its_place_too() {
    let mut sample = Sample::new();
    let page = sample.page;
    let photo = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 20, "Height" => 10, "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceRGB", "Filter" => "DCTDecode",
        },
        [
            jpeg_with_exif(&two_colours(20, 10), Some(exif(1))),
            b"ATTACHED".to_vec(),
        ]
        .concat(),
    );
    let photo = sample.add(photo);
    sample.set(
        page,
        "Resources",
        dictionary! { "XObject" => dictionary! { "P" => photo } },
    );
    assert!(holds(&harmless(sample), b"\xff\xd8\xff"));
}

#[test]
fn who_wrote_a_pdf_and_what_follows_its_end_are_left_behind() {
    let mut sample = Sample::new();
    let catalog = sample.catalog;
    let info = sample.add(dictionary! { "Author" => Object::string_literal("MAKER-X") });
    sample.document.trailer.set("Info", info);
    let xmp = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        b"MAKER-X".to_vec(),
    );
    let xmp = sample.add(xmp);
    sample.set(catalog, "Metadata", xmp);
    let page = b"\n<html><script>alert(1)</script></html>PK\x03\x04%%EOF";
    let upload = [&sample.saved()[..], page].concat();
    let (_, copy) = taken(&upload);
    assert!(!holds(&copy, b"MAKER-X") && !holds(&copy, b"<script") && !holds(&copy, b"PK\x03\x04"));
}

#[test]
fn content_that_lies_in_another_file_is_not_fetched() {
    let mut sample = Sample::new();
    let page = sample.page;
    let outside = dictionary! { "FS" => "URL", "F" => Object::string_literal("https://evil.example/x") };
    let mut form = blue_form();
    form.dict.set("F", outside);
    let form = sample.add(form);
    sample.set(
        page,
        "Resources",
        dictionary! { "XObject" => dictionary! { "A" => form } },
    );
    harmless(sample);
}

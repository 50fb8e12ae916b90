//! PDFs that are locked, broken, endless, or would like to do something.

use domain::evidence::{MediaType, PDF_MAX_PAGES, ProofRefusal};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use crate::pdf_samples::{Sample, blue_form, by_hand, packed_stream};
use crate::picture_samples::{exif, jpeg_with_exif, two_colours};
use crate::{holds, refused, taken};

/// What no copy may hold, each as it would stand in the file.
const FORBIDDEN: [&[u8]; 26] = [
    b"/JavaScript",
    b"/JS",
    b"app.alert",
    b"/Launch",
    b"cmd.exe",
    b"/URI",
    b"evil.example",
    b"/OpenAction",
    b"/AA",
    b"/Names",
    b"/EmbeddedFile",
    b"/Filespec",
    b"ATTACHED",
    b"/AcroForm",
    b"/XFA",
    b"/SubmitForm",
    b"/GoToR",
    b"/RichMedia",
    b"/Movie",
    b"/Outlines",
    b"/Metadata",
    b"MAKER-X",
    b"GPSPLACE",
    b"/Encrypt",
    b"/Info",
    b"/PieceInfo",
];

/// The copy of a sample, which must look the same and hold nothing that is forbidden.
fn harmless(sample: Sample) -> Vec<u8> {
    let (inspected, copy) = taken(&sample.saved());
    assert_eq!((inspected.media_type, inspected.pages), (MediaType::Pdf, 1));
    assert_eq!((inspected.width, inspected.height), (None, None));
    for forbidden in FORBIDDEN {
        assert!(!holds(&copy, forbidden), "{} stays", String::from_utf8_lossy(forbidden));
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
fn a_pdf_with_a_password_is_refused_with_its_own_sentence() {
    for version in [1, 2, 4, 5] {
        assert_eq!(
            refused(&Sample::new().locked(version, "secret")),
            ProofRefusal::LockedPdf,
            "version {version}"
        );
    }
}

#[test]
fn a_pdf_that_only_forbids_changes_opens_for_everyone_and_is_kept_unlocked() {
    for version in [1, 2, 4, 5] {
        let (inspected, copy) = taken(&Sample::new().locked(version, ""));
        assert_eq!(inspected.pages, 1);
        assert!(
            holds(&copy, b"20 20 60 60 re") && !holds(&copy, b"Encrypt"),
            "version {version}"
        );
    }
}

#[test]
fn a_pdf_locked_in_an_unknown_way_is_refused_as_locked() {
    let mut sample = Sample::new();
    let unknown = sample.add(dictionary! { "Filter" => "Example.PubSec", "V" => 4 });
    sample.document.trailer.set("Encrypt", unknown);
    assert_eq!(refused(&sample.saved()), ProofRefusal::LockedPdf);
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

#[test]
fn a_pdf_without_a_page_is_refused() {
    let mut sample = Sample::new();
    let (catalog, tree, page) = (sample.catalog, sample.tree, sample.page);
    sample.set(tree, "Kids", Vec::<Object>::new());
    assert_eq!(refused(&sample.saved()), ProofRefusal::BrokenPdf);

    let mut sample = Sample::new();
    sample.set(catalog, "Pages", Object::Null);
    assert_eq!(refused(&sample.saved()), ProofRefusal::BrokenPdf);

    let mut sample = Sample::new();
    sample.document.objects.remove(&page);
    assert_eq!(refused(&sample.saved()), ProofRefusal::BrokenPdf);
}

#[test]
fn a_pdf_has_at_most_fifty_pages() {
    let most = usize::try_from(PDF_MAX_PAGES).unwrap();
    let (inspected, _) = taken(&Sample::new().with_pages(most).saved());
    assert_eq!(inspected.pages, PDF_MAX_PAGES);
    assert_eq!(
        refused(&Sample::new().with_pages(most + 1).saved()),
        ProofRefusal::TooManyPages
    );

    let mut one_page_a_million_times = Sample::new();
    let (tree, page) = (one_page_a_million_times.tree, one_page_a_million_times.page);
    one_page_a_million_times.set(tree, "Kids", vec![Object::from(page); 1_000_000]);
    assert_eq!(refused(&one_page_a_million_times.saved()), ProofRefusal::TooManyPages);
}

#[test]
fn nonsense_behind_the_header_of_a_pdf_is_refused() {
    for upload in [
        b"%PDF-1.7".to_vec(),
        b"%PDF-1.7\n<!DOCTYPE html><script>alert(1)</script>".to_vec(),
        b"%PDF-1.7\n%%EOF".to_vec(),
        b"%PDF-9.9\nxref\n0 4294967295\ntrailer<</Size 4294967295/Root 1 0 R>>\nstartxref\n9\n%%EOF".to_vec(),
        [&b"%PDF-1.7\n"[..], &[0; 10_000]].concat(),
        [&b"%PDF-1.7\n"[..], &b"1 0 obj ".repeat(50_000)].concat(),
        by_hand(&["<< /Type /Catalog /Pages 1 0 R >>"]),
        by_hand(&["1 0 R"]),
    ] {
        assert_eq!(
            refused(&upload),
            ProofRefusal::BrokenPdf,
            "{}",
            String::from_utf8_lossy(&upload[..upload.len().min(80)])
        );
    }
}

#[test]
fn a_pdf_that_was_cut_off_is_refused_wherever_it_was_cut() {
    let whole = Sample::new().with_pages(20).saved();
    for tenth in 1..10 {
        assert_eq!(
            refused(&whole[..whole.len() * tenth / 10]),
            ProofRefusal::BrokenPdf,
            "{tenth} tenths"
        );
    }
}

#[test]
fn a_pdf_with_a_damaged_table_but_all_its_pages_is_taken() {
    let mut damaged = Sample::new().saved();
    let table = damaged.windows(9).position(|window| window == b"startxref").unwrap();
    damaged[table + 10] = b'9';
    let (inspected, _) = taken(&damaged);
    assert_eq!(inspected.pages, 1);
}

#[test]
fn a_page_tree_that_bites_its_tail_ends() {
    let mut sample = Sample::new();
    let (tree, page) = (sample.tree, sample.page);
    sample
        .set(tree, "Kids", vec![tree.into(), page.into(), tree.into()])
        .set(tree, "Parent", tree);
    let (inspected, _) = taken(&sample.saved());
    assert_eq!(inspected.pages, 1);
}

#[test]
fn a_page_under_ten_thousand_nodes_is_found() {
    let mut sample = Sample::new();
    let catalog = sample.catalog;
    let mut node = sample.page;
    for _ in 0..10_000 {
        node = sample.add(dictionary! { "Type" => "Pages", "Kids" => vec![node.into()], "Count" => 1 });
    }
    sample.set(catalog, "Pages", node);
    assert_eq!(taken(&sample.saved()).0.pages, 1);
}

#[test]
fn brackets_nested_without_end_are_survived() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(200_000), close.repeat(200_000));
    for nested in [
        deep("[", "]"),
        deep("<</A ", ">>"),
        deep("(", ")"),
        "[".repeat(1_000_000),
        "<<".repeat(1_000_000),
    ] {
        let page = format!("<< /Type /Page /Contents 4 0 R /Resources {nested} >>");
        let upload = by_hand(&[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] >>",
            &page,
        ]);
        assert_eq!(refused(&upload), ProofRefusal::BrokenPdf);
    }
}

#[test]
fn packed_objects_that_unpack_to_gigabytes_are_survived() {
    let mut sample = Sample::new();
    let text = [b"1000 0 (".to_vec(), vec![b'a'; 60 << 20], b")".to_vec()].concat();
    for number in 0..40 {
        let text = [format!("{} 0 ", 1000 + number).as_bytes(), &text[7..]].concat();
        sample.add(packed_stream(
            dictionary! { "Type" => "ObjStm", "N" => 1, "First" => 7 },
            &text,
        ));
    }
    // Plain saving leaves such streams out.
    let body = saved_with_object_streams(&mut sample.document);
    assert_eq!(refused(&body), ProofRefusal::BrokenPdf);
}

/// Written by hand, since the library never copies packed objects.
fn saved_with_object_streams(document: &mut Document) -> Vec<u8> {
    let mut body = b"%PDF-1.7\n".to_vec();
    for ((number, _), object) in &document.objects {
        body.extend(format!("{number} 0 obj\n").bytes());
        lopdf::Writer::write_object(&mut body, object).expect("an object can be written");
        body.extend(b"\nendobj\n");
    }
    let root = document
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .expect("the sample has a root");
    body.extend(format!("trailer\n<< /Root {} 0 R /Size 9999 >>\n%%EOF\n", root.0).bytes());
    body
}

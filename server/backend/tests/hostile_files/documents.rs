//! PDFs that are locked, broken, cut off, or endless.

use domain::evidence::{PDF_MAX_PAGES, ProofRefusal};
use lopdf::{Document, Object, dictionary};

use crate::pdf_samples::{Sample, by_hand, packed_stream};
use crate::{holds, refused, taken};

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
    let text = [&b"1000 0 ("[..], &vec![b'a'; 60 << 20], b")"].concat();
    let packed = packed_stream(dictionary! { "Type" => "ObjStm", "N" => 1, "First" => 7 }, &text);
    for _ in 0..40 {
        sample.add(packed.clone());
    }
    assert_eq!(refused(&with_packed_objects(&sample.document)), ProofRefusal::BrokenPdf);
}

/// Written by hand, since the library leaves packed objects out.
fn with_packed_objects(document: &Document) -> Vec<u8> {
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

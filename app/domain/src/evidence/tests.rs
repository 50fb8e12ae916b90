//! What the rules about proofs promise.

use super::{ACCEPT, FILE_NAME_MAX, MediaType, PROOF_MAX_BYTES, ProofRefusal, display_file_name, format_bytes, sniff};

const EVERY_REFUSAL: [ProofRefusal; 13] = [
    ProofRefusal::WrongType,
    ProofRefusal::Heic,
    ProofRefusal::Empty,
    ProofRefusal::TooLarge,
    ProofRefusal::LockedPdf,
    ProofRefusal::BrokenPicture,
    ProofRefusal::BrokenPdf,
    ProofRefusal::TooManyPixels,
    ProofRefusal::TooManyPages,
    ProofRefusal::TooManyFiles,
    ProofRefusal::Interrupted,
    ProofRefusal::Infected,
    ProofRefusal::NotScanned,
];

#[test]
fn a_file_is_known_by_its_bytes() {
    assert_eq!(sniff(b"\xff\xd8\xff\xe1\x00\x10Exif"), Ok(MediaType::Jpeg));
    assert_eq!(sniff(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Ok(MediaType::Png));
    assert_eq!(sniff(b"RIFF\x10\0\0\0WEBPVP8 "), Ok(MediaType::WebP));
    assert_eq!(sniff(b"%PDF-1.7\n"), Ok(MediaType::Pdf));
}

#[test]
fn a_photo_of_an_iphone_is_told_apart_from_other_wrong_types() {
    for brand in ["heic", "heix", "mif1", "hevc"] {
        let mut bytes = b"\0\0\0\x18ftyp".to_vec();
        bytes.extend(brand.as_bytes());
        bytes.extend(b"\0\0\0\0mif1heic");
        assert_eq!(sniff(&bytes), Err(ProofRefusal::Heic), "{brand}");
    }
    assert_eq!(
        sniff(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"),
        Err(ProofRefusal::WrongType)
    );
    assert_eq!(
        sniff(b"\0\0\0\x14ftypisom\0\0\0\0mp42heic"),
        Err(ProofRefusal::WrongType)
    );
}

#[test]
fn anything_else_is_a_wrong_type_and_nothing_at_all_is_empty() {
    assert_eq!(sniff(b""), Err(ProofRefusal::Empty));
    for other in [
        &b"GIF89a"[..],
        b"<svg",
        b"<!DOCTYPE html>",
        b"PK\x03\x04",
        b"\xff\xd8",
        b"%PD",
        b"RIFF",
        b"MZ",
        b"\0",
    ] {
        assert_eq!(sniff(other), Err(ProofRefusal::WrongType), "{other:?}");
    }
}

#[test]
fn a_pdf_header_counts_only_at_the_first_byte() {
    assert_eq!(sniff(b"<html>%PDF-1.7"), Err(ProofRefusal::WrongType));
    assert_eq!(sniff(b"\n%PDF-1.7"), Err(ProofRefusal::WrongType));
}

#[test]
fn a_type_travels_as_its_mime_type() {
    for media_type in MediaType::ALL {
        assert_eq!(MediaType::from_mime(media_type.mime()), Some(media_type));
        let json = serde_json::to_string(&media_type).unwrap();
        assert_eq!(json, format!("\"{}\"", media_type.mime()));
        assert_eq!(serde_json::from_str::<MediaType>(&json).unwrap(), media_type);
        assert!(ACCEPT.split(',').any(|accepted| accepted == media_type.mime()));
    }
    assert_eq!(ACCEPT.split(',').count(), MediaType::ALL.len());
    assert_eq!(MediaType::from_mime("image/heic"), None);
    assert_eq!(MediaType::from_mime("IMAGE/JPEG"), None);
}

#[test]
fn every_refusal_says_what_to_do() {
    let mut seen = std::collections::HashSet::new();
    for refusal in EVERY_REFUSAL {
        let sentence = refusal.sentence();
        assert!(sentence.ends_with("ください。"), "{sentence}");
        assert!(!sentence.contains(char::is_whitespace), "{sentence}");
        assert!(seen.insert(sentence));
    }
}

#[test]
fn a_refusal_names_the_limit_that_was_broken() {
    assert!(ProofRefusal::TooLarge.sentence().contains("20MB"));
    assert!(ProofRefusal::TooManyPixels.sentence().contains("5000万画素"));
    assert!(ProofRefusal::TooManyPages.sentence().contains("50ページ"));
    assert!(ProofRefusal::TooManyFiles.sentence().contains("10個"));
}

#[test]
fn a_refusal_travels_as_its_name() {
    assert_eq!(
        serde_json::to_string(&ProofRefusal::LockedPdf).unwrap(),
        "\"LockedPdf\""
    );
}

#[test]
fn a_shown_name_has_no_folders_and_nothing_invisible() {
    assert_eq!(display_file_name("C:\\Users\\見本\\証明書 1.pdf"), "証明書 1.pdf");
    assert_eq!(display_file_name("../../etc/passwd"), "passwd");
    assert_eq!(display_file_name("a\u{202e}fdp.exe\u{0}\r\n"), "afdp.exe");
    assert_eq!(
        display_file_name("\u{feff}参加\u{200b}証\u{2066}.jpg\u{2069}"),
        "参加証.jpg"
    );
    assert_eq!(display_file_name("葛\u{e0100}城.jpg"), "葛\u{e0100}城.jpg");
    assert_eq!(display_file_name("<script>alert(1)</script>.png"), "script>.png");
}

#[test]
fn a_shown_name_is_never_empty() {
    for raw in [
        "",
        " ",
        "/",
        "\\",
        ".",
        "..",
        "../..",
        "\u{200b}",
        "\u{202e}\u{0}",
        "a/ / ",
    ] {
        let name = display_file_name(raw);
        assert!(name == "証明書" || name == "a", "{raw:?} became {name:?}");
    }
}

#[test]
fn a_long_name_keeps_its_ending() {
    let name = display_file_name(&format!("{}.pdf", "証".repeat(300)));
    assert_eq!(name.chars().count(), FILE_NAME_MAX);
    assert!(name.ends_with("証….pdf"));
    assert_eq!(display_file_name(&".".repeat(300)), "証明書");
    assert_eq!(display_file_name(&"a.".repeat(300)).chars().count(), FILE_NAME_MAX);
    assert_eq!(
        display_file_name(&"証".repeat(FILE_NAME_MAX)),
        "証".repeat(FILE_NAME_MAX)
    );
}

#[test]
fn a_size_is_short_and_never_rounded_down() {
    for (bytes, shown) in [
        (0, "0B"),
        (1023, "1023B"),
        (1024, "1KB"),
        (849_000, "830KB"),
        (1024 * 1024 - 1, "1MB"),
        (1_258_291, "1.2MB"),
        (PROOF_MAX_BYTES, "20MB"),
        (PROOF_MAX_BYTES + 1, "20.1MB"),
        (PROOF_MAX_BYTES - 1, "20MB"),
    ] {
        assert_eq!(format_bytes(bytes), shown);
    }
}

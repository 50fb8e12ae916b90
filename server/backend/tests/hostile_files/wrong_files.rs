//! Files that are neither pictures nor PDFs, whatever their names say.

use domain::evidence::{PROOF_MAX_BYTES, ProofRefusal};

use crate::refused;

#[test]
fn a_file_of_another_type_is_refused_under_any_name() {
    for upload in [
        &b"GIF89a\x01\0\x01\0\0\0\0;"[..],
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<html>%PDF-1.7",
        b"\n%PDF-1.7\n",
        b"\xef\xbb\xbf%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"PK\x03\x04\x14\0\x06\0word/document.xml",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"MZ\x90\0\x03",
        b"\x7fELF\x02\x01\x01",
        b"#!/bin/sh\nrm -rf /\n",
        b"BM\x46\0\0\0",
        b"II*\0\x08\0\0\0",
        b"MM\0*\0\0\0\x08",
        b"\0\0\0\x1cftypavif\0\0\0\0avifmif1",
        b"\0\0\0\x18ftypmp42\0\0\0\0isommp42",
        b"%!PS-Adobe-3.0\n",
        b"%FDF-1.2\n",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"{\\rtf1 }",
        b"\xfe\xff\0%\0P\0D\0F",
        b"\0",
        b"\0\0\0\0\0\0\0\0\0\0\0\0",
        b"%PDF",
        b"\xff\xd8",
    ] {
        assert_eq!(
            refused(upload),
            ProofRefusal::WrongType,
            "{}",
            String::from_utf8_lossy(upload)
        );
    }
}

#[test]
fn a_photo_in_the_format_of_the_iphone_has_its_own_sentence() {
    for brand in [b"heic", b"heix", b"mif1", b"msf1"] {
        let upload = [&b"\0\0\0\x18ftyp"[..], brand, b"\0\0\0\0mif1heic", &[0; 4000]].concat();
        assert_eq!(refused(&upload), ProofRefusal::Heic);
    }
}

#[test]
fn an_empty_file_has_its_own_sentence() {
    assert_eq!(refused(b""), ProofRefusal::Empty);
}

#[test]
fn one_byte_too_many_is_too_large_whatever_it_is() {
    let size = usize::try_from(PROOF_MAX_BYTES).unwrap();
    let mut upload = vec![0; size + 1];
    assert_eq!(refused(&upload), ProofRefusal::TooLarge);
    upload[..3].copy_from_slice(b"\xff\xd8\xff");
    assert_eq!(refused(&upload), ProofRefusal::TooLarge);
    upload.truncate(size);
    assert_eq!(refused(&upload), ProofRefusal::BrokenPicture);
}

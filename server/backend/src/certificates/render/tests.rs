//! What a certificate must show, and what must never happen to a name.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use chrono::NaiveDate;
use lopdf::{Document, Object};

use super::{CertificateText, DocumentWorld, RenderError, Renderer, Sheet, Template, in_words};

static RENDERER: LazyLock<Renderer> =
    LazyLock::new(|| Renderer::new(super::DEFAULT_FONT_FOLDERS.map(PathBuf::from).to_vec()));

fn sample() -> CertificateText {
    CertificateText {
        number: "2025-13-000123".to_owned(),
        doctor_name: "見本 太郎".to_owned(),
        licence_number: "123456".to_owned(),
        training_name: "かかりつけ医機能報告制度にかかる研修".to_owned(),
        association_name: "東京都医師会".to_owned(),
        signatory: "東京都医師会　会長".to_owned(),
        issued_on: date(2026, 2, 14),
        example: false,
    }
}

fn named(doctor_name: &str) -> CertificateText {
    CertificateText {
        doctor_name: doctor_name.to_owned(),
        ..sample()
    }
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The text of the page without any white space, which depends on how an extractor reads gaps.
fn printed(text: &CertificateText) -> String {
    let pdf = RENDERER.render(text).unwrap();
    let document = Document::load_mem(&pdf).unwrap();
    document.extract_text(&[1]).unwrap().split_whitespace().collect()
}

fn font_names(text: &CertificateText) -> BTreeSet<String> {
    let document = Document::load_mem(&RENDERER.render(text).unwrap()).unwrap();
    let page = document.get_pages()[&1];
    let fonts = document.get_page_fonts(page).unwrap();
    fonts
        .values()
        .map(|font| {
            let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap();
            String::from_utf8_lossy(name).split_once('+').unwrap().1.to_owned()
        })
        .collect()
}

#[test]
fn everything_that_the_certificate_says_can_be_copied_as_text() {
    let printed = printed(&sample());
    for part in [
        "第2025-13-000123号",
        "修了証",
        "見本太郎殿",
        "医籍登録番号第123456号",
        "あなたは、かかりつけ医機能報告制度にかかる研修を",
        "修了したことを証します。",
        "令和8年2月14日",
        "東京都医師会会長",
    ] {
        assert!(printed.contains(part), "{part} is not in {printed}");
    }
}

#[test]
fn the_association_stands_once_before_whoever_signs() {
    for (signatory, line) in [
        ("東京都医師会　会長", "日東京都医師会会長"),
        ("会長　見本 花子", "日東京都医師会会長見本花子"),
        ("東京都医師会会長", "日東京都医師会会長"),
        ("東京都医師会", "日東京都医師会"),
        ("", "日東京都医師会"),
    ] {
        let text = CertificateText {
            signatory: signatory.to_owned(),
            ..sample()
        };
        let printed = printed(&text);
        assert!(printed.ends_with(line), "{line} does not end {printed}");
    }
}

#[test]
fn it_speaks_of_a_training_and_never_of_a_qualification() {
    let printed = printed(&sample());
    for word in ["資格", "認定", "専門"] {
        assert!(!printed.contains(word), "{word} is in {printed}");
    }
}

#[test]
fn the_same_text_gives_the_same_bytes_from_any_renderer_and_thread() {
    let first = RENDERER.render(&named("髙﨑 𠮷乃")).unwrap();
    RENDERER.render(&sample()).unwrap();
    assert_eq!(first, RENDERER.render(&named("髙﨑 𠮷乃")).unwrap());
    let another = Renderer::new(super::DEFAULT_FONT_FOLDERS.map(PathBuf::from).to_vec());
    assert_eq!(first, another.render(&named("髙﨑 𠮷乃")).unwrap());
    assert_ne!(first, RENDERER.render(&named("髙﨑 吉乃")).unwrap());
    std::thread::scope(|threads| {
        let together: Vec<_> = (0..4)
            .map(|_| threads.spawn(|| RENDERER.render(&named("髙﨑 𠮷乃")).unwrap()))
            .collect();
        for thread in together {
            assert_eq!(first, thread.join().unwrap());
        }
    });
}

#[test]
fn typst_markup_in_a_name_is_printed_as_typed() {
    for name in [
        r#"#import"x""#,
        "$a$",
        "*b*",
        "_b_",
        "@c",
        "<d>",
        "`e`",
        r"\u{41}",
        "//f",
        "/*g*/",
        "=h",
        "[i]",
        "#{1+1}",
        "https://example.org",
        r#""}"#,
    ] {
        let printed = printed(&named(name));
        assert!(printed.contains(&format!("{name}殿")), "{name} is not in {printed}");
    }
}

#[test]
fn rare_kanji_are_printed_as_themselves() {
    assert!(printed(&named("髙﨑 𠮷乃")).contains("髙﨑𠮷乃殿"));
    assert!(RENDERER.missing_glyphs("髙﨑𠮷").unwrap().is_empty());
}

#[test]
fn a_line_is_set_in_one_typeface() {
    let main = "BIZUDPMincho-Regular".to_owned();
    assert_eq!(font_names(&named("髙﨑 太郎")), BTreeSet::from([main.clone()]));
    let both = font_names(&named("髙﨑 𠮷乃"));
    assert!(both.len() == 2 && both.contains(&main), "{both:?}");
}

#[test]
fn a_compatibility_kanji_does_not_turn_into_its_plain_form() {
    let fonts = font_names(&named("見本 \u{f90a}"));
    assert!(fonts.iter().any(|font| font.starts_with("NotoSerifCJKjp")), "{fonts:?}");
    assert!(printed(&named("見本 \u{f90a}")).contains("見本\u{f90a}殿"));
}

#[test]
fn characters_without_a_glyph_are_named_before_anything_is_set() {
    let refusal = RENDERER.render(&named("見本\u{e000}😀\u{e000}")).unwrap_err();
    assert!(
        matches!(&refusal, RenderError::MissingGlyphs(missing) if *missing == ['\u{e000}', '😀']),
        "{refusal:?}"
    );
    assert_eq!(RENDERER.missing_glyphs("a\nb\u{7}").unwrap(), ['\n', '\u{7}']);
    assert!(RENDERER.missing_glyphs("葛\u{e0100}").unwrap().is_empty());
}

#[test]
fn a_name_with_a_variation_selector_can_be_printed() {
    assert!(printed(&named("葛\u{e0100}城")).contains('葛'));
    RENDERER.render(&named("見本 葛\u{e0100}")).unwrap();
}

#[test]
fn the_longest_names_still_give_one_page_with_the_whole_text() {
    let long = CertificateText {
        doctor_name: "見本髙﨑".repeat(15),
        association_name: "見本市連合医師会".repeat(8),
        signatory: format!("会長　{}", "見本花子".repeat(10)),
        training_name: "見本研修".repeat(25),
        ..sample()
    };
    let printed = printed(&long);
    for part in [
        &long.doctor_name,
        &long.association_name,
        &long.training_name,
        "花子見本花子",
        "令和8年2月14日",
    ] {
        assert!(printed.contains(part), "{part} is not in {printed}");
    }
    assert!(printed.contains("髙﨑殿"), "{printed}");
}

#[test]
fn a_text_beyond_one_page_is_refused() {
    let refusal = RENDERER.render(&named(&"見本".repeat(2000))).unwrap_err();
    assert!(matches!(refusal, RenderError::Compile(_)), "{refusal:?}");
}

#[test]
fn only_an_example_is_marked() {
    let real = CertificateText {
        doctor_name: "仮名 太郎".to_owned(),
        ..sample()
    };
    assert!(!printed(&real).contains("見本"));
    assert!(printed(&CertificateText { example: true, ..real }).contains("見本"));
}

#[test]
fn the_pdf_declares_archive_and_accessibility_standards_and_its_language() {
    let pdf = RENDERER.render(&sample()).unwrap();
    let document = Document::load_mem(&pdf).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).unwrap(), b"ja-JP");
    let metadata = catalog.get(b"Metadata").and_then(Object::as_reference).unwrap();
    let xmp = document.get_object(metadata).and_then(Object::as_stream).unwrap();
    let xmp = String::from_utf8(xmp.content.clone()).unwrap();
    for part in [
        "<pdfaid:part>3<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
        "2026-02-14",
    ] {
        assert!(xmp.contains(part), "{part} is not in {xmp}");
    }
}

#[test]
fn the_template_compiles_without_a_warning() {
    let desk = RENDERER.desk().unwrap();
    for text in [
        named(&"見本髙﨑".repeat(15)),
        CertificateText {
            example: true,
            ..named("𠮷")
        },
    ] {
        let json = serde_json::to_vec(&Sheet::of(desk, &text)).unwrap();
        let compiled = typst::compile(&DocumentWorld::new(desk, Template::Certificate, json));
        assert!(compiled.warnings.is_empty(), "{:?}", compiled.warnings);
        typst_pdf::pdf(&compiled.output.unwrap(), &text.pdf_options().unwrap()).unwrap();
    }
}

#[test]
fn a_machine_without_the_fonts_says_which_are_missing() {
    let renderer = Renderer::new(vec![PathBuf::from("/nonexistent")]);
    let refusal = renderer.render(&sample()).unwrap_err();
    assert!(
        matches!(
            refusal,
            RenderError::FontsMissing {
                family: "BIZ UDPMincho",
                ..
            }
        ),
        "{refusal:?}"
    );
}

#[test]
fn dates_are_printed_with_their_era() {
    assert_eq!(in_words(date(2019, 5, 1)), "令和元年5月1日");
    assert_eq!(in_words(date(2019, 12, 31)), "令和元年12月31日");
    assert_eq!(in_words(date(2020, 1, 1)), "令和2年1月1日");
    assert_eq!(in_words(date(2026, 3, 31)), "令和8年3月31日");
    assert_eq!(in_words(date(2019, 4, 30)), "平成31年4月30日");
}

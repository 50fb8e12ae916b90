//! What a receipt must show, whatever the files are called.

use std::path::PathBuf;
use std::sync::LazyLock;

use lopdf::Document;

use super::{FileText, Fingerprints, ReceiptText};
use crate::certificates::render::{DEFAULT_FONT_FOLDERS, Renderer};

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(DEFAULT_FONT_FOLDERS.map(PathBuf::from).to_vec()));

fn print(digit: &str) -> String {
    digit.repeat(64)
}

fn named(name: &str) -> FileText {
    FileText {
        name: name.to_owned(),
        detail: "在宅当番医　830KB".to_owned(),
        prints: Fingerprints {
            chosen: Some(print("a")),
            received: print("b"),
            stored: print("c"),
        },
    }
}

fn sample(files: Vec<FileText>) -> ReceiptText {
    ReceiptText {
        number: "R2025-000123".to_owned(),
        facts: vec![
            ("受付番号", "R2025-000123".to_owned()),
            ("申請日時", "2026年2月14日 14:03".to_owned()),
            ("氏名", "髙﨑 𠮷乃".to_owned()),
        ],
        files,
        sent_on: chrono::NaiveDate::from_ymd_opt(2026, 2, 14).unwrap(),
        submission: 1,
        example: false,
    }
}

fn printed(text: &ReceiptText) -> String {
    let document = Document::load_mem(&text.render(&RENDERER).unwrap()).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect()
}

#[test]
fn number_name_and_every_fingerprint_can_be_copied_as_text() {
    let printed = printed(&sample(vec![named("委嘱状.pdf")]));
    for part in [
        "受付票",
        "R2025-000123",
        "2026年2月14日14:03",
        "髙﨑𠮷乃",
        "届いた証明書（1件）",
        "1.委嘱状.pdf",
        "選んだとき",
        "届いたとき",
        "保存したとき",
        &print("a"),
        &print("b"),
        &print("c"),
    ] {
        assert!(printed.contains(part), "{part} is not in {printed}");
    }
    assert!(!printed.contains("見本"));
}

#[test]
fn a_fingerprint_that_nobody_could_take_is_said_to_be_missing() {
    let mut file = named("委嘱状.pdf");
    file.prints.chosen = None;
    assert!(printed(&sample(vec![file])).contains("選んだとき記録なし"));
}

#[test]
fn a_file_name_with_characters_of_no_font_or_with_markup_is_still_printed() {
    for (name, shown) in [
        ("写真😀.png", "写真〓.png"),
        ("#import \"x\".png", "#import\"x\".png"),
        ("*a*_b_$c$.png", "*a*_b_$c$.png"),
    ] {
        let printed = printed(&sample(vec![named(name)]));
        assert!(printed.contains(shown), "{shown} is not in {printed}");
    }
}

#[test]
fn a_hundred_files_with_long_names_go_over_several_pages_and_are_all_there() {
    let long = "w".repeat(116) + ".png";
    let files = (0..100).map(|_| named(&long)).collect();
    let printed = printed(&sample(files));
    assert!(printed.contains("届いた証明書（100件）"));
    assert_eq!(printed.matches(&print("b")).count(), 100);
}

#[test]
fn only_an_example_is_marked() {
    let text = ReceiptText {
        example: true,
        ..sample(vec![named("a.png")])
    };
    assert!(printed(&text).contains("見本"));
}

#[test]
fn the_same_submission_gives_the_same_bytes() {
    let text = sample(vec![named("委嘱状.pdf")]);
    assert_eq!(text.render(&RENDERER).unwrap(), text.render(&RENDERER).unwrap());
}

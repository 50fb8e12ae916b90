//! The what-if of the application screen as the server renders it.

use domain::application::{ChoicesForm, Status};
use domain::eligibility::what_if::WhatIfForm;
use leptos::prelude::*;

use super::super::{ApplicationPage, ApplicationView, Origin};
use crate::samples::{case, code_names, day, policy};
use crate::ui::testing::{has_label, html};

fn page(lecture: &str, items: &str) -> String {
    let mut case = case(Status::Draft);
    case.draft.practical = domain::application::Practical::None;
    let form = WhatIfForm {
        lecture: lecture.to_owned(),
        items: items.to_owned(),
    };
    let view = ApplicationView {
        choices: ChoicesForm::of(&case.draft),
        origin: Origin::Saved(Box::new(case)),
        today: day("2026-02-04"),
        year: None,
        errors: form.imagined(&policy()).err().unwrap_or_default(),
        what_if: form,
        programmes: vec![(
            "kakaritsuke".to_owned(),
            "かかりつけ医機能報告制度にかかる研修".to_owned(),
        )],
        prefecture: "13".to_owned(),
        prefectures: vec![("13".to_owned(), "東京都".to_owned())],
        associations: Vec::new(),
        code_names: code_names(),
        unfinished: Vec::new(),
        sealed: Vec::new(),
        removing: None,
        done: None,
        confirm: false,
        notice: None,
    };
    html(|| view! { <ApplicationPage view=view /> })
}

/// The sample has 5.5 registered units since 2024年度 and 1.5 added ones.
const REAL: &str = "座学 7.0 + 実地 0.0 = 合計 7.0 / 10.0";

#[test]
fn what_is_imagined_stands_apart_from_what_is() {
    let page = page("1.5", "1");
    assert!(
        page.contains("試算：座学 8.5 + 実地 5.0 = 合計 13.5 / 10.0（予定を含む）"),
        "{page}"
    );
    assert!(page.contains("予定どおりに取得すると、要件を満たします。"), "{page}");
    assert!(
        page.contains(&format!(r#"<p class="summary-bar__figures">{REAL}"#)),
        "{page}"
    );
    assert!(page.contains(r#"aria-disabled="true""#), "{page}");
}

#[test]
fn what_would_still_be_missing_is_named() {
    let page = page("1", "");
    assert!(
        page.contains("試算：座学 8.0 + 実地 0.0 = 合計 8.0 / 10.0（予定を含む）"),
        "{page}"
    );
    assert!(
        page.contains("予定を含めても、次のものが足りません。あと2.0単位必要です"),
        "{page}"
    );
}

#[test]
fn what_cannot_be_read_is_refused_beside_its_field_and_kept() {
    let page = page("1.2", "99");
    for (field, value) in [("what_if_lecture", "1.2"), ("what_if_items", "99")] {
        assert!(page.contains(&format!(r##"<a href="#{field}">"##)), "{page}");
        assert!(page.contains(&format!(r#"<p id="{field}-error""#)), "{page}");
        assert!(page.contains(&format!(r#"value="{value}""#)), "{page}");
    }
    assert!(!page.contains("試算："), "{page}");
    assert!(page.contains(REAL), "{page}");
}

#[test]
fn nothing_imagined_shows_nothing() {
    let page = page("", "");
    assert!(has_label(&page, "what_if_lecture", "予定の座学（単位）"), "{page}");
    assert!(has_label(&page, "what_if_items", "予定の実地（項目）"), "{page}");
    assert!(!page.contains("試算："), "{page}");
    assert!(!page.contains("（予定を含む）"), "{page}");
    // The way without scripts asks for the same page again and keeps what the form says.
    assert!(
        page.contains(r#"formmethod="get" formaction="/applications/case1#what-if""#),
        "{page}"
    );
}

#[test]
fn every_question_that_is_not_obvious_says_why_it_is_asked() {
    let page = page("", "");
    for about in ["年度", "申請先医師会"] {
        let line = format!(r#"なぜ聞かれるのですか<span class="visually-hidden">（{about}）</span>"#);
        assert!(page.contains(&line), "{about}: {page}");
    }
}

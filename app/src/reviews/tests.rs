//! What stands on the clerk's pages.

use domain::application::{Event, EventAction, Status};
use domain::field::{FieldError, FormValues};
use domain::review::{DecisionKind, ReturnItem};
use leptos::prelude::*;

use super::{QueuePage, QueueView, ReviewCasePage, ReviewCaseView};
use crate::samples::{case, certificate, code_names, day, line};
use crate::ui::testing::{has_label, has_link, html};

fn looked_at(status: Status) -> ReviewCaseView {
    ReviewCaseView {
        case: case(status),
        code_names: code_names(),
        today: day("2026-02-04"),
        decide: None,
        typed: FormValues::default(),
        errors: Vec::new(),
        done: None,
        notice: None,
        barred: false,
    }
}

fn deciding(kind: DecisionKind) -> ReviewCaseView {
    ReviewCaseView {
        decide: Some(kind),
        ..looked_at(Status::Submitted)
    }
}

#[test]
fn the_queue_shows_a_row_for_each_case_and_the_way_to_the_next_ones() {
    let view = QueueView {
        lines: vec![line(1, Status::Submitted), line(2, Status::InReview)],
        next: Some("1770000000000000.case2".to_owned()),
        ..QueueView::default()
    };
    let page = html(|| view! { <QueuePage view=view /> });
    assert!(page.contains("<h1>審査</h1>"), "{page}");
    assert!(page.contains(r#"<a href="/review/case1">2025-000001</a>"#), "{page}");
    assert!(page.contains("<td>654321</td>"), "{page}");
    assert!(page.contains("<td>2026年2月3日</td>"), "{page}");
    assert!(page.contains("<td>見本 審査</td>"), "{page}");
    assert!(
        has_link(&page, "/review?after=1770000000000000.case2", "次へ"),
        "{page}"
    );
    assert!(
        page.contains(r#"<a href="/review" aria-current="page">未処理</a>"#),
        "{page}"
    );
}

#[test]
fn a_filter_stays_on_the_way_to_the_next_rows() {
    let view = QueueView {
        status: Some(Status::Returned),
        lines: vec![line(1, Status::Returned)],
        next: Some("1.case1".to_owned()),
        continued: true,
        ..QueueView::default()
    };
    let page = html(|| view! { <QueuePage view=view /> });
    assert!(
        page.contains(r#"<a href="/review?status=returned" aria-current="page">"#),
        "{page}"
    );
    assert!(page.contains("/review?status=returned&amp;after=1.case1"), "{page}");
    assert!(
        page.contains(r#"<a href="/review?status=returned">最初に戻る</a>"#),
        "{page}"
    );
}

#[test]
fn an_empty_queue_says_so_and_fifty_rows_stay_small() {
    let empty = html(|| view! { <QueuePage view=QueueView::default() /> });
    assert!(empty.contains("審査を待っている申請はありません"), "{empty}");
    let view = QueueView {
        lines: (1..=50).map(|n| line(n, Status::Submitted)).collect(),
        ..QueueView::default()
    };
    let full = html(|| view! { <QueuePage view=view /> });
    let of_a_row = (full.len() - empty.len()) / 50;
    assert!(of_a_row < 400, "{of_a_row} bytes a row");
}

#[test]
fn a_case_shows_the_doctor_the_claims_and_what_the_doctor_was_told() {
    let page = html(|| view! { <ReviewCasePage view=looked_at(Status::Submitted) /> });
    for expected in [
        "<h1>審査</h1>",
        "見本 花子（ミホン ハナコ）",
        "第654321号",
        "学校保健（学校医・園医、学校健診）",
        "見本 総合診療セミナー",
        "座学 6.0 + 実地 5.0 = 合計 11.0 / 10.0",
        "要件を満たしています。",
        "選択した年度より前のため",
        "申請しました",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

#[test]
fn pictures_stand_on_the_page_and_documents_page_by_page() {
    let page = html(|| view! { <ReviewCasePage view=looked_at(Status::Submitted) /> });
    assert!(page.contains(r#"src="/documents/doc1""#), "{page}");
    for number in 1..=5 {
        assert!(
            page.contains(&format!(r#"src="/documents/doc2/pages/{number}""#)),
            "{page}"
        );
    }
    assert!(!page.contains("/documents/doc2/pages/6"), "{page}");
    assert!(!page.contains(r#"src="/documents/doc2""#), "{page}");
    assert!(
        page.contains(r#"<a href="/documents/doc2" target="_blank" rel="noopener">"#),
        "{page}"
    );
}

#[test]
fn the_three_ways_are_links_until_one_is_taken() {
    let page = html(|| view! { <ReviewCasePage view=looked_at(Status::InReview) /> });
    for (key, label) in [("approve", "承認"), ("return", "差戻し"), ("refuse", "不承認")] {
        assert!(
            has_link(&page, &format!("/review/case1?decide={key}"), label),
            "{label}: {page}"
        );
    }
    assert!(!page.contains("<form"), "{page}");
}

#[test]
fn each_way_asks_once_with_one_button_of_the_same_word() {
    for kind in DecisionKind::ALL {
        let page = html(|| view! { <ReviewCasePage view=deciding(kind) /> });
        assert_eq!(page.matches("<button").count(), 1, "{page}");
        assert!(page.contains(&format!(">{}</button>", kind.label())), "{page}");
        assert!(page.contains(r#"action="/review/case1/decide""#), "{page}");
        assert!(page.contains(r#"name="version" value="7""#), "{page}");
        assert!(
            page.contains(&format!(r#"name="decide" value="{}""#, kind.key())),
            "{page}"
        );
        assert!(page.contains(">やめる</a>"), "{page}");
        assert!(!page.contains("?decide="), "the other ways are out of sight: {page}");
        let asks = kind != DecisionKind::Approve;
        assert_eq!(has_label(&page, "reason", "理由"), asks, "{page}");
    }
}

#[test]
fn a_return_asks_claim_by_claim_and_only_one_label_says_why() {
    let page = html(|| view! { <ReviewCasePage view=deciding(DecisionKind::Return) /> });
    assert!(
        page.contains("直してほしい点（学校保健（学校医・園医、学校健診））</label>"),
        "{page}"
    );
    assert!(page.contains(r#"name="reason:practical:I-12""#), "{page}");
    assert!(
        page.contains("直してほしい点（見本 総合診療セミナー）</label>"),
        "{page}"
    );
    assert!(page.contains(r#"name="reason:lecture:lecture1""#), "{page}");
    let labels = page
        .split("<label")
        .skip(1)
        .filter_map(|rest| rest.split("</label>").next());
    assert_eq!(labels.filter(|label| label.contains("理由")).count(), 1, "{page}");
}

#[test]
fn a_refused_decision_keeps_what_was_typed_and_no_text_becomes_markup() {
    let hostile = "</textarea><script>alert(1)</script>";
    let mut typed = FormValues::default();
    typed.push("reason", hostile);
    typed.push("reason:practical:I-12", "期間が読めません。");
    let view = ReviewCaseView {
        typed,
        errors: vec![FieldError::new(
            "reason:practical:I-12",
            "直してほしい点は2000文字以内で入力してください。",
        )],
        ..deciding(DecisionKind::Return)
    };
    let page = html(|| view! { <ReviewCasePage view=view /> });
    assert!(!page.contains("<script>"), "{page}");
    assert!(page.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)"), "{page}");
    assert!(page.contains("期間が読めません。"), "{page}");
    assert!(page.contains(r##"href="#reason-practical-I-12""##), "{page}");
}

#[test]
fn a_reason_that_came_too_late_can_still_be_copied() {
    let mut typed = FormValues::default();
    typed.push("reason", "二人目の書いた理由");
    typed.push("reason:practical:I-12", "期間が読めません。");
    let view = ReviewCaseView {
        typed,
        decide: Some(DecisionKind::Return),
        ..looked_at(Status::Returned)
    };
    let page = html(|| view! { <ReviewCasePage view=view /> });
    assert!(
        page.contains("二人目の書いた理由") && page.contains("期間が読めません。"),
        "{page}"
    );
    assert!(!page.contains("<button"), "{page}");
}

#[test]
fn what_people_wrote_never_becomes_markup() {
    let hostile = "<script>alert(1)</script>";
    let mut view = looked_at(Status::Returned);
    view.case.doctor.name = hostile.to_owned();
    view.case.documents[0].file_name = format!("\"{hostile}.jpg");
    view.case.draft.lectures[0].title = hostile.to_owned();
    for event in &mut view.case.events {
        event.reason = hostile.to_owned();
    }
    let page = html(|| view! { <ReviewCasePage view=view /> });
    assert!(!page.contains("<script>"), "{page}");
}

#[test]
fn a_decided_case_shows_the_decision_and_has_no_buttons() {
    for (status, said) in [
        (Status::Returned, "委嘱状の期間が読めません。"),
        (Status::Refused, "内容を確認できませんでした。"),
        (Status::Withdrawn, "申請者が取り下げました。"),
    ] {
        let view = ReviewCaseView {
            decide: Some(DecisionKind::Approve),
            ..looked_at(status)
        };
        let page = html(|| view! { <ReviewCasePage view=view /> });
        assert!(page.contains(said), "{page}");
        assert!(!page.contains("<button") && !page.contains("decide="), "{page}");
    }
}

#[test]
fn an_approved_case_names_its_certificate_which_is_made_a_little_later() {
    let page = html(|| view! { <ReviewCasePage view=looked_at(Status::Approved) /> });
    assert!(page.contains("2025-000001"), "{page}");
    assert!(page.contains("作成中"), "{page}");
    let mut view = looked_at(Status::Approved);
    view.case.certificate = Some(certificate(true));
    let page = html(|| view! { <ReviewCasePage view=view /> });
    assert!(
        page.contains(r#"href="/certificates/2025-000001" target="_blank" rel="noopener">修了証</a>"#),
        "{page}"
    );
}

#[test]
fn who_refused_a_case_reads_that_somebody_else_decides_it_again() {
    let mut asked = case(Status::Submitted);
    let event = Event {
        sequence: 2,
        action: EventAction::ReexaminationRequested,
        reason: "当番表をもう一度ご確認ください。".to_owned(),
        items: Vec::new(),
        at: asked.events[0].at,
    };
    asked.events.push(event);
    for barred in [false, true] {
        let view = ReviewCaseView {
            case: asked.clone(),
            barred,
            ..looked_at(Status::Submitted)
        };
        let page = html(|| view! { <ReviewCasePage view=view /> });
        assert!(page.contains("申請者が再審査を求めています。"), "{page}");
        assert!(page.contains("当番表をもう一度ご確認ください。"), "{page}");
        assert_eq!(page.contains("再審査は別の担当者が行います。"), barred, "{page}");
        assert_eq!(page.contains("?decide=approve"), !barred, "{page}");
    }
}

#[test]
fn an_answer_stands_beside_what_was_asked_about_the_claim() {
    let mut answered = case(Status::Returned);
    answered.status = Status::InReview;
    if let Some(event) = answered.events.last_mut() {
        event.items = vec![ReturnItem {
            answer: "撮り直しました。".to_owned(),
            ..ReturnItem::new("practical:I-12".parse().unwrap(), "期間が読めません。")
        }];
    }
    let view = ReviewCaseView {
        case: answered,
        ..looked_at(Status::InReview)
    };
    let page = html(|| view! { <ReviewCasePage view=view /> });
    let answer = r#"<dt>申請者の回答</dt><dd class="kept-lines">撮り直しました。</dd>"#;
    assert!(page.contains(answer), "{page}");
}

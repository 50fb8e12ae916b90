//! The pages after an application was sent: what a return opens, the answers, and what follows a decision.

use domain::application::{Case, Claim, Event, EventAction, LectureForm, Status, TypedScreen};
use domain::field::{FieldError, FormValues};
use domain::review::ReturnItem;
use leptos::prelude::*;

use super::{
    ApplicationPage, ApplicationView, CasePage, CaseView, CheckPage, CheckView, KeptText, LecturePage, LectureView,
    Origin, PracticalPage, PracticalView, lecture_form, practical_form,
};
use crate::samples::{case, code_names, day};
use crate::ui::testing::{has_label, has_link, html};

const NOT_ASKED: &str = "修正を求められていないため、変更できません。";

fn returned_over(claim: &str) -> Case {
    let mut case = case(Status::Returned);
    if let Some(event) = case.events.last_mut() {
        event.items = vec![ReturnItem::new(claim.parse().unwrap(), "期間が読めません。")];
    }
    case
}

fn application(case: Case) -> String {
    let view = ApplicationView {
        choices: domain::application::ChoicesForm::of(&case.draft),
        origin: Origin::Saved(Box::new(case)),
        today: day("2026-02-06"),
        year: None,
        what_if: domain::eligibility::what_if::WhatIfForm {
            lecture: String::new(),
            items: String::new(),
        },
        unfinished: Vec::new(),
        programmes: vec![("kakari".to_owned(), "研修".to_owned())],
        prefecture: "13".to_owned(),
        prefectures: Vec::new(),
        associations: Vec::new(),
        code_names: code_names(),
        sealed: Vec::new(),
        removing: None,
        done: None,
        confirm: false,
        errors: Vec::new(),
        notice: None,
    };
    html(|| view! { <ApplicationPage view=view /> })
}

fn practical(case: Case) -> String {
    let form = practical_form(&case.draft.practical);
    let view = PracticalView {
        kept: KeptText::of(TypedScreen::Practical, true, None, &form.values()),
        restored: None,
        earlier: Vec::new(),
        form,
        case,
        today: day("2026-02-06"),
        errors: Vec::new(),
        notice: None,
    };
    html(|| view! { <PracticalPage view=view /> })
}

fn lecture(case: Case, form: LectureForm) -> String {
    let screen = TypedScreen::Lecture(form.id().unwrap());
    let view = LectureView {
        existing: true,
        kept: KeptText::of(screen, true, None, &form.values()),
        restored: None,
        earlier: Vec::new(),
        case,
        today: day("2026-02-06"),
        form,
        code_names: code_names(),
        errors: Vec::new(),
        notice: None,
    };
    html(|| view! { <LecturePage view=view /> })
}

fn check(case: Case, typed: &[(&str, &str)], errors: Vec<FieldError>) -> String {
    let typed = typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let view = CheckView {
        helping: false,
        kept: KeptText::of(TypedScreen::Answers, true, None, &FormValues::default()),
        case,
        today: day("2026-02-06"),
        typed: FormValues::new(typed),
        errors,
        notice: None,
    };
    html(|| view! { <CheckPage view=view /> })
}

fn after(case: Case, confirm: bool) -> String {
    let view = CaseView {
        case,
        sealed: Vec::new(),
        just_sent: false,
        confirm,
        key: "key1".to_owned(),
        typed: FormValues::default(),
        errors: Vec::new(),
        done: None,
        notice: None,
    };
    html(|| view! { <CasePage view=view /> })
}

#[test]
fn the_application_shows_what_was_not_asked_about_as_text() {
    let page = application(returned_over("practical:I-12"));
    assert!(!page.contains("<select"), "{page}");
    for kept in [
        r#"<input type="hidden" name="destination" value="13-001""#,
        r#"<input type="hidden" name="from" value="2024""#,
    ] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    assert!(page.contains("修正できるのは、次の項目だけです。"), "{page}");
    assert!(page.contains("差戻しの理由：期間が読めません。"), "{page}");
    assert!(page.contains(NOT_ASKED), "{page}");
    assert!(page.contains("実地研修実績入力"), "{page}");
    assert!(!page.contains("座学研修（生涯教育制度）単位等追加"), "{page}");
    assert!(!page.contains("remove-lecture=lecture1"), "{page}");
    assert!(!page.contains("下書き保存"), "{page}");
}

#[test]
fn the_application_is_open_as_a_whole_where_the_return_names_no_item() {
    let page = application(case(Status::Returned));
    assert!(
        page.contains("<select") && page.contains("remove-lecture=lecture1"),
        "{page}"
    );
    assert!(!page.contains(NOT_ASKED), "{page}");
}

#[test]
fn the_course_says_whose_turn_it_is_and_names_roles_only() {
    let page = application(case(Status::Returned));
    assert!(
        page.contains("先生のご対応を待っています</strong>（2026年2月5日 6:05から）"),
        "{page}"
    );
    for status in Status::ALL {
        let page = after(case(status), false);
        assert!(!page.contains("見本 審査"), "a clerk's name: {page}");
    }
    let page = after(case(Status::InReview), false);
    assert!(
        page.contains("医師会の審査待ちです</strong>（2026年2月3日 14:05から）"),
        "{page}"
    );
    assert!(page.replace("<!>", "").contains("申請者・<time"), "{page}");
    assert!(page.replace("<!>", "").contains("医師会・<time"), "{page}");
}

#[test]
fn an_item_asked_about_is_open_with_its_reason_and_can_be_exchanged() {
    let page = practical(returned_over("practical:I-12"));
    assert!(page.contains(r#"type="checkbox" value="I-12" checked"#), "{page}");
    assert!(page.contains(r#"type="checkbox" value="I-02""#), "{page}");
    assert!(page.contains("差戻しの理由：期間が読めません。"), "{page}");
    assert!(page.contains("指摘された項目の選択を外してから"), "{page}");
    assert!(!page.contains(r#"type="radio""#), "group Ⅱ is not chosen anew: {page}");
    assert!(
        page.contains(r#"<input type="hidden" name="category" value="I""#),
        "{page}"
    );
}

#[test]
fn an_item_not_asked_about_is_text_that_goes_along_with_the_form() {
    let mut case = returned_over("practical:I-12");
    if let domain::application::Practical::Recognised(chosen) = &mut case.draft.practical {
        chosen.push(domain::application::Chosen {
            item: "I-02".parse().unwrap(),
            proofs: 1,
        });
    }
    let mut proof = case.documents[1].clone();
    proof.id = "doc9".parse().unwrap();
    proof.claim = Claim::Practical("I-02".parse().unwrap());
    case.documents.push(proof);
    case.sent.push("practical:I-02".parse().unwrap());
    let page = practical(case);
    assert!(
        page.contains(r#"<input type="hidden" name="item" value="I-02""#),
        "{page}"
    );
    assert!(
        page.contains(r#"<input type="hidden" name="proof:practical:I-02" value="doc9""#),
        "{page}"
    );
    assert!(!page.contains(r#"type="checkbox" value="I-02""#), "{page}");
    assert!(!page.contains(r#"name="file:practical:I-02""#), "{page}");
    assert!(page.contains(NOT_ASKED), "{page}");
}

#[test]
fn the_practical_page_is_text_where_only_a_lecture_was_asked_about() {
    let page = practical(returned_over("lecture:lecture1"));
    assert!(!page.contains("<form") && !page.contains(r#"type="file""#), "{page}");
    assert!(page.contains("委嘱状.pdf") && page.contains(NOT_ASKED), "{page}");
}

#[test]
fn a_lecture_is_open_where_it_was_asked_about_and_text_where_not() {
    let case = returned_over("lecture:lecture1");
    let form = lecture_form(&case.draft.lectures[0]);
    let open = lecture(case, form.clone());
    assert!(has_label(&open, "units", "単位数") || open.contains("単位数"), "{open}");
    assert!(open.contains("差戻しの理由：期間が読めません。"), "{open}");

    let closed = lecture(returned_over("practical:I-12"), form);
    assert!(!closed.contains("<form"), "{closed}");
    assert!(closed.contains("参加証.jpg") && closed.contains(NOT_ASKED), "{closed}");

    let new = LectureForm::blank(&"new".parse().unwrap(), day("2026-02-06"));
    let refused = lecture(returned_over("practical:I-12"), new);
    assert!(!refused.contains("<form") && refused.contains(NOT_ASKED), "{refused}");
}

#[test]
fn each_item_and_the_whole_can_be_answered_before_it_is_sent_again() {
    let typed = [("answer:practical:I-12", "撮り直しました。</textarea><script>")];
    let errors = vec![FieldError::new(
        "answer",
        "医師会への回答は2000文字以内で入力してください。",
    )];
    let page = check(returned_over("practical:I-12"), &typed, errors);
    assert!(
        page.contains("医師会への回答（任意）：学校保健（学校医・園医、学校健診）"),
        "{page}"
    );
    assert!(
        has_label(&page, "answer", "医師会への回答（任意）") || page.contains(r#"for="answer""#),
        "{page}"
    );
    assert!(page.contains("撮り直しました。&lt;/textarea&gt;"), "{page}");
    assert!(
        page.contains(r##"<a href="#answer">医師会への回答は2000文字以内"##),
        "{page}"
    );
    assert!(
        !page.contains("#destination\">変更") && !page.contains("/lectures/lecture1\""),
        "{page}"
    );
    assert!(page.contains("/applications/case1/practical#category"), "{page}");

    let first = check(case(Status::Draft), &[], Vec::new());
    assert!(!first.contains("医師会への回答"), "{first}");
    assert!(first.contains("/applications/case1/lectures/lecture1"), "{first}");
}

#[test]
fn after_a_refusal_another_look_is_asked_for_once_with_a_reason() {
    let offered = after(case(Status::Refused), false);
    assert!(
        has_link(&offered, "/applications/case1?confirm=reexamination", "再審査を求める"),
        "{offered}"
    );
    let asked = after(case(Status::Refused), true);
    assert!(asked.contains(r#"action="/applications/case1/reexamine""#), "{asked}");
    assert!(asked.contains(r#"name="reason""#), "{asked}");

    let mut again = case(Status::Refused);
    let at = again.events[0].at;
    again.events.insert(
        1,
        Event {
            sequence: 2,
            action: EventAction::ReexaminationRequested,
            reason: "もう一度ご確認ください。".to_owned(),
            items: Vec::new(),
            at,
        },
    );
    let once = after(again, true);
    assert!(
        !once.contains("/reexamine") && once.contains("もう一度ご確認ください。"),
        "{once}"
    );
    assert!(!after(case(Status::Approved), true).contains("/reexamine"));
}

#[test]
fn what_is_closed_can_be_copied_and_what_is_not_cannot() {
    for status in Status::ALL.into_iter().filter(|status| !status.is_open_to_the_doctor()) {
        let page = after(case(status), false);
        let copied = page.contains(r#"action="/applications/case1/copy""#)
            && page.contains(r#"<input type="hidden" name="key" value="key1""#)
            && page.contains("この内容をもとに新しく申請");
        assert_eq!(copied, status.is_final(), "{status:?}: {page}");
    }
}

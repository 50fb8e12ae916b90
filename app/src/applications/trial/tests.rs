//! What stands on the page that tries the requirement.

use domain::field::FormValues;
use leptos::prelude::*;

use super::*;
use crate::samples::{day, policy};
use crate::ui::testing::{has_label, has_link, html};

fn page(query: &[(&str, &str)]) -> String {
    let pairs = query.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let form = TrialForm::read(&FormValues::new(pairs));
    let view = TrialView {
        errors: form.answers(&policy()).err().unwrap_or_default(),
        form,
        policy: policy(),
        today: day("2026-01-20"),
        logged_in: false,
    };
    html(|| view! { <TrialPage view=view /> })
}

#[test]
fn an_answered_trial_has_the_summary_and_sentences_of_the_application_screen() {
    let page = page(&[
        ("membership", "national"),
        ("registered", "1.5"),
        ("practical", "II"),
        ("destination", "district"),
    ]);
    assert!(page.contains("座学 1.5 + 実地 5.0 = 合計 6.5 / 10.0"), "{page}");
    assert!(
        has_link(
            &page,
            "#added",
            "あと3.5単位必要です（実地研修は入力されています。座学研修を3.5単位追加すると足ります）。"
        ),
        "{page}"
    );
    assert!(
        page.contains(r##"<a href="#destination">Ⅱその他を選んだときの申請先は"##),
        "{page}"
    );
}

#[test]
fn what_meets_the_requirement_says_so() {
    let page = page(&[
        ("membership", "none"),
        ("licence", "1"),
        ("registered", "5"),
        ("practical", "I"),
        ("items", "1"),
        ("destination", "district"),
    ]);
    assert!(page.contains("座学 5.0 + 実地 5.0 = 合計 10.0 / 10.0"), "{page}");
    assert!(page.contains("要件を満たしています。"), "{page}");
    assert!(page.contains("summary-bar--enough"), "{page}");
}

#[test]
fn a_missing_licence_leads_to_its_box() {
    let page = page(&[("membership", "none"), ("practical", "I"), ("items", "2")]);
    assert!(
        has_link(
            &page,
            "#licence-1",
            "医師免許証または医師資格証の画像を添付してください。"
        ),
        "{page}"
    );
    assert!(page.contains(r#"id="licence-1""#), "{page}");
}

#[test]
fn what_cannot_be_read_is_refused_beside_its_field_with_everything_kept() {
    let page = page(&[
        ("membership", "other"),
        ("registered", "1.2"),
        ("added", "\"><script>alert(1)</script>"),
        ("practical", "I"),
        ("items", "-1"),
        ("destination", "higher"),
    ]);
    assert!(page.contains("error-summary"), "{page}");
    for field in ["registered", "added", "items"] {
        assert!(page.contains(&format!(r#"<p id="{field}-error""#)), "{field}: {page}");
        assert!(page.contains(&format!(r##"<a href="#{field}">"##)), "{field}: {page}");
    }
    assert!(
        page.contains(r#"value="1.2""#) && page.contains(r#"value="-1""#),
        "{page}"
    );
    assert!(!page.contains("<script>"), "{page}");
    for checked in ["membership-other", "practical-I", "destination-higher"] {
        let tag = page
            .split("<input")
            .find(|tag| tag.contains(&format!(r#"id="{checked}""#)));
        assert!(tag.is_some_and(|tag| tag.contains("checked")), "{checked}: {page}");
    }
}

#[test]
fn before_anything_is_answered_there_are_questions_and_no_complaint() {
    let view = TrialView {
        form: TrialForm::blank(),
        policy: policy(),
        today: day("2026-01-20"),
        errors: Vec::new(),
        logged_in: false,
    };
    let page = html(|| view! { <TrialPage view=view /> });
    assert!(page.contains("<h1>修了申請の要件を試算する</h1>"), "{page}");
    assert!(has_label(&page, "registered", "登録済みの座学研修の単位"), "{page}");
    assert!(page.contains("質問に答えると、ここに試算が出ます。"), "{page}");
    assert!(!page.contains("error"), "{page}");
    assert!(page.contains(r#"method="get" action="/try""#), "{page}");
    assert!(
        has_link(&page, "/login", "ログイン") && has_link(&page, "/register", "利用者登録"),
        "{page}"
    );
    assert!(
        page.contains("学校保健（学校医・園医、学校健診）"),
        "the items are listed: {page}"
    );
}

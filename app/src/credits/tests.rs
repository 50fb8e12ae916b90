//! What stands on the list of units.

use domain::doctor::Memberships;
use leptos::prelude::*;

use super::{CreditsPage, CreditsView};
use crate::samples::{code_names, credits, day, memberships, year};
use crate::ui::testing::html;

fn registered() -> CreditsView {
    CreditsView {
        credits: credits(),
        memberships: memberships(),
        code_names: code_names(),
        year: None,
        today: day("2026-02-03"),
    }
}

#[test]
fn units_stand_year_by_year_with_their_sums_the_newest_first() {
    let page = html(|| view! { <CreditsPage view=registered() /> });
    assert!(page.contains("<h1>単位取得状況</h1>"), "{page}");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is missing: {page}"));
    assert!(at("<h3>2025年度</h3>") < at("<h3>2024年度</h3>"));
    assert!(at("<h3>2024年度</h3>") < at("<h3>2023年度</h3>"));
    assert!(page.contains("<strong class=\"num\">3.5</strong>"), "{page}");
    assert!(page.contains("12 地域医療"), "{page}");
}

#[test]
fn a_unit_that_does_not_count_says_why_and_is_not_in_the_sum() {
    let page = html(|| view! { <CreditsPage view=registered() /> });
    assert!(
        page.contains("e-ラーニングの単位は受講の翌日から反映されます。"),
        "{page}"
    );
    // 2.0 + 2.5 + 1.0 + 1.0, without the e-learning of today.
    assert!(page.contains(r#"<span class="figure__value">6.5"#), "{page}");

    let district = CreditsView {
        memberships: Memberships::default(),
        ..registered()
    };
    let page = html(|| view! { <CreditsPage view=district /> });
    assert!(
        page.contains("e-ラーニングの単位は日医会員に限り使用できます。"),
        "{page}"
    );
}

#[test]
fn a_year_can_be_picked() {
    let view = CreditsView {
        year: Some(year(2024)),
        ..registered()
    };
    let page = html(|| view! { <CreditsPage view=view /> });
    assert!(
        page.contains(r#"<option value="2024" selected>2024年度</option>"#),
        "{page}"
    );
    assert!(page.contains("<h3>2024年度</h3>"), "{page}");
    assert!(!page.contains("<h3>2025年度</h3>"), "{page}");
}

#[test]
fn who_has_no_unit_is_told_the_three_ways_and_the_way_in_osaka() {
    let view = CreditsView {
        credits: Vec::new(),
        ..registered()
    };
    let page = html(|| view! { <CreditsPage view=view /> });
    for expected in [
        "まだありません",
        "日医e-ラーニング",
        "研修会に参加する",
        "その他、生涯教育制度",
        "大阪府医師会",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

#[test]
fn the_attendance_certificate_is_named_and_not_promised() {
    let page = html(|| view! { <CreditsPage view=registered() /> });
    assert!(page.contains("<h2>受講証明書</h2>"), "{page}");
    assert!(page.contains("まだ出力できません"), "{page}");
}

#[test]
fn a_title_cannot_become_markup() {
    let mut view = registered();
    view.credits[0].title = "<script>alert(1)</script>".to_owned();
    let page = html(|| view! { <CreditsPage view=view /> });
    assert!(!page.contains("<script>"), "{page}");
}

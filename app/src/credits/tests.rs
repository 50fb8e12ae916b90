//! What stands on the list of units.

use domain::credits::attendance::PeriodForm;
use domain::doctor::Memberships;
use domain::field::FieldError;
use leptos::prelude::*;

use super::{CreditsPage, CreditsView};
use crate::samples::{code_names, credits, day, memberships, year};
use crate::ui::testing::{has_link, html};

fn registered() -> CreditsView {
    CreditsView {
        credits: credits(),
        memberships: memberships(),
        code_names: code_names(),
        year: None,
        today: day("2026-02-03"),
        imported_at: Some("2026-02-01T03:05:00Z".parse().unwrap()),
        guideline_url: String::new(),
        period: PeriodForm::widest(&credits(), day("2026-02-03")),
        errors: Vec::new(),
        notice: None,
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
    assert!(page.contains("使えない単位が1.0単位あります"), "{page}");

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
fn each_unit_has_its_day_title_organiser_units_codes_and_source() {
    let page = html(|| view! { <CreditsPage view=registered() /> });
    for expected in [
        "2024年9月8日",
        "見本 在宅医療における多職種連携",
        "見本区医師会",
        "2.5",
        "80 在宅医療",
        ">研修会<",
        ">日医e-ラーニング<",
        ">その他<",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

#[test]
fn the_last_import_is_dated_and_what_is_missing_is_explained() {
    let page = html(|| view! { <CreditsPage view=registered() /> });
    assert!(page.contains("単位の最終取込日時：2026年2月1日 12:05"), "{page}");
    for expected in [
        "受講したのに表示されないとき",
        "主催者が受講実績を登録する必要があります",
        "翌日以降に反映されます",
        "大阪府医師会にご相談ください",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert_eq!(page.matches("大阪府医師会").count(), 1, "once is enough: {page}");
    let never = CreditsView {
        imported_at: None,
        ..registered()
    };
    let page = html(|| view! { <CreditsPage view=never /> });
    assert!(page.contains("まだ取り込まれていません"), "{page}");
}

#[test]
fn a_year_without_units_says_so_and_leads_back_to_all() {
    let view = CreditsView {
        year: Some(year(2019)),
        ..registered()
    };
    let page = html(|| view! { <CreditsPage view=view /> });
    assert!(page.contains("2019年度に登録された単位はありません"), "{page}");
    assert!(has_link(&page, "/credits", "すべての年度を表示する"), "{page}");
    assert!(
        page.contains(r#"<option value="2019" selected>2019年度</option>"#),
        "{page}"
    );
}

#[test]
fn the_paper_is_asked_for_by_a_plain_form_that_is_preset_to_the_widest_period() {
    let page = html(|| view! { <CreditsPage view=registered() /> });
    assert!(
        page.contains(r#"<form method="get" action="/credits/certificate" target="_blank""#),
        "{page}"
    );
    assert!(page.contains(r#"value="2023-04-01""#), "{page}");
    assert!(page.contains(r#"value="2026-02-03""#), "{page}");
    assert!(page.contains(">受講証明書</button>"), "{page}");
    let of_2024 = "/credits/certificate?from=2024-04-01&amp;to=2025-03-31";
    assert!(page.contains(of_2024), "{page}");
}

#[test]
fn a_refused_period_keeps_what_was_typed_and_says_why_beside_it() {
    let view = CreditsView {
        period: PeriodForm {
            from: r#"きのう"><script>"#.to_owned(),
            to: "2025-03-31".to_owned(),
        },
        errors: vec![FieldError::new(
            "from",
            "期間の始まりを「2025-04-01」のように入力してください。",
        )],
        ..registered()
    };
    let page = html(|| view! { <CreditsPage view=view /> });
    assert!(!page.contains("<script>"), "{page}");
    assert!(page.contains("value=\"きのう"), "{page}");
    assert!(page.contains(r#"aria-describedby="from-error""#), "{page}");
    assert!(page.contains(r##"<a href="#from">期間の始まりを"##), "{page}");
}

#[test]
fn without_units_there_is_no_form_and_no_error_that_leads_nowhere() {
    let view = CreditsView {
        credits: Vec::new(),
        errors: vec![FieldError::new("from", "期間を広げてください。")],
        ..registered()
    };
    let page = html(|| view! { <CreditsPage view=view /> });
    assert!(!page.contains("/credits/certificate"), "{page}");
    assert!(!page.contains("#from"), "{page}");
    assert!(page.contains("単位が登録されると"), "{page}");
    for place in ["missing", "ways"] {
        assert!(page.contains(&format!(r##"href="#{place}""##)), "{page}");
        assert!(page.contains(&format!(r#"id="{place}""#)), "{page}");
    }
}

#[test]
fn the_guideline_is_linked_from_the_list_of_units_where_its_address_is_set() {
    let view = CreditsView {
        guideline_url: "https://example.jp/guideline".to_owned(),
        ..registered()
    };
    let page = html(|| view! { <CreditsPage view=view /> });
    assert!(page.contains(r#"href="https://example.jp/guideline""#), "{page}");
}

#[test]
fn a_title_cannot_become_markup() {
    let mut view = registered();
    view.credits[0].title = "<script>alert(1)</script>".to_owned();
    let page = html(|| view! { <CreditsPage view=view /> });
    assert!(!page.contains("<script>"), "{page}");
}

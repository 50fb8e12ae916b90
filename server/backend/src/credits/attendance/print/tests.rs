//! What a 受講証明書 must show, whatever the lectures are called.

use std::path::PathBuf;
use std::sync::LazyLock;

use domain::credits::CreditSource;
use domain::credits::attendance::{PeriodForm, attended};
use domain::curriculum::CurriculumCode;
use domain::doctor::Memberships;
use domain::fiscal_year::FiscalYear;
use lopdf::Document;

use super::*;
use crate::certificates::render::DEFAULT_FONT_FOLDERS;

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(DEFAULT_FONT_FOLDERS.map(PathBuf::from).to_vec()));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(number: u8) -> CurriculumCode {
    CurriculumCode::try_from(number).unwrap()
}

fn credit(on: &str, title: &str, halves: u32) -> Credit {
    Credit {
        fiscal_year: FiscalYear::of(day(on)),
        acquired_on: day(on),
        title: title.to_owned(),
        organiser: "見本区医師会".to_owned(),
        units: Units::from_halves(halves),
        codes: vec![code(12), code(80)],
        source: CreditSource::Event,
    }
}

fn sample(credits: &[Credit]) -> AttendanceText {
    let form = PeriodForm {
        from: "2020-04-01".to_owned(),
        to: "2026-01-20".to_owned(),
    };
    let today = day("2026-01-20");
    let period = form.period(today).unwrap();
    AttendanceText {
        name: "髙﨑 𠮷乃".to_owned(),
        licence_number: "123456".to_owned(),
        issuer: "日本医師会".to_owned(),
        period,
        years: attended(credits, &Memberships::default(), period, today).unwrap(),
        code_names: [(code(12), "地域医療".to_owned()), (code(80), "在宅医療".to_owned())]
            .into_iter()
            .collect(),
        made_on: today,
        example: false,
    }
}

fn two_years() -> Vec<Credit> {
    vec![
        credit("2023-06-17", "見本講座：かかりつけ医と地域医療", 2),
        credit("2024-05-25", "見本講座：在宅医療と多職種連携", 4),
        credit("2024-10-19", "見本講座：フレイル", 3),
    ]
}

fn printed(text: &AttendanceText) -> String {
    let document = Document::load_mem(&text.render(&RENDERER).unwrap()).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect()
}

#[test]
fn name_number_period_lectures_and_sums_can_be_copied_as_text() {
    let printed = printed(&sample(&two_years()));
    for part in [
        "受講証明書",
        "髙﨑𠮷乃",
        "第123456号",
        "2020年4月1日から2026年1月20日まで",
        "日医生涯教育制度",
        "2023年度",
        "2024年5月25日",
        "在宅医療と多職種連携",
        "見本区医師会",
        "12地域医療",
        "80在宅医療",
        "研修会",
        "2023年度小計1.0",
        "2024年度小計3.5",
        "合計4.5単位",
        "令和8年1月20日",
        "日本医師会",
        "修了証ではありません",
    ] {
        assert!(printed.contains(part), "{part} is not in {printed}");
    }
    assert!(!printed.contains("見本見本"));
}

#[test]
fn a_title_with_characters_of_no_font_or_with_markup_is_still_printed() {
    for (title, shown) in [
        ("講座😀", "講座〓"),
        ("#import \"x\"", "#import\"x\""),
        ("*a*_b_$c$", "*a*_b_$c$"),
    ] {
        let printed = printed(&sample(&[credit("2024-05-25", title, 2)]));
        assert!(printed.contains(shown), "{shown} is not in {printed}");
    }
}

#[test]
fn a_working_life_of_lectures_goes_over_several_pages_and_is_all_there() {
    let long = format!("{}最後", "とても長い名前の研修会".repeat(12));
    let credits: Vec<_> = (0..300)
        .map(|n| credit(&format!("{}-{:02}-15", 2020 + n % 5, 1 + n % 12), &long, 1))
        .filter(|credit| credit.acquired_on >= day("2020-04-01"))
        .collect();
    let printed = printed(&sample(&credits));
    assert_eq!(printed.matches("最後").count(), credits.len());
}

#[test]
fn only_an_example_is_marked() {
    let none = vec![credit("2024-05-25", "講座", 2)];
    let organiser = |text: AttendanceText| printed(&text).matches("見本").count();
    let plain = organiser(sample(&none));
    let marked = organiser(AttendanceText {
        example: true,
        ..sample(&none)
    });
    assert!(marked > plain, "{marked} and {plain}");
}

#[test]
fn the_same_credits_give_the_same_bytes() {
    let text = sample(&two_years());
    assert_eq!(text.render(&RENDERER).unwrap(), text.render(&RENDERER).unwrap());
}

//! Which period is taken, and which credits stand on the paper.

use super::*;
use crate::credits::CreditSource;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn typed(from: &str, to: &str) -> PeriodForm {
    PeriodForm {
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

fn credit(on: &str, halves: u32, source: CreditSource) -> Credit {
    let acquired_on = day(on);
    Credit {
        fiscal_year: FiscalYear::of(acquired_on),
        acquired_on,
        title: format!("見本講座 {on}"),
        organiser: "見本医師会".to_owned(),
        units: Units::from_halves(halves),
        codes: Vec::new(),
        source,
    }
}

const TODAY: &str = "2026-01-20";

#[test]
fn a_period_is_read_as_people_write_days() {
    let expected = Period {
        from: day("2025-04-01"),
        to: day("2026-03-31"),
    };
    for (from, to) in [
        ("2025-04-01", "2026-03-31"),
        ("2025/4/1", "2026/3/31"),
        ("２０２５．４．１", "２０２６－３－３１"),
        ("2025年4月1日", "2026年3月31日"),
    ] {
        assert_eq!(typed(from, to).period(day(TODAY)), Ok(expected), "{from} {to}");
    }
    assert_eq!(expected.to_string(), "2025年4月1日から2026年3月31日まで");
}

#[test]
fn each_wrong_period_is_refused_beside_its_field_in_its_own_words() {
    for (from, to, wrong) in [
        ("", "2026-01-20", vec![(FROM, "期間の始まりを")]),
        (
            "2025-02-30",
            "きのう",
            vec![(FROM, "期間の始まりを"), (TO, "期間の終わりを")],
        ),
        ("1899-04-01", "2026-01-20", vec![(FROM, "期間の始まりを")]),
        ("2025-04-01", "2025-03-31", vec![(TO, "始まり（2025年4月1日）以後の日")]),
        (
            "2025-04-01",
            "2026-04-01",
            vec![(TO, "今年度の末日（2026年3月31日）まで")],
        ),
        ("2025-04-01", "9999-12-31", vec![(TO, "期間の終わりを")]),
    ] {
        let errors = typed(from, to).period(day(TODAY)).expect_err(from);
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            wrong.iter().map(|(field, _)| *field).collect::<Vec<_>>(),
            "{from} {to}"
        );
        for (error, (_, words)) in errors.iter().zip(&wrong) {
            assert!(error.sentence.contains(words), "{from} {to}: {}", error.sentence);
        }
    }
}

#[test]
fn both_ends_of_a_period_belong_to_it() {
    let one_day = typed("2025-05-17", "2025-05-17").period(day(TODAY)).expect("a period");
    assert!(one_day.contains(day("2025-05-17")));
    assert!(!one_day.contains(day("2025-05-16")) && !one_day.contains(day("2025-05-18")));
}

#[test]
fn the_widest_period_begins_with_the_first_year_that_has_credits() {
    let credits = [
        credit("2024-10-19", 3, CreditSource::Event),
        credit("2023-06-17", 2, CreditSource::Event),
    ];
    assert_eq!(PeriodForm::widest(&credits, day(TODAY)), typed("2023-04-01", TODAY));
    assert_eq!(PeriodForm::widest(&[], day(TODAY)), typed("2025-04-01", TODAY));
    // A lecture that is registered ahead of its day makes no period that ends before it begins.
    let ahead = [credit("2026-05-01", 2, CreditSource::Event)];
    assert!(PeriodForm::widest(&ahead, day(TODAY)).period(day(TODAY)).is_ok());
    let year = FiscalYear::of(day(TODAY));
    assert_eq!(PeriodForm::of_year(year), typed("2025-04-01", "2026-03-31"));
}

#[test]
fn what_counts_is_listed_by_year_with_its_sums_and_nothing_else() {
    let credits = [
        credit("2025-05-17", 2, CreditSource::Event),
        credit("2024-10-19", 3, CreditSource::Event),
        credit("2024-05-25", 4, CreditSource::Other),
        credit("2023-06-17", 2, CreditSource::Event),
        // Of today, and of tomorrow: neither counts yet.
        credit(TODAY, 2, CreditSource::ELearning),
        credit("2026-01-21", 2, CreditSource::Event),
    ];
    let member = Memberships::new(vec!["00".parse().expect("a code")]);
    let period = typed("2024-04-01", "2026-03-31").period(day(TODAY)).expect("a period");
    let years = attended(&credits, &member, period, day(TODAY)).expect("credits");
    let sums: Vec<_> = years
        .iter()
        .map(|of| (of.year.year(), of.credits.len(), of.subtotal.to_string()))
        .collect();
    assert_eq!(sums, [(2024, 2, "3.5".to_owned()), (2025, 1, "1.0".to_owned())]);
    assert_eq!(years[0].credits[0].acquired_on, day("2024-05-25"), "the oldest first");

    let tomorrow = attended(&credits, &member, period, day("2026-01-21")).expect("credits");
    assert_eq!(
        tomorrow[1].subtotal.to_string(),
        "3.0",
        "with e-learning and the lecture"
    );
    let district = Memberships::new(vec!["13-001".parse().expect("a code")]);
    let tomorrow = attended(&credits, &district, period, day("2026-01-21")).expect("credits");
    assert_eq!(
        tomorrow[1].subtotal.to_string(),
        "2.0",
        "e-learning is for national members"
    );
}

#[test]
fn where_nothing_counts_there_is_no_paper() {
    let period = typed("2022-04-01", "2023-03-31").period(day(TODAY)).expect("a period");
    let credits = [credit("2023-06-17", 2, CreditSource::Event)];
    let error = attended(&credits, &Memberships::default(), period, day(TODAY)).expect_err("nothing");
    assert_eq!(error.field, FROM);
    assert!(error.sentence.contains("期間を広げて"), "{}", error.sentence);
}

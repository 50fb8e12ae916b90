//! What is imagined never takes anything away, and nothing imagined changes nothing.

use proptest::prelude::*;

use super::*;
use crate::eligibility::assess;
use crate::eligibility::tests::{any_draft, complete, credit, other, policy, recognised, today, year};

fn imagined(halves: u32, items: usize) -> Imagined {
    Imagined {
        lecture: Units::from_halves(halves),
        items,
    }
}

fn form(lecture: &str, items: &str) -> WhatIfForm {
    WhatIfForm {
        lecture: lecture.to_owned(),
        items: items.to_owned(),
    }
}

fn said(draft: &Draft, lecture: &str) -> (String, String) {
    let said = form(lecture, "").said(draft, &policy(), today());
    (said.line, said.sentence)
}

#[test]
fn a_lecture_to_come_is_counted_in() {
    let mut draft = complete();
    draft.credits = vec![credit(year(2025), 2)];
    assert_eq!(
        said(&draft, "2.5"),
        (
            "試算：座学 3.5 + 実地 5.0 = 合計 8.5 / 10.0（予定を含む）".to_owned(),
            "予定を含めても、次のものが足りません。あと1.5単位必要です（実地研修は入力されています。\
             座学研修を1.5単位追加するか、実地研修Ⅰをあと1項目選ぶと足ります）。"
                .to_owned()
        )
    );
    assert_eq!(
        said(&draft, "4"),
        (
            "試算：座学 5.0 + 実地 5.0 = 合計 10.0 / 10.0（予定を含む）".to_owned(),
            "予定どおりに取得すると、要件を満たします。".to_owned()
        )
    );
}

#[test]
fn an_item_to_come_is_one_that_is_not_chosen_yet() {
    let mut draft = complete();
    draft.practical = recognised(&[(1, 1), (3, 0)]);
    let assessment = what_if(&draft, &policy(), today(), imagined(0, 1));
    assert_eq!(assessment.practical, Units::whole(15));
    // The proof that is really missing is still missing.
    assert!(assessment.sentence().contains("「項目I-03」の証明書を添付してください"));
    // There are four items, so no more than four can count.
    assert_eq!(
        what_if(&draft, &policy(), today(), imagined(0, 4)).practical,
        Units::whole(20)
    );
}

#[test]
fn who_declared_the_second_group_and_adds_an_item_is_counted_under_the_first() {
    let mut draft = complete();
    draft.practical = other("見本", 1);
    let assessment = what_if(&draft, &policy(), today(), imagined(0, 1));
    assert_eq!(assessment.practical, Units::whole(10));
    assert!(
        assessment.is_eligible(),
        "a district takes items of Ⅰ: {}",
        assessment.sentence()
    );

    assert!(
        form("", "1")
            .said(&draft, &policy(), today())
            .note
            .contains("併用はできない")
    );
    assert!(form("1", "").said(&draft, &policy(), today()).note.is_empty());

    draft.practical = other("見本", 0);
    let assessment = what_if(&draft, &policy(), today(), imagined(0, 1));
    assert!(
        assessment.sentence().contains("証明書を添付してください"),
        "{}",
        assessment.sentence()
    );
}

#[test]
fn a_second_group_that_is_worth_more_stays() {
    let mut draft = complete();
    draft.practical = other("見本", 1);
    let mut policy = policy();
    policy.units_for_other = Units::whole(30);
    let assessment = what_if(&draft, &policy, today(), imagined(0, 1));
    assert_eq!(assessment.practical, Units::whole(30));
}

#[test]
fn a_returned_application_keeps_its_year_and_is_still_tried() {
    let mut draft = complete();
    draft.fiscal_year = Some(year(2025));
    let april = year(2026).first_day();
    let (with, without) = (
        what_if(&draft, &policy(), april, imagined(4, 0)),
        assess(&draft, &policy(), april),
    );
    assert_eq!(with.total(), without.total() + Units::whole(2));
}

#[test]
fn the_fields_are_read_or_refused_in_their_place() {
    assert!(form("", " ").is_blank());
    assert_eq!(form("２．５", "").imagined(&policy()), Ok(imagined(5, 0)));
    assert_eq!(form("", "2").imagined(&policy()), Ok(imagined(0, 2)));
    let errors = form("1.2", "99").imagined(&policy()).expect_err("neither can be read");
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, [names::LECTURE, names::ITEMS]);

    let said = form("1.2", "1").said(&complete(), &policy(), today());
    assert!(
        said.error(names::LECTURE)
            .starts_with("「予定の座学（単位）」は0.5単位きざみ")
    );
    assert!(said.error(names::ITEMS).is_empty() && said.line.is_empty());
    assert_eq!(form("", " ").said(&complete(), &policy(), today()), Said::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_imagined_changes_nothing(draft in any_draft()) {
        prop_assert_eq!(
            what_if(&draft, &policy(), today(), Imagined::default()),
            assess(&draft, &policy(), today())
        );
    }

    #[test]
    fn more_imagined_is_never_less(
        draft in any_draft(),
        halves in 0u32..30, more_halves in 0u32..30,
        items in 0usize..6, more_items in 0usize..6,
        for_other in 0u32..5,
    ) {
        let mut policy = policy();
        policy.units_for_other = Units::whole(for_other * 4);
        let less = what_if(&draft, &policy, today(), imagined(halves, items));
        let more = what_if(&draft, &policy, today(), imagined(halves + more_halves, items + more_items));
        prop_assert!(more.lecture() >= less.lecture());
        prop_assert!(more.practical >= less.practical);
        prop_assert!(more.total() >= less.total());
        prop_assert!(!less.is_eligible() || more.is_eligible(), "{}", more.sentence());
        prop_assert_eq!(more.lecture(), less.lecture() + Units::from_halves(more_halves));
    }

    #[test]
    fn as_many_items_as_are_free_count_with_what_is_declared(chosen in 0usize..=4, items in 0usize..=6) {
        let mut draft = complete();
        draft.practical = recognised(&(1..=chosen).map(|number| (number, 1)).collect::<Vec<_>>());
        let assessment = what_if(&draft, &policy(), today(), imagined(0, items));
        let count = (chosen + items).min(4);
        prop_assert_eq!(assessment.practical, policy().units_per_item * count);
    }
}

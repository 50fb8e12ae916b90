//! The rules of domain.md, section 3, a row a sentence; and properties that hold for every draft there is.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::application::{AddedLecture, Chosen, Claim, LectureKind};
use crate::credits::{Credit, CreditSource};
use crate::doctor::Memberships;
use crate::fiscal_year::FiscalYear;
use crate::policy::{Category, ItemCode, PracticalItem};

pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 20).expect("a day")
}

pub(super) fn year(year: i32) -> FiscalYear {
    FiscalYear::new(year).expect("a year")
}

pub(super) fn item(number: usize) -> ItemCode {
    format!("I-{number:02}").parse().expect("an item")
}

pub(super) fn other_item() -> ItemCode {
    "II-01".parse().expect("an item")
}

pub(super) fn policy() -> Policy {
    let items = (1..=4).map(item).chain([other_item()]).map(|code| PracticalItem {
        category: if code == other_item() {
            Category::Other
        } else {
            Category::Recognised
        },
        heading: "見出し".to_owned(),
        name: format!("項目{code}"),
        accepted_proof: String::new(),
        code,
    });
    Policy {
        programme: "kakaritsuke".to_owned(),
        programme_name: "かかりつけ医機能報告制度にかかる研修".to_owned(),
        fiscal_year: year(2025),
        total_needed: Units::whole(10),
        units_per_item: Units::whole(5),
        units_for_other: Units::whole(5),
        least_lecture: Units::from_halves(1),
        items: items.collect(),
        guideline_url: String::new(),
        self_declaration_url: String::new(),
        fee_yen: 0,
        deadline: None,
        retention_years: 3,
    }
}

pub(super) fn credit(fiscal_year: FiscalYear, halves: u32) -> Credit {
    Credit {
        fiscal_year,
        acquired_on: fiscal_year.first_day(),
        title: "見本の研修会".to_owned(),
        organiser: "見本市医師会".to_owned(),
        units: Units::from_halves(halves),
        codes: Vec::new(),
        source: CreditSource::Event,
    }
}

pub(super) fn lecture(name: &str, acquired_on: NaiveDate, halves: u32, proofs: usize) -> AddedLecture {
    AddedLecture {
        id: name.parse().expect("an id"),
        kind: LectureKind::Event,
        title: name.to_owned(),
        organiser: String::new(),
        detail: String::new(),
        self_declared: false,
        acquired_on,
        units: Units::from_halves(halves),
        codes: Vec::new(),
        proofs,
    }
}

fn member() -> Memberships {
    Memberships::new(vec!["13-001".parse().expect("a code"), "00".parse().expect("a code")])
}

/// 6.5 registered units since 2023年度 and one proved item of Ⅰ: 11.5, nothing missing.
pub(super) fn complete() -> Draft {
    Draft {
        memberships: member(),
        credits: vec![credit(year(2023), 4), credit(year(2024), 7), credit(year(2025), 2)],
        fiscal_year: None,
        years_from: Some(year(2023)),
        destination: Some("13-001".parse().expect("a code")),
        lectures: Vec::new(),
        practical: recognised(&[(1, 1)]),
        licence_proofs: 0,
    }
}

pub(super) fn recognised(items: &[(usize, usize)]) -> Practical {
    Practical::Recognised(
        items
            .iter()
            .map(|(number, proofs)| Chosen {
                item: item(*number),
                proofs: *proofs,
            })
            .collect(),
    )
}

pub(super) fn other(description: &str, proofs: usize) -> Practical {
    Practical::Other {
        item: other_item(),
        description: description.to_owned(),
        proofs,
    }
}

/// One row a sentence: what it says, how the complete draft is changed, and the summary and first words that follow.
#[test]
#[expect(clippy::too_many_lines, reason = "a table is as long as its rows")]
fn the_rule_table_holds_row_by_row() {
    type Change = fn(&mut Draft);
    let rows: [(&str, Change, &str, &str); 22] = [
        (
            "1 both together reach 10",
            |_| {},
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "要件を満たしています",
        ),
        (
            "1 lecture is required",
            |d| {
                d.credits.clear();
                d.practical = recognised(&[(1, 1), (2, 1)]);
            },
            "座学 0.0 + 実地 10.0 = 合計 10.0 / 10.0",
            "座学研修の単位が必要です（あと0.5単位以上）",
        ),
        (
            "1 practical is required",
            |d| {
                d.credits.push(credit(year(2025), 20));
                d.practical = Practical::None;
            },
            "座学 16.5 + 実地 0.0 = 合計 16.5 / 10.0",
            "実地研修の実績を入力してください",
        ),
        (
            "1 half a unit short is short",
            |d| {
                d.credits = vec![credit(year(2025), 9)];
            },
            "座学 4.5 + 実地 5.0 = 合計 9.5 / 10.0",
            "あと0.5単位必要です",
        ),
        (
            "1 exactly ten is enough",
            |d| {
                d.credits = vec![credit(year(2025), 10)];
            },
            "座学 5.0 + 実地 5.0 = 合計 10.0 / 10.0",
            "要件を満たしています",
        ),
        (
            "2 only the chosen years count",
            |d| d.years_from = Some(year(2025)),
            "座学 1.0 + 実地 5.0 = 合計 6.0 / 10.0",
            "あと4.0単位必要です（実地研修は入力されています。年度で「2023年度」を選んで検索するか、実地研修Ⅰをあと1項目選ぶと足ります）",
        ),
        (
            "2 an earlier year that is not enough is not named",
            |d| {
                d.years_from = Some(year(2025));
                d.credits = vec![credit(year(2025), 2), credit(year(2024), 7)];
            },
            "座学 1.0 + 実地 5.0 = 合計 6.0 / 10.0",
            "あと4.0単位必要です（実地研修は入力されています。座学研修を4.0単位追加するか、実地研修Ⅰをあと1項目選ぶと足ります）",
        ),
        (
            "2 an earlier year can bring what is missing beside the first item",
            |d| {
                d.years_from = Some(year(2025));
                d.practical = Practical::None;
            },
            "座学 1.0 + 実地 0.0 = 合計 1.0 / 10.0",
            "あと9.0単位必要です（実地研修を1項目選び、年度で「2023年度」を選んで検索すると足ります）",
        ),
        (
            "2 no age is too great",
            |d| {
                d.credits = vec![credit(year(1990), 10)];
                d.years_from = Some(year(1990));
            },
            "座学 5.0 + 実地 5.0 = 合計 10.0 / 10.0",
            "要件を満たしています",
        ),
        (
            "3 added lectures of the year count",
            |d| {
                d.credits = vec![credit(year(2025), 3)];
                d.lectures = vec![lecture("x", today(), 7, 1)];
            },
            "座学 5.0 + 実地 5.0 = 合計 10.0 / 10.0",
            "要件を満たしています",
        ),
        (
            "3 added lectures of another year do not",
            |d| d.lectures = vec![lecture("x", year(2024).last_day(), 7, 1)],
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "追加した座学研修「x」",
        ),
        (
            "3 added lectures are welcome where nothing is short",
            |d| d.lectures = vec![lecture("x", today(), 7, 1)],
            "座学 10.0 + 実地 5.0 = 合計 15.0 / 10.0",
            "要件を満たしています",
        ),
        (
            "4 each item of I gives 5",
            |d| d.practical = recognised(&[(1, 1), (2, 1), (3, 1)]),
            "座学 6.5 + 実地 15.0 = 合計 21.5 / 10.0",
            "要件を満たしています",
        ),
        (
            "4 one item counts once",
            |d| {
                d.credits = vec![credit(year(2025), 2)];
                d.practical = recognised(&[(1, 1), (1, 1)]);
            },
            "座学 1.0 + 実地 5.0 = 合計 6.0 / 10.0",
            "あと4.0単位必要です",
        ),
        (
            "4 II gives 5 once",
            |d| {
                d.practical = other("見本", 1);
                d.destination = "13".parse().ok();
            },
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "要件を満たしています",
        ),
        (
            "4 II is described",
            |d| {
                d.practical = other(" ", 1);
                d.destination = "13".parse().ok();
            },
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "「実地研修の内容」を入力してください",
        ),
        (
            "5 II does not go to a district",
            |d| d.practical = other("見本", 1),
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "Ⅱその他を選んだときの申請先は",
        ),
        (
            "6 there is a destination",
            |d| d.destination = None,
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "申請先医師会を選択してください",
        ),
        (
            "7 non-members show their licence",
            |d| d.memberships = Memberships::default(),
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "医師免許証または医師資格証の画像を添付してください",
        ),
        (
            "7 a member of a district alone is a member",
            |d| d.memberships = Memberships::new(vec!["13-001".parse().expect("a code")]),
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "要件を満たしています",
        ),
        (
            "8 every item has a proof",
            |d| d.practical = recognised(&[(1, 1), (2, 0)]),
            "座学 6.5 + 実地 10.0 = 合計 16.5 / 10.0",
            "「項目I-02」の証明書を添付してください",
        ),
        (
            "8 every added lecture has a proof",
            |d| d.lectures = vec![lecture("x", today(), 7, 0)],
            "座学 10.0 + 実地 5.0 = 合計 15.0 / 10.0",
            "「x」の証明書を添付してください",
        ),
    ];
    for (sentence, change, summary, says) in rows {
        let mut draft = complete();
        change(&mut draft);
        let assessment = assess(&draft, &policy(), today());
        assert_eq!(assessment.summary(), summary, "{sentence}");
        assert!(
            assessment.sentence().starts_with(says),
            "{sentence}: {}",
            assessment.sentence()
        );
    }
}

#[test]
fn e_learning_counts_from_the_next_day_and_for_national_members_only() {
    let mut draft = complete();
    let e_learning = Credit {
        source: CreditSource::ELearning,
        acquired_on: today(),
        ..credit(year(2025), 2)
    };
    draft.credits.push(e_learning);
    let tomorrow = today().succ_opt().expect("a day");
    assert_eq!(assess(&draft, &policy(), today()).registered, Units::from_halves(13));
    assert_eq!(assess(&draft, &policy(), tomorrow).registered, Units::from_halves(15));
    draft.memberships = Memberships::new(vec!["13-001".parse().expect("a code")]);
    assert_eq!(assess(&draft, &policy(), tomorrow).registered, Units::from_halves(13));
}

#[test]
fn a_draft_that_crosses_the_end_of_march_is_judged_under_the_new_year() {
    let mut draft = complete();
    draft.lectures = vec![lecture("x", today(), 7, 1)];
    let april = year(2026).first_day();
    assert!(!assess(&draft, &policy(), april).is_eligible());
    // Once submitted it keeps its year, also while it is returned.
    draft.fiscal_year = Some(year(2025));
    assert!(assess(&draft, &policy(), april).is_eligible());
}

#[test]
fn an_item_that_is_not_offered_brings_nothing() {
    let mut draft = complete();
    draft.practical = Practical::Recognised(vec![Chosen {
        item: "I-99".parse().expect("an item"),
        proofs: 1,
    }]);
    let assessment = assess(&draft, &policy(), today());
    assert!(assessment.practical.is_zero());
    assert!(
        assessment
            .lacks
            .iter()
            .any(|lack| matches!(lack, Lack::NotOffered { .. }))
    );
}

fn any_practical() -> impl Strategy<Value = Practical> {
    let chosen = (1usize..=6, 0usize..3).prop_map(|(number, proofs)| Chosen {
        item: item(number),
        proofs,
    });
    prop_oneof![
        Just(Practical::None),
        proptest::collection::vec(chosen, 0..6).prop_map(Practical::Recognised),
        ("[ あ]{0,2}", 0usize..3).prop_map(|(text, proofs)| other(&text, proofs)),
    ]
}

pub(super) fn any_draft() -> impl Strategy<Value = Draft> {
    let credits = proptest::collection::vec((2018i32..2027, 1u32..8, any::<bool>()), 0..8).prop_map(|rows| {
        rows.into_iter()
            .map(|(y, halves, e_learning)| Credit {
                source: if e_learning {
                    CreditSource::ELearning
                } else {
                    CreditSource::Event
                },
                acquired_on: if e_learning { today() } else { year(y).first_day() },
                ..credit(year(y), halves)
            })
            .collect::<Vec<_>>()
    });
    let lectures = proptest::collection::vec((0i64..400, 1u32..8, 0usize..2), 0..4).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(n, (days, halves, proofs))| {
                lecture(&format!("l{n}"), today() - chrono::Duration::days(days), halves, proofs)
            })
            .collect::<Vec<_>>()
    });
    let codes = |texts: &'static [&'static str]| {
        proptest::sample::subsequence(texts, 0..=texts.len()).prop_map(|texts| {
            texts
                .into_iter()
                .map(|t| t.parse().expect("a code"))
                .collect::<Vec<_>>()
        })
    };
    (
        credits,
        lectures,
        any_practical(),
        codes(&["00", "13", "13-001"]).prop_map(Memberships::new),
        proptest::option::of(2018i32..2027),
        codes(&["00", "13", "13-001"]).prop_map(|codes| codes.into_iter().next()),
        0usize..2,
    )
        .prop_map(
            |(credits, lectures, practical, memberships, from, destination, licence_proofs)| Draft {
                memberships,
                credits,
                fiscal_year: None,
                years_from: from.and_then(FiscalYear::new),
                destination,
                lectures,
                practical,
                licence_proofs,
            },
        )
}

/// Does what a lack's fix says, and nothing else.
fn apply(fix: &Fix, draft: &mut Draft, nth: usize) {
    match fix {
        Fix::AddLectureUnits(units) if units.is_zero() => {}
        Fix::AddLectureUnits(units) => draft
            .lectures
            .push(lecture(&format!("fix{nth}"), today(), units.halves(), 1)),
        // Two lacks may each name a year; the wider range is what both ask for.
        Fix::CountFrom(year) => draft.years_from = draft.years_from.into_iter().chain([*year]).min(),
        Fix::ChooseAnItem => match &mut draft.practical {
            Practical::Recognised(chosen) => chosen.push(Chosen {
                item: item(1),
                proofs: 1,
            }),
            practical => *practical = recognised(&[(1, 1)]),
        },
        Fix::ChooseDestination | Fix::ChooseHigherDestination => draft.destination = "13".parse().ok(),
        Fix::RemoveItem(code) => {
            if let Practical::Recognised(chosen) = &mut draft.practical {
                chosen.retain(|c| &c.item != code);
            }
        }
        Fix::Describe => {
            if let Practical::Other { description, .. } = &mut draft.practical {
                "見本".clone_into(description);
            }
        }
        Fix::RemoveLecture(id) => draft.lectures.retain(|lecture| &lecture.id != id),
        Fix::Attach(Claim::Licence) => draft.licence_proofs += 1,
        Fix::Attach(Claim::Lecture(id)) => {
            draft
                .lectures
                .iter_mut()
                .filter(|lecture| &lecture.id == id)
                .for_each(|lecture| lecture.proofs += 1);
        }
        Fix::Attach(Claim::Practical(code)) => match &mut draft.practical {
            Practical::Recognised(chosen) => chosen
                .iter_mut()
                .filter(|c| &c.item == code)
                .for_each(|c| c.proofs += 1),
            Practical::Other { proofs, .. } => *proofs += 1,
            Practical::None => {}
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn doing_the_listed_fixes_makes_it_eligible(mut draft in any_draft()) {
        let assessment = assess(&draft, &policy(), today());
        for (nth, lack) in assessment.lacks.iter().enumerate() {
            apply(&lack.fix(), &mut draft, nth);
        }
        let mended = assess(&draft, &policy(), today());
        prop_assert!(mended.is_eligible(), "{} -> {}", assessment.sentence(), mended.sentence());
    }

    #[test]
    fn it_is_eligible_exactly_when_the_manual_says_so(draft in any_draft()) {
        let a = assess(&draft, &policy(), today());
        let in_year = |l: &AddedLecture| year(2025).contains(l.acquired_on);
        let practical_is_whole = match &draft.practical {
            Practical::None => false,
            Practical::Recognised(chosen) => {
                !chosen.is_empty() && chosen.iter().all(|c| c.proofs > 0 && policy().item(&c.item).is_some())
            }
            Practical::Other { description, proofs, .. } => {
                *proofs > 0 && !description.trim().is_empty()
                    && draft.destination.as_ref().is_some_and(|d| d.as_str().len() == 2)
            }
        };
        let by_the_manual = a.total() >= Units::whole(10)
            && !a.lecture().is_zero()
            && practical_is_whole
            && draft.destination.is_some()
            && draft.lectures.iter().all(|l| in_year(l) && l.proofs > 0)
            && (draft.memberships.is_member() || draft.licence_proofs > 0);
        prop_assert_eq!(a.is_eligible(), by_the_manual, "{}", a.sentence());
        prop_assert_eq!(a.is_eligible(), a.lacks.is_empty());
    }

    #[test]
    fn totals_never_depend_on_order(draft in any_draft()) {
        let mut turned = draft.clone();
        turned.credits.reverse();
        turned.lectures.reverse();
        if let Practical::Recognised(chosen) = &mut turned.practical {
            chosen.reverse();
        }
        let (one, other) = (assess(&draft, &policy(), today()), assess(&turned, &policy(), today()));
        prop_assert_eq!(one.summary(), other.summary());
        prop_assert_eq!(one.is_eligible(), other.is_eligible());
    }

    #[test]
    fn more_units_never_hurt(mut draft in any_draft(), halves in 1u32..8) {
        let before = assess(&draft, &policy(), today());
        draft.lectures.push(lecture("more", today(), halves, 1));
        let after = assess(&draft, &policy(), today());
        prop_assert!(!before.is_eligible() || after.is_eligible());
        prop_assert_eq!(after.total(), before.total() + Units::from_halves(halves));
    }
}

//! Questions of every kind that follow from a seed: what doctors do, what they forget, and what nobody should do.

use std::fmt::Debug;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use domain::application::{Activity, AddedLecture, Chosen, Draft, LectureKind, Practical};
use domain::association::AssociationCode;
use domain::credits::{Credit, CreditSource};
use domain::curriculum::CurriculumCode;
use domain::doctor::Memberships;
use domain::fiscal_year::FiscalYear;
use domain::policy::{Category, ItemCode, Policy, PracticalItem};
use domain::units::Units;

use crate::random::Chance;
use crate::{Batch, Question};

/// Policies in a batch.
const POLICIES: usize = 8;

/// Days on which rules turn: the ends of fiscal years, of calendar years and of February, and plain ones.
const DAYS: [(i32, u32, u32); 14] = [
    (2026, 3, 31),
    (2026, 4, 1),
    (2026, 3, 30),
    (2026, 1, 20),
    (2026, 2, 28),
    (2026, 3, 1),
    (2024, 2, 29),
    (2028, 2, 29),
    (2028, 3, 31),
    (2028, 4, 1),
    (2025, 12, 31),
    (2026, 1, 1),
    (2025, 4, 1),
    (2100, 2, 28),
];

/// Titles as people write them, and worse: surrogate pairs, variation selectors, quotes, line breaks, nothing.
const TITLES: [&str; 10] = [
    "",
    "内科学会総会",
    "𠮷野家の在宅医療",
    "葛\u{e0100}城市医師会 研修会",
    "「かかりつけ医」\"quoted\" <b>&amp;</b>",
    "two\nlines\tand\r\u{2028}more",
    "   ",
    "ｶﾅ・カナ・か\u{3099}な",
    "😀👩‍⚕️",
    "\u{202e}turned\0",
];

const ASSOCIATIONS: [&str; 6] = ["00", "13", "13-001", "13-002", "27", "27-001"];

/// The questions of batch `number`, always the same for the same seed.
pub fn batch(seed: u64, number: u64, questions: usize) -> Batch {
    let mut chance = Chance::new(seed, number);
    let policies: Vec<_> = (0..POLICIES).map(|_| policy(&mut chance)).collect();
    let questions = (0..questions)
        .map(|nth| {
            let today = today(&mut chance);
            let policy = nth % POLICIES;
            Question {
                application: (!chance.once_in(4)).then(|| known(&format!("{:032x}", chance.below(u32::MAX)))),
                policy,
                today,
                draft: draft(&mut chance, today),
            }
        })
        .collect();
    Batch { policies, questions }
}

/// Reads what is written in this file, or made here to be readable.
fn known<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("written so that it can be read")
}

fn today(chance: &mut Chance) -> NaiveDate {
    let &(year, month, day) = chance.one(&DAYS);
    NaiveDate::from_ymd_opt(year, month, day).expect("a day that exists")
}

/// A day near another one, mostly before it, sometimes years away.
fn day_near(chance: &mut Chance, day: NaiveDate) -> NaiveDate {
    let reach = *chance.one(&[1, 2, 40, 400, 4_000]);
    let days = Days::new(u64::from(chance.below(reach)));
    let moved = if chance.once_in(5) { day + days } else { day - days };
    // Half of them lie on an edge, where a mistake would show.
    let year = FiscalYear::of(moved);
    match chance.below(6) {
        0 => year.first_day(),
        1 => year.last_day(),
        2 => day,
        _ => moved,
    }
}

/// Mostly what doctors have; now and then so much that sums reach the end of their numbers.
fn units(chance: &mut Chance) -> Units {
    Units::from_halves(match chance.below(400) {
        0 => u32::MAX,
        1 => u32::MAX - chance.below(3),
        _ => chance.below(12),
    })
}

fn policy(chance: &mut Chance) -> Policy {
    let mut items: Vec<_> = (1..=chance.below(7))
        .map(|number| item(chance, Category::Recognised, number))
        .collect();
    if !chance.once_in(4) {
        items.push(item(chance, Category::Other, 1));
    }
    Policy {
        programme: "kakaritsuke".to_owned(),
        programme_name: (*chance.one(&TITLES)).to_owned(),
        fiscal_year: year(2018 + chance.below(10)),
        total_needed: Units::from_halves(*chance.one(&[20, 20, 20, 21, 0, 40, u32::MAX])),
        units_per_item: Units::from_halves(*chance.one(&[10, 10, 10, 1, 0, 7, u32::MAX])),
        units_for_other: Units::from_halves(*chance.one(&[10, 10, 10, 3, 0])),
        least_lecture: Units::from_halves(*chance.one(&[1, 1, 1, 4, 0])),
        items,
        guideline_url: String::new(),
        self_declaration_url: String::new(),
        fee_yen: 0,
        deadline: None,
        retention_years: 3,
    }
}

fn item(chance: &mut Chance, category: Category, number: u32) -> PracticalItem {
    PracticalItem {
        code: code(category, number),
        category,
        heading: String::new(),
        name: format!("項目{number} {}", chance.one(&TITLES)),
        accepted_proof: String::new(),
    }
}

fn code(category: Category, number: u32) -> ItemCode {
    known(&format!("{}-{number:02}", category.key()))
}

fn year(year: u32) -> FiscalYear {
    let year = i32::try_from(year).expect("a small number");
    FiscalYear::new(year).expect("a year of our time")
}

fn draft(chance: &mut Chance, today: NaiveDate) -> Draft {
    let credits = chance.some(9, |chance| credit(chance, today));
    let lectures = if chance.once_in(2) {
        Vec::new()
    } else {
        let mut number = 0;
        chance.some(4, |chance| {
            number += 1;
            lecture(chance, today, number)
        })
    };
    let around = FiscalYear::of(today).year();
    let one_near =
        |chance: &mut Chance| FiscalYear::new(around - 4 + i32::try_from(chance.below(6)).unwrap_or_default());
    Draft {
        memberships: memberships(chance),
        // Most drafts were never sent; one that was returned keeps its year.
        fiscal_year: if chance.once_in(4) { one_near(chance) } else { None },
        years_from: if chance.once_in(8) {
            None
        } else if chance.once_in(2) {
            domain::credits::earliest_year(&credits)
        } else {
            one_near(chance)
        },
        destination: if chance.once_in(6) {
            None
        } else {
            Some(association(chance))
        },
        credits,
        lectures,
        practical: practical(chance),
        licence_proofs: chance.count(3),
    }
}

fn association(chance: &mut Chance) -> AssociationCode {
    known(chance.one::<&str>(&ASSOCIATIONS))
}

fn memberships(chance: &mut Chance) -> Memberships {
    match chance.below(4) {
        0 => Memberships::default(),
        1 => Memberships::new(vec![known("13-001"), known("00")]),
        _ => Memberships::new(chance.some(4, association)),
    }
}

fn credit(chance: &mut Chance, today: NaiveDate) -> Credit {
    let source = *chance.one(&[CreditSource::Event, CreditSource::ELearning, CreditSource::Other]);
    // e-learning of today counts from tomorrow on.
    let acquired_on = if source == CreditSource::ELearning && chance.once_in(2) {
        today
    } else {
        day_near(chance, today)
    };
    Credit {
        fiscal_year: FiscalYear::of(acquired_on),
        acquired_on,
        title: (*chance.one(&TITLES)).to_owned(),
        organiser: String::new(),
        units: units(chance),
        codes: codes(chance),
        source,
    }
}

fn codes(chance: &mut Chance) -> Vec<CurriculumCode> {
    chance.some(3, |chance| {
        let number = chance.below(u32::from(CurriculumCode::LAST) + 1);
        u8::try_from(number)
            .ok()
            .and_then(|number| number.try_into().ok())
            .expect("one of the 84 codes")
    })
}

fn lecture(chance: &mut Chance, today: NaiveDate, number: u32) -> AddedLecture {
    let kind = if chance.once_in(2) {
        LectureKind::Event
    } else {
        LectureKind::Activity(*chance.one(&Activity::ALL))
    };
    AddedLecture {
        id: known(&format!("lecture-{number}")),
        kind,
        title: (*chance.one(&TITLES)).to_owned(),
        organiser: String::new(),
        detail: String::new(),
        self_declared: chance.once_in(3),
        acquired_on: day_near(chance, today),
        units: units(chance),
        codes: codes(chance),
        proofs: chance.count(3),
    }
}

fn practical(chance: &mut Chance) -> Practical {
    match chance.below(6) {
        0 => Practical::None,
        1 => Practical::Other {
            // Sometimes an item of the wrong group, sometimes one that does not exist.
            item: code(
                if chance.once_in(5) {
                    Category::Recognised
                } else {
                    Category::Other
                },
                1 + chance.below(2),
            ),
            description: (*chance.one(&TITLES)).to_owned(),
            proofs: chance.count(3),
        },
        _ => Practical::Recognised(chance.some(4, |chance| Chosen {
            // Beyond the policy's list lie items that are unknown, and nothing keeps one from being named twice.
            item: code(
                if chance.once_in(12) {
                    Category::Other
                } else {
                    Category::Recognised
                },
                1 + chance.below(8),
            ),
            proofs: chance.count(3),
        })),
    }
}

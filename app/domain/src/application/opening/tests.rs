//! A return opens what it names, and what is needed to reach the requirement again.

use chrono::{DateTime, NaiveDate};

use super::*;
use crate::application::{AddedLecture, Chosen, DoctorCard, Draft, Event, EventAction, LectureKind};
use crate::credits::{Credit, CreditSource};
use crate::doctor::Memberships;
use crate::fiscal_year::FiscalYear;
use crate::policy::{Category, Policy, PracticalItem};
use crate::review::ReturnItem;
use crate::units::Units;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 20).expect("a day")
}

fn claim(text: &str) -> Claim {
    text.parse().expect("a claim")
}

fn year() -> FiscalYear {
    FiscalYear::new(2025).expect("a year")
}

fn policy() -> Policy {
    let items = ["I-01", "I-02", "I-03", "II-01"].map(|code| PracticalItem {
        code: code.parse().expect("an item"),
        category: if code.starts_with("II") {
            Category::Other
        } else {
            Category::Recognised
        },
        heading: "見出し".to_owned(),
        name: format!("項目{code}"),
        accepted_proof: String::new(),
    });
    Policy {
        programme: "kakaritsuke".to_owned(),
        programme_name: "かかりつけ医機能報告制度にかかる研修".to_owned(),
        fiscal_year: year(),
        total_needed: Units::whole(10),
        units_per_item: Units::whole(5),
        units_for_other: Units::whole(5),
        least_lecture: Units::from_halves(1),
        items: items.to_vec(),
        guideline_url: String::new(),
        self_declaration_url: String::new(),
        fee_yen: 0,
        deadline: None,
        retention_years: 3,
    }
}

fn items(codes: &[&str]) -> Practical {
    let chosen = codes.iter().map(|code| Chosen {
        item: code.parse().expect("an item"),
        proofs: 1,
    });
    Practical::Recognised(chosen.collect())
}

fn other(description: &str) -> Practical {
    Practical::Other {
        item: "II-01".parse().expect("an item"),
        description: description.to_owned(),
        proofs: 1,
    }
}

fn lecture(id: &str) -> AddedLecture {
    AddedLecture {
        id: id.parse().expect("an id"),
        kind: LectureKind::Event,
        title: String::new(),
        organiser: String::new(),
        detail: String::new(),
        self_declared: false,
        acquired_on: today(),
        units: Units::whole(1),
        codes: Vec::new(),
        proofs: 1,
    }
}

/// A member's application with 6 registered units, one added lecture and these items, returned over `asked`.
fn returned(practical: Practical, asked: &[&str]) -> Case {
    let draft = Draft {
        memberships: Memberships::new(vec!["13-001".parse().expect("a code")]),
        credits: vec![Credit {
            fiscal_year: year(),
            acquired_on: year().first_day(),
            title: String::new(),
            organiser: String::new(),
            units: Units::whole(6),
            codes: Vec::new(),
            source: CreditSource::Event,
        }],
        fiscal_year: Some(year()),
        years_from: Some(year()),
        destination: Some("13".parse().expect("a code")),
        lectures: vec![lecture("one")],
        practical,
        licence_proofs: 0,
    };
    let mut case = Case {
        id: "case".parse().expect("an id"),
        version: 1,
        status: Status::Returned,
        doctor: DoctorCard {
            id: "doctor".parse().expect("an id"),
            name: "見本 太郎".to_owned(),
            name_kana: "ミホン タロウ".to_owned(),
            licence_number: "1".parse().expect("a number"),
            example: true,
        },
        draft,
        policy: policy(),
        documents: Vec::new(),
        destination: None,
        receipt_number: None,
        submitted_at: None,
        started_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
        reviewer: None,
        explanation: None,
        events: vec![Event {
            sequence: 1,
            action: EventAction::Returned,
            reason: "ご確認ください。".to_owned(),
            items: asked
                .iter()
                .map(|asked| ReturnItem::new(claim(asked), "理由"))
                .collect(),
            at: DateTime::UNIX_EPOCH,
        }],
        certificate: None,
        sent: Vec::new(),
        refused_by: None,
    };
    case.sent = case.claims();
    assert!(case.assess(today()).is_eligible(), "what was sent met the rules");
    case
}

fn opening(case: &Case) -> Opening {
    Opening::of(case, today())
}

#[test]
fn a_draft_and_a_return_that_names_no_item_are_open_as_a_whole() {
    let mut case = returned(items(&["I-01"]), &[]);
    assert_eq!(opening(&case), Opening::Everything);
    case.status = Status::Draft;
    assert_eq!(opening(&case), Opening::Everything);
    assert!(opening(&case).allows_choices() && opening(&case).allows_new_lecture());
}

#[test]
fn what_is_with_the_association_or_closed_is_closed_to_the_doctor() {
    let mut case = returned(items(&["I-01"]), &["practical:I-01"]);
    for status in Status::ALL.into_iter().filter(|status| !status.is_open_to_the_doctor()) {
        case.status = status;
        assert_eq!(opening(&case), Opening::Nothing);
        assert!(!opening(&case).allows(&claim("practical:I-01")));
        assert!(!opening(&case).allows_any_practical() && !opening(&case).allows_new_item());
        assert!(!opening(&case).allows_practical(&items(&["I-01"]), &items(&["I-01"])));
    }
}

#[test]
fn only_what_was_asked_about_is_open() {
    let opening = opening(&returned(items(&["I-01", "I-02"]), &["practical:I-01"]));
    assert!(opening.allows(&claim("practical:I-01")));
    for closed in ["practical:I-02", "lecture:one", "lecture:two"] {
        assert!(!opening.allows(&claim(closed)), "{closed}");
    }
    assert!(!opening.allows_choices() && !opening.allows_new_lecture());
    assert!(opening.allows_any_practical());
}

#[test]
fn a_lecture_that_was_asked_about_opens_nothing_of_the_practical_training() {
    let opening = opening(&returned(items(&["I-01"]), &["lecture:one"]));
    assert!(opening.allows(&claim("lecture:one")));
    assert!(!opening.allows_any_practical());
    assert!(
        !opening.allows(&claim("practical:I-03")),
        "no proof for an item that may not come"
    );
    assert!(!opening.allows_practical(&items(&["I-01"]), &items(&["I-01", "I-03"])));
    assert!(
        opening.allows_practical(&items(&["I-01"]), &items(&["I-01"])),
        "saved as it is"
    );
}

#[test]
fn an_item_may_be_exchanged_for_another_of_the_first_group_or_removed() {
    let case = returned(items(&["I-01", "I-02"]), &["practical:I-01"]);
    let (opening, saved) = (opening(&case), items(&["I-01", "I-02"]));
    for allowed in [&["I-02"][..], &["I-02", "I-03"], &["I-01", "I-02"]] {
        assert!(opening.allows_practical(&saved, &items(allowed)), "{allowed:?}");
    }
    // A closed one goes; one comes although the one that was asked about stays.
    for refused in [&["I-01"][..], &["I-03"], &["I-01", "I-02", "I-03"], &[]] {
        assert!(!opening.allows_practical(&saved, &items(refused)), "{refused:?}");
    }
    assert!(!opening.allows_practical(&saved, &other("別の活動")));
    assert!(
        opening.allows(&claim("practical:I-03")),
        "its proof may arrive before it"
    );
}

#[test]
fn what_came_in_exchange_stays_open_and_the_old_one_may_come_back() {
    let mut case = returned(items(&["I-01", "I-02"]), &["practical:I-01"]);
    case.draft.practical = items(&["I-02", "I-03"]);
    let opening = opening(&case);
    assert!(opening.allows(&claim("practical:I-03")) && !opening.allows(&claim("practical:I-02")));
    assert!(opening.allows_practical(&case.draft.practical, &items(&["I-02"])));
    assert!(opening.allows_practical(&case.draft.practical, &items(&["I-01", "I-02"])));
}

#[test]
fn whoever_removes_what_was_asked_about_can_reach_the_requirement_again() {
    let mut case = returned(items(&["I-01"]), &["lecture:one"]);
    case.draft.lectures.clear();
    let now = opening(&case);
    assert!(now.allows_new_lecture() && now.allows(&claim("lecture:two")) && now.allows_new_item());
    assert!(now.allows_practical(&items(&["I-01"]), &items(&["I-01", "I-02"])));
    assert!(!now.allows(&claim("practical:I-01")) && !now.allows_choices());

    case.draft.lectures.push(lecture("two"));
    assert!(
        opening(&case).allows(&claim("lecture:two")),
        "what was added stays open"
    );
}

#[test]
fn units_that_were_lost_meanwhile_may_be_made_up_for() {
    let mut case = returned(items(&["I-01"]), &["practical:I-01"]);
    assert!(!opening(&case).allows_new_lecture());
    case.draft.credits.clear();
    assert!(opening(&case).allows_new_lecture());
    assert!(
        !opening(&case).allows(&claim("lecture:one")),
        "what was not asked about stays closed"
    );
}

#[test]
fn the_second_group_is_changed_only_where_it_was_asked_about_and_never_chosen_anew() {
    let closed = opening(&returned(other("訓練"), &["lecture:one"]));
    assert!(closed.allows_practical(&other("訓練"), &other("訓練")));
    assert!(closed.allows_practical(&other("訓練\n二行目"), &other("訓練\r\n二行目")));
    assert!(!closed.allows_practical(&other("訓練"), &other("別の訓練")));
    assert!(!closed.allows_practical(&other("訓練"), &Practical::None));

    let asked = opening(&returned(other("訓練"), &["practical:II-01"]));
    assert!(asked.allows_practical(&other("訓練"), &other("別の訓練")));
    assert!(
        asked.allows_practical(&other("訓練"), &items(&["I-01"])),
        "exchanged for an item of Ⅰ"
    );
    assert!(asked.allows_practical(&other("訓練"), &Practical::None));

    let recognised = opening(&returned(items(&["I-01"]), &["practical:I-01"]));
    assert!(!recognised.allows_practical(&items(&["I-01"]), &other("訓練")));
}

#[test]
fn the_licence_is_closed_unless_asked_about_or_never_sent() {
    let mut case = returned(items(&["I-01"]), &["lecture:one"]);
    case.draft.memberships = Memberships::default();
    assert!(
        opening(&case).allows(&Claim::Licence),
        "the membership ended after it was sent"
    );
    assert!(opening(&case).allows_any_practical());
    case.sent.push(Claim::Licence);
    case.draft.licence_proofs = 1;
    assert!(!opening(&case).allows(&Claim::Licence));
}

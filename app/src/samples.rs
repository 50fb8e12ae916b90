//! Invented people, credits and cases for tests of pages. Every name is marked 見本.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::application::{
    AddedLecture, Case, CaseLine, CertificateCard, Chosen, Claim, DoctorCard, Document, Draft, Event, EventAction,
    LectureKind, Practical, Status,
};
use domain::association::Association;
use domain::credits::{Credit, CreditSource};
use domain::curriculum::CurriculumCode;
use domain::doctor::Memberships;
use domain::evidence::MediaType;
use domain::fiscal_year::FiscalYear;
use domain::policy::{Category, Policy, PracticalItem};
use domain::units::Units;

use crate::credits::CodeNames;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn year(year: i32) -> FiscalYear {
    FiscalYear::new(year).unwrap()
}

fn submitted_at() -> DateTime<Utc> {
    day("2026-02-03").and_hms_opt(5, 5, 0).unwrap().and_utc()
}

fn code(number: u8) -> CurriculumCode {
    CurriculumCode::try_from(number).unwrap()
}

pub(crate) fn code_names() -> CodeNames {
    [(12, "地域医療"), (13, "医療と介護および福祉の連携"), (80, "在宅医療")]
        .into_iter()
        .map(|(number, name)| (code(number), name.to_owned()))
        .collect()
}

pub(crate) fn memberships() -> Memberships {
    Memberships::new(vec![
        "13-001".parse().unwrap(),
        "13".parse().unwrap(),
        "00".parse().unwrap(),
    ])
}

pub(crate) fn credits() -> Vec<Credit> {
    let credit = |year_of: i32, on: &str, title: &str, halves: u32, codes: &[u8], source| Credit {
        fiscal_year: year(year_of),
        acquired_on: day(on),
        title: title.to_owned(),
        organiser: if source == CreditSource::ELearning {
            "日本医師会"
        } else {
            "見本区医師会"
        }
        .to_owned(),
        units: Units::from_halves(halves),
        codes: codes.iter().copied().map(code).collect(),
        source,
    };
    vec![
        credit(
            2023,
            "2023-06-17",
            "見本 地域包括ケア研修会",
            4,
            &[12, 13],
            CreditSource::Event,
        ),
        credit(
            2024,
            "2024-09-08",
            "見本 在宅医療における多職種連携と看取りを考える合同研修会",
            5,
            &[80],
            CreditSource::Event,
        ),
        credit(2024, "2024-11-20", "見本 学会発表", 2, &[12], CreditSource::Other),
        credit(
            2025,
            "2025-10-12",
            "見本 認知症対応力向上研修会",
            2,
            &[13],
            CreditSource::Event,
        ),
        credit(
            2025,
            "2026-02-03",
            "見本 日医e-ラーニング",
            2,
            &[12],
            CreditSource::ELearning,
        ),
    ]
}

pub(crate) fn policy() -> Policy {
    let item = |code: &str, category, heading: &str, name: &str, accepted_proof: &str| PracticalItem {
        code: code.parse().unwrap(),
        category,
        heading: heading.to_owned(),
        name: name.to_owned(),
        accepted_proof: accepted_proof.to_owned(),
    };
    Policy {
        programme: "kakari".to_owned(),
        programme_name: "かかりつけ医機能報告制度にかかる研修".to_owned(),
        fiscal_year: year(2025),
        total_needed: Units::whole(10),
        units_per_item: Units::whole(5),
        units_for_other: Units::whole(5),
        least_lecture: Units::from_halves(1),
        items: vec![
            item(
                "I-02",
                Category::Recognised,
                "地域の時間外・救急対応",
                "在宅当番医",
                "当番表の写し、委嘱状",
            ),
            item(
                "I-12",
                Category::Recognised,
                "地域保健・公衆衛生活動",
                "学校保健（学校医・園医、学校健診）",
                "委嘱状の写し",
            ),
            item(
                "II-01",
                Category::Other,
                "その他",
                "大学や医師会等のシミュレーションラボ・その他",
                "内容がわかる資料",
            ),
        ],
        guideline_url: String::new(),
        self_declaration_url: String::new(),
        fee_yen: 0,
        deadline: None,
        retention_years: 3,
    }
}

fn document(id: &str, claim: Claim, file_name: &str, media_type: MediaType, pages: u32) -> Document {
    Document {
        id: id.parse().unwrap(),
        claim,
        file_name: file_name.to_owned(),
        media_type,
        size_bytes: 830_000,
        pages,
        sha256_chosen: None,
        sha256_received: "0".repeat(64),
        sha256_stored: "0".repeat(64),
    }
}

/// A case with an added lecture, one item of practical training with a picture and a document, and its history.
pub(crate) fn case(status: Status) -> Case {
    let lecture = AddedLecture {
        id: "lecture1".parse().unwrap(),
        kind: LectureKind::Event,
        title: "見本 総合診療セミナー".to_owned(),
        organiser: "見本学会".to_owned(),
        detail: String::new(),
        self_declared: true,
        acquired_on: day("2025-12-07"),
        units: Units::from_halves(3),
        codes: vec![code(12), code(80)],
        proofs: 1,
    };
    let item = Claim::Practical("I-12".parse().unwrap());
    let documents = vec![
        document(
            "doc1",
            Claim::Lecture(lecture.id.clone()),
            "参加証.jpg",
            MediaType::Jpeg,
            1,
        ),
        document("doc2", item.clone(), "委嘱状.pdf", MediaType::Pdf, 5),
        document("doc3", item, "出務表の写真.png", MediaType::Png, 1),
    ];
    let draft = Draft {
        memberships: memberships(),
        credits: credits(),
        fiscal_year: Some(year(2025)),
        years_from: Some(year(2024)),
        destination: Some("13-001".parse().unwrap()),
        lectures: vec![lecture],
        practical: Practical::Recognised(vec![Chosen {
            item: "I-12".parse().unwrap(),
            proofs: 2,
        }]),
        licence_proofs: 0,
    };
    let policy = policy();
    let explanation = domain::eligibility::assess(&draft, &policy, day("2026-02-03"));
    Case {
        id: "case1".parse().unwrap(),
        version: 7,
        status,
        doctor: DoctorCard {
            id: "doctor1".parse().unwrap(),
            name: "見本 花子".to_owned(),
            name_kana: "ミホン ハナコ".to_owned(),
            licence_number: "654321".parse().unwrap(),
            example: true,
        },
        draft,
        policy,
        documents,
        destination: Some(Association {
            code: "13-001".parse().unwrap(),
            name: "北区医師会".to_owned(),
            signatory: "会長".to_owned(),
            example: true,
        }),
        receipt_number: Some("2025-000123".to_owned()),
        submitted_at: Some(submitted_at()),
        started_at: submitted_at(),
        updated_at: submitted_at(),
        reviewer: (status != Status::Submitted).then(|| ("account1".parse().unwrap(), "見本 審査".to_owned())),
        explanation: Some(explanation),
        events: events(status),
        certificate: (status == Status::Approved).then(|| certificate(false)),
        sent: vec!["lecture:lecture1".parse().unwrap(), "practical:I-12".parse().unwrap()],
        refused_by: None,
    }
}

fn events(status: Status) -> Vec<Event> {
    let last = match status {
        Status::Approved => Some((EventAction::Approved, "")),
        Status::Returned => Some((
            EventAction::Returned,
            "委嘱状の期間が読めません。\n撮り直してください。",
        )),
        Status::Refused => Some((EventAction::Refused, "内容を確認できませんでした。")),
        Status::Withdrawn => Some((EventAction::Withdrawn, "")),
        Status::Draft | Status::Submitted | Status::InReview => None,
    };
    let taken = (status != Status::Submitted).then_some((EventAction::Taken, ""));
    [Some((EventAction::Submitted, "")), taken, last]
        .into_iter()
        .flatten()
        .zip(1..)
        .map(|((action, reason), sequence)| Event {
            sequence,
            action,
            reason: reason.to_owned(),
            items: Vec::new(),
            at: submitted_at() + TimeDelta::hours((sequence - 1) * 20),
        })
        .collect()
}

pub(crate) fn certificate(ready: bool) -> CertificateCard {
    CertificateCard {
        number: "2025-000001".to_owned(),
        issued_on: day("2026-02-05"),
        ready,
    }
}

pub(crate) fn line(number: usize, status: Status) -> CaseLine {
    let sent = status != Status::Draft;
    CaseLine {
        id: format!("case{number}").parse().unwrap(),
        status,
        receipt_number: sent.then(|| format!("2025-{number:06}")),
        fiscal_year: sent.then(|| year(2025)),
        submitted_at: sent.then(submitted_at),
        programme_name: policy().programme_name,
        doctor_name: "見本 花子".to_owned(),
        licence_number: "654321".to_owned(),
        destination_name: "北区医師会".to_owned(),
        reexamined: false,
        reviewer_name: (status == Status::InReview).then(|| "見本 審査".to_owned()),
        certificate: (status == Status::Approved).then(|| certificate(true)),
    }
}

//! The example people. Names are invented and say 見本; licence numbers are beyond any that was given out.

use domain::credits::CreditSource::{self, ELearning, Event, Other};

use crate::visitor::Role::{self, AssociationAdmin, Decider, Doctor, NationalAdmin, Organiser, Reviewer};

/// The password of every example account.
pub const PASSWORD: &str = "kakari-demo-2026";

/// Who applies to get the example certificate, and who approves it.
pub(super) const DONE: &str = "demo-done";
pub(super) const DONE_REVIEWER: &str = "demo-reviewer";
/// 北区医師会.
pub(super) const KITA: &str = "13-001";

/// Somebody who can log in.
pub(super) struct Person {
    pub(super) login: &'static str,
    pub(super) name: &'static str,
    pub(super) roles: &'static [(Role, Option<&'static str>)],
    pub(super) doctor: Option<DoctorOf>,
}

/// The doctor behind an account.
pub(super) struct DoctorOf {
    pub(super) licence_number: &'static str,
    pub(super) name_kana: &'static str,
    pub(super) memberships: &'static [&'static str],
    pub(super) credits: &'static [Lecture],
}

/// A registered credit.
pub(super) struct Lecture {
    /// Year, month and day; none is the day of seeding.
    pub(super) held_on: Option<(i32, u32, u32)>,
    pub(super) title: &'static str,
    pub(super) organiser: &'static str,
    pub(super) half_units: i32,
    pub(super) codes: &'static str,
    pub(super) source: CreditSource,
}

const fn lecture(
    held_on: (i32, u32, u32),
    title: &'static str,
    organiser: &'static str,
    half_units: i32,
    codes: &'static str,
) -> Lecture {
    Lecture {
        held_on: Some(held_on),
        title,
        organiser,
        half_units,
        codes,
        source: Event,
    }
}

const fn doctor(
    login: &'static str,
    (name, name_kana): (&'static str, &'static str),
    licence_number: &'static str,
    memberships: &'static [&'static str],
    credits: &'static [Lecture],
) -> Person {
    let doctor = DoctorOf {
        licence_number,
        name_kana,
        memberships,
        credits,
    };
    Person {
        login,
        name,
        roles: &[(Doctor, None)],
        doctor: Some(doctor),
    }
}

const fn clerk(login: &'static str, name: &'static str, roles: &'static [(Role, Option<&'static str>)]) -> Person {
    Person {
        login,
        name,
        roles,
        doctor: None,
    }
}

/// Everybody of domain.md, section 8. Lectures of the fiscal year 2025 lie at its beginning, so that they have been
/// held whatever day of that year a test plays on.
pub(super) const PEOPLE: [Person; 13] = [
    doctor(
        "demo-member",
        ("見本 太郎", "ミホン タロウ"),
        "900001",
        &[KITA, "00"],
        &[
            lecture(
                (2023, 6, 17),
                "見本講座：かかりつけ医と地域医療",
                "北区医師会",
                2,
                "12,13",
            ),
            lecture((2023, 11, 8), "見本講座：高血圧症の診療", "東京都医師会", 2, "74"),
            lecture(
                (2024, 5, 25),
                "見本講座：在宅医療と多職種連携",
                "東京都医師会",
                4,
                "10,80",
            ),
            lecture(
                (2024, 10, 19),
                "見本講座：フレイルと身体機能の低下",
                "北区医師会",
                3,
                "19,73",
            ),
            lecture((2025, 5, 17), "見本講座：感染症の最新の話題", "北区医師会", 2, "8,28"),
            Lecture {
                held_on: None,
                title: "見本講座：医療の質と安全（e-ラーニング）",
                organiser: "日本医師会",
                half_units: 2,
                codes: "7",
                source: ELearning,
            },
        ],
    ),
    doctor(
        "demo-district",
        ("見本 花子", "ミホン ハナコ"),
        "900002",
        &[KITA],
        &[
            lecture((2024, 6, 8), "見本講座：認知症の早期対応", "北区医師会", 4, "29"),
            lecture((2024, 9, 14), "見本講座：糖尿病の地域連携", "北区医師会", 5, "76,10"),
            lecture(
                (2025, 2, 15),
                "見本講座：終末期のケアと意思決定",
                "東京都医師会",
                3,
                "81,2",
            ),
        ],
    ),
    doctor(
        "demo-short",
        ("見本 次郎", "ミホン ジロウ"),
        "900003",
        &[KITA, "00"],
        &[lecture(
            (2022, 10, 1),
            "見本講座：災害医療の基礎",
            "北区医師会",
            3,
            "14",
        )],
    ),
    doctor(
        "demo-guest",
        ("見本 三郎", "ミホン サブロウ"),
        "900004",
        &[],
        &[
            lecture((2025, 4, 19), "見本講座：慢性疾患の管理", "東京都医師会", 4, "73,75"),
            lecture((2025, 5, 24), "見本講座：褥瘡の予防と治療", "北区医師会", 3, "58"),
            Lecture {
                held_on: Some((2025, 6, 7)),
                title: "見本：臨床研修の指導",
                organiser: "見本大学",
                half_units: 2,
                codes: "1",
                source: Other,
            },
        ],
    ),
    doctor(
        "demo-done",
        ("見本 和子", "ミホン カズコ"),
        "900005",
        &[KITA, "00"],
        &[
            lecture(
                (2024, 6, 15),
                "見本講座：地域包括診療の実際",
                "日本医師会",
                5,
                "12,13,80",
            ),
            lecture((2024, 11, 30), "見本講座：服薬と転倒", "北区医師会", 3, "62,73"),
            lecture((2025, 5, 10), "見本講座：心肺停止への対応", "東京都医師会", 4, "44"),
        ],
    ),
    clerk("demo-reviewer", "見本 春子（北区医師会）", &[(Reviewer, Some(KITA))]),
    clerk("demo-reviewer2", "見本 夏子（北区医師会）", &[(Reviewer, Some(KITA))]),
    clerk(
        "demo-prefecture",
        "見本 秋夫（東京都医師会）",
        &[(Reviewer, Some("13")), (Decider, Some("13"))],
    ),
    clerk("demo-national", "見本 冬子（日本医師会）", &[(Reviewer, Some("00"))]),
    clerk("demo-other", "見本 港（見本市医師会）", &[(Reviewer, Some("14-001"))]),
    clerk("demo-organiser", "見本 司（北区医師会）", &[(Organiser, Some(KITA))]),
    clerk(
        "demo-office",
        "見本 務（北区医師会）",
        &[(AssociationAdmin, Some(KITA))],
    ),
    clerk("demo-admin", "見本 治（日本医師会）", &[(NationalAdmin, None)]),
];

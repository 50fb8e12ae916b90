//! A whole application as pages show it, to the doctor and to the clerk alike.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Claim, Draft, Status};
use crate::association::Association;
use crate::doctor::LicenceNumber;
use crate::eligibility::{Assessment, assess};
use crate::evidence::MediaType;
use crate::fiscal_year::{FiscalYear, day_in_japan};
use crate::ids::{AccountId, ApplicationId, DoctorId, DocumentId};
use crate::policy::Policy;
use crate::review::ReturnItem;

/// An application with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Which application.
    pub id: ApplicationId,
    /// Counts its changes; a form made from an older one is a conflict.
    pub version: i64,
    /// Where it stands.
    pub status: Status,
    /// Whose it is.
    pub doctor: DoctorCard,
    /// What the rules look at.
    pub draft: Draft,
    /// The settings it began under.
    pub policy: Policy,
    /// Its proofs, in the order in which they came.
    pub documents: Vec<Document>,
    /// 申請先医師会.
    pub destination: Option<Association>,
    /// 受付番号, from the first submission on.
    pub receipt_number: Option<String>,
    /// When it was first submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was begun.
    pub started_at: DateTime<Utc>,
    /// When anything of it last changed.
    pub updated_at: DateTime<Utc>,
    /// Who has taken it: the account and its display name.
    pub reviewer: Option<(AccountId, String)>,
    /// What the rules said when it was last submitted.
    pub explanation: Option<Assessment>,
    /// What happened to it, the oldest first.
    pub events: Vec<Event>,
    /// The certificate that stands, once approved.
    pub certificate: Option<CertificateCard>,
    /// The claims that it made when it was last sent.
    pub sent: Vec<Claim>,
    /// Who refused it before the doctor asked for another look; nobody where none was asked for.
    pub refused_by: Option<AccountId>,
}

impl Case {
    /// What the rules say to it today.
    pub fn assess(&self, today: NaiveDate) -> Assessment {
        assess(&self.draft, &self.policy, today)
    }

    /// The present fiscal year, where a draft was begun in an earlier one: it is judged anew, under the settings of the
    /// new year (domain.md, rule 13).
    pub fn crossed_into(&self, today: NaiveDate) -> Option<FiscalYear> {
        let year = FiscalYear::of(today);
        let begun = FiscalYear::of(day_in_japan(self.started_at));
        (self.status == Status::Draft && begun < year).then_some(year)
    }

    /// The proofs of one claim.
    pub fn proofs<'a>(&'a self, claim: &'a Claim) -> impl Iterator<Item = &'a Document> {
        self.documents.iter().filter(move |document| &document.claim == claim)
    }

    /// What the association asked for when it last returned the application; none when it is not returned.
    pub fn last_return(&self) -> Option<&Event> {
        self.latest_return().filter(|_| self.status == Status::Returned)
    }

    /// The same, also when it was answered since.
    pub fn latest_return(&self) -> Option<&Event> {
        self.events
            .iter()
            .rev()
            .find(|event| event.action == EventAction::Returned)
    }

    /// Whether the doctor changed anything since the application was last returned.
    pub fn changed_since_return(&self) -> bool {
        self.last_return().is_some_and(|event| self.updated_at > event.at)
    }

    /// When it was last sent, and whether that was a resubmission; none before the first submission.
    pub fn last_sent(&self) -> Option<(DateTime<Utc>, bool)> {
        let sent = |event: &&Event| matches!(event.action, EventAction::Submitted | EventAction::Resubmitted);
        let last = self.events.iter().rev().find(sent)?;
        Some((last.at, last.action == EventAction::Resubmitted))
    }

    /// Every claim that the application makes, in the order of the screens.
    pub fn claims(&self) -> Vec<Claim> {
        let lectures = self
            .draft
            .lectures
            .iter()
            .map(|lecture| Claim::Lecture(lecture.id.clone()));
        let items = self.draft.practical.items().into_iter().cloned().map(Claim::Practical);
        let licence = (!self.draft.memberships.is_member()).then_some(Claim::Licence);
        lectures.chain(items).chain(licence).collect()
    }

    /// What a claim is called on screens.
    pub fn claim_name(&self, claim: &Claim) -> String {
        match claim {
            Claim::Practical(code) => self
                .policy
                .item(code)
                .map_or_else(|| code.to_string(), |item| item.name.clone()),
            Claim::Lecture(id) => {
                let lecture = self.draft.lectures.iter().find(|lecture| &lecture.id == id);
                lecture.map_or_else(|| "追加した座学研修".to_owned(), |lecture| lecture.name().to_owned())
            }
            Claim::Licence => "医師免許証または医師資格証".to_owned(),
        }
    }
}

/// A doctor as pages and certificates name one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoctorCard {
    /// Which doctor.
    pub id: DoctorId,
    /// The name as written.
    pub name: String,
    /// The name in kana.
    pub name_kana: String,
    /// 医籍登録番号.
    pub licence_number: LicenceNumber,
    /// Whether the doctor exists only in the example data.
    pub example: bool,
}

/// One uploaded proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Which document.
    pub id: DocumentId,
    /// What it proves.
    pub claim: Claim,
    /// The name it was chosen under.
    pub file_name: String,
    /// What it is.
    pub media_type: MediaType,
    /// Its size as stored, in bytes.
    pub size_bytes: u64,
    /// Its pages; 1 for a picture.
    pub pages: u32,
    /// SHA-256 of the file as the person chose it, in hexadecimal; `None` when the browser could not tell.
    pub sha256_chosen: Option<String>,
    /// SHA-256 of the bytes that arrived, in hexadecimal.
    pub sha256_received: String,
    /// SHA-256 of the bytes that are stored, in hexadecimal.
    pub sha256_stored: String,
}

/// What can happen to an application after it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventAction {
    /// 申請.
    Submitted,
    /// A reviewer took it.
    Taken,
    /// A reviewer gave it back to the queue.
    Released,
    /// 差戻し.
    Returned,
    /// 再申請.
    Resubmitted,
    /// 承認.
    Approved,
    /// 不承認.
    Refused,
    /// 取下げ.
    Withdrawn,
    /// A decision was taken back within ten minutes.
    Undone,
    /// The doctor asked for another look after a refusal.
    ReexaminationRequested,
}

impl EventAction {
    /// As it stands in the database.
    pub fn key(self) -> &'static str {
        match self {
            EventAction::Submitted => "submitted",
            EventAction::Taken => "taken",
            EventAction::Released => "released",
            EventAction::Returned => "returned",
            EventAction::Resubmitted => "resubmitted",
            EventAction::Approved => "approved",
            EventAction::Refused => "refused",
            EventAction::Withdrawn => "withdrawn",
            EventAction::Undone => "undone",
            EventAction::ReexaminationRequested => "reexamination_requested",
        }
    }

    /// As it stands on screens.
    pub fn label(self) -> &'static str {
        match self {
            EventAction::Submitted => "申請しました",
            EventAction::Taken => "審査を開始しました",
            EventAction::Released => "受付待ちに戻しました",
            EventAction::Returned => "差し戻しました",
            EventAction::Resubmitted => "再申請しました",
            EventAction::Approved => "承認しました",
            EventAction::Refused => "不承認としました",
            EventAction::Withdrawn => "取り下げました",
            EventAction::Undone => "決定を取り消しました",
            EventAction::ReexaminationRequested => "再審査を依頼しました",
        }
    }
}

/// One thing that happened to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// 1, 2, 3, … in the application.
    pub sequence: i64,
    /// What happened.
    pub action: EventAction,
    /// Why, where a reason was given; with a resubmission, what the doctor answers to the return as a whole.
    pub reason: String,
    /// What is to be mended, item by item, with the doctor's answers once there are any.
    pub items: Vec<ReturnItem>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A certificate as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateCard {
    /// Its number.
    pub number: String,
    /// The day of issue in Japan.
    pub issued_on: NaiveDate,
    /// Whether its bytes are made; 作成中 until then.
    pub ready: bool,
}

/// One line of the history and of the review queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Which application.
    pub id: ApplicationId,
    /// Where it stands.
    pub status: Status,
    /// 受付番号.
    pub receipt_number: Option<String>,
    /// Its fiscal year, from the first submission on.
    pub fiscal_year: Option<FiscalYear>,
    /// When it was first submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// 制度種別.
    pub programme_name: String,
    /// The doctor's name as written.
    pub doctor_name: String,
    /// 医籍登録番号.
    pub licence_number: String,
    /// The destination's name.
    pub destination_name: String,
    /// Who has taken it.
    pub reviewer_name: Option<String>,
    /// Whether the doctor asked for another look after a refusal.
    pub reexamined: bool,
    /// The certificate that stands.
    pub certificate: Option<CertificateCard>,
}

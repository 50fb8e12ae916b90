//! Loads a whole application in one query, and only for somebody who may see it.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::{
    AddedLecture, Case, CertificateCard, Chosen, Claim, DoctorCard, Document, Draft, Event, EventAction, LectureKind,
    Practical, Status,
};
use domain::association::Association;
use domain::credits::Credit;
use domain::evidence::MediaType;
use domain::fiscal_year::FiscalYear;
use domain::ids::{AccountId, ApplicationId};
use domain::policy::Policy;
use domain::review::ReturnItem;
use domain::units::Units;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};
use serde::Deserialize;

use super::credit::{CREDIT_COLUMNS, CreditRow};
use super::doctor::memberships;
use super::json;
use super::policy::{PolicyCache, policy_by_id};
use crate::error::{Error, Fault, Refusal, Result};
use crate::visitor::{Doctor, Reviewer};

/// The application of this doctor; somebody else's is not found.
pub(crate) async fn case_of_doctor(
    conn: &impl ConnectionTrait,
    policies: &PolicyCache,
    doctor: &Doctor,
    id: &ApplicationId,
) -> Result<Case> {
    let condition = "a.id = $1 AND a.doctor_id = $2";
    let values = [id.as_str().into(), doctor.doctor.as_str().into()];
    load(conn, policies, condition, values)
        .await?
        .ok_or(Refusal::NotFound.into())
}

/// An application that was sent to an association of this reviewer, or to a district under it; any other is not found.
pub(crate) async fn case_for_reviewer(
    conn: &impl ConnectionTrait,
    policies: &PolicyCache,
    reviewer: &Reviewer,
    id: &ApplicationId,
) -> Result<Case> {
    let case = load(
        conn,
        policies,
        "a.id = $1 AND a.status <> 'draft'",
        [id.as_str().into()],
    )
    .await?;
    case.filter(|case| {
        case.destination
            .as_ref()
            .is_some_and(|destination| reviewer.sees(&destination.code))
    })
    .ok_or(Refusal::NotFound.into())
}

/// Any application, for jobs and for `verify`, which act for nobody.
pub(crate) async fn case_by_id(conn: &impl ConnectionTrait, policies: &PolicyCache, id: &str) -> Result<Option<Case>> {
    load(conn, policies, "a.id = $1", [id.into()]).await
}

async fn load(
    conn: &impl ConnectionTrait,
    policies: &PolicyCache,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<Case>> {
    let backend = conn.get_database_backend();
    let sql = format!("{} WHERE {condition}", select(backend));
    let row = CaseRow::find_by_statement(Statement::from_sql_and_values(backend, sql, values))
        .one(conn)
        .await?;
    match row {
        Some(row) => {
            let policy = policy_by_id(policies, conn, &row.policy_id).await?;
            row.into_case(&policy).map(Some)
        }
        None => Ok(None),
    }
}

fn select(backend: DbBackend) -> String {
    let memberships = json::rows(
        backend,
        &["m.association_code"],
        "memberships m WHERE m.doctor_id = a.doctor_id",
    );
    let credits = json::rows(backend, &CREDIT_COLUMNS, "credits c WHERE c.doctor_id = a.doctor_id");
    let lectures = json::rows(
        backend,
        &[
            "l.id",
            "l.kind",
            "l.activity",
            "l.title",
            "l.organiser",
            "l.detail",
            "l.self_declared",
            "l.acquired_on",
            "l.half_units",
            "l.codes",
            "l.created_at",
        ],
        "added_lectures l WHERE l.application_id = a.id",
    );
    let entries = json::rows(
        backend,
        &["e.item_code", "i.sort"],
        "practical_entries e JOIN practical_items i ON i.code = e.item_code WHERE e.application_id = a.id",
    );
    let documents = json::rows(
        backend,
        &[
            "f.id",
            "f.claim",
            "f.position",
            "f.file_name",
            "f.media_type",
            "f.size_bytes",
            "f.pages",
            "f.sha256_chosen",
            "f.sha256_received",
            "f.sha256_stored",
        ],
        "documents f WHERE f.application_id = a.id",
    );
    let events = json::rows(
        backend,
        &[
            "v.id",
            "v.sequence",
            "v.actor_account_id",
            "v.action",
            "v.reason",
            "v.at",
        ],
        "review_events v WHERE v.application_id = a.id",
    );
    let return_items = json::rows(
        backend,
        &["t.review_event_id", "t.claim", "t.reason", "t.answer"],
        "return_items t JOIN review_events v ON v.id = t.review_event_id WHERE v.application_id = a.id",
    );
    // Every claim has a file when it is sent, so the sealed files tell which claims were.
    let sent = json::rows(
        backend,
        &["s.document_id"],
        "submitted_files s WHERE s.application_id = a.id AND s.submission = \
         (SELECT MAX(t.submission) FROM submitted_files t WHERE t.application_id = a.id)",
    );
    format!(
        "SELECT a.id, a.version, a.status, a.fiscal_year, a.years_from, a.destination_code, a.practical_category, \
         a.other_description, a.policy_id, a.receipt_number, a.submitted_at, a.created_at, a.updated_at, a.reviewer_account_id, \
         a.explanation_json, d.id AS doctor_id, d.name AS doctor_name, d.name_kana, d.licence_number, \
         d.is_example AS doctor_is_example, n.name AS destination_name, n.signatory AS destination_signatory, \
         n.is_example AS destination_is_example, r.display_name AS reviewer_name, z.number AS certificate_number, \
         z.issued_on AS certificate_issued_on, z.rendered_at AS certificate_rendered_at, \
         {memberships} AS memberships, {credits} AS credits, {lectures} AS lectures, {entries} AS entries, \
         {documents} AS documents, {events} AS events, {return_items} AS return_items, {sent} AS sent \
         FROM applications a JOIN doctors d ON d.id = a.doctor_id \
         LEFT JOIN associations n ON n.code = a.destination_code \
         LEFT JOIN accounts r ON r.id = a.reviewer_account_id \
         LEFT JOIN certificates z ON z.application_id = a.id AND z.status = 'valid'"
    )
}

#[derive(FromQueryResult)]
struct CaseRow {
    id: String,
    version: i32,
    status: String,
    fiscal_year: Option<i32>,
    years_from: Option<i32>,
    destination_code: Option<String>,
    practical_category: String,
    other_description: String,
    policy_id: String,
    receipt_number: Option<String>,
    submitted_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    reviewer_account_id: Option<String>,
    explanation_json: Option<String>,
    doctor_id: String,
    doctor_name: String,
    name_kana: String,
    licence_number: String,
    doctor_is_example: bool,
    destination_name: Option<String>,
    destination_signatory: Option<String>,
    destination_is_example: Option<bool>,
    reviewer_name: Option<String>,
    certificate_number: Option<String>,
    certificate_issued_on: Option<NaiveDate>,
    certificate_rendered_at: Option<DateTime<Utc>>,
    memberships: String,
    credits: String,
    lectures: String,
    entries: String,
    documents: String,
    events: String,
    return_items: String,
    sent: String,
}

#[derive(Deserialize)]
struct SentRow {
    document_id: String,
}

#[derive(Deserialize)]
struct LectureRow {
    id: String,
    kind: String,
    activity: String,
    title: String,
    organiser: String,
    detail: String,
    #[serde(deserialize_with = "json::flag")]
    self_declared: bool,
    acquired_on: NaiveDate,
    half_units: u32,
    codes: String,
    created_at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct EntryRow {
    item_code: String,
    sort: i64,
}

#[derive(Deserialize)]
struct DocumentRow {
    id: String,
    claim: String,
    position: u32,
    file_name: String,
    media_type: String,
    size_bytes: u64,
    pages: u32,
    sha256_chosen: Option<String>,
    sha256_received: String,
    sha256_stored: String,
}

#[derive(Deserialize)]
struct EventRow {
    id: String,
    sequence: i64,
    actor_account_id: String,
    action: EventAction,
    reason: String,
    at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct ReturnItemRow {
    review_event_id: String,
    claim: String,
    reason: String,
    answer: String,
}

impl CaseRow {
    fn into_case(self, policy: &Arc<Policy>) -> Result<Case> {
        let bad = |what: &str| -> Error { Fault::bad_row("applications", &self.id, what) };
        let documents = self.documents()?;
        let destination_code = match &self.destination_code {
            Some(code) => Some(code.parse().map_err(|_| bad("destination_code"))?),
            None => None,
        };
        let draft = Draft {
            memberships: memberships(&self.doctor_id, &self.memberships)?,
            credits: self.credits()?,
            fiscal_year: self.fiscal_year.and_then(FiscalYear::new),
            years_from: self.years_from.and_then(FiscalYear::new),
            destination: destination_code.clone(),
            lectures: self.lectures(&documents)?,
            practical: self.practical(&documents)?,
            licence_proofs: count(&documents, &Claim::Licence),
        };
        Ok(Case {
            id: self.id.parse().map_err(|_| bad("id"))?,
            version: i64::from(self.version),
            status: Status::from_key(&self.status).ok_or_else(|| bad("status"))?,
            doctor: DoctorCard {
                id: self.doctor_id.parse().map_err(|_| bad("doctor_id"))?,
                name: self.doctor_name.clone(),
                name_kana: self.name_kana.clone(),
                licence_number: self.licence_number.parse().map_err(|_| bad("licence_number"))?,
                example: self.doctor_is_example,
            },
            draft,
            policy: Policy::clone(policy),
            destination: match (destination_code, &self.destination_name) {
                (Some(code), Some(name)) => Some(Association {
                    code,
                    name: name.clone(),
                    signatory: self.destination_signatory.clone().unwrap_or_default(),
                    example: self.destination_is_example.unwrap_or_default(),
                }),
                _ => None,
            },
            reviewer: match (&self.reviewer_account_id, &self.reviewer_name) {
                (Some(id), Some(name)) => Some((id.parse().map_err(|_| bad("reviewer_account_id"))?, name.clone())),
                _ => None,
            },
            explanation: match &self.explanation_json {
                Some(text) => Some(serde_json::from_str(text).map_err(|_| bad("explanation_json"))?),
                None => None,
            },
            events: self.events()?,
            certificate: match (&self.certificate_number, self.certificate_issued_on) {
                (Some(number), Some(issued_on)) => Some(CertificateCard {
                    number: number.clone(),
                    issued_on,
                    ready: self.certificate_rendered_at.is_some(),
                }),
                _ => None,
            },
            sent: self.sent(&documents)?,
            refused_by: self.refused_by()?,
            documents,
            receipt_number: self.receipt_number,
            submitted_at: self.submitted_at,
            started_at: self.created_at,
            updated_at: self.updated_at,
        })
    }

    fn credits(&self) -> Result<Vec<Credit>> {
        let rows: Vec<CreditRow> = json::read("credits", &self.id, &self.credits)?;
        CreditRow::into_credits(rows)
    }

    fn documents(&self) -> Result<Vec<Document>> {
        let mut rows: Vec<DocumentRow> = json::read("documents", &self.id, &self.documents)?;
        rows.sort_by(|a, b| (&a.claim, a.position).cmp(&(&b.claim, b.position)));
        rows.into_iter()
            .map(|row| {
                let bad = |what: &str| -> Error { Fault::bad_row("documents", &row.id, what) };
                Ok(Document {
                    id: row.id.parse().map_err(|_| bad("id"))?,
                    claim: row.claim.parse().map_err(|_| bad("claim"))?,
                    media_type: MediaType::from_mime(&row.media_type).ok_or_else(|| bad("media_type"))?,
                    file_name: row.file_name.clone(),
                    size_bytes: row.size_bytes,
                    pages: row.pages,
                    sha256_chosen: row.sha256_chosen.clone(),
                    sha256_received: row.sha256_received.clone(),
                    sha256_stored: row.sha256_stored.clone(),
                })
            })
            .collect()
    }

    /// The claims that the last submission had a file for.
    fn sent(&self, documents: &[Document]) -> Result<Vec<Claim>> {
        let rows: Vec<SentRow> = json::read("submitted_files", &self.id, &self.sent)?;
        let sealed = |document: &&Document| rows.iter().any(|row| row.document_id == document.id.as_str());
        let mut sent: Vec<Claim> = documents
            .iter()
            .filter(sealed)
            .map(|document| document.claim.clone())
            .collect();
        sent.dedup();
        Ok(sent)
    }

    /// Who refused it before the doctor asked for another look.
    fn refused_by(&self) -> Result<Option<AccountId>> {
        let mut rows: Vec<EventRow> = json::read("review_events", &self.id, &self.events)?;
        rows.sort_by_key(|row| row.sequence);
        let asked = rows
            .iter()
            .rposition(|row| row.action == EventAction::ReexaminationRequested);
        let refused = rows
            .iter()
            .take(asked.unwrap_or_default())
            .rfind(|row| row.action == EventAction::Refused);
        let account = refused.map(|row| row.actor_account_id.parse());
        account
            .transpose()
            .map_err(|_| Fault::bad_row("review_events", &self.id, "actor_account_id"))
    }

    fn lectures(&self, documents: &[Document]) -> Result<Vec<AddedLecture>> {
        let mut rows: Vec<LectureRow> = json::read("added_lectures", &self.id, &self.lectures)?;
        rows.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        rows.into_iter()
            .map(|row| {
                let bad = |what: &str| -> Error { Fault::bad_row("added_lectures", &row.id, what) };
                let id: domain::ids::LectureId = row.id.parse().map_err(|_| bad("id"))?;
                Ok(AddedLecture {
                    kind: LectureKind::from_keys(&row.kind, &row.activity).ok_or_else(|| bad("kind"))?,
                    title: row.title.clone(),
                    organiser: row.organiser.clone(),
                    detail: row.detail.clone(),
                    self_declared: row.self_declared,
                    acquired_on: row.acquired_on,
                    units: Units::from_halves(row.half_units),
                    codes: super::credit::codes(&row.codes).ok_or_else(|| bad("codes"))?,
                    proofs: count(documents, &Claim::Lecture(id.clone())),
                    id,
                })
            })
            .collect()
    }

    fn practical(&self, documents: &[Document]) -> Result<Practical> {
        let mut rows: Vec<EntryRow> = json::read("practical_entries", &self.id, &self.entries)?;
        rows.sort_by_key(|row| row.sort);
        let bad = |what: &str| -> Error { Fault::bad_row("practical_entries", &self.id, what) };
        let mut chosen = Vec::new();
        for row in rows {
            let item: domain::policy::ItemCode = row.item_code.parse().map_err(|_| bad("item_code"))?;
            chosen.push(Chosen {
                proofs: count(documents, &Claim::Practical(item.clone())),
                item,
            });
        }
        match self.practical_category.as_str() {
            "none" => Ok(Practical::None),
            "I" => Ok(Practical::Recognised(chosen)),
            "II" => {
                let Chosen { item, proofs } = chosen.pop().ok_or_else(|| bad("group II without its item"))?;
                Ok(Practical::Other {
                    item,
                    description: self.other_description.clone(),
                    proofs,
                })
            }
            _ => Err(bad("practical_category")),
        }
    }

    fn events(&self) -> Result<Vec<Event>> {
        let mut rows: Vec<EventRow> = json::read("review_events", &self.id, &self.events)?;
        let items: Vec<ReturnItemRow> = json::read("return_items", &self.id, &self.return_items)?;
        rows.sort_by_key(|row| row.sequence);
        rows.into_iter()
            .map(|row| {
                let items = items.iter().filter(|item| item.review_event_id == row.id).map(|item| {
                    let claim = item
                        .claim
                        .parse()
                        .map_err(|e| Fault::bad_row("return_items", &row.id, e))?;
                    Ok(ReturnItem {
                        claim,
                        reason: item.reason.clone(),
                        answer: item.answer.clone(),
                    })
                });
                Ok(Event {
                    items: items.collect::<Result<_>>()?,
                    sequence: row.sequence,
                    action: row.action,
                    reason: row.reason,
                    at: row.at,
                })
            })
            .collect()
    }
}

fn count(documents: &[Document], claim: &Claim) -> usize {
    documents.iter().filter(|document| &document.claim == claim).count()
}

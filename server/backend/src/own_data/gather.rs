//! Reads everything that is kept of one doctor, and nothing of anybody else.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::application::{AddedLecture, Case, Event, Practical};
use domain::credits::Credit;
use domain::curriculum::CurriculumCode;
use domain::doctor::LicenceNumber;
use domain::fiscal_year::{FiscalYear, in_japan};
use domain::ids::ApplicationId;
use domain::policy::Category;
use domain::units::Units;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::names;
use super::shape::{
    ApplicationData, CertificateData, CreditData, Data, DoctorData, EventData, FORMAT, ItemData, LectureData,
    LetterData, Membership, Named, ProofData, ReceiptData, ReceiptFile, VERSION,
};
use crate::Backend;
use crate::entity::{application, association, certificate, doctor as doctors, mail, membership, submitted_file};
use crate::error::{Fault, Refusal, Result};
use crate::files;
use crate::records::case::case_of_doctor;
use crate::records::doctor::doctor_with_credits;
use crate::visitor::Doctor;

/// The records, and the files that go with them.
pub(super) struct Gathered {
    pub(super) data: Data,
    pub(super) files: Vec<Included>,
}

/// A stored file and its path in the archive.
pub(super) struct Included {
    pub(super) key: String,
    pub(super) path: String,
}

pub(super) async fn gather(backend: &Backend, doctor: &Doctor, now: DateTime<Utc>) -> Result<Gathered> {
    let conn = backend.db.read();
    let row = doctors::Entity::find_by_id(doctor.doctor.as_str()).one(conn).await?;
    let row = row.ok_or(Refusal::NotFound)?;
    let licence: LicenceNumber = row
        .licence_number
        .parse()
        .map_err(|error| Fault::bad_row("doctors", row.id.as_str(), error))?;
    let (_, credits) = doctor_with_credits(conn, &doctor.doctor).await?;
    let ids: Vec<String> = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::DoctorId.eq(doctor.doctor.as_str()))
        .order_by_asc(application::Column::CreatedAt)
        .order_by_asc(application::Column::Id)
        .into_tuple()
        .all(conn)
        .await?;
    let mut files = Vec::new();
    let mut applications = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let id: ApplicationId = id.parse().map_err(|e| Fault::bad_row("applications", id.as_str(), e))?;
        let case = case_of_doctor(conn, &backend.policies, doctor, &id).await?;
        let folder = names::folder(index + 1, case.receipt_number.as_deref());
        applications.push(application_of(backend, &case, &folder, &mut files).await?);
    }
    let data = Data {
        format: FORMAT,
        version: VERSION,
        taken_at: moment(now),
        doctor: DoctorData {
            name: row.name,
            name_kana: row.name_kana,
            licence_number: licence.as_str().to_owned(),
            birth_date: row.birth_date.map(|day| day.to_string()),
        },
        memberships: memberships(backend, doctor).await?,
        credits: credits.into_iter().map(credit).collect(),
        applications,
        letters: letters(backend, doctor).await?,
    };
    Ok(Gathered { data, files })
}

async fn letters(backend: &Backend, doctor: &Doctor) -> Result<Vec<LetterData>> {
    let rows = mail::Entity::find()
        .filter(mail::Column::AccountId.eq(doctor.account.as_str()))
        .order_by_asc(mail::Column::CreatedAt)
        .order_by_asc(mail::Column::Id)
        .all(backend.db.read())
        .await?;
    let letter = |row: mail::Model| LetterData {
        recipient: row.recipient,
        subject: row.subject,
        body: row.body,
        written_at: moment(row.created_at),
        sent_at: row.sent_at.map(moment),
    };
    Ok(rows.into_iter().map(letter).collect())
}

async fn memberships(backend: &Backend, doctor: &Doctor) -> Result<Vec<Membership>> {
    let rows = membership::Entity::find()
        .filter(membership::Column::DoctorId.eq(doctor.doctor.as_str()))
        .order_by_asc(membership::Column::AssociationCode)
        .all(backend.db.read())
        .await?;
    let mut memberships = Vec::new();
    for row in rows {
        let found = association::Entity::find_by_id(row.association_code.as_str())
            .one(backend.db.read())
            .await?;
        memberships.push(Membership {
            level: row.level,
            association: Named {
                code: row.association_code,
                name: found.map(|association| association.name).unwrap_or_default(),
            },
        });
    }
    Ok(memberships)
}

async fn application_of(
    backend: &Backend,
    case: &Case,
    folder: &str,
    files: &mut Vec<Included>,
) -> Result<ApplicationData> {
    let draft = &case.draft;
    let description = match &draft.practical {
        Practical::Other { description, .. } => description.clone(),
        Practical::None | Practical::Recognised(_) => String::new(),
    };
    let item = |code: &domain::policy::ItemCode| Named {
        code: code.to_string(),
        name: case.policy.item(code).map(|item| item.name.clone()).unwrap_or_default(),
    };
    let proofs = proofs(backend, case, folder, files).await?;
    Ok(ApplicationData {
        id: case.id.to_string(),
        programme: Named {
            code: case.policy.programme.clone(),
            name: case.policy.programme_name.clone(),
        },
        status: case.status.key(),
        status_label: case.status.label(),
        receipt_number: case.receipt_number.clone(),
        fiscal_year: draft.fiscal_year.map(FiscalYear::year),
        submitted_at: case.submitted_at.map(moment),
        updated_at: moment(case.updated_at),
        years_from: draft.years_from.map(FiscalYear::year),
        destination: case.destination.as_ref().map(|association| Named {
            code: association.code.to_string(),
            name: association.name.clone(),
        }),
        practical_group: draft.practical.category().map_or("none", Category::key),
        practical_items: draft.practical.items().into_iter().map(item).collect(),
        practical_description: description,
        lectures: draft.lectures.iter().map(lecture).collect(),
        receipts: receipts(backend, case, folder, &proofs, files).await?,
        proofs,
        events: case.events.iter().map(event).collect(),
        certificates: certificates(backend, case, folder, files).await?,
    })
}

/// Notes a file for the archive if it is still kept, and gives its path then.
async fn include(backend: &Backend, files: &mut Vec<Included>, key: String, path: String) -> Result<Option<String>> {
    if !backend.files.exists(&key).await? {
        return Ok(None);
    }
    files.push(Included {
        key,
        path: path.clone(),
    });
    Ok(Some(path))
}

async fn proofs(backend: &Backend, case: &Case, folder: &str, files: &mut Vec<Included>) -> Result<Vec<ProofData>> {
    let mut proofs = Vec::new();
    for (index, document) in case.documents.iter().enumerate() {
        let claim_name = case.claim_name(&document.claim);
        let extension = document.media_type.extension();
        let path = names::proof(folder, index + 1, &claim_name, &document.file_name, extension);
        let key = files::key("documents", document.id.as_str());
        proofs.push(ProofData {
            id: document.id.to_string(),
            claim: document.claim.to_string(),
            claim_name,
            file_name: document.file_name.clone(),
            media_type: document.media_type.mime(),
            size_bytes: document.size_bytes,
            pages: document.pages,
            sha256_received: document.sha256_received.clone(),
            sha256_stored: document.sha256_stored.clone(),
            path: include(backend, files, key, path).await?,
        });
    }
    Ok(proofs)
}

/// What each submission consisted of. A file that was taken out after a return is kept for the receipt, and comes along.
async fn receipts(
    backend: &Backend,
    case: &Case,
    folder: &str,
    proofs: &[ProofData],
    files: &mut Vec<Included>,
) -> Result<Vec<ReceiptData>> {
    let rows = submitted_file::Entity::find()
        .filter(submitted_file::Column::ApplicationId.eq(case.id.as_str()))
        .order_by_asc(submitted_file::Column::Submission)
        .order_by_asc(submitted_file::Column::DocumentId)
        .all(backend.db.read())
        .await?;
    let mut paths: BTreeMap<String, Option<String>> = proofs
        .iter()
        .map(|proof| (proof.id.clone(), proof.path.clone()))
        .collect();
    let mut receipts: Vec<ReceiptData> = Vec::new();
    let mut replaced = 0;
    for row in rows {
        if !paths.contains_key(&row.document_id) {
            replaced += 1;
            let path = names::replaced(folder, replaced, &row.file_name);
            let key = files::key("documents", &row.document_id);
            let path = include(backend, files, key, path).await?;
            paths.insert(row.document_id.clone(), path);
        }
        if receipts.last().is_none_or(|last| last.submission != row.submission) {
            receipts.push(ReceiptData {
                submission: row.submission,
                files: Vec::new(),
            });
        }
        let file = ReceiptFile {
            path: paths.get(&row.document_id).cloned().flatten(),
            proof: row.document_id,
            file_name: row.file_name,
            size_bytes: row.size_bytes,
            sha256_received: row.sha256_received,
            sha256_stored: row.sha256_stored,
        };
        if let Some(receipt) = receipts.last_mut() {
            receipt.files.push(file);
        }
    }
    Ok(receipts)
}

async fn certificates(
    backend: &Backend,
    case: &Case,
    folder: &str,
    files: &mut Vec<Included>,
) -> Result<Vec<CertificateData>> {
    let rows = certificate::Entity::find()
        .filter(certificate::Column::ApplicationId.eq(case.id.as_str()))
        .order_by_asc(certificate::Column::Sequence)
        .all(backend.db.read())
        .await?;
    let mut certificates = Vec::new();
    for row in rows {
        let path = match row.storage_key {
            Some(key) => include(backend, files, key, names::certificate(folder, &row.number)).await?,
            None => None,
        };
        certificates.push(CertificateData {
            number: row.number,
            status: row.status,
            issued_on: row.issued_on.to_string(),
            doctor_name: row.doctor_name,
            training_name: row.training_name,
            association: Named {
                code: row.association_code,
                name: row.association_name,
            },
            code: row.code,
            sha256: row.sha256,
            path,
        });
    }
    Ok(certificates)
}

fn credit(credit: Credit) -> CreditData {
    CreditData {
        fiscal_year: credit.fiscal_year.year(),
        acquired_on: credit.acquired_on.to_string(),
        title: credit.title,
        organiser: credit.organiser,
        units: number(credit.units),
        curriculum_codes: codes(&credit.codes),
        source: credit.source.key(),
    }
}

fn lecture(lecture: &AddedLecture) -> LectureData {
    LectureData {
        id: lecture.id.to_string(),
        kind: lecture.kind.label(),
        title: lecture.title.clone(),
        organiser: lecture.organiser.clone(),
        detail: lecture.detail.clone(),
        self_declared: lecture.self_declared,
        acquired_on: lecture.acquired_on.to_string(),
        units: number(lecture.units),
        curriculum_codes: codes(&lecture.codes),
    }
}

fn event(event: &Event) -> EventData {
    let item = |item: &domain::review::ReturnItem| ItemData {
        claim: item.claim.to_string(),
        reason: item.reason.clone(),
        answer: item.answer.clone(),
    };
    EventData {
        sequence: event.sequence,
        action: event.action.key(),
        label: event.action.label(),
        by: event.action.side().label(),
        at: moment(event.at),
        reason: event.reason.clone(),
        items: event.items.iter().map(item).collect(),
    }
}

fn codes(codes: &[CurriculumCode]) -> Vec<String> {
    codes.iter().map(ToString::to_string).collect()
}

/// Halves are exact in a float.
fn number(units: Units) -> f64 {
    f64::from(units.halves()) / 2.0
}

fn moment(at: DateTime<Utc>) -> String {
    in_japan(at).to_rfc3339_opts(SecondsFormat::Secs, false)
}

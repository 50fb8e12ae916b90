//! この内容をもとに新しく申請: a closed application as the beginning of a new draft.

use chrono::{DateTime, Utc};
use domain::application::{AddedLecture, Carried, Case, Claim, Document, LeftOut, Practical};
use domain::curriculum::join_codes;
use domain::fiscal_year::FiscalYear;
use domain::ids::{ApplicationId, DocumentId, LectureId};
use domain::policy::Category;
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;

use super::open::{existing_destination, open_id, own_case};
use super::start::{draft_row, is_second, made_before, or_open};
use crate::Backend;
use crate::db::Txn;
use crate::entity::{added_lecture, document};
use crate::error::{Error, Fault, Refusal, Result};
use crate::files::{self, Files, FilesError};
use crate::records::policy::{current_policy, store_policy};
use crate::visitor::Doctor;
use crate::{audit, random};

/// The new draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Which one it is.
    pub id: ApplicationId,
    /// What could not be taken over.
    pub left_out: LeftOut,
}

/// Makes a draft from an application of the doctor's that is closed. The same `key` makes it once; a doctor who has an
/// open application is told which. Files are copied, not shared: each draft can lose its own.
pub async fn copy(backend: &Backend, doctor: &Doctor, source: &ApplicationId, key: &str) -> Result<Copied> {
    let key: String = key.chars().take(64).collect();
    let key = format!("{}:copy:{source}:{key}", doctor.doctor);
    let today = backend.clock.today();
    let case = own_case(backend, doctor, source).await?;
    if !case.status.is_final() {
        return Err(Refusal::WrongStatus.into());
    }
    let conn = backend.db.read();
    let policy = current_policy(conn, super::open::PROGRAMME, FiscalYear::of(today)).await?;
    let (carried, mut left_out) = Carried::of(&case, &policy, today);
    let wanted: Vec<&Document> = carried.claims.iter().flat_map(|claim| case.proofs(claim)).collect();
    // Asked before the other question: what is open may be the draft of this very form, made just now.
    let open = open_id(conn, doctor).await?;
    if let Some(id) = made_before(conn, &key).await? {
        for proof in wanted {
            left_out.proofs += usize::from(!backend.files.exists(&key_of(&proof.id)).await?);
        }
        return Ok(Copied { id, left_out });
    }
    if let Some(open) = open {
        return Err(Refusal::AlreadyOpen(open).into());
    }

    let mut copies = Copies::default();
    let filled = copies.fill(&backend.files, &wanted).await;
    left_out.proofs = wanted.len() - copies.0.len();
    if let Err(error) = filled {
        copies.drop_all(&backend.files).await;
        return Err(error);
    }
    let made = NewDraft::of(doctor, &case, carried, &copies, &key)?
        .write(backend)
        .await;
    // After a fault nobody knows whether the rows are there; a file without a row harms nobody.
    let unused = match &made {
        Ok((_, new)) => !new,
        Err(error) => matches!(error, Error::Refused(_)) || is_second(error),
    };
    if unused {
        copies.drop_all(&backend.files).await;
    }
    match made {
        Ok((id, _)) => Ok(Copied { id, left_out }),
        // Two forms at the same moment: one was let through, and that one is the answer to both.
        Err(error) if is_second(&error) || matches!(error, Error::Refused(Refusal::AlreadyOpen(_))) => {
            match made_before(conn, &key).await? {
                Some(id) => Ok(Copied { id, left_out }),
                None => Err(or_open(backend, doctor, error).await?),
            }
        }
        Err(error) => Err(error),
    }
}

fn key_of(document: &DocumentId) -> String {
    files::key("documents", document.as_str())
}

/// Files that lie under new keys, each with the document that it is a copy of.
#[derive(Debug, Clone, Default)]
struct Copies(Vec<(String, Document)>);

impl Copies {
    /// Copies the files that are still there, byte for byte; one that is gone or altered is left out.
    async fn fill(&mut self, files: &Files, wanted: &[&Document]) -> Result<()> {
        for proof in wanted {
            let id = random::id();
            let key = files::key("documents", &id);
            match files.copy(&key_of(&proof.id), &proof.sha256_stored, &key).await {
                Ok(true) => self.0.push((id, (*proof).clone())),
                Ok(false) | Err(FilesError::Missing(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn drop_all(&self, files: &Files) {
        for (id, _) in &self.0 {
            let key = files::key("documents", id);
            if let Err(error) = files.delete(&key).await {
                tracing::warn!(%error, key, "a file without a row stays behind");
            }
        }
    }
}

/// Everything that is written for the new draft.
#[derive(Clone)]
struct NewDraft {
    doctor: Doctor,
    source: ApplicationId,
    carried: Carried,
    /// Each lecture under its new identifier.
    lectures: Vec<AddedLecture>,
    /// Identifier, claim in the new draft, and what it is a copy of.
    documents: Vec<(String, Claim, Document)>,
    key: String,
}

impl NewDraft {
    fn of(doctor: &Doctor, source: &Case, carried: Carried, copies: &Copies, key: &str) -> Result<NewDraft> {
        let mut lectures = carried.lectures.clone();
        let mut renamed: Vec<(Claim, Claim)> = Vec::new();
        for lecture in &mut lectures {
            let new: LectureId = random::id().parse().map_err(Fault::other)?;
            renamed.push((Claim::Lecture(lecture.id.clone()), Claim::Lecture(new.clone())));
            lecture.id = new;
        }
        let claim = |old: &Claim| {
            let new = renamed.iter().find(|(from, _)| from == old);
            new.map_or_else(|| old.clone(), |(_, to)| to.clone())
        };
        let documents = copies.0.iter();
        let documents = documents.map(|(id, proof)| (id.clone(), claim(&proof.claim), proof.clone()));
        Ok(NewDraft {
            doctor: doctor.clone(),
            source: source.id.clone(),
            documents: documents.collect(),
            carried,
            lectures,
            key: key.to_owned(),
        })
    }

    /// Writes the draft, and says whether it is new: another form with the same key may have been there first.
    async fn write(self, backend: &Backend) -> Result<(ApplicationId, bool)> {
        let (now, today) = (backend.clock.now(), backend.clock.today());
        backend
            .db
            .write(async move |txn: &Txn| -> Result<(ApplicationId, bool)> {
                if let Some(id) = made_before(txn, &self.key).await? {
                    return Ok((id, false));
                }
                if let Some(open) = open_id(txn, &self.doctor).await? {
                    return Err(Refusal::AlreadyOpen(open).into());
                }
                let choices = existing_destination(txn, self.carried.choices.clone()).await?;
                let policy = current_policy(txn, super::open::PROGRAMME, FiscalYear::of(today)).await?;
                let policy_id = store_policy(txn, &policy, now).await?;
                let mut row = draft_row(&self.doctor, choices, policy_id, self.key.clone(), now);
                let category = self.carried.practical.category().map_or("none", Category::key);
                row.practical_category = Set(category.to_owned());
                if let Practical::Other { description, .. } = &self.carried.practical {
                    row.other_description = Set(description.clone());
                }
                let id: ApplicationId = row.insert(txn).await?.id.parse().map_err(Fault::other)?;
                super::practical::insert_entries(txn, &id, category, &self.carried.practical).await?;
                self.insert_lectures(txn, &id, now).await?;
                self.insert_documents(txn, &id, now).await?;
                let detail = json!({ "from": self.source, "documents": self.documents.len() });
                audit::record(
                    txn,
                    now,
                    Some(self.doctor.account.as_str()),
                    "application.copied",
                    id.as_str(),
                    &detail,
                )
                .await?;
                Ok((id, true))
            })
            .await
    }

    async fn insert_lectures(&self, txn: &Txn, id: &ApplicationId, now: DateTime<Utc>) -> Result<()> {
        for lecture in &self.lectures {
            let row = added_lecture::ActiveModel {
                id: Set(lecture.id.to_string()),
                application_id: Set(id.to_string()),
                kind: Set(lecture.kind.key().to_owned()),
                activity: Set(lecture.kind.activity_key().to_owned()),
                title: Set(lecture.title.clone()),
                organiser: Set(lecture.organiser.clone()),
                detail: Set(lecture.detail.clone()),
                self_declared: Set(lecture.self_declared),
                acquired_on: Set(lecture.acquired_on),
                half_units: Set(i32::try_from(lecture.units.halves()).map_err(Fault::other)?),
                codes: Set(join_codes(&lecture.codes, ",")),
                created_at: Set(now),
            };
            row.insert(txn).await?;
        }
        Ok(())
    }

    async fn insert_documents(&self, txn: &Txn, id: &ApplicationId, now: DateTime<Utc>) -> Result<()> {
        for (index, (document, claim, proof)) in self.documents.iter().enumerate() {
            let before = self.documents[..index].iter().filter(|(_, other, _)| other == claim);
            let row = document::ActiveModel {
                id: Set(document.clone()),
                application_id: Set(id.to_string()),
                claim: Set(claim.to_string()),
                position: Set(i32::try_from(before.count()).map_err(Fault::other)?),
                file_name: Set(proof.file_name.clone()),
                media_type: Set(proof.media_type.mime().to_owned()),
                size_bytes: Set(i64::try_from(proof.size_bytes).map_err(Fault::other)?),
                pages: Set(i32::try_from(proof.pages).map_err(Fault::other)?),
                sha256_chosen: Set(proof.sha256_chosen.clone()),
                sha256_received: Set(proof.sha256_received.clone()),
                sha256_stored: Set(proof.sha256_stored.clone()),
                storage_key: Set(files::key("documents", document)),
                created_at: Set(now),
            };
            row.insert(txn).await?;
        }
        Ok(())
    }
}

//! The example of a finished application: made by the same use cases as a real one.

use std::io::Write;

use domain::application::{ChoicesForm, Claim, PracticalForm};
use domain::fiscal_year::FiscalYear;
use domain::ids::ApplicationId;
use domain::policy::{Category, ItemCode};
use domain::review::Decision;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::code;
use super::people::{DONE, DONE_REVIEWER, KITA};
use crate::Backend;
use crate::applications::delete::delete_draft;
use crate::applications::open::own_case;
use crate::applications::practical::save_practical;
use crate::applications::start::start;
use crate::applications::submit::submit;
use crate::entity::{account, application};
use crate::error::{Fault, Result};
use crate::evidence::store::{Incoming, store_proof};
use crate::hex;
use crate::reviews::decide::decide;
use crate::visitor::{Doctor, Reviewer};

/// The proof that the example shows.
const PROOF: &[u8] = include_bytes!("../../../data/demo_proof.png");
const PROOF_NAME: &str = "休日当番表（見本）.png";
/// 平日夜間・休日の輪番業務.
const ITEM: &str = "I-01";
/// The first fiscal year whose credits are used.
const FROM: i32 = 2024;

/// Applies and approves, from wherever an interrupted seeding left it.
pub(super) async fn apply(backend: &Backend) -> Result<()> {
    let account = account_of(backend, DONE).await?;
    let doctor = Doctor {
        account: account.id.parse().map_err(Fault::other)?,
        doctor: account.doctor_id.unwrap_or_default().parse().map_err(Fault::other)?,
        in_person: true,
    };
    let id = match applied_before(backend, &doctor).await? {
        Some((id, _, status)) if status == "submitted" => id,
        Some((id, version, status)) if status == "draft" => {
            delete_draft(backend, &doctor, &id, version).await?;
            fill_in(backend, &doctor).await?
        }
        Some(_) => return Ok(()),
        None => fill_in(backend, &doctor).await?,
    };
    let reviewer = Reviewer {
        account: account_of(backend, DONE_REVIEWER)
            .await?
            .id
            .parse()
            .map_err(Fault::other)?,
        associations: vec![code(KITA)?],
        doctor: None,
    };
    let version = own_case(backend, &doctor, &id).await?.version;
    decide(backend, &reviewer, &id, version, Decision::Approve).await
}

async fn fill_in(backend: &Backend, doctor: &Doctor) -> Result<ApplicationId> {
    let choices = ChoicesForm {
        years_from: FiscalYear::new(FROM),
        destination: Some(code(KITA)?),
    };
    let id = start(backend, doctor, DONE, choices).await?;
    let item: ItemCode = ITEM.parse().map_err(Fault::other)?;

    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(PROOF)?;
    file.flush()?;
    let incoming = Incoming {
        claim: Claim::Practical(item.clone()),
        file_name: PROOF_NAME.to_owned(),
        path: file.path(),
        sha256: hex::sha256(PROOF),
        announced: None,
    };
    store_proof(backend, doctor, &id, incoming).await?;

    let form = PracticalForm {
        category: Some(Category::Recognised),
        items: vec![item],
        description: String::new(),
    };
    let version = own_case(backend, doctor, &id).await?.version;
    save_practical(backend, doctor, &id, version, &form.values()).await?;
    let version = own_case(backend, doctor, &id).await?.version;
    submit(backend, doctor, &id, version).await?;
    Ok(id)
}

async fn account_of(backend: &Backend, login: &str) -> Result<account::Model> {
    let found = account::Entity::find()
        .filter(account::Column::Login.eq(login))
        .one(backend.db.read())
        .await?;
    found.ok_or_else(|| Fault::other(format!("there is no account {login}")))
}

/// The application with its version and status.
async fn applied_before(backend: &Backend, doctor: &Doctor) -> Result<Option<(ApplicationId, i64, String)>> {
    let found = application::Entity::find()
        .filter(application::Column::DoctorId.eq(doctor.doctor.as_str()))
        .one(backend.db.read())
        .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some((
        found.id.parse().map_err(Fault::other)?,
        i64::from(found.version),
        found.status,
    )))
}

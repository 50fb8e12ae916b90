//! Shows a doctor the own application, and what a new one would begin with.

use chrono::NaiveDate;
use domain::application::{Case, ChoicesForm, Draft, Practical, Status};
use domain::association::Association;
use domain::credits::earliest_year;
use domain::ids::{ApplicationId, DoctorId};
use domain::policy::Policy;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::offered::offered_policy;
use crate::Backend;
use crate::entity::application;
use crate::error::Result;
use crate::records::case::case_of_doctor;
use crate::records::doctor::doctor_with_credits;
use crate::records::policy::current_policy;
use crate::visitor::Doctor;

/// The programme that this program is for. The list of programmes is data; this is the one that an application is
/// preset to.
pub const PROGRAMME: &str = "kakaritsuke";

/// The doctor's own application. A draft that crossed 31 March is shown under the settings of the new year.
pub async fn own_case(backend: &Backend, doctor: &Doctor, id: &ApplicationId) -> Result<Case> {
    let conn = backend.db.read();
    let case = case_of_doctor(conn, &backend.policies, doctor, id).await?;
    under_its_settings(conn, case, backend.clock.today()).await
}

/// The case under the settings that it is judged by: those it began under, or for a draft that crossed 31 March those
/// of the new year.
pub(crate) async fn under_its_settings(
    conn: &impl sea_orm::ConnectionTrait,
    mut case: Case,
    today: NaiveDate,
) -> Result<Case> {
    if let Some(year) = case.crossed_into(today) {
        case.policy = current_policy(conn, &case.policy.programme, year).await?;
    }
    Ok(case)
}

/// The doctor's open application, where there is one.
pub async fn open_application(backend: &Backend, doctor: &Doctor) -> Result<Option<ApplicationId>> {
    open_id(backend.db.read(), doctor).await
}

pub(super) async fn open_id(conn: &impl sea_orm::ConnectionTrait, doctor: &Doctor) -> Result<Option<ApplicationId>> {
    let open = Status::ALL
        .into_iter()
        .filter(|status| !status.is_final())
        .map(Status::key);
    let id: Option<String> = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::DoctorId.eq(doctor.doctor.as_str()))
        .filter(application::Column::Status.is_in(open))
        .into_tuple()
        .one(conn)
        .await?;
    Ok(id.and_then(|id| id.parse().ok()))
}

/// What a new application would begin with: the widest range of years and the nearest association. Writes nothing.
pub async fn blank(backend: &Backend, doctor: &Doctor) -> Result<(Draft, Policy)> {
    let conn = backend.db.read();
    let (memberships, credits) = doctor_with_credits(conn, &doctor.doctor).await?;
    let policy = Policy::clone(&*offered_policy(backend).await?);
    let draft = Draft {
        years_from: earliest_year(&credits),
        destination: memberships.nearest().cloned(),
        memberships,
        credits,
        fiscal_year: None,
        lectures: Vec::new(),
        practical: Practical::None,
        licence_proofs: 0,
    };
    Ok((draft, policy))
}

/// The associations that can examine in a prefecture: its own, the districts under it, and 日本医師会 last, which is
/// the only one where there is no such prefecture.
pub async fn associations_of(backend: &Backend, prefecture: &str) -> Result<Vec<Association>> {
    // PostgreSQL refuses to compare with some texts that are no two digits.
    let digits = prefecture.bytes().all(|byte| byte.is_ascii_digit());
    let prefecture = if digits { prefecture } else { "" };
    crate::records::association::in_prefecture(backend.db.read(), prefecture).await
}

/// A doctor's name as written; none where there is no such doctor.
pub async fn doctor_name(backend: &Backend, doctor: &DoctorId) -> Result<Option<String>> {
    let row = crate::entity::doctor::Entity::find_by_id(doctor.as_str())
        .one(backend.db.read())
        .await?;
    Ok(row.map(|row| row.name))
}

/// The prefectures, each with its two digits and its name.
pub async fn prefectures(backend: &Backend) -> Result<Vec<(String, String)>> {
    backend.prefectures().await
}

/// What was chosen, checked against the associations that exist.
pub(super) async fn existing_destination(
    conn: &impl sea_orm::ConnectionTrait,
    choices: ChoicesForm,
) -> Result<ChoicesForm> {
    match &choices.destination {
        Some(code) if crate::records::association::exists(conn, code).await? => Ok(choices),
        Some(_) => Err(domain::field::FieldError::new(
            domain::application::names::DESTINATION,
            "申請先医師会を一覧から選択してください。",
        )
        .into()),
        None => Ok(choices),
    }
}

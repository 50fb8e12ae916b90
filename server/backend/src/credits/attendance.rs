//! 受講証明書: the registered credits of a period as a PDF. It is made anew each time and never stored.

mod print;

use bytes::Bytes;
use domain::credits::attendance::{Period, PeriodForm, attended};
use sea_orm::EntityTrait;

use self::print::AttendanceText;
use crate::Backend;
use crate::entity::{association, doctor};
use crate::error::{Error, Fault, Refusal, Result};
use crate::hex;
use crate::records::doctor::doctor_with_credits;
use crate::visitor::Doctor;

/// 日本医師会, whose scheme the units belong to. Nobody has confirmed who issues the paper, so it bears the name and no
/// signatory.
const NATIONAL: &str = "00";

/// A 受講証明書.
#[derive(Debug)]
pub struct AttendancePdf {
    /// The days it is about.
    pub period: Period,
    /// The PDF. The same credits give the same bytes all day.
    pub bytes: Bytes,
    /// SHA-256 of the bytes, in hexadecimal; their entity tag.
    pub sha256: String,
}

/// The 受講証明書 of the doctor's own credits for the period that was typed.
pub async fn attendance(backend: &Backend, doctor: &Doctor, form: &PeriodForm) -> Result<AttendancePdf> {
    let today = backend.clock.today();
    let period = form.period(today).map_err(Error::Fields)?;
    let conn = backend.db.read();
    let (memberships, credits) = doctor_with_credits(conn, &doctor.doctor).await?;
    let years = attended(&credits, &memberships, period, today)?;
    let row = doctor::Entity::find_by_id(doctor.doctor.as_str()).one(conn).await?;
    let row = row.ok_or(Refusal::NotFound)?;
    // A paper with another name on it is worth nothing: rather none than one with a gap in the name.
    let missing = backend.missing_glyphs(row.name.clone()).await?;
    if !missing.is_empty() {
        return Err(Refusal::NameNotPrintable(missing).into());
    }
    let issuer = association::Entity::find_by_id(NATIONAL).one(conn).await?;
    let text = AttendanceText {
        name: row.name,
        licence_number: row.licence_number,
        issuer: issuer.ok_or_else(|| Fault::other("no association 00"))?.name,
        period,
        years,
        code_names: backend.curriculum().await?,
        made_on: today,
        example: row.is_example,
    };
    let bytes = backend.typeset(move |renderer| text.render(renderer)).await?;
    Ok(AttendancePdf {
        period,
        sha256: hex::sha256(&bytes),
        bytes: Bytes::from(bytes),
    })
}

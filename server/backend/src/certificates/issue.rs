//! Writes a certificate's row and number, in the transaction of the approval.

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::Case;
use domain::certificate::{CertificateNumber, CertificateStatus};
use domain::fiscal_year::FiscalYear;
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;

use crate::db::Txn;
use crate::entity::certificate;
use crate::error::{Fault, Result};
use crate::{counters, jobs, random};

/// The job that makes a certificate's bytes.
pub const MAKE_CERTIFICATE: &str = "certificate.make";
/// Bytes of the random code by which a certificate is checked: 128 bits.
const CODE_BYTES: usize = 16;

/// What a certificate is written from.
pub(crate) struct CertificateOf<'a> {
    pub(crate) case: &'a Case,
    pub(crate) today: NaiveDate,
    pub(crate) now: DateTime<Utc>,
}

/// Writes the row with the next number of the fiscal year, and the job that makes the bytes. Everything that will be
/// printed is copied into the row, so that a later change of name changes no certificate.
pub(crate) async fn write(
    txn: &Txn,
    CertificateOf { case, today, now }: CertificateOf<'_>,
) -> Result<CertificateNumber> {
    let association = case
        .destination
        .as_ref()
        .ok_or_else(|| Fault::other("an approved case without destination"))?;
    let fiscal_year = FiscalYear::of(today);
    let sequence = counters::next(txn, &format!("certificate:{}", fiscal_year.year())).await?;
    let number = CertificateNumber { fiscal_year, sequence };
    let id = random::id();
    let row = certificate::ActiveModel {
        id: Set(id.clone()),
        application_id: Set(case.id.to_string()),
        number: Set(number.to_string()),
        sequence: Set(sequence),
        fiscal_year: Set(fiscal_year.year()),
        code: Set(random::token_hex(CODE_BYTES)),
        doctor_name: Set(case.doctor.name.clone()),
        licence_number: Set(case.doctor.licence_number.as_str().to_owned()),
        training_name: Set(case.policy.programme_name.clone()),
        association_name: Set(association.name.clone()),
        association_code: Set(association.code.to_string()),
        signatory: Set(association.signatory.clone()),
        issued_on: Set(today),
        is_example: Set(case.doctor.example || association.example),
        status: Set(CertificateStatus::Valid.key().to_owned()),
        created_at: Set(now),
        ..Default::default()
    };
    row.insert(txn).await?;
    jobs::enqueue(txn, MAKE_CERTIFICATE, &json!({ "certificate": id }), now).await?;
    Ok(number)
}

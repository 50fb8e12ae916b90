//! 単位取得状況: a doctor's registered credits.

use domain::credits::Credit;
use domain::curriculum::CodeNames;
use domain::doctor::Memberships;

use crate::Backend;
use crate::error::Result;
use crate::records::doctor::doctor_with_credits;
use crate::visitor::Doctor;

/// The doctor's memberships and credits, the oldest credit first.
pub async fn credits(backend: &Backend, doctor: &Doctor) -> Result<(Memberships, Vec<Credit>)> {
    doctor_with_credits(backend.db.read(), &doctor.doctor).await
}

/// The names of the curriculum codes.
pub async fn curriculum_names(backend: &Backend) -> Result<CodeNames> {
    backend.curriculum().await
}

/// 制度種別: each programme's code and name.
pub async fn programmes(backend: &Backend) -> Result<Vec<(String, String)>> {
    backend.programmes().await
}

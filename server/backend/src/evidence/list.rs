//! Lists the proofs of one claim, for a page that waits for files from elsewhere.

use domain::application::{Claim, Document};
use domain::ids::ApplicationId;

use crate::Backend;
use crate::error::Result;
use crate::visitor::Doctor;

/// The proofs of one claim of the doctor's own application, in the order in which they came.
pub async fn proofs(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    claim: &Claim,
) -> Result<Vec<Document>> {
    let case = crate::applications::open::own_case(backend, doctor, application).await?;
    Ok(case.proofs(claim).cloned().collect())
}

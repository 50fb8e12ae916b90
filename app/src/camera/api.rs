//! What a page that waits for files from a phone asks the server for.

use domain::application::{Claim, Document};
use domain::ids::ApplicationId;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::error::AppError;

/// The proofs of one claim.
#[server(prefix = "/api", endpoint = "list_proofs", input = Json)]
pub async fn list_proofs(application: ApplicationId, claim: Claim) -> Result<Vec<Document>, AppError> {
    use crate::session::{backend, doctor};

    Ok(backend::evidence::list::proofs(&backend()?, &doctor()?, &application, &claim).await?)
}

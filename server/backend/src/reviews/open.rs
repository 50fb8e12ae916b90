//! Shows a reviewer a case, and leaves a trace of having shown it.

use domain::application::Case;
use domain::ids::ApplicationId;
use serde_json::json;

use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::error::Result;
use crate::records::case::case_for_reviewer;
use crate::visitor::Reviewer;

/// A case of the reviewer's association.
pub async fn review_case(backend: &Backend, reviewer: &Reviewer, id: &ApplicationId) -> Result<Case> {
    let case = case_for_reviewer(backend.db.read(), &backend.policies, reviewer, id).await?;
    let (now, account, id) = (backend.clock.now(), reviewer.account.clone(), id.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            Ok(audit::record(txn, now, Some(account.as_str()), "case.viewed", id.as_str(), &json!({})).await?)
        })
        .await?;
    Ok(case)
}

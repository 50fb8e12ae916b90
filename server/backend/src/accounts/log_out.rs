//! Somebody logs out.

use serde_json::json;

use super::session;
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::error::{Error, Result};

/// Ends the session behind the token at once. A token without a session is no error: who logs out twice is logged out.
///
/// # Errors
/// When the database fails.
pub async fn log_out(backend: &Backend, token: &str) -> Result<()> {
    let now = backend.clock.now();
    let token = token.to_owned();
    backend
        .db
        .write(async move |txn: &Txn| {
            if let Some(account) = session::end(txn, &token).await? {
                audit::record(txn, now, Some(&account), "account.logged_out", &account, &json!({})).await?;
            }
            Ok::<_, Error>(())
        })
        .await
}

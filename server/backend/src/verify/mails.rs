//! What takes a look at the letters: one that waits has its job, and one that has left has none any more.

use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement};

use super::Verified;
use crate::error::Result;
use crate::mail::SEND_MAIL;

#[derive(FromQueryResult)]
struct Found {
    id: String,
}

pub(super) async fn check(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    let sql = "SELECT m.id FROM mails m \
         LEFT JOIN jobs j ON j.kind = $1 AND j.payload = '{\"mail\":\"' || m.id || '\"}' \
         WHERE (m.state = 'waiting') <> (j.id IS NOT NULL AND j.finished_at IS NULL) ORDER BY m.id LIMIT 101";
    let unlike = Statement::from_sql_and_values(snapshot.get_database_backend(), sql, [SEND_MAIL.into()]);
    for Found { id } in Found::find_by_statement(unlike).all(snapshot).await? {
        verified.add(
            "mails.jobs",
            format!("the letter {id} and the job that sends it do not agree"),
        );
    }
    Ok(())
}

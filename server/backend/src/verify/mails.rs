//! What takes a look at the letters: one that waits has its job, and one that has left or was given up has none.

use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement};

use super::Verified;
use crate::error::Result;
use crate::mail::SEND_MAIL;

/// Letters with the payload of the job that sends them, and whether that job is wanted: a letter that was given up
/// waits for a person.
const WANTED: &str = "WITH given_up AS (SELECT mail_id, MAX(round) AS round, COUNT(*) AS times, \
         SUM(CASE WHEN resent_at IS NULL THEN 1 ELSE 0 END) AS unanswered FROM mail_failures GROUP BY mail_id), \
     wanted AS (SELECT m.id, m.state, COALESCE(g.unanswered, 0) AS unanswered, \
         COALESCE(g.round, 0) <> COALESCE(g.times, 0) AS gap, \
         m.state = 'waiting' AND COALESCE(g.unanswered, 0) = 0 AS waits, \
         CASE WHEN g.round IS NULL THEN '{\"mail\":\"' || m.id || '\"}' \
             ELSE '{\"mail\":\"' || m.id || '\",\"round\":' || CAST(g.round AS TEXT) || '}' END AS payload \
         FROM mails m LEFT JOIN given_up g ON g.mail_id = m.id)";

/// Each with its rule's name and the words that go with the letter's id.
const RULES: [(&str, &str, &str); 3] = [
    (
        "mails.jobs",
        "SELECT w.id FROM wanted w LEFT JOIN jobs j ON j.kind = $1 AND j.payload = w.payload \
         AND j.finished_at IS NULL WHERE w.waits <> (j.id IS NOT NULL) ORDER BY w.id LIMIT 101",
        "and the job that sends it do not agree",
    ),
    (
        // A payload begins with {"mail":" and the letter's 32 characters.
        "mails.jobs",
        "SELECT w.id FROM jobs j JOIN wanted w ON w.id = substr(j.payload, 10, 32) \
         WHERE j.kind = $1 AND j.finished_at IS NULL AND (NOT w.waits OR j.payload <> w.payload) \
         ORDER BY w.id LIMIT 101",
        "has a job that is not its own any more",
    ),
    (
        "mails.failures",
        "SELECT w.id FROM wanted w WHERE $1 <> '' AND (w.gap OR (w.unanswered > 0 AND w.state <> 'waiting')) \
         ORDER BY w.id LIMIT 101",
        "and the times that it was given up do not agree",
    ),
];

#[derive(FromQueryResult)]
struct Found {
    id: String,
}

pub(super) async fn check(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    for (rule, sql, words) in RULES {
        let sql = format!("{WANTED} {sql}");
        let unlike = Statement::from_sql_and_values(snapshot.get_database_backend(), sql, [SEND_MAIL.into()]);
        for Found { id } in Found::find_by_statement(unlike).all(snapshot).await? {
            verified.add(rule, format!("the letter {id} {words}"));
        }
    }
    Ok(())
}

//! The letters that were given up, for whoever looks after the people that they are for.

use chrono::{DateTime, Utc};
use domain::association::Level;
use domain::ids::MailFailureId;
use domain::letter::{FailedLetter, MailFailure};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

use crate::Backend;
use crate::error::{Error, Fault, Result};
use crate::records::line::LineQuery;
use crate::visitor::Administrator;

/// Letters of one page.
pub const PAGE: usize = 50;

/// Where a page of the list begins: behind this letter of the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// When that letter was given up.
    pub failed_at: DateTime<Utc>,
    /// Which failure it is.
    pub id: MailFailureId,
}

/// `1769000000000000.0123abc…`, as it stands in the address of the next page.
impl std::fmt::Display for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.failed_at.timestamp_micros(), self.id)
    }
}

impl std::str::FromStr for After {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<After, Self::Err> {
        let (micros, id) = text.split_once('.').ok_or("not a place in the list")?;
        let micros = micros.parse().map_err(|_| "not a place in the list")?;
        Ok(After {
            failed_at: DateTime::from_timestamp_micros(micros).ok_or("not a place in the list")?,
            id: id.parse().map_err(|_| "not a place in the list")?,
        })
    }
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedLetters {
    /// Its letters, the one that was given up last first.
    pub letters: Vec<FailedLetter>,
    /// Where the next page begins, if there is one.
    pub next: Option<After>,
}

/// A page of the letters that were given up and not sent again.
pub async fn failed_letters(
    backend: &Backend,
    administrator: &Administrator,
    after: Option<&After>,
) -> Result<FailedLetters> {
    let mut query = looked_after(administrator);
    query.and_all("f.resent_at IS NULL", []);
    if let Some(after) = after {
        query.and_all(
            "(f.failed_at, f.id) < (?, ?)",
            [after.failed_at.into(), after.id.as_str().into()],
        );
    }
    let rows = find(backend.db.read(), query, PAGE + 1).await?;
    let mut letters = rows.into_iter().map(letter).collect::<Result<Vec<_>>>()?;
    let more = letters.len() > PAGE;
    letters.truncate(PAGE);
    let next = letters.last().filter(|_| more).map(|letter| After {
        failed_at: letter.failed_at,
        id: letter.id.clone(),
    });
    Ok(FailedLetters { letters, next })
}

/// One failure that this administrator may see, or none.
pub(super) async fn failure(
    conn: &impl ConnectionTrait,
    administrator: &Administrator,
    id: &MailFailureId,
) -> Result<Option<Row>> {
    let mut query = looked_after(administrator);
    query.and("f.id = ?", id.as_str());
    Ok(find(conn, query, 1).await?.pop())
}

/// The condition that the letter is about an application to one of the administrator's associations or, for a
/// prefecture, under it. A draft is nobody's but the doctor's: its letters are seen by whoever looks after everything,
/// as are those that are about no application.
fn looked_after(administrator: &Administrator) -> LineQuery {
    if administrator.everywhere {
        return LineQuery::with_all("1 = 1", []);
    }
    let mut conditions = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    for code in &administrator.associations {
        conditions.push("a.destination_code = ?");
        values.push(code.as_str().into());
        if code.level() == Level::Prefectural {
            conditions.push("n.parent_code = ?");
            values.push(code.as_str().into());
        }
    }
    let mut query = LineQuery::with_all(&conditions.join(" OR "), values);
    query.and_all("a.status <> 'draft'", []);
    query
}

/// A failure with what is told of its letter.
#[derive(Debug, FromQueryResult)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) mail_id: String,
    pub(super) round: i32,
    failure: String,
    tries: i32,
    failed_at: DateTime<Utc>,
    pub(super) resent_at: Option<DateTime<Utc>>,
    pub(super) recipient: String,
    subject: String,
    /// The reader's address of today, of a letter about an application. Any other may be meant for the very address that
    /// it was sent to, and for nobody at another one.
    pub(super) email: Option<String>,
    pub(super) disabled_at: Option<DateTime<Utc>>,
}

async fn find(conn: &impl ConnectionTrait, query: LineQuery, most: usize) -> Result<Vec<Row>> {
    let (conditions, values) = query.into_sql();
    let sql = format!(
        "SELECT f.id, f.mail_id, f.round, f.failure, f.tries, f.failed_at, f.resent_at, m.recipient, m.subject, \
         CASE WHEN m.application_id IS NOT NULL THEN c.email END AS email, c.disabled_at FROM mail_failures f JOIN mails m ON m.id = f.mail_id \
         LEFT JOIN accounts c ON c.id = m.account_id LEFT JOIN applications a ON a.id = m.application_id \
         LEFT JOIN associations n ON n.code = a.destination_code \
         WHERE {conditions} ORDER BY f.failed_at DESC, f.id DESC LIMIT {most}"
    );
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    Ok(Row::find_by_statement(statement).all(conn).await?)
}

fn letter(row: Row) -> Result<FailedLetter> {
    let bad = |what: &str| -> Error { Fault::bad_row("mail_failures", &row.id, what) };
    Ok(FailedLetter {
        id: row.id.parse().map_err(|_| bad("id"))?,
        corrected: row.email.filter(|email| *email != row.recipient),
        recipient: row.recipient,
        subject: row.subject,
        failed_at: row.failed_at,
        tries: row.tries.try_into().map_err(|_| bad("tries"))?,
        failure: MailFailure::from_key(&row.failure).ok_or_else(|| bad("failure"))?,
        reader_active: row.disabled_at.is_none(),
    })
}

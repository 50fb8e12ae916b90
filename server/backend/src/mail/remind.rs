//! Reminds doctors before a deadline of what only they can send in: a draft, or an application that was returned.
//!
//! Every server looks for whom to remind, once an hour. That each is reminded once lies in the database: a reminder is
//! a row with the application, the deadline and the days before it as its key.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::{Case, Status};
use domain::fiscal_year::{FiscalYear, moment_in_japan, written_day};
use domain::reminder::{due, left, moment};
use sea_orm::{ActiveModelTrait, EntityTrait, FromQueryResult, QuerySelect, Set, SqlErr, Statement};

use super::letter::{CaseLetter, post, reader_of};
use crate::Backend;
use crate::applications::offered::offered_policy;
use crate::applications::open::under_its_settings;
use crate::db::Txn;
use crate::entity::{application, mail, policy, reminder};
use crate::error::{Error, Fault, Refusal, Result};
use crate::records::case::case_by_id;
use crate::records::line::LineQuery;
use crate::records::policy::policy_by_id;

/// How often a worker looks. Several workers do each other no harm.
const PAUSE: Duration = Duration::from_hours(1);
/// So many applications are looked up at once.
const BATCH: usize = 500;

/// The kind of the letter about a draft.
pub(crate) const OF_A_DRAFT: &str = "reminder_draft";
/// The kind of the letter about a returned application.
pub(crate) const OF_A_RETURN: &str = "reminder_returned";

/// Reminds until the process ends.
pub(crate) async fn remind_now_and_then(backend: &Backend) {
    loop {
        match remind(backend).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "doctors were reminded of a deadline"),
            Err(error) => tracing::error!(%error, "nobody could be reminded of a deadline"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Writes every reminder that is due now, and gives back how many that were.
pub async fn remind(backend: &Backend) -> Result<usize> {
    let mut written = 0;
    for occasion in occasions(backend).await? {
        let mut last = String::new();
        loop {
            let found = to_remind(backend, &occasion, &last).await?;
            for id in &found {
                written += usize::from(remind_of(backend, id, &occasion).await?);
            }
            match found.last() {
                Some(id) if found.len() == BATCH => last.clone_from(id),
                _ => break,
            }
        }
    }
    if written > 0 {
        backend.jobs_waiting.notify_one();
    }
    Ok(written)
}

/// A deadline of which it is time to remind.
struct Occasion {
    deadline: NaiveDate,
    days_before: i32,
    whose: Whose,
}

/// Whose deadline it is.
enum Whose {
    /// That of the applications that keep these settings.
    Keeping(String),
    /// That of the drafts which crossed 31 March: they are judged by the settings of the present year.
    Crossed,
}

async fn occasions(backend: &Backend) -> Result<Vec<Occasion>> {
    let (conn, now) = (backend.db.read(), backend.clock.now());
    let occasion = |deadline: Option<NaiveDate>, whose| {
        let deadline = deadline?;
        let days_before = due(deadline, now)?;
        Some(Occasion {
            deadline,
            days_before,
            whose,
        })
    };
    let mut occasions = Vec::new();
    let kept: Vec<String> = policy::Entity::find()
        .select_only()
        .column(policy::Column::Id)
        .into_tuple()
        .all(conn)
        .await?;
    for id in kept {
        let deadline = policy_by_id(&backend.policies, conn, &id).await?.deadline;
        occasions.extend(occasion(deadline, Whose::Keeping(id)));
    }
    match offered_policy(backend).await {
        Ok(offered) => occasions.extend(occasion(offered.deadline, Whose::Crossed)),
        // Nothing is set up yet, so nobody has begun anything.
        Err(Error::Refused(Refusal::NotFound)) => {}
        Err(error) => return Err(error),
    }
    Ok(occasions)
}

#[derive(FromQueryResult)]
struct Found {
    id: String,
}

/// Applications behind `last` whose doctors can be written to and have not been reminded. Who came to the draft or got
/// it back after the reminder's moment knows the deadline from there and waits for the next reminder.
async fn to_remind(backend: &Backend, occasion: &Occasion, last: &str) -> Result<Vec<String>> {
    let year_begins = moment_in_japan(FiscalYear::of(backend.clock.today()).first_day(), 0);
    let moment = moment(occasion.deadline, occasion.days_before);
    let mut query = LineQuery::new("a.id > ?", last);
    match &occasion.whose {
        Whose::Keeping(policy) => query.and_all(
            "a.policy_id = ? AND (a.status = 'returned' OR a.created_at >= ?)",
            [policy.as_str().into(), year_begins.into()],
        ),
        Whose::Crossed => query.and_all("a.status = 'draft' AND a.created_at < ?", [year_begins.into()]),
    }
    query.and_all(
        "(a.status = 'draft' AND a.created_at < ?) OR (a.status = 'returned' AND (SELECT MAX(v.at) \
         FROM review_events v WHERE v.application_id = a.id AND v.action = 'returned') < ?)",
        [moment.into(), moment.into()],
    );
    query.and_all(
        "NOT EXISTS (SELECT 1 FROM reminders r WHERE r.application_id = a.id AND r.deadline = ? AND r.days_before = ?)",
        [occasion.deadline.into(), occasion.days_before.into()],
    );
    let (conditions, values) = query.into_sql();
    let sql = format!(
        "SELECT a.id FROM applications a JOIN accounts c ON c.doctor_id = a.doctor_id AND c.disabled_at IS NULL \
         AND c.email IS NOT NULL WHERE {conditions} ORDER BY a.id LIMIT {BATCH}"
    );
    let conn = backend.db.read();
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    let found = Found::find_by_statement(statement).all(conn).await?;
    Ok(found.into_iter().map(|found| found.id).collect())
}

/// Writes one reminder, unless the application was sent in or somebody else has reminded the doctor meanwhile.
async fn remind_of(backend: &Backend, id: &str, occasion: &Occasion) -> Result<bool> {
    let (now, today) = (backend.clock.now(), backend.clock.today());
    let (policies, id) = (backend.policies.clone(), id.to_owned());
    let (deadline, days_before) = (occasion.deadline, occasion.days_before);
    let written = backend
        .db
        .write(async move |txn: &Txn| -> Result<bool> {
            // Whoever sends it in at this moment comes before or after the reminder, not in between. SQLite has one
            // writer and leaves the lock out.
            application::Entity::find_by_id(&id).lock_exclusive().one(txn).await?;
            let Some(case) = case_by_id(txn, &policies, &id).await? else {
                return Ok(false);
            };
            let case = under_its_settings(txn, case, today).await?;
            if !case.status.is_open_to_the_doctor() || case.policy.deadline != Some(deadline) {
                return Ok(false);
            }
            let Some(reader) = reader_of(txn, &case).await? else {
                return Ok(false);
            };
            let mail_id = post(txn, &case, reader, &letter(&case, deadline, now, today)).await?;
            let row = reminder::ActiveModel {
                application_id: Set(id),
                deadline: Set(deadline),
                days_before: Set(days_before),
                mail_id: Set(mail_id),
            };
            row.insert(txn).await?;
            Ok(true)
        })
        .await;
    match written {
        // Another server was there first; the letter went with this transaction.
        Err(Error::Fault(Fault::Database(error)))
            if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) =>
        {
            Ok(false)
        }
        written => written,
    }
}

fn letter(case: &Case, deadline: NaiveDate, now: DateTime<Utc>, today: NaiveDate) -> CaseLetter {
    let (kind, text) = match case.status {
        Status::Returned => (OF_A_RETURN, include_str!("templates/reminder_returned.txt")),
        _ => (OF_A_DRAFT, include_str!("templates/reminder_draft.txt")),
    };
    CaseLetter {
        kind,
        text,
        facts: vec![("deadline", written_day(deadline)), ("left", left(deadline, today))],
        at: now,
        send_at: now,
    }
}

#[derive(FromQueryResult)]
struct Still {
    deadline: NaiveDate,
    status: String,
    disabled_at: Option<DateTime<Utc>>,
}

/// Whether a letter that waited may still leave. A reminder may not once the application was sent in, the deadline is
/// over, or the reader may not log in any more; every other letter tells what has happened and may.
pub(super) async fn may_leave(backend: &Backend, letter: &mail::Model) -> Result<bool> {
    let status = match letter.kind.as_str() {
        OF_A_DRAFT => Status::Draft,
        OF_A_RETURN => Status::Returned,
        _ => return Ok(true),
    };
    let conn = backend.db.read();
    let still = Still::find_by_statement(Statement::from_sql_and_values(
        conn.get_database_backend(),
        "SELECT r.deadline, a.status, c.disabled_at FROM reminders r JOIN applications a ON a.id = r.application_id \
         JOIN mails m ON m.id = r.mail_id JOIN accounts c ON c.id = m.account_id WHERE r.mail_id = $1",
        [letter.id.as_str().into()],
    ));
    let today = backend.clock.today();
    Ok(still
        .one(conn)
        .await?
        .is_some_and(|still| still.status == status.key() && today <= still.deadline && still.disabled_at.is_none()))
}

#[cfg(test)]
mod tests {
    use crate::mail::letter::FACTS;
    use crate::mail::write::written;

    #[test]
    fn a_reminder_names_the_deadline_and_nothing_that_nobody_fills_in() {
        for text in [
            include_str!("templates/reminder_draft.txt"),
            include_str!("templates/reminder_returned.txt"),
        ] {
            for name in text.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                assert!(FACTS.contains(&name) || ["deadline", "left"].contains(&name), "{name}");
            }
            let (subject, body) = written(text, &[("name", "★"), ("deadline", "●"), ("left", "▲")]);
            assert!(subject.starts_with("【修了申請】申請の期限は●です"), "{subject}");
            assert!(
                body.starts_with("★ 先生") && body.contains("申請の期限：●（▲）"),
                "{body}"
            );
            assert!(!body.contains("http"), "{body}");
        }
    }
}

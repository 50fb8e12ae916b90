//! What takes a look at each reminder: its letter is about that application and that deadline, and was written when it
//! was due; no letter of that kind is without its reminder.

use chrono::{DateTime, NaiveDate, Utc};
use domain::fiscal_year::written_day;
use domain::reminder::due;
use futures::TryStreamExt;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement};

use super::Verified;
use crate::error::Result;
use crate::mail::{OF_A_DRAFT, OF_A_RETURN};

/// Every letter that is a reminder or has one.
const REMINDERS: &str = "SELECT m.id, m.kind, m.application_id AS about, m.subject, m.body, m.created_at, \
         r.application_id, r.deadline, r.days_before \
     FROM mails m LEFT JOIN reminders r ON r.mail_id = m.id \
     WHERE m.kind IN ($1, $2) OR r.mail_id IS NOT NULL ORDER BY m.id";

#[derive(FromQueryResult)]
struct Reminder {
    id: String,
    kind: String,
    about: Option<String>,
    subject: String,
    body: String,
    created_at: DateTime<Utc>,
    application_id: Option<String>,
    deadline: Option<NaiveDate>,
    days_before: Option<i32>,
}

pub(super) async fn check(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    let kinds = [OF_A_DRAFT.into(), OF_A_RETURN.into()];
    let all = Statement::from_sql_and_values(snapshot.get_database_backend(), REMINDERS, kinds);
    let mut found = Reminder::find_by_statement(all).stream(snapshot).await?;
    while let Some(reminder) = found.try_next().await? {
        if let Some(what) = wrong(&reminder) {
            verified.add("reminders", format!("the letter {} {what}", reminder.id));
        }
    }
    Ok(())
}

fn wrong(reminder: &Reminder) -> Option<&'static str> {
    let Some(deadline) = reminder.deadline else {
        return Some("reminds of a deadline and is no reminder");
    };
    let day = written_day(deadline);
    if ![OF_A_DRAFT, OF_A_RETURN].contains(&reminder.kind.as_str()) {
        Some("is a reminder and of another kind")
    } else if reminder.about != reminder.application_id {
        Some("reminds of another application")
    } else if due(deadline, reminder.created_at) != reminder.days_before {
        Some("was not written when it was due")
    } else if !reminder.subject.contains(&day) || !reminder.body.contains(&day) {
        Some("does not name the deadline")
    } else {
        None
    }
}

//! The queue: what was sent to the reviewer's association, and for a prefecture to the districts under it.

use chrono::{DateTime, Utc};
use domain::application::{CaseLine, Status};
use domain::association::Level;
use domain::ids::ApplicationId;
use sea_orm::Value;

use crate::Backend;
use crate::error::{Fault, Result};
use crate::records::line::{LineQuery, lines};
use crate::visitor::Reviewer;

/// Rows of one page.
pub const PAGE: usize = 50;

/// Where a page of the queue begins: behind this line of the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// When that line was submitted.
    pub submitted_at: DateTime<Utc>,
    /// Which application it is.
    pub id: ApplicationId,
}

/// `1769000000000000.0123abc…`, as it stands in the address of the next page.
impl std::fmt::Display for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.submitted_at.timestamp_micros(), self.id)
    }
}

impl std::str::FromStr for After {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<After, Self::Err> {
        let (micros, id) = text.split_once('.').ok_or("not a place in the queue")?;
        let micros = micros.parse().map_err(|_| "not a place in the queue")?;
        Ok(After {
            submitted_at: DateTime::from_timestamp_micros(micros).ok_or("not a place in the queue")?,
            id: id.parse().map_err(|_| "not a place in the queue")?,
        })
    }
}

/// One page of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Its lines, the one that waits longest first.
    pub lines: Vec<CaseLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<After>,
}

/// A page of the queue. Without a status it shows what waits for the association: 申請済み and 審査中.
pub async fn queue(
    backend: &Backend,
    reviewer: &Reviewer,
    status: Option<Status>,
    after: Option<&After>,
) -> Result<Queue> {
    let mut query = overseen(reviewer);
    match status {
        // A draft is nobody's but the doctor's.
        Some(Status::Draft) => {
            return Ok(Queue {
                lines: Vec::new(),
                next: None,
            });
        }
        Some(status) => query.and("a.status = ?", status.key()),
        None => query.and_all(
            "a.status IN (?, ?)",
            [Status::Submitted.key().into(), Status::InReview.key().into()],
        ),
    }
    if let Some(after) = after {
        query.and_all(
            "(a.submitted_at, a.id) > (?, ?)",
            [after.submitted_at.into(), after.id.as_str().into()],
        );
    }
    let most = u64::try_from(PAGE + 1).map_err(Fault::other)?;
    let mut lines = lines(backend.db.read(), query, "a.submitted_at, a.id", most).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let next = lines.last().filter(|_| more).and_then(|line| {
        Some(After {
            submitted_at: line.submitted_at?,
            id: line.id.clone(),
        })
    });
    Ok(Queue { lines, next })
}

/// The condition that the case lies with one of the reviewer's associations or, for a prefecture, under it.
fn overseen(reviewer: &Reviewer) -> LineQuery {
    let mut conditions = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    for code in &reviewer.associations {
        conditions.push("a.destination_code = ?");
        values.push(code.as_str().into());
        if code.level() == Level::Prefectural {
            conditions.push("n.parent_code = ?");
            values.push(code.as_str().into());
        }
    }
    LineQuery::with_all(&conditions.join(" OR "), values)
}

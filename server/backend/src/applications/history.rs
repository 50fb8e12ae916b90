//! 認定（修了）申請履歴 and 修了証ダウンロード: the doctor's own applications, newest first.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use domain::application::CaseLine;
use domain::fiscal_year::FiscalYear;

use crate::Backend;
use crate::error::Result;
use crate::records::line::{LineQuery, lines};
use crate::visitor::Doctor;

/// The most applications that one doctor's page shows; a doctor makes one or two in a lifetime.
const MOST: u64 = 100;

/// What the history is filtered by; nothing set means everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// 制度種別, by its code.
    pub programme: Option<String>,
    /// 申告年度.
    pub fiscal_year: Option<FiscalYear>,
    /// 申告日: the day of submission in Japan.
    pub submitted_on: Option<NaiveDate>,
    /// Only what has a certificate.
    pub with_certificate: bool,
}

/// The doctor's applications.
pub async fn history(backend: &Backend, doctor: &Doctor, filter: &HistoryFilter) -> Result<Vec<CaseLine>> {
    let mut query = LineQuery::new("a.doctor_id = ?", doctor.doctor.as_str());
    if let Some(programme) = &filter.programme {
        query.and("a.programme_code = ?", programme.as_str());
    }
    if let Some(year) = filter.fiscal_year {
        query.and("a.fiscal_year = ?", year.year());
    }
    if let Some((from, to)) = filter.submitted_on.and_then(day_bounds) {
        query.and("a.submitted_at >= ?", from);
        query.and("a.submitted_at < ?", to);
    }
    if filter.with_certificate {
        query.and("z.status = ?", "valid");
    }
    lines(backend.db.read(), query, "a.created_at DESC, a.id", MOST).await
}

/// When a day in Japan begins and ends.
fn day_bounds(day: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let start = |day: NaiveDate| {
        let midnight = day
            .and_time(NaiveTime::MIN)
            .checked_sub_signed(chrono::TimeDelta::hours(9))?;
        Some(midnight.and_utc())
    };
    Some((start(day)?, start(day.checked_add_days(Days::new(1))?)?))
}

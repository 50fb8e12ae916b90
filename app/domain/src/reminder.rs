//! Reminders of a deadline: how long before it, and at what time of day.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::fiscal_year::{day_in_japan, moment_in_japan};

/// So many days before the deadline a doctor is reminded, once each.
pub const DAYS_BEFORE: [i32; 2] = [14, 3];
/// At this hour in Japan: nobody is written to at night.
const HOUR: u8 = 9;

/// When the reminder so many days before the deadline is due.
pub fn moment(deadline: NaiveDate, days_before: i32) -> DateTime<Utc> {
    moment_in_japan(deadline - TimeDelta::days(days_before.into()), HOUR)
}

/// Which reminder is due: the latest whose moment has come, none before the first and none once the deadline is over.
/// A program that was down on the very day makes up for it.
pub fn due(deadline: NaiveDate, now: DateTime<Utc>) -> Option<i32> {
    let over = day_in_japan(now) > deadline;
    let come = DAYS_BEFORE
        .into_iter()
        .filter(|days| moment(deadline, *days) <= now)
        .min();
    come.filter(|_| !over)
}

/// How long there is time: 「あと3日」, on the day itself 「本日まで」.
pub fn left(deadline: NaiveDate, today: NaiveDate) -> String {
    match (deadline - today).num_days() {
        days @ 1.. => format!("あと{days}日"),
        _ => "本日まで".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{due, left};

    #[test]
    fn a_reminder_is_due_from_nine_o_clock_in_japan_until_the_next_one_or_the_end_of_the_last_day() {
        let deadline = "2026-02-27".parse().unwrap();
        let at = |moment: &str| due(deadline, moment.parse().unwrap());
        assert_eq!(at("2026-02-13T08:59:59+09:00"), None);
        assert_eq!(at("2026-02-13T09:00:00+09:00"), Some(14));
        assert_eq!(at("2026-02-24T08:59:59+09:00"), Some(14));
        assert_eq!(at("2026-02-24T09:00:00+09:00"), Some(3));
        assert_eq!(at("2026-02-27T23:59:59+09:00"), Some(3));
        assert_eq!(at("2026-02-28T00:00:00+09:00"), None);
    }

    #[test]
    fn the_last_day_is_called_so() {
        let left = |today: &str| left("2026-02-27".parse().unwrap(), today.parse().unwrap());
        assert_eq!(left("2026-02-13"), "あと14日");
        assert_eq!(left("2026-02-26"), "あと1日");
        assert_eq!(left("2026-02-27"), "本日まで");
    }
}

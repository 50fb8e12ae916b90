//! Fiscal years (年度): 1 April to 31 March, and the day in Japan that decides which one it is.

use std::fmt::{self, Write as _};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::text::to_half_width;

const JAPAN_SECONDS_EAST: i32 = 9 * 60 * 60;
/// Fiscal years that a credit can have: from the first, and before the last.
const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2200;

/// The calendar day in Japan at a moment.
pub fn day_in_japan(at: DateTime<Utc>) -> NaiveDate {
    in_japan(at).date_naive()
}

/// The moment on a clock in Japan.
pub fn in_japan(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    // The offset is constant and in range; UTC stands in for what cannot happen.
    let japan = FixedOffset::east_opt(JAPAN_SECONDS_EAST).unwrap_or(chrono::Offset::fix(&Utc));
    at.with_timezone(&japan)
}

/// The moment at which it is so many o'clock on a day in Japan.
pub fn moment_in_japan(day: NaiveDate, hour: u8) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN).and_utc() - TimeDelta::seconds(JAPAN_SECONDS_EAST.into());
    midnight + TimeDelta::hours(hour.into())
}

/// A day as it is written on screens: 「2026年1月20日」.
pub fn written_day(day: NaiveDate) -> String {
    // In one piece: a list writes one in every line.
    let mut written = String::with_capacity("2026年12月31日".len());
    // Writing to a String cannot fail.
    let _ = write!(written, "{}年{}月{}日", day.year(), day.month(), day.day());
    written
}

/// The Japanese eras in which somebody alive can have been born, each with its letter and the year before its first.
const ERAS: [(&str, char, i32); 4] = [
    ("大正", 't', 1911),
    ("昭和", 's', 1925),
    ("平成", 'h', 1988),
    ("令和", 'r', 2018),
];

/// Reads a day as people write one: 「昭和36年4月1日」, 「S36.4.1」, 「1961年4月1日」, 「1961/4/1」, 「19610401」. None where it
/// is no day, or one outside of every [`FiscalYear`].
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let text: String = to_half_width(text).trim().to_lowercase().replace("元年", "1年");
    let era = ERAS.iter().find_map(|(name, letter, before)| {
        Some((text.strip_prefix(name).or_else(|| text.strip_prefix(*letter))?, *before))
    });
    let (rest, before) = era.unwrap_or((&text, 0));
    let plain = |c: char| c.is_ascii_digit() || c.is_whitespace() || "年月日-/.".contains(c);
    if !rest.chars().all(plain) {
        return None;
    }
    let parts: Vec<&str> = rest
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |text: &str| text.parse::<u32>().ok();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (number(year)?, number(month)?, number(day)?),
        [whole] if before == 0 && whole.len() == 8 => {
            (number(&whole[..4])?, number(&whole[4..6])?, number(&whole[6..])?)
        }
        _ => return None,
    };
    // Two digits without an era could be either.
    if before == 0 && year < 1000 {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(before + i32::try_from(year).ok()?, month, day)?;
    (FIRST_YEAR..LAST_YEAR)
        .contains(&FiscalYear::of(day).year())
        .then_some(day)
}

/// A moment as it is written on screens, on a clock in Japan: 「2026年1月20日 14:03」.
pub fn written_moment(at: DateTime<Utc>) -> String {
    use chrono::Timelike;
    let at = in_japan(at);
    format!("{} {}:{:02}", written_day(at.date_naive()), at.hour(), at.minute())
}

/// A fiscal year, named by the calendar year in which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct FiscalYear(i32);

impl FiscalYear {
    /// The fiscal year that begins in April of `year`. None outside 1900 to 2199, which no credit can have.
    pub fn new(year: i32) -> Option<FiscalYear> {
        (FIRST_YEAR..LAST_YEAR).contains(&year).then_some(FiscalYear(year))
    }

    /// The fiscal year in which a day lies.
    pub fn of(day: NaiveDate) -> FiscalYear {
        FiscalYear(if day.month() >= 4 { day.year() } else { day.year() - 1 })
    }

    /// The calendar year in which it begins.
    pub fn year(self) -> i32 {
        self.0
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        FiscalYear::of(day) == self
    }

    /// Its first day, 1 April.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 4, 1).unwrap_or(NaiveDate::MIN)
    }

    /// Its last day, 31 March of the next calendar year.
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 3, 31).unwrap_or(NaiveDate::MAX)
    }
}

impl TryFrom<i32> for FiscalYear {
    type Error = &'static str;

    fn try_from(year: i32) -> Result<FiscalYear, Self::Error> {
        FiscalYear::new(year).ok_or("not a fiscal year")
    }
}

impl From<FiscalYear> for i32 {
    fn from(year: FiscalYear) -> i32 {
        year.0
    }
}

/// As on screens: 「2025年度」.
impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年度", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    #[test]
    fn a_fiscal_year_runs_from_april_to_march() {
        assert_eq!(FiscalYear::of(day(2026, 3, 31)), FiscalYear(2025));
        assert_eq!(FiscalYear::of(day(2026, 4, 1)), FiscalYear(2026));
        let year = FiscalYear(2025);
        assert!(year.contains(year.first_day()) && year.contains(year.last_day()));
        assert!(!year.contains(day(2026, 4, 1)) && !year.contains(day(2025, 3, 31)));
    }

    #[test]
    fn a_day_is_read_as_people_write_one() {
        let day = NaiveDate::from_ymd_opt(1961, 4, 1);
        for text in [
            "昭和36年4月1日",
            "昭和３６年４月１日",
            "S36.4.1",
            "s36/04/01",
            "1961年4月1日",
            "1961-04-01",
            "1961/4/1",
            " 19610401 ",
        ] {
            assert_eq!(read_day(text), day, "{text}");
        }
        assert_eq!(read_day("平成元年1月8日"), NaiveDate::from_ymd_opt(1989, 1, 8));
        for text in [
            "",
            "昭和36年",
            "36-4-1",
            "1961-13-01",
            "4月1日1961年生",
            "明治45年1月1日",
            "昭和99999999999年1月1日",
        ] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }

    #[test]
    fn the_day_changes_at_midnight_in_japan() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).expect("a moment").to_utc();
        assert_eq!(
            FiscalYear::of(day_in_japan(at("2026-03-31T14:59:59Z"))),
            FiscalYear(2025)
        );
        assert_eq!(
            FiscalYear::of(day_in_japan(at("2026-03-31T15:00:00Z"))),
            FiscalYear(2026)
        );
        assert_eq!(written_moment(at("2026-01-20T05:03:00Z")), "2026年1月20日 14:03");
    }

    #[test]
    fn only_a_year_that_can_be_one_is_read() {
        let read = |text: &str| serde_json::from_str::<FiscalYear>(text).ok();
        assert_eq!(read("2025"), Some(FiscalYear(2025)));
        assert_eq!(serde_json::to_string(&FiscalYear(2025)).ok().as_deref(), Some("2025"));
        for text in ["-1", "1899", "2200", "2147483647"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

//! The only place that reads the time of day; everything else is told what time it is.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use domain::fiscal_year::day_in_japan;

/// A source of the time. Copies share their hands: what one moves, all show.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until it is moved.
    Fixed(Arc<Mutex<DateTime<Utc>>>),
    /// A clock that runs at the machine's pace, this much ahead of it (behind, if negative).
    Shifted(Arc<Mutex<TimeDelta>>),
}

impl Clock {
    /// A clock that stands at `at` until it is moved.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(Mutex::new(at)))
    }

    /// A clock that shows `at` now and runs on from there.
    pub fn starting_at(at: DateTime<Utc>) -> Self {
        Self::Shifted(Arc::new(Mutex::new(at - system_now())))
    }

    /// The time, cut to microseconds: the precision that both databases keep, so what is written is what is read back.
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self {
            Self::System => system_now(),
            Self::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
            Self::Shifted(by) => system_now() + *by.lock().unwrap_or_else(PoisonError::into_inner),
        };
        now.trunc_subsecs(6)
    }

    /// The day in Japan, which is the day that every rule of the training means.
    pub fn today(&self) -> NaiveDate {
        day_in_japan(self.now())
    }

    /// Moves the clock on, for tests and demonstrations.
    ///
    /// # Panics
    /// On the machine's clock, which nobody here may move.
    pub fn advance(&self, by: TimeDelta) {
        match self {
            Self::System => panic!("the machine's clock cannot be moved"),
            Self::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner) += by,
            Self::Shifted(shift) => *shift.lock().unwrap_or_else(PoisonError::into_inner) += by,
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that may read the machine's clock"
)]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta, TimeZone, Timelike, Utc};

    use super::Clock;

    #[test]
    fn the_day_changes_at_midnight_in_japan() {
        let clock = Clock::fixed(Utc.with_ymd_and_hms(2026, 3, 31, 14, 59, 59).unwrap());
        assert_eq!(clock.today(), NaiveDate::from_ymd_opt(2026, 3, 31).unwrap());
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(clock.today(), NaiveDate::from_ymd_opt(2026, 4, 1).unwrap());
    }

    #[test]
    fn the_time_is_cut_to_microseconds() {
        let at = Utc.with_ymd_and_hms(2026, 2, 1, 0, 0, 0).unwrap() + TimeDelta::nanoseconds(1_234_567);
        assert_eq!(Clock::fixed(at).now().nanosecond(), 1_234_000);
        assert_eq!(Clock::System.now().nanosecond() % 1_000, 0);
    }

    #[test]
    fn copies_of_a_fixed_clock_move_together() {
        let clock = Clock::fixed(Utc.with_ymd_and_hms(2026, 2, 1, 0, 0, 0).unwrap());
        let copy = clock.clone();
        clock.advance(TimeDelta::hours(3));
        assert_eq!(copy.now(), clock.now());
    }

    #[test]
    fn a_started_clock_runs_on_from_where_it_was_set() {
        let at = Utc.with_ymd_and_hms(2030, 1, 1, 0, 0, 0).unwrap();
        let clock = Clock::starting_at(at);
        let first = clock.now();
        assert!(first >= at - TimeDelta::microseconds(1) && first < at + TimeDelta::minutes(1));
        assert!(clock.now() >= first);
    }
}

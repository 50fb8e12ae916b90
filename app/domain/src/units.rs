//! Units (単位): 60 minutes make one, and halves are the smallest step, so a unit is stored as two halves.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::to_half_width;

/// A number of units, counted in half-units; never negative and never a float.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Units(u32);

/// Why a text is not a number of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotUnits {
    /// Nothing was written.
    Empty,
    /// Something was written that is not a number.
    NotANumber,
    /// A number, but not a multiple of 0.5.
    NotHalves,
    /// Zero, or more than [`Units::MOST_AT_ONCE`].
    OutOfRange,
}

impl Units {
    /// No units.
    pub const ZERO: Units = Units(0);
    /// The most that one added lecture can carry; guards against a slip of the comma.
    pub const MOST_AT_ONCE: Units = Units(200);

    /// Makes units from half-units, as they are stored.
    pub const fn from_halves(halves: u32) -> Units {
        Units(halves)
    }

    /// Makes units from whole units.
    pub const fn whole(units: u32) -> Units {
        Units(units * 2)
    }

    /// The number of half-units, as it is stored.
    pub const fn halves(self) -> u32 {
        self.0
    }

    /// How much of `self` is left over `other`; zero where `other` is the larger.
    #[must_use]
    pub const fn above(self, other: Units) -> Units {
        Units(self.0.saturating_sub(other.0))
    }

    /// Whether there are none.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add for Units {
    type Output = Units;

    fn add(self, other: Units) -> Units {
        Units(self.0.saturating_add(other.0))
    }
}

impl Mul<usize> for Units {
    type Output = Units;

    fn mul(self, times: usize) -> Units {
        Units(self.0.saturating_mul(u32::try_from(times).unwrap_or(u32::MAX)))
    }
}

impl Sum for Units {
    fn sum<I: Iterator<Item = Units>>(units: I) -> Units {
        units.fold(Units::ZERO, Add::add)
    }
}

/// Always one decimal: 「6.5」, 「10.0」.
impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 2, if self.0 % 2 == 1 { 5 } else { 0 })
    }
}

/// Reads what a person types: 「3.5」, 「３．５」, 「3」, 「3.50」, 「3.5単位」.
impl FromStr for Units {
    type Err = NotUnits;

    fn from_str(text: &str) -> Result<Units, NotUnits> {
        let text = to_half_width(text);
        let text = text.trim().trim_end_matches("単位").trim().replace(['。', ','], ".");
        if text.is_empty() {
            return Err(NotUnits::Empty);
        }
        let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(rest) || whole.len() > 6 {
            return Err(if digits(whole) && digits(rest) {
                NotUnits::OutOfRange
            } else {
                NotUnits::NotANumber
            });
        }
        let half = match rest.trim_end_matches('0') {
            "" => 0,
            "5" => 1,
            _ => return Err(NotUnits::NotHalves),
        };
        let units = Units(whole.parse::<u32>().map_err(|_| NotUnits::OutOfRange)? * 2 + half);
        if units.is_zero() || units > Units::MOST_AT_ONCE {
            Err(NotUnits::OutOfRange)
        } else {
            Ok(units)
        }
    }
}

impl NotUnits {
    /// What to tell the person who typed it.
    pub fn sentence(self) -> &'static str {
        match self {
            NotUnits::Empty => "単位数を入力してください。",
            NotUnits::NotANumber => "単位数は「1.5」のように数字で入力してください。",
            NotUnits::NotHalves => "単位数は0.5単位きざみで入力してください（例：1.0、1.5）。",
            NotUnits::OutOfRange => "単位数は0.5から100.0までで入力してください。",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn units_are_read_as_people_write_them() {
        for (text, halves) in [
            ("3.5", 7),
            ("３．５", 7),
            ("3", 6),
            (" 3.50 ", 7),
            ("0.5", 1),
            ("10単位", 20),
            ("1,5", 3),
        ] {
            assert_eq!(text.parse::<Units>(), Ok(Units(halves)), "{text}");
        }
    }

    #[test]
    fn what_is_not_units_is_refused_with_its_own_reason() {
        for (text, reason) in [
            ("", NotUnits::Empty),
            ("  ", NotUnits::Empty),
            ("abc", NotUnits::NotANumber),
            ("-1", NotUnits::NotANumber),
            ("1.", NotUnits::NotANumber),
            ("1.3", NotUnits::NotHalves),
            ("0", NotUnits::OutOfRange),
            ("100.5", NotUnits::OutOfRange),
            ("99999999999", NotUnits::OutOfRange),
        ] {
            assert_eq!(text.parse::<Units>(), Err(reason), "{text}");
        }
    }

    proptest! {
        #[test]
        fn half_units_add_exactly(a in 0u32..1_000_000, b in 0u32..1_000_000) {
            prop_assert_eq!((Units(a) + Units(b)).halves(), a + b);
            prop_assert_eq!((Units(a) + Units(b)).above(Units(b)), Units(a));
        }

        #[test]
        fn what_is_shown_reads_back(halves in 1u32..=200) {
            prop_assert_eq!(Units(halves).to_string().parse::<Units>(), Ok(Units(halves)));
        }
    }
}

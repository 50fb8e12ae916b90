//! 受講証明書: which days it is asked for, and what stands on it.

use chrono::NaiveDate;

use super::{Credit, earliest_year};
use crate::doctor::Memberships;
use crate::field::{FieldError, FormValues};
use crate::fiscal_year::{FiscalYear, read_day, written_day};
use crate::units::Units;

/// The field with the first day.
pub const FROM: &str = "from";
/// The field with the last day.
pub const TO: &str = "to";

/// The days that a 受講証明書 is about, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

impl Period {
    /// Whether a day lies in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// 「2023年4月1日から2026年1月20日まで」.
impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}から{}まで", written_day(self.from), written_day(self.to))
    }
}

/// The period as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeriodForm {
    /// 期間の始まり.
    pub from: String,
    /// 期間の終わり.
    pub to: String,
}

impl PeriodForm {
    /// What was sent.
    pub fn read(values: &FormValues) -> PeriodForm {
        PeriodForm {
            from: values.text(FROM).to_owned(),
            to: values.text(TO).to_owned(),
        }
    }

    /// The widest period: from the first year with credits to today.
    pub fn widest(credits: &[Credit], today: NaiveDate) -> PeriodForm {
        let first = earliest_year(credits).unwrap_or(FiscalYear::of(today)).first_day();
        PeriodForm {
            from: first.min(today).to_string(),
            to: today.to_string(),
        }
    }

    /// One fiscal year, whole.
    pub fn of_year(year: FiscalYear) -> PeriodForm {
        PeriodForm {
            from: year.first_day().to_string(),
            to: year.last_day().to_string(),
        }
    }

    /// The period, or what is wrong with it. It ends with the present fiscal year at the latest: a paper that reaches
    /// further would look as if it vouched for what is to come.
    pub fn period(&self, today: NaiveDate) -> Result<Period, Vec<FieldError>> {
        let day = |field: &str, name: &str, example: &str, text: &str| {
            let sentence = format!("期間の{name}を「{example}」のように入力してください。");
            read_day(text).ok_or_else(|| FieldError::new(field, sentence))
        };
        let last = FiscalYear::of(today).last_day();
        match (
            day(FROM, "始まり", "2025-04-01", &self.from),
            day(TO, "終わり", "2026-03-31", &self.to),
        ) {
            (Ok(from), Ok(to)) if to < from => Err(vec![FieldError::new(
                TO,
                format!(
                    "期間の終わりには、始まり（{}）以後の日を入力してください。",
                    written_day(from)
                ),
            )]),
            (Ok(_), Ok(to)) if to > last => Err(vec![FieldError::new(
                TO,
                format!(
                    "期間の終わりには、今年度の末日（{}）までの日を入力してください。",
                    written_day(last)
                ),
            )]),
            (Ok(from), Ok(to)) => Ok(Period { from, to }),
            (from, to) => Err([from.err(), to.err()].into_iter().flatten().collect()),
        }
    }
}

/// The credits of one fiscal year that a 受講証明書 lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendedYear {
    /// The year.
    pub year: FiscalYear,
    /// Its credits, the oldest first.
    pub credits: Vec<Credit>,
    /// Their sum.
    pub subtotal: Units,
}

/// What was attended in a period, by fiscal year, the oldest first. What does not count today is left out: the paper
/// says the same as the list of 単位取得状況. Where nothing is left there is nothing to vouch for.
pub fn attended(
    credits: &[Credit],
    memberships: &Memberships,
    period: Period,
    today: NaiveDate,
) -> Result<Vec<AttendedYear>, FieldError> {
    let mut listed: Vec<&Credit> = credits
        .iter()
        .filter(|credit| period.contains(credit.acquired_on) && credit.standing(memberships, today).is_ok())
        .collect();
    listed.sort_by_key(|credit| (credit.fiscal_year, credit.acquired_on));
    if listed.is_empty() {
        return Err(FieldError::new(
            FROM,
            "この期間には、証明できる単位が登録されていません。期間を広げてください。",
        ));
    }
    Ok(listed
        .chunk_by(|a, b| a.fiscal_year == b.fiscal_year)
        .map(|of_year| AttendedYear {
            year: of_year[0].fiscal_year,
            credits: of_year.iter().copied().cloned().collect(),
            subtotal: of_year.iter().map(|credit| credit.units).sum(),
        })
        .collect())
}

#[cfg(test)]
mod tests;

//! Registered credits, from rows to the domain.

use chrono::NaiveDate;
use domain::credits::{Credit, CreditSource};
use domain::curriculum::CurriculumCode;
use domain::fiscal_year::FiscalYear;
use domain::units::Units;
use serde::Deserialize;

use crate::error::{Error, Fault, Result};

/// The columns of a credit where the table is called `c`.
pub(crate) const CREDIT_COLUMNS: [&str; 9] = [
    "c.id",
    "c.fiscal_year",
    "c.acquired_on",
    "c.title",
    "c.organiser",
    "c.half_units",
    "c.codes",
    "c.source",
    "c.imported_at",
];

/// A credit as a JSON column holds it.
#[derive(Deserialize)]
pub(crate) struct CreditRow {
    id: String,
    fiscal_year: i32,
    acquired_on: NaiveDate,
    title: String,
    organiser: String,
    half_units: u32,
    codes: String,
    source: String,
}

impl CreditRow {
    /// The credits, the oldest first.
    pub(crate) fn into_credits(rows: Vec<CreditRow>) -> Result<Vec<Credit>> {
        let mut credits = rows
            .into_iter()
            .map(CreditRow::into_credit)
            .collect::<Result<Vec<_>>>()?;
        credits.sort_by(|a, b| (a.fiscal_year, a.acquired_on, &a.title).cmp(&(b.fiscal_year, b.acquired_on, &b.title)));
        Ok(credits)
    }

    fn into_credit(self) -> Result<Credit> {
        let bad = |what: &str| -> Error { Fault::bad_row("credits", &self.id, what) };
        Ok(Credit {
            fiscal_year: FiscalYear::new(self.fiscal_year).ok_or_else(|| bad("fiscal_year"))?,
            acquired_on: self.acquired_on,
            units: Units::from_halves(self.half_units),
            codes: codes(&self.codes).ok_or_else(|| bad("codes"))?,
            source: CreditSource::from_key(&self.source).ok_or_else(|| bad("source"))?,
            title: self.title.clone(),
            organiser: self.organiser.clone(),
        })
    }
}

/// Reads codes as they are stored: `12,73`.
pub(crate) fn codes(text: &str) -> Option<Vec<CurriculumCode>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            part.parse::<u8>()
                .ok()
                .and_then(|number| CurriculumCode::try_from(number).ok())
        })
        .collect()
}

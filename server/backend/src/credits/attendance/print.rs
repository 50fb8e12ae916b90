//! Sets a 受講証明書 as a tagged, archival PDF whose bytes depend on its text alone.

use chrono::{Datelike, NaiveDate};
use domain::credits::Credit;
use domain::credits::attendance::{AttendedYear, Period};
use domain::curriculum::CodeNames;
use domain::fiscal_year::written_day;
use domain::units::Units;
use serde::Serialize;

use crate::certificates::render::{Line, RenderError, Renderer, archival, in_words};
use crate::certificates::world::{Desk, Template};

/// More than a working life fills.
const MOST_PAGES: usize = 200;

/// What a 受講証明書 says.
#[derive(Debug, Clone)]
pub(super) struct AttendanceText {
    /// The name as written.
    pub(super) name: String,
    /// The 医籍登録番号, digits only.
    pub(super) licence_number: String,
    /// Whose scheme the units belong to.
    pub(super) issuer: String,
    /// The days it is about.
    pub(super) period: Period,
    /// What was attended, by fiscal year.
    pub(super) years: Vec<AttendedYear>,
    /// The names of the curriculum codes.
    pub(super) code_names: CodeNames,
    /// The day of making, in Japan.
    pub(super) made_on: NaiveDate,
    /// Whether it is marked 「見本」.
    pub(super) example: bool,
}

impl AttendanceText {
    /// The PDF. Takes milliseconds of CPU: call it on a thread that may block.
    pub(super) fn render(&self, renderer: &Renderer) -> Result<Vec<u8>, RenderError> {
        let json = serde_json::to_vec(&Sheet::of(renderer.desk()?, self))
            .map_err(|error| RenderError::Compile(error.to_string()))?;
        let ident = format!(
            "shuryo attendance {} {} {} {}",
            self.licence_number, self.period.from, self.period.to, self.made_on
        );
        renderer.set(Template::Attendance, json, &archival(ident, self.made_on)?, MOST_PAGES)
    }
}

/// The data file: every text with the families to set it in.
#[derive(Serialize)]
struct Sheet<'text> {
    name: Line<'text>,
    licence_number: &'text str,
    issuer: Line<'text>,
    period: String,
    years: Vec<YearSheet<'text>>,
    total: String,
    made_on: (i32, u32, u32),
    made_on_in_words: String,
    example: bool,
}

#[derive(Serialize)]
struct YearSheet<'text> {
    year: String,
    rows: Vec<RowSheet<'text>>,
    subtotal: String,
}

#[derive(Serialize)]
struct RowSheet<'text> {
    day: String,
    title: Line<'text>,
    organiser: Line<'text>,
    codes: Vec<Line<'text>>,
    source: &'static str,
    units: String,
}

impl<'text> Sheet<'text> {
    fn of(desk: &Desk, text: &'text AttendanceText) -> Sheet<'text> {
        let date = text.made_on;
        let row = |credit: &Credit| RowSheet {
            day: written_day(credit.acquired_on),
            title: Line::legible(desk, &credit.title),
            organiser: Line::legible(desk, &credit.organiser),
            codes: code_lines(desk, credit, &text.code_names),
            source: credit.source.label(),
            units: credit.units.to_string(),
        };
        let year = |of: &AttendedYear| YearSheet {
            year: of.year.to_string(),
            rows: of.credits.iter().map(row).collect(),
            subtotal: of.subtotal.to_string(),
        };
        Sheet {
            name: Line::legible(desk, &text.name),
            licence_number: &text.licence_number,
            issuer: Line::legible(desk, &text.issuer),
            period: text.period.to_string(),
            years: text.years.iter().map(year).collect(),
            total: text.years.iter().map(|of| of.subtotal).sum::<Units>().to_string(),
            made_on: (date.year(), date.month(), date.day()),
            made_on_in_words: in_words(date),
            example: text.example,
        }
    }
}

/// 「12 地域医療」, one for each code.
fn code_lines(desk: &Desk, credit: &Credit, names: &CodeNames) -> Vec<Line<'static>> {
    let line = |code| {
        let name = names.get(code).map(String::as_str).unwrap_or_default();
        Line::legible(desk, format!("{code} {name}").trim_end())
    };
    credit.codes.iter().map(line).collect()
}

#[cfg(test)]
mod tests;

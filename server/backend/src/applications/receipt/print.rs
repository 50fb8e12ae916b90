//! Sets a receipt as a tagged, archival PDF whose bytes depend on what was sealed alone.

use chrono::{Datelike, NaiveDate};
use domain::application::{Case, EventAction, Fingerprints, SealedFile};
use domain::eligibility::Assessment;
use domain::evidence::format_bytes;
use domain::fiscal_year::{day_in_japan, written_moment};
use serde::Serialize;

use crate::certificates::render::{Line, RenderError, Renderer, archival};
use crate::certificates::world::{Desk, Template};

/// More than any receipt has: claims are few and each has at most ten files.
const MOST_PAGES: usize = 200;

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReceiptText {
    /// 受付番号.
    pub(super) number: String,
    /// Label and value of each line.
    facts: Vec<(&'static str, String)>,
    files: Vec<FileText>,
    sent_on: NaiveDate,
    /// Which submission this is, the first being 1: part of the PDF's identifier.
    submission: usize,
    example: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct FileText {
    name: String,
    detail: String,
    prints: Fingerprints,
}

impl ReceiptText {
    /// The receipt of a case that was sent; none of one that was not.
    pub(super) fn of(case: &Case, files: &[SealedFile]) -> Option<ReceiptText> {
        let number = case.receipt_number.clone()?;
        let mut sent = case
            .events
            .iter()
            .filter(|event| matches!(event.action, EventAction::Submitted | EventAction::Resubmitted));
        let submission = sent.clone().count();
        let (first, last) = (sent.next()?.at, sent.next_back());
        let destination = case.destination.as_ref();
        let summary = case.explanation.as_ref().map(Assessment::summary);
        let facts = [
            Some(("受付番号", number.clone())),
            Some(("申請日時", written_moment(first))),
            last.map(|event| ("再申請日時", written_moment(event.at))),
            Some(("氏名", case.doctor.name.clone())),
            Some(("医籍登録番号", case.doctor.licence_number.as_str().to_owned())),
            destination.map(|association| ("申請先医師会", association.name.clone())),
            Some(("講座種別", case.policy.programme_name.clone())),
            summary.map(|summary| ("単位", summary)),
        ];
        Some(ReceiptText {
            number,
            facts: facts.into_iter().flatten().collect(),
            files: files.iter().map(|file| FileText::of(case, file)).collect(),
            sent_on: day_in_japan(last.map_or(first, |event| event.at)),
            submission,
            example: case.doctor.example || destination.is_some_and(|association| association.example),
        })
    }

    /// The PDF. Takes milliseconds of CPU: call it on a thread that may block.
    pub(super) fn render(&self, renderer: &Renderer) -> Result<Vec<u8>, RenderError> {
        let json = serde_json::to_vec(&Sheet::of(renderer.desk()?, self))
            .map_err(|error| RenderError::Compile(error.to_string()))?;
        let ident = format!("shuryo receipt {} {}", self.number, self.submission);
        renderer.set(Template::Receipt, json, &archival(ident, self.sent_on)?, MOST_PAGES)
    }
}

impl FileText {
    fn of(case: &Case, file: &SealedFile) -> FileText {
        let claim = file.claim_name(case);
        let gap = if claim.is_empty() { "" } else { "　" };
        FileText {
            name: file.file_name.clone(),
            detail: format!("{claim}{gap}{}", format_bytes(file.size_bytes)),
            prints: file.prints.clone(),
        }
    }
}

/// The data file: every text with the families to set it in.
#[derive(Serialize)]
struct Sheet {
    number: Line<'static>,
    facts: Vec<(&'static str, Line<'static>)>,
    files: Vec<FileSheet>,
    why_different: &'static str,
    sent_on: (i32, u32, u32),
    example: bool,
}

#[derive(Serialize)]
struct FileSheet {
    name: Line<'static>,
    detail: Line<'static>,
    prints: Vec<(&'static str, String)>,
}

impl Sheet {
    fn of(desk: &Desk, text: &ReceiptText) -> Sheet {
        let file = |file: &FileText| FileSheet {
            name: Line::legible(desk, &file.name),
            detail: Line::legible(desk, &file.detail),
            prints: file
                .prints
                .lines()
                .map(|(label, value)| (label, value.to_owned()))
                .into(),
        };
        let date = text.sent_on;
        Sheet {
            number: Line::legible(desk, &text.number),
            facts: text
                .facts
                .iter()
                .map(|(label, value)| (*label, Line::legible(desk, value)))
                .collect(),
            files: text.files.iter().map(file).collect(),
            why_different: Fingerprints::WHY_DIFFERENT,
            sent_on: (date.year(), date.month(), date.day()),
            example: text.example,
        }
    }
}

#[cfg(test)]
mod tests;

//! The rules asked twice. What `domain` says is shown by the browser, by the server and to the clerk; this crate lets a
//! test put the same questions to it as a native program and as a WASM module, and compare the answers byte by byte.
//!
//! It is no part of the product: nothing depends on it, and only the tests build it.

mod questions;
mod random;

use chrono::NaiveDate;
use domain::application::Draft;
use domain::eligibility::{Assessment, Lack, assess};
use domain::ids::ApplicationId;
use domain::policy::Policy;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::wasm_bindgen;

pub use questions::batch;

/// Questions that are asked together, and the policies they name, so that these are not repeated in each.
#[derive(Debug, Serialize, Deserialize)]
pub struct Batch {
    /// The settings that the questions choose from.
    pub policies: Vec<Policy>,
    /// The questions.
    pub questions: Vec<Question>,
}

/// One draft, judged by one policy, on one day.
#[derive(Debug, Serialize, Deserialize)]
pub struct Question {
    /// The application that links lead to; none for one that is not saved yet.
    pub application: Option<ApplicationId>,
    /// Which of the batch's policies.
    pub policy: usize,
    /// The day in Japan.
    pub today: NaiveDate,
    /// What is judged.
    pub draft: Draft,
}

/// Everything that anybody is shown or that is stored of an assessment.
#[derive(Serialize)]
struct Answer<'a> {
    /// Lecture, practical, total, needed, as they are written.
    totals: [String; 4],
    summary: String,
    sentence: String,
    lacks: Vec<Named>,
    /// As it is stored with a case.
    assessment: &'a Assessment,
}

#[derive(Serialize)]
struct Named {
    sentence: String,
    href: String,
    fix: String,
}

/// Answers a batch in JSON, each question by one line. A batch that cannot be read is answered by the reason, which is
/// no answer to anything and fails the comparison.
#[wasm_bindgen]
pub fn answers(batch: &str) -> String {
    match serde_json::from_str::<Batch>(batch) {
        Ok(batch) => batch.questions.iter().map(|question| line(&batch, question)).collect(),
        Err(error) => format!("the batch cannot be read: {error}\n"),
    }
}

fn line(batch: &Batch, question: &Question) -> String {
    let Some(policy) = batch.policies.get(question.policy) else {
        return format!("there is no policy {}\n", question.policy);
    };
    let assessment = assess(&question.draft, policy, question.today);
    let named = |lack: &Lack| Named {
        sentence: lack.sentence(),
        href: lack.place().href(question.application.as_ref()),
        fix: format!("{:?}", lack.fix()),
    };
    let answer = Answer {
        totals: [
            assessment.lecture().to_string(),
            assessment.practical.to_string(),
            assessment.total().to_string(),
            assessment.needed.to_string(),
        ],
        summary: assessment.summary(),
        sentence: assessment.sentence(),
        lacks: assessment.lacks.iter().map(named).collect(),
        assessment: &assessment,
    };
    // JSON keeps a line break inside of a title from looking like the end of the answer.
    serde_json::to_string(&answer).unwrap_or_else(|error| error.to_string()) + "\n"
}

#[cfg(test)]
mod tests;

//! 認定（修了）申請: the applicant's pages, from the first look to the receipt.

mod afterwards;
mod answers;
pub mod api;
mod application;
mod check;
mod closed;
mod course;
mod documents;
mod explanations;
mod islands;
mod kept;
mod lecture;
mod practical;
mod receipt;
mod returned;
mod reuse;
mod sealed;
mod summary;
mod trial;
mod why;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests_after_sending;

pub use afterwards::CopyForm;
pub use application::{ApplicationPage, ApplicationView, Origin};
pub use check::{CheckPage, CheckView};
pub use islands::{CodeSearch, ItemSearch, Keeping, LiveForm, LiveTrial, ProofField, WhatIf};
pub use kept::KeptText;
pub use lecture::{LecturePage, LectureView, lecture_form};
pub use practical::{PracticalPage, PracticalView, practical_form};
pub use receipt::{CasePage, CaseView};
pub use summary::MainButton;
pub use trial::{TrialPage, TrialView};

/// The id of the form that a [`LiveForm`] watches: one on a page.
pub const FORM: &str = "form";

/// The names of form fields that only these pages and their routes know; the others are in `domain`.
pub mod fields {
    /// 講座種別.
    pub const PROGRAMME: &str = "programme";
    /// Makes a draft once, however often its first form is sent.
    pub const KEY: &str = "key";
    /// Where the form leads: one of the values below.
    pub const GO: &str = "go";
    /// 実地研修実績入力.
    pub const GO_PRACTICAL: &str = "practical";
    /// 座学研修（生涯教育制度）単位等追加.
    pub const GO_LECTURE: &str = "lecture";
    /// 申請する.
    pub const GO_CHECK: &str = "check";
    /// 下書き保存.
    pub const GO_SAVE: &str = "save";
    /// In an address: what was just done, one of the values below.
    pub const DONE: &str = "done";
    /// 下書き保存.
    pub const DONE_SAVED: &str = "saved";
    /// 実地研修 was registered.
    pub const DONE_PRACTICAL: &str = "practical";
    /// A lecture was added.
    pub const DONE_ADDED: &str = "added";
    /// An added lecture was changed.
    pub const DONE_CHANGED: &str = "changed";
    /// An added lecture was removed.
    pub const DONE_REMOVED: &str = "removed";
    /// In an address: the lecture that the page asks about before it is removed.
    pub const REMOVE_LECTURE: &str = "remove-lecture";
    /// Sent with 検索: the picked year takes effect.
    pub const SEARCH: &str = "search";
    /// The document to remove, from a browser without scripts.
    pub const REMOVE: &str = "remove";
    /// Sent with the button beside a list of earlier proofs: the chosen one is attached, and the page comes back.
    pub const REUSE: &str = "reuse";
}

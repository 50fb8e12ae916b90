//! 認定（修了）申請: the applicant's pages, from the first look to the receipt.

pub mod api;
mod islands;
mod summary;

pub use islands::{CreditList, FORM, LiveForm, MainButton, ProofField};

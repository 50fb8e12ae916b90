//! 審査: the clerk's queue, and one case with its proofs and its decision.

pub mod case;
mod claim;
mod decision;
pub mod queue;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

pub use case::{ReviewCasePage, ReviewCaseView};
pub use queue::{QueuePage, QueueView};

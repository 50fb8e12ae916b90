//! Shuryo's use cases and records: server only, no HTTP, no pages.
//!
//! A use case reads downwards: who asks, load, may they, the rule (in `domain`), one transaction, the answer. Rows,
//! audit entry and jobs are written in the same transaction ([`db`], [`audit`], [`jobs`]); files are durable before
//! the row that names them ([`files`]). Time and randomness come from [`clock`] and [`random`] only.

#![warn(missing_docs)]

pub mod accounts;
pub mod admin;
pub mod applications;
pub mod audit;
mod backend;
pub mod certificates;
pub mod clock;
pub mod counters;
pub mod credits;
pub mod db;
mod entity;
pub mod error;
pub mod evidence;
pub mod files;
pub mod hex;
pub mod jobs;
pub mod mail;
pub mod own_data;
pub mod random;
mod records;
pub mod registrations;
pub mod reviews;
pub mod testing;
pub mod verify;
pub mod visitor;

pub use backend::Backend;

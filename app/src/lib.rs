//! Shuryo's pages, islands and server functions, for the server and the browser.

#![expect(clippy::needless_pass_by_value, reason = "a component takes its properties by value")]
// A page is one nested type; the release build, which keeps such types whole, needs room for the largest.
#![recursion_limit = "512"]

pub mod accessibility;
pub mod account;
pub mod applications;
pub mod camera;
pub mod credits;
pub mod error;
pub mod history;
pub mod mail;
pub mod office;
pub mod progress;
pub mod reviews;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod samples;
#[cfg(feature = "ssr")]
mod session;
pub mod shell;
pub mod ui;

//! Shuryo's pages, islands and server functions, for the server and the browser.

pub mod shell;
pub mod ui;

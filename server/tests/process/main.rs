//! Tests of the process around the pages, in one program because linking takes longer than running.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod assets;
mod attendance;
mod bad_arguments;
mod body;
mod client_address;
mod config;
mod connection;
mod headers;
mod origin;
mod policy;
mod render;
mod support;
mod uploads;
mod whole;

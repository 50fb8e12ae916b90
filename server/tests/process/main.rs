//! Tests of the process around the pages, in one program because linking takes longer than running.

mod assets;
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

//! Certificates of completion: how the one-page PDF is set.

pub mod render;
mod world;

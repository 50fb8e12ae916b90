//! What administrators do: bring data in, and set a demonstration up.

pub mod import;
pub mod reference;
pub mod seed;

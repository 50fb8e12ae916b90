//! What an association's reviewer does, one file a use case.

pub mod decide;
pub mod open;
pub mod queue;

//! From rows to the domain and back. Finders demand the owner, so that a foreign row is simply not found.

pub(crate) mod association;
pub(crate) mod case;
pub(crate) mod credit;
pub(crate) mod doctor;
mod json;
pub(crate) mod line;
pub(crate) mod policy;

//! Proofs: the inspection of what people upload before anything of it is stored or shown, and their way in and out.

pub mod camera;
pub mod child;
pub mod fetch;
pub mod inspect;
pub mod list;
pub mod remove;
pub mod reuse;
pub mod scan;
pub mod store;
pub mod upload;

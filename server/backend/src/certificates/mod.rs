//! Certificates (修了証): the row with the approval, the bytes by a job, and their way to those who may see them.

pub mod fetch;
pub mod issue;
pub mod make;
pub mod render;
pub(crate) mod world;

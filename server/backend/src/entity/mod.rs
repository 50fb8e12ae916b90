//! The rows as the database holds them, one file a table; none of them ever leaves this crate.

pub(crate) mod account;
pub(crate) mod added_lecture;
pub(crate) mod application;
pub(crate) mod association;
pub(crate) mod audit_entry;
pub(crate) mod camera_token;
pub(crate) mod certificate;
pub(crate) mod counter;
pub(crate) mod credit;
pub(crate) mod curriculum_code;
pub(crate) mod doctor;
pub(crate) mod document;
pub(crate) mod job;
pub(crate) mod login_attempt;
pub(crate) mod membership;
pub(crate) mod policy;
pub(crate) mod practical_entry;
pub(crate) mod practical_item;
pub(crate) mod programme;
pub(crate) mod programme_setting;
pub(crate) mod return_item;
pub(crate) mod review_event;
pub(crate) mod role;
pub(crate) mod session;
pub(crate) mod submitted_file;

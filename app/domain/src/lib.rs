//! The words and rules of Shuryo, as pure values: no clock, no randomness, no input or output.
//!
//! The same code runs in the doctor's browser, on the server and behind the clerk's view, so that all three show
//! the same numbers and the same sentences. One sentence a noun:
//!
//! - [`association`]: a 医師会 on one of three levels; the *destination* is the one that examines.
//! - [`doctor`]: who applies, known by the licence number and by membership per level.
//! - [`units`]: 単位, counted in halves.
//! - [`fiscal_year`]: 年度, 1 April to 31 March in Japan.
//! - [`curriculum`]: the 84 codes that are asked for and never decide anything.
//! - [`credits`]: units that an organiser registered, and why one of them may not count.
//! - [`policy`]: the settings of one programme and fiscal year, which an application keeps for its life.
//! - [`application`]: the draft, the forms that fill it, and the statuses it moves through.
//! - [`eligibility`]: `assess`, the one place that says whether an application may be sent, and what is missing.
//! - [`evidence`]: proofs, their limits, and why a file is refused.
//! - [`upload`]: a proof on its way in pieces.
//! - [`camera`]: a phone that may send proofs for a while, and nothing else.
//! - [`review`]: what an association says to an application.
//! - [`certificate`]: the 修了証 and its number.
//! - [`letter`]: a mail to a person, as it is kept.
//! - [`account`]: where somebody is logged in, and who helps.
//! - [`registration`]: who wants an account, and whether the roster knows them.
//! - [`reminder`]: when a doctor is reminded of a deadline.
//! - [`field`]: the limits and messages of form fields, the same for both validators and for HTML attributes.

pub mod account;
pub mod application;
pub mod association;
pub mod camera;
pub mod certificate;
pub mod credits;
pub mod curriculum;
pub mod doctor;
pub mod eligibility;
pub mod evidence;
pub mod field;
pub mod fiscal_year;
pub mod ids;
pub mod letter;
pub mod policy;
pub mod registration;
pub mod reminder;
pub mod review;
pub mod text;
pub mod units;
pub mod upload;

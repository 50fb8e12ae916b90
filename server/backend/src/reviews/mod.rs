//! What an association's reviewer does, one file a use case.

pub mod decide;
pub mod open;
pub mod queue;

use domain::application::Case;

use crate::error::{Refusal, Result};
use crate::visitor::Reviewer;

/// Refuses whoever refused the case before the doctor asked for another look. Everything by which a reviewer takes or
/// decides a case asks this.
pub(crate) fn may_examine(case: &Case, reviewer: &Reviewer) -> Result<()> {
    if case.bars(&reviewer.account) {
        Err(Refusal::ReexaminedByAnother.into())
    } else {
        Ok(())
    }
}

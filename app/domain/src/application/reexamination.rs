//! 再審査: after a refusal the doctor may ask once for another look, by somebody else.

use super::{Case, Event, EventAction, Status};
use crate::field::{FieldError, FormValues, TEXT_MAX, check_text};
use crate::ids::AccountId;
use crate::review::REASON;

impl Case {
    /// Whether the doctor may ask for another look now: after a refusal, and once.
    pub fn may_ask_reexamination(&self) -> bool {
        self.status == Status::Refused && self.reexamination().is_none()
    }

    /// The doctor's request for another look, where there was one.
    pub fn reexamination(&self) -> Option<&Event> {
        let asked = |event: &&Event| event.action == EventAction::ReexaminationRequested;
        self.events.iter().rev().find(asked)
    }

    /// Whether this account may not take or decide the case: it refused it, and another look was asked for since.
    pub fn bars(&self, account: &AccountId) -> bool {
        self.refused_by.as_ref() == Some(account)
    }
}

/// Reads why another look is asked for.
pub fn read_reexamination(form: &FormValues) -> Result<String, FieldError> {
    let reason = check_text(REASON, "理由", form.text(REASON), TEXT_MAX)?;
    if reason.is_empty() {
        let sentence = "再審査を求める理由を入力してください。医師会に伝わります。";
        Err(FieldError::new(REASON, sentence))
    } else {
        Ok(reason)
    }
}

//! Whose turn it is, since when, and who did what, in the words of roles: a clerk's name is never told to a doctor.

use chrono::{DateTime, Utc};

use super::{Case, EventAction, Status};

/// One of the two sides of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// 申請者.
    Doctor,
    /// 医師会.
    Association,
}

impl Side {
    /// As it stands on screens.
    pub fn label(self) -> &'static str {
        match self {
            Side::Doctor => "申請者",
            Side::Association => "医師会",
        }
    }
}

/// Whose turn it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Who has to act; none where the case is closed.
    pub side: Option<Side>,
    /// Since when it stands so; none for a draft that was never sent.
    pub since: Option<DateTime<Utc>>,
}

impl Turn {
    /// Said to the doctor.
    pub fn label(self) -> &'static str {
        match self.side {
            Some(Side::Doctor) => "先生のご対応を待っています",
            Some(Side::Association) => "医師会の審査待ちです",
            None => "手続きは終わっています",
        }
    }
}

impl Status {
    /// Who has to act next; none where the case is closed.
    pub fn side(self) -> Option<Side> {
        match self {
            Status::Draft | Status::Returned => Some(Side::Doctor),
            Status::Submitted | Status::InReview => Some(Side::Association),
            Status::Approved | Status::Refused | Status::Withdrawn => None,
        }
    }
}

impl EventAction {
    /// Who did it.
    pub fn side(self) -> Side {
        match self {
            EventAction::Submitted
            | EventAction::Resubmitted
            | EventAction::Withdrawn
            | EventAction::ReexaminationRequested => Side::Doctor,
            EventAction::Taken
            | EventAction::Released
            | EventAction::Returned
            | EventAction::Approved
            | EventAction::Refused
            | EventAction::Undone => Side::Association,
        }
    }

    /// Whether the turn went to the other side with it, or the case was closed.
    fn passes_the_turn(self) -> bool {
        !matches!(self, EventAction::Taken | EventAction::Released)
    }
}

impl Case {
    /// Whose turn it is, and since when. That a clerk took the case or gave it back does not begin the wait anew.
    pub fn turn(&self) -> Turn {
        let passed = self.events.iter().rev().find(|event| event.action.passes_the_turn());
        Turn {
            side: self.status.side(),
            since: passed.map(|event| event.at),
        }
    }
}

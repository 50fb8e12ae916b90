//! The statuses of an application and every move between them, in one table (domain.md, section 5).

use serde::{Deserialize, Serialize};

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 下書き.
    Draft,
    /// 申請済み（受付待ち）.
    Submitted,
    /// 審査中.
    InReview,
    /// 差戻し（修正待ち）.
    Returned,
    /// 承認（修了証発行）.
    Approved,
    /// 不承認.
    Refused,
    /// 取下げ.
    Withdrawn,
}

/// What can be done to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// The doctor sends it, for the first time.
    Submit,
    /// The doctor answers a return: 再申請する.
    Resubmit,
    /// A reviewer takes it.
    Take,
    /// A reviewer gives it back to the queue.
    Release,
    /// 承認.
    Approve,
    /// 差戻し.
    Return,
    /// 不承認.
    Refuse,
    /// 取下げ, by the doctor.
    Withdraw,
    /// The reviewer takes an approval or refusal back within ten minutes.
    Undo,
    /// After a refusal the doctor asks once for another look.
    AskReexamination,
}

use Move::{Approve, AskReexamination, Refuse, Release, Resubmit, Return, Submit, Take, Undo, Withdraw};
use Status::{Approved, Draft, InReview, Refused, Returned, Submitted, Withdrawn};

/// Every allowed move: from, by, to. What is not here cannot happen; the database has the same table as a trigger.
pub const MOVES: [(Status, Move, Status); 13] = [
    (Draft, Submit, Submitted),
    (Submitted, Take, InReview),
    (Submitted, Withdraw, Withdrawn),
    (InReview, Release, Submitted),
    (InReview, Approve, Approved),
    (InReview, Return, Returned),
    (InReview, Refuse, Refused),
    (InReview, Withdraw, Withdrawn),
    (Returned, Resubmit, InReview),
    (Returned, Withdraw, Withdrawn),
    (Approved, Undo, InReview),
    (Refused, Undo, InReview),
    (Refused, AskReexamination, Submitted),
];

/// A move that the table does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an application that is {from:?} cannot {by:?}")]
pub struct MoveRefused {
    /// Where the application stands.
    pub from: Status,
    /// What was tried.
    pub by: Move,
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 7] = [Draft, Submitted, InReview, Returned, Approved, Refused, Withdrawn];

    /// The status after a move.
    pub fn after(self, by: Move) -> Result<Status, MoveRefused> {
        MOVES
            .iter()
            .find(|(from, tried, _)| *from == self && *tried == by)
            .map(|(_, _, to)| *to)
            .ok_or(MoveRefused { from: self, by })
    }

    /// Whether a move is possible from here.
    pub fn allows(self, by: Move) -> bool {
        self.after(by).is_ok()
    }

    /// Whether the doctor may change what the application says.
    pub fn is_open_to_the_doctor(self) -> bool {
        matches!(self, Draft | Returned)
    }

    /// Whether the case is closed, so that a new application is possible.
    pub fn is_final(self) -> bool {
        matches!(self, Approved | Refused | Withdrawn)
    }

    /// As it stands in the database.
    pub fn key(self) -> &'static str {
        match self {
            Draft => "draft",
            Submitted => "submitted",
            InReview => "in_review",
            Returned => "returned",
            Approved => "approved",
            Refused => "refused",
            Withdrawn => "withdrawn",
        }
    }

    /// Reads [`Status::key`] back.
    pub fn from_key(key: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.key() == key)
    }

    /// As it stands on screens.
    pub fn label(self) -> &'static str {
        match self {
            Draft => "下書き",
            Submitted => "申請済み（受付待ち）",
            InReview => "審査中",
            Returned => "差戻し（修正待ち）",
            Approved => "承認（修了証発行）",
            Refused => "不承認",
            Withdrawn => "取下げ",
        }
    }

    /// What happens next and whose turn it is, said to the doctor.
    pub fn whose_turn(self) -> &'static str {
        match self {
            Draft => "まだ申請していません。内容を確認して申請してください。",
            Submitted => "医師会の受付を待っています。先生の操作は必要ありません。",
            InReview => "医師会が審査しています。先生の操作は必要ありません。",
            Returned => "先生の修正を待っています。理由を確認して直し、再申請してください。",
            Approved => "審査が終わりました。修了証をご覧いただけます。",
            Refused => "審査が終わりました。理由をご確認ください。",
            Withdrawn => "この申請は取り下げられました。",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY_MOVE: [Move; 10] = [
        Submit,
        Resubmit,
        Take,
        Release,
        Approve,
        Return,
        Refuse,
        Withdraw,
        Undo,
        AskReexamination,
    ];

    #[test]
    fn every_move_that_is_not_in_the_table_is_refused() {
        let mut allowed = 0;
        for from in Status::ALL {
            for by in EVERY_MOVE {
                match from.after(by) {
                    Ok(to) => {
                        allowed += 1;
                        assert!(MOVES.contains(&(from, by, to)));
                    }
                    Err(refused) => assert_eq!(refused, MoveRefused { from, by }),
                }
            }
        }
        assert_eq!(allowed, MOVES.len());
    }

    #[test]
    fn nothing_leaves_a_withdrawal() {
        assert!(EVERY_MOVE.iter().all(|by| !Withdrawn.allows(*by)));
    }

    #[test]
    fn the_doctor_may_withdraw_only_what_is_with_the_association_or_returned() {
        let may: Vec<_> = Status::ALL
            .into_iter()
            .filter(|status| status.allows(Withdraw))
            .collect();
        assert_eq!(may, [Submitted, InReview, Returned]);
    }

    #[test]
    fn the_key_in_the_database_reads_back() {
        assert!(
            Status::ALL
                .into_iter()
                .all(|status| Status::from_key(status.key()) == Some(status))
        );
    }
}

//! What an association says to an application, and how a return is told item by item.

use serde::{Deserialize, Serialize};

use crate::application::Claim;
use crate::field::{FieldError, FormValues, TEXT_MAX, check_text};

/// The name of the field 理由.
pub const REASON: &str = "reason";
/// Before a claim: what is to be mended there.
pub const ITEM_REASON: &str = "reason:";

/// 承認, 差戻し or 不承認.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// 承認: certificate row and number follow in the same transaction.
    Approve,
    /// 差戻し, with a reason and what is to be mended item by item.
    Return {
        /// The reason for the whole; may be empty where an item has one.
        reason: String,
        /// What is to be mended at single claims.
        items: Vec<ReturnItem>,
    },
    /// 不承認, with a reason.
    Refuse {
        /// The reason.
        reason: String,
    },
}

/// What is to be mended at one claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnItem {
    /// Which claim.
    pub claim: Claim,
    /// What the doctor is asked to do.
    pub reason: String,
    /// What the doctor answered when sending it again; empty for nothing.
    pub answer: String,
}

impl ReturnItem {
    /// A request that is not answered yet.
    pub fn new(claim: Claim, reason: impl Into<String>) -> ReturnItem {
        ReturnItem {
            claim,
            reason: reason.into(),
            answer: String::new(),
        }
    }
}

/// Which decision a button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionKind {
    /// 承認.
    Approve,
    /// 差戻し.
    Return,
    /// 不承認.
    Refuse,
}

impl DecisionKind {
    /// All of them, in the order of the buttons.
    pub const ALL: [DecisionKind; 3] = [DecisionKind::Approve, DecisionKind::Return, DecisionKind::Refuse];

    /// As in forms.
    pub fn key(self) -> &'static str {
        match self {
            DecisionKind::Approve => "approve",
            DecisionKind::Return => "return",
            DecisionKind::Refuse => "refuse",
        }
    }

    /// Reads [`DecisionKind::key`] back.
    pub fn from_key(key: &str) -> Option<DecisionKind> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As on buttons.
    pub fn label(self) -> &'static str {
        match self {
            DecisionKind::Approve => "承認",
            DecisionKind::Return => "差戻し",
            DecisionKind::Refuse => "不承認",
        }
    }

    /// Reads the rest of the decision from its form, or says what is missing.
    pub fn read(self, form: &FormValues) -> Result<Decision, Vec<FieldError>> {
        let reason = check_text(REASON, "理由", form.text(REASON), TEXT_MAX).map_err(|error| vec![error])?;
        match self {
            DecisionKind::Approve => Ok(Decision::Approve),
            DecisionKind::Refuse if reason.is_empty() => Err(vec![FieldError::new(
                REASON,
                "不承認の理由を入力してください。申請者に伝わります。",
            )]),
            DecisionKind::Refuse => Ok(Decision::Refuse { reason }),
            DecisionKind::Return => {
                let items = return_items(form)?;
                if reason.is_empty() && items.is_empty() {
                    return Err(vec![FieldError::new(
                        REASON,
                        "差戻しの理由を入力してください。申請者に何を直してほしいかを書いてください。",
                    )]);
                }
                Ok(Decision::Return { reason, items })
            }
        }
    }
}

fn return_items(form: &FormValues) -> Result<Vec<ReturnItem>, Vec<FieldError>> {
    let mut items = Vec::new();
    let mut errors = Vec::new();
    for (claim, text) in form.under(ITEM_REASON).filter(|(_, text)| !text.is_empty()) {
        let field = format!("{ITEM_REASON}{claim}");
        match (claim.parse(), check_text(&field, "直してほしい点", text, TEXT_MAX)) {
            (Ok(claim), Ok(reason)) => items.push(ReturnItem::new(claim, reason)),
            (_, Err(error)) => errors.push(error),
            (Err(_), Ok(_)) => {
                errors.push(FieldError::new(REASON, "画面を開き直して、もう一度入力してください。"));
            }
        }
    }
    if errors.is_empty() { Ok(items) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormValues {
        FormValues::new(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn a_return_or_refusal_has_a_reason() {
        assert!(DecisionKind::Return.read(&form(&[("reason", " ")])).is_err());
        assert!(DecisionKind::Refuse.read(&form(&[])).is_err());
        assert_eq!(DecisionKind::Approve.read(&form(&[])), Ok(Decision::Approve));
    }

    #[test]
    fn a_return_may_name_items_only() {
        let read = DecisionKind::Return.read(&form(&[
            ("reason:practical:I-02", "日付が読めません"),
            ("reason:licence", ""),
        ]));
        let claim = "practical:I-02".parse().expect("a claim");
        let items = vec![ReturnItem::new(claim, "日付が読めません")];
        assert_eq!(
            read,
            Ok(Decision::Return {
                reason: String::new(),
                items
            })
        );
    }
}

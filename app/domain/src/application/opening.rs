//! What a return opens: which parts of an application its doctor may change just now.
//!
//! A return names single claims, each with a reason, or gives a reason for the whole, or both. The rule:
//!
//! 1. A draft is open as a whole, and so is an application whose return names no claim: then the reason speaks of the
//!    whole, the destination and the years included.
//! 2. Where a return names claims, only they are open. Their proofs may be added and removed; a lecture that was asked
//!    about may be changed or removed; a practical item may be kept, removed, or exchanged for another item of Ⅰ.
//! 3. What was sent and not asked about is closed, with its proofs; so are the destination and the years.
//! 4. A removal can make the total too small. While something that was asked about is no longer in the application, or
//!    the application as it stands does not meet the rules, items of Ⅰ and lectures may be added, so that the doctor can
//!    reach the requirement again. What was added after the return stays open.
//! 5. A licence that was never sent is open: a doctor whose membership ended meanwhile has to show it.
//!
//! Whoever needs more than that takes the application back and sends a copy of it.

use chrono::NaiveDate;

use super::{Case, Claim, Practical, Status};
use crate::policy::ItemCode;

/// What the doctor may change in an application just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// Nothing: it is with the association, or closed.
    Nothing,
    /// Everything: a draft, or a return that names no claim.
    Everything,
    /// What a return asked about.
    Asked(Asked),
}

/// What a return that names claims opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The claims that the return names.
    named: Vec<Claim>,
    /// The claims that were sent and not asked about.
    closed: Vec<Claim>,
    /// The claims that the application makes now.
    present: Vec<Claim>,
    /// Whether something must be added to reach the requirement again (the module's rule 4).
    wanting: bool,
}

impl Opening {
    /// What is open to the doctor of `case`, on a day in Japan.
    pub fn of(case: &Case, today: NaiveDate) -> Opening {
        let asked: Vec<Claim> = match (case.status, case.last_return()) {
            (Status::Draft, _) => return Opening::Everything,
            (Status::Returned, Some(event)) => event.items.iter().map(|item| item.claim.clone()).collect(),
            (Status::Returned, None) => Vec::new(),
            _ => return Opening::Nothing,
        };
        if asked.is_empty() {
            return Opening::Everything;
        }
        let present = case.claims();
        let removed = asked.iter().any(|claim| !present.contains(claim));
        Opening::Asked(Asked {
            closed: case
                .sent
                .iter()
                .filter(|claim| !asked.contains(claim))
                .cloned()
                .collect(),
            wanting: removed || !case.assess(today).is_eligible(),
            named: asked,
            present,
        })
    }

    /// Whether a claim and its proofs may be changed. A claim that the application does not make yet counts as allowed
    /// where it may be made: its proofs may arrive before it.
    pub fn allows(&self, claim: &Claim) -> bool {
        match self {
            Opening::Nothing => false,
            Opening::Everything => true,
            Opening::Asked(it) if it.named.contains(claim) => true,
            Opening::Asked(it) if it.closed.contains(claim) => false,
            Opening::Asked(it) if it.present.contains(claim) => true,
            Opening::Asked(_) => match claim {
                Claim::Practical(_) => self.allows_new_item(),
                Claim::Lecture(_) => self.allows_new_lecture(),
                Claim::Licence => true,
            },
        }
    }

    /// Whether a return that names claims asked about this one.
    pub fn asks_about(&self, claim: &Claim) -> bool {
        matches!(self, Opening::Asked(it) if it.named.contains(claim))
    }

    /// Whether the years and the destination may be changed.
    pub fn allows_choices(&self) -> bool {
        matches!(self, Opening::Everything)
    }

    /// Whether a lecture may be added.
    pub fn allows_new_lecture(&self) -> bool {
        match self {
            Opening::Nothing => false,
            Opening::Everything => true,
            Opening::Asked(it) => it.wanting,
        }
    }

    /// Whether an item of Ⅰ that the application does not claim may be chosen: in addition, or in place of one that was
    /// asked about.
    pub fn allows_new_item(&self) -> bool {
        match self {
            Opening::Nothing => false,
            Opening::Everything => true,
            Opening::Asked(it) => it.wanting || it.named.iter().any(|claim| matches!(claim, Claim::Practical(_))),
        }
    }

    /// Whether anything of the practical training may be changed, the licence included.
    pub fn allows_any_practical(&self) -> bool {
        match self {
            Opening::Nothing => false,
            Opening::Everything => true,
            Opening::Asked(it) => {
                let open = |claim: &Claim| !matches!(claim, Claim::Lecture(_)) && self.allows(claim);
                self.allows_new_item() || it.named.iter().chain(&it.present).any(open)
            }
        }
    }

    /// Whether what is declared may become `wanted`: nothing closed goes or changes, Ⅱ is not chosen anew, and an item
    /// comes only where one that was asked about has gone, or where the requirement is not met.
    pub fn allows_practical(&self, saved: &Practical, wanted: &Practical) -> bool {
        let it = match self {
            Opening::Nothing => return false,
            Opening::Everything => return true,
            Opening::Asked(it) => it,
        };
        let (before, after) = (saved.items(), wanted.items());
        let gone = |claim: &Claim| matches!(claim, Claim::Practical(item) if !after.contains(&item));
        let room = it.wanting || it.named.iter().any(gone);
        let recognised = matches!(wanted, Practical::Recognised(_));
        let may_come = |item: &ItemCode| it.asks(item) || (recognised && room);
        let mut removed = before.iter().filter(|item| !after.contains(item));
        let mut added = after.iter().filter(|item| !before.contains(item));
        removed.all(|item| !it.closes(item)) && added.all(|item| may_come(item)) && self.allows_words(saved, wanted)
    }

    /// The description of Ⅱ belongs to its item.
    fn allows_words(&self, saved: &Practical, wanted: &Practical) -> bool {
        match (saved, wanted) {
            (
                Practical::Other { item, description, .. },
                Practical::Other {
                    description: changed, ..
                },
            ) => same_words(description, changed) || self.allows(&Claim::Practical(item.clone())),
            _ => true,
        }
    }
}

/// A form that is sent writes line breaks in another way than it was given them.
fn same_words(one: &str, other: &str) -> bool {
    one.trim().lines().eq(other.trim().lines())
}

impl Asked {
    fn asks(&self, item: &ItemCode) -> bool {
        self.named.contains(&Claim::Practical(item.clone()))
    }

    fn closes(&self, item: &ItemCode) -> bool {
        self.closed.contains(&Claim::Practical(item.clone()))
    }
}

#[cfg(test)]
mod tests;

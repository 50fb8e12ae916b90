//! One at a time for each account: a file of everything takes room and work, and nobody needs two at once.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::AccountId;

/// The accounts whose data are being put together or read. Copies share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct OneAtATime(Arc<Mutex<HashSet<AccountId>>>);

/// Held while it is this account's turn.
#[derive(Debug)]
pub(crate) struct Taken {
    others: OneAtATime,
    account: AccountId,
}

impl OneAtATime {
    /// The turn of this account; none while it has one already.
    pub(crate) fn enter(&self, account: &AccountId) -> Option<Taken> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(account.clone()).then(|| Taken {
            others: self.clone(),
            account: account.clone(),
        })
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut held = self.others.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.remove(&self.account);
    }
}

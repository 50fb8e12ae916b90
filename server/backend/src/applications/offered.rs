//! The settings that an application begun today would have, for whoever asks: nothing in them is about anybody.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use domain::fiscal_year::FiscalYear;
use domain::policy::Policy;

use crate::Backend;
use crate::applications::open::PROGRAMME;
use crate::error::{Refusal, Result};
use crate::records::policy::policy_in;

/// How long the settings are kept in memory: a page for the whole world asks for them, and an administrator's change
/// must still be seen soon.
const KEPT_FOR: TimeDelta = TimeDelta::minutes(1);

/// The settings that were last read. Copies share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct OfferedPolicy(Arc<RwLock<Option<Kept>>>);

#[derive(Debug)]
struct Kept {
    read_at: DateTime<Utc>,
    year: FiscalYear,
    policy: Arc<Policy>,
}

impl OfferedPolicy {
    fn get(&self, now: DateTime<Utc>, year: FiscalYear) -> Option<Arc<Policy>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.as_ref()?;
        let fresh = now.signed_duration_since(kept.read_at).abs() < KEPT_FOR;
        (fresh && kept.year == year).then(|| Arc::clone(&kept.policy))
    }

    fn keep(&self, now: DateTime<Utc>, year: FiscalYear, policy: &Arc<Policy>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(Kept {
            read_at: now,
            year,
            policy: Arc::clone(policy),
        });
    }
}

/// The settings of the present fiscal year. Two queries a minute, however many ask.
///
/// # Errors
/// Not found where nothing is set up yet.
pub async fn offered_policy(backend: &Backend) -> Result<Arc<Policy>> {
    let now = backend.clock.now();
    let year = FiscalYear::of(backend.clock.today());
    if let Some(policy) = backend.offered.get(now, year) {
        return Ok(policy);
    }
    let policy = policy_in(backend.db.read(), PROGRAMME, year)
        .await?
        .ok_or(Refusal::NotFound)?;
    let policy = Arc::new(policy);
    backend.offered.keep(now, year, &policy);
    Ok(policy)
}

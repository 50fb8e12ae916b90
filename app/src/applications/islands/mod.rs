//! What is alive on the applicant's pages. Each island improves markup that already works as a plain form.

#[cfg_attr(not(feature = "hydrate"), path = "browser_on_server.rs")]
mod browser;
mod code_search;
#[cfg_attr(not(feature = "hydrate"), path = "device_on_server.rs")]
mod device;
mod keeping;
mod live_form;
#[cfg_attr(not(feature = "hydrate"), path = "picture_on_server.rs")]
mod picture;
mod proof_field;
#[cfg_attr(not(feature = "hydrate"), path = "upload_on_server.rs")]
mod upload;

pub use code_search::CodeSearch;
pub use live_form::LiveForm;
pub use proof_field::ProofField;

use chrono::NaiveDate;
use domain::application::{Draft, Print};
use domain::ids::ApplicationId;
use domain::policy::Policy;
use leptos::prelude::*;

/// The id of the field 単位, which a [`LiveForm`] writes on 検索.
pub(super) const REGISTERED: &str = "registered";
/// The class of a fiscal year that lies before the chosen ones; a [`LiveForm`] moves it on 検索.
pub(super) const BEFORE: &str = "chosen-year--before";

/// The draft without what no total needs: it travels in the page.
pub(super) fn slim_draft(draft: &Draft) -> Draft {
    let mut draft = draft.clone();
    for credit in &mut draft.credits {
        credit.title.clear();
        credit.organiser.clear();
        credit.codes.clear();
    }
    draft
}

/// The settings without what no total needs.
pub(super) fn slim_policy(policy: &Policy) -> Policy {
    let mut policy = policy.clone();
    policy.guideline_url.clear();
    policy.self_declaration_url.clear();
    for item in &mut policy.items {
        item.heading.clear();
        item.accepted_proof.clear();
    }
    policy
}

/// What the islands inside a [`LiveForm`] share with it.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    /// The application, once it is saved.
    application: StoredValue<Option<ApplicationId>>,
    /// The draft as it would be if the form were saved now.
    draft: RwSignal<Draft>,
    /// The day in Japan.
    today: NaiveDate,
    /// How many files and choices are on their way to the server: the form waits for them.
    under_way: RwSignal<usize>,
    /// The proofs of the whole application by their fingerprints, to see which file is attached twice.
    prints: RwSignal<Vec<Print>>,
    /// Whether something on its way has failed since the form began to wait.
    failed: RwSignal<bool>,
}

impl Live {
    fn new(application: Option<ApplicationId>, draft: Draft, today: NaiveDate, prints: Vec<Print>) -> Live {
        Live {
            application: StoredValue::new(application),
            draft: RwSignal::new(draft),
            today,
            under_way: RwSignal::new(0),
            prints: RwSignal::new(prints),
            failed: RwSignal::new(false),
        }
    }

    /// Something has set out for the server.
    fn begin(self) {
        self.under_way.update(|count| *count += 1);
    }

    /// It has arrived, or it has not.
    fn end(self, arrived: bool) {
        if !arrived {
            self.failed.set(true);
        }
        self.under_way.update(|count| *count = count.saturating_sub(1));
    }
}

//! What is alive on the applicant's pages. Each island improves markup that already works as a plain form.

#[cfg_attr(not(feature = "hydrate"), path = "browser_on_server.rs")]
mod browser;
mod live_form;
mod proof_field;

pub use live_form::LiveForm;
pub use proof_field::ProofField;

use chrono::NaiveDate;
use domain::application::Draft;
use domain::ids::ApplicationId;
use leptos::prelude::*;

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
    /// Whether something on its way has failed since the form began to wait.
    failed: RwSignal<bool>,
}

impl Live {
    fn new(application: Option<ApplicationId>, draft: Draft, today: NaiveDate) -> Live {
        Live {
            application: StoredValue::new(application),
            draft: RwSignal::new(draft),
            today,
            under_way: RwSignal::new(0),
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

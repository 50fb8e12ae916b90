//! What is alive on the applicant's pages. Each island improves markup that already works as a plain form.

#[cfg_attr(not(feature = "hydrate"), path = "browser_on_server.rs")]
mod browser;
mod code_search;
#[cfg_attr(not(feature = "hydrate"), path = "device_on_server.rs")]
mod device;
mod keeping;
#[cfg_attr(not(feature = "hydrate"), path = "picture_on_server.rs")]
mod picture;
mod proof_field;
mod unsent;
#[cfg_attr(not(feature = "hydrate"), path = "upload_on_server.rs")]
mod upload;

pub use code_search::CodeSearch;
mod item_search;
mod live_form;
mod live_trial;
#[cfg_attr(not(feature = "hydrate"), path = "page_on_server.rs")]
mod page;
mod what_if;

pub use item_search::ItemSearch;
pub use keeping::Keeping;
pub use live_form::LiveForm;
pub use live_trial::LiveTrial;
pub use proof_field::ProofField;
pub use what_if::WhatIf;

use std::pin::Pin;
use std::rc::Rc;

use chrono::NaiveDate;
use domain::application::{Draft, Print};
use domain::ids::ApplicationId;
use domain::policy::Policy;
use leptos::prelude::*;

/// The id of the field 単位, which a [`LiveForm`] writes on 検索.
pub(super) const REGISTERED: &str = "registered";
/// The class of a fiscal year that lies before the chosen ones; a [`LiveForm`] moves it on 検索.
pub(super) const BEFORE: &str = "chosen-year--before";
/// The id of the element that holds the items of Ⅰ, which an [`ItemSearch`] narrows.
pub(super) const ITEMS: &str = "practical-items";
/// The id of the search field of an [`ItemSearch`].
pub(super) const SEARCH_FIELD: &str = "item-search";
/// The id of its button that shows all items again.
pub(super) const SEARCH_CLEAR: &str = "item-search-clear";
/// The id of the line that says how many were found.
pub(super) const SEARCH_SAID: &str = "item-search-said";
/// The id of the totals of a [`WhatIf`].
pub(super) const WHAT_IF_LINE: &str = "what-if-line";
/// The id of what would still be missing.
pub(super) const WHAT_IF_SENTENCE: &str = "what-if-sentence";
/// The id of what is to be known besides.
pub(super) const WHAT_IF_NOTE: &str = "what-if-note";
/// What stands before the accepted proofs of an item; nobody looks for it.
pub(super) const PROOF_EXAMPLES: &str = "証明書の例：";

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

/// The settings with what a trial needs: how many items there are, and no word of them.
pub(super) fn trial_policy(policy: &Policy) -> Policy {
    let mut policy = slim_policy(policy);
    for item in &mut policy.items {
        item.name.clear();
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
    /// The settings that it is judged by.
    policy: StoredValue<Policy>,
    /// The day in Japan.
    today: NaiveDate,
    /// How many files and choices are on their way to the server: the form waits for them.
    under_way: RwSignal<usize>,
    /// The proofs of the whole application by their fingerprints, to see which file is attached twice.
    prints: RwSignal<Vec<Print>>,
    /// Whether something on its way has failed since the form began to wait.
    failed: RwSignal<bool>,
    /// What the form's summary says beside the totals.
    note: RwSignal<String>,
    /// Who keeps the text of the form, once that island is awake.
    listener: StoredValue<Option<Rc<Listener>>, LocalStorage>,
}

/// What a form tells the island that keeps its text. The two know no more of each other: the form need not wait until
/// the keeping is loaded.
struct Listener {
    /// Something was typed.
    changed: Box<dyn Fn()>,
    /// The form is about to be sent; it waits until the device knows.
    sending: Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>>>,
}

impl Live {
    fn new(
        application: Option<ApplicationId>,
        draft: Draft,
        policy: Policy,
        today: NaiveDate,
        prints: Vec<Print>,
    ) -> Live {
        Live {
            application: StoredValue::new(application),
            draft: RwSignal::new(draft),
            policy: StoredValue::new(policy),
            today,
            under_way: RwSignal::new(0),
            prints: RwSignal::new(prints),
            failed: RwSignal::new(false),
            note: RwSignal::new(String::new()),
            listener: StoredValue::new_local(None),
        }
    }

    fn listen(self, listener: Listener) {
        self.listener.set_value(Some(Rc::new(listener)));
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

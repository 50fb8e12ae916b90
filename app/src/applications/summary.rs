//! The running total, always in sight at the lower edge of the window, with what is still missing.

use domain::eligibility::{Assessment, Lack};
use domain::ids::ApplicationId;
use leptos::prelude::*;

/// The id of the sentences that say what is missing: they describe a button that cannot be used yet.
pub(crate) const LACKS: &str = "lacks";

/// The totals, and one linked sentence for each lack; changes are read out.
#[component]
pub(crate) fn Summary(
    #[prop(into)] assessment: Signal<Assessment>,
    application: Option<ApplicationId>,
    /// What was just saved, or why it was not.
    #[prop(optional, into)]
    note: Signal<String>,
    /// The button that goes on.
    children: Children,
) -> impl IntoView {
    let enough = move || assessment.with(Assessment::is_eligible);
    let lacks = move || {
        let link = |lack: &Lack| {
            let href = lack.place().href(application.as_ref());
            view! { <a href=href>{lack.sentence()}</a> }
        };
        assessment.with(|assessment| assessment.lacks.iter().map(link).collect_view())
    };
    let met = move || if enough() { assessment.with(Assessment::sentence) } else { String::new() };
    view! {
        <div class="summary-bar" class:summary-bar--enough=enough>
            <div class="summary-bar__text">
                <p class="summary-bar__live" role="status" aria-live="polite" aria-atomic="true">
                    <span class="summary-bar__figures">{move || assessment.with(Assessment::summary)}</span>
                    <span class="summary-bar__lack" id=LACKS tabindex="-1">{met}{lacks}</span>
                </p>
                <p class="summary-bar__note" role="status">{move || note.get()}</p>
            </div>
            {children()}
        </div>
    }
}

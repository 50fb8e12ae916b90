//! The running total, always in sight at the lower edge of the window, with what is still missing.

use domain::eligibility::{Assessment, Lack};
use domain::ids::ApplicationId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::FORM;

/// The id of the sentences that say what is missing: they describe a button that cannot be used yet.
pub(crate) const LACKS: &str = "lacks";

/// The steps of the way, as they stand above its pages.
pub(super) fn steps() -> Vec<String> {
    ["入力", "確認", "完了"].map(str::to_owned).to_vec()
}

/// The button that goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MainButton {
    /// What it is called.
    pub label: String,
    /// The `go` that it posts; empty for none.
    pub go: String,
    /// Whether it can be used only once nothing is missing.
    pub needs_all: bool,
}

/// The totals, one linked sentence for each lack, and the button; changes are read out.
///
/// The markup is the same whatever it says: an island renders it again at each change and touches only what differs.
pub(crate) fn summary(
    assessment: &Assessment,
    application: Option<&ApplicationId>,
    note: String,
    button: &MainButton,
) -> impl IntoView + use<> {
    bar(
        Said::of(assessment, |lack| lack.place().href(application)),
        note,
        button,
    )
}

/// What a bar says.
pub(crate) struct Said {
    /// The first line: the totals.
    pub(crate) figures: String,
    /// That everything needed is there; empty where it is not.
    pub(crate) met: String,
    /// Where each lack is mended, and its sentence.
    pub(crate) lacks: Vec<(String, String)>,
}

impl Said {
    /// The totals of an assessment, and what is missing.
    pub(crate) fn of(assessment: &Assessment, href: impl Fn(&Lack) -> String) -> Said {
        let met = if assessment.is_eligible() {
            assessment.sentence()
        } else {
            String::new()
        };
        Said {
            figures: assessment.summary(),
            met,
            lacks: assessment
                .lacks
                .iter()
                .map(|lack| (href(lack), lack.sentence()))
                .collect(),
        }
    }
}

/// The bar itself.
pub(crate) fn bar(said: Said, note: String, button: &MainButton) -> impl IntoView + use<> {
    let Said { figures, met, lacks } = said;
    let enough = !met.is_empty();
    let mut lacks = lacks
        .into_iter()
        .map(|(href, sentence)| view! { <a href=href>{sentence}</a> });
    let first: Vec<_> = lacks.next().into_iter().collect();
    let others: Vec<_> = lacks.collect();
    let more = format!("ほか{}件の不足", others.len());
    let no_more = others.is_empty();
    let go = (!button.go.is_empty()).then(|| button.go.clone());
    view! {
        <div class=if enough { "summary-bar summary-bar--enough" } else { "summary-bar" }>
            <div class="summary-bar__text">
                <div role="status" aria-live="polite" aria-atomic="true">
                    <p class="summary-bar__figures">{figures}</p>
                    // A phone shows the first one: the page must stay in sight above the bar.
                    <div class="summary-bar__lack" id=LACKS tabindex="-1">
                        {met}
                        {first}
                        <details class="summary-bar__more" hidden=no_more>
                            <summary>{more}</summary>
                            {others}
                        </details>
                    </div>
                </div>
                <p class="summary-bar__note" role="status">{note}</p>
            </div>
            <button
                class="button"
                type="submit"
                form=FORM
                name=go.is_some().then_some("go")
                value=go
                aria-disabled=(button.needs_all && !enough).then_some("true")
                aria-describedby=LACKS
            >
                {button.label.clone()}
            </button>
        </div>
    }
}

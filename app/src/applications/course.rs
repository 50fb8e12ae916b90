//! これまでの経過: whose turn it is and since when, and what happened so far.

use domain::application::Case;
use domain::fiscal_year::written_moment;
use leptos::prelude::*;

use crate::progress::timeline_entries;
use crate::ui::Timeline;

/// The line about the present, above the time line.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn Course(case: Case) -> impl IntoView {
    let turn = case.turn();
    let since = turn.since.map(|at| format!("（{}から）", written_moment(at)));
    view! {
        <section class="section" id="course">
            <h2>"これまでの経過"</h2>
            <p class="turn"><strong>{turn.label()}</strong>{since}</p>
            <Timeline entries=timeline_entries(&case) />
        </section>
    }
    .into_any()
}

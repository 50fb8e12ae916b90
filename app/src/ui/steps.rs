//! How far one is on a way of several pages.

use leptos::prelude::*;

/// The steps by number and name; on a phone only the present one is named.
#[component]
pub fn Steps(
    labels: Vec<String>,
    /// The present step, from 1. One more than there are steps: all are done.
    current: usize,
) -> impl IntoView {
    view! {
        <ol class="steps" role="list" aria-label="手続きの流れ">
            {labels
                .into_iter()
                .enumerate()
                .map(|(index, label)| {
                    let number = index + 1;
                    let done = number < current;
                    let class = if done { "steps__step steps__step--done" } else { "steps__step" };
                    view! {
                        <li class=class aria-current=(number == current).then_some("step")>
                            <span class="steps__number">{number}</span>
                            <span class="steps__name">
                                {label}
                                {done.then(|| view! { <span class="visually-hidden">"（済み）"</span> })}
                            </span>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}

//! What happened to a case, in order.

use leptos::prelude::*;

use super::tone::Tone;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// As it is read: 2026年2月3日 14:05.
    pub when: String,
    /// As a machine reads it: `2026-02-03T14:05+09:00`.
    pub datetime: String,
    /// Who did it, in the word of a role; never a name.
    pub who: String,
    /// What happened.
    pub heading: String,
    /// The reason given; empty for none. Its line breaks are kept.
    pub note: String,
    /// What the event means for the case.
    pub tone: Tone,
}

/// Events in the order given.
#[component]
pub fn Timeline(entries: Vec<TimelineEntry>) -> impl IntoView {
    view! {
        <ol class="timeline" role="list">
            {entries
                .into_iter()
                .map(|entry| {
                    let note = (!entry.note.is_empty()).then_some(entry.note);
                    view! {
                        <li class=format!("timeline__entry timeline__entry--{}", entry.tone.suffix())>
                            <p class="timeline__heading">{entry.heading}</p>
                            <p class="timeline__when">
                                {entry.who}"・"<time datetime=entry.datetime>{entry.when}</time>
                            </p>
                            {note.map(|note| view! { <p class="timeline__note">{note}</p> })}
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}

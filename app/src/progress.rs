//! Where a case stands and what happened to it, shown to the doctor and to the clerk alike.

use domain::application::{Case, Event, EventAction, Status};
use domain::fiscal_year::{in_japan, written_moment};
use leptos::prelude::*;

use crate::ui::{StatusTag, TimelineEntry, Tone};

/// What a status means for whoever reads it.
pub fn status_tone(status: Status) -> Tone {
    match status {
        Status::Draft | Status::Withdrawn => Tone::Neutral,
        Status::Submitted | Status::InReview => Tone::Info,
        Status::Returned => Tone::Warning,
        Status::Approved => Tone::Success,
        Status::Refused => Tone::Danger,
    }
}

/// The status in its own words and colour.
#[component]
pub fn CaseStatus(status: Status) -> impl IntoView {
    view! { <StatusTag label=status.label() tone=status_tone(status) /> }
}

/// The events of a case for a timeline, the oldest first.
pub fn timeline_entries(case: &Case) -> Vec<TimelineEntry> {
    case.events.iter().map(|event| timeline_entry(case, event)).collect()
}

fn timeline_entry(case: &Case, event: &Event) -> TimelineEntry {
    let items = event.items.iter().map(|item| {
        let asked = format!("「{}」：{}", case.claim_name(&item.claim), item.reason);
        if item.answer.is_empty() {
            asked
        } else {
            format!("{asked}\n→ 回答：{}", item.answer)
        }
    });
    let reason = (!event.reason.is_empty()).then(|| event.reason.clone());
    TimelineEntry {
        when: written_moment(event.at),
        datetime: in_japan(event.at).format("%Y-%m-%dT%H:%M%:z").to_string(),
        who: event.action.side().label().to_owned(),
        heading: event.action.label().to_owned(),
        note: reason.into_iter().chain(items).collect::<Vec<_>>().join("\n"),
        tone: event_tone(event.action),
    }
}

fn event_tone(action: EventAction) -> Tone {
    match action {
        EventAction::Withdrawn => Tone::Neutral,
        EventAction::Submitted
        | EventAction::Taken
        | EventAction::Released
        | EventAction::Resubmitted
        | EventAction::Undone
        | EventAction::ReexaminationRequested => Tone::Info,
        EventAction::Returned => Tone::Warning,
        EventAction::Approved => Tone::Success,
        EventAction::Refused => Tone::Danger,
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use domain::application::{Claim, Status};
    use domain::review::ReturnItem;

    use super::timeline_entries;
    use crate::samples::case;

    #[test]
    fn a_return_tells_its_reason_and_each_item_by_name_on_a_clock_in_japan() {
        let mut case = case(Status::Returned);
        if let Some(event) = case.events.last_mut() {
            let claim = Claim::Practical("I-12".parse().unwrap());
            event.items = vec![ReturnItem {
                answer: "撮り直しました。".to_owned(),
                ..ReturnItem::new(claim, "期間が読めません。")
            }];
        }
        let entries = timeline_entries(&case);
        let last = entries.last().unwrap();
        assert_eq!((last.who.as_str(), last.heading.as_str()), ("医師会", "差し戻しました"));
        assert!(
            last.note
                .ends_with("「学校保健（学校医・園医、学校健診）」：期間が読めません。\n→ 回答：撮り直しました。"),
            "{}",
            last.note
        );
        assert_eq!(
            (last.when.as_str(), last.datetime.as_str()),
            ("2026年2月5日 6:05", "2026-02-05T06:05+09:00")
        );
    }
}

//! The trial of the requirement, judged at every change by the same rules as an application.

use chrono::NaiveDate;
use domain::eligibility::trial::{TrialForm, Verdict, field_of, names};
use domain::policy::Policy;
use leptos::prelude::*;

use super::{browser, page};
use crate::applications::summary::{MainButton, Said, bar};
use crate::ui::field_id;

/// The form of a trial with what the rules say to it.
///
/// Its children are the whole form, rendered on the server, with the id [`FORM`](crate::applications::FORM).
#[island(lazy)]
pub fn LiveTrial(form: TrialForm, policy: Policy, today: NaiveDate, children: Children) -> impl IntoView {
    let policy = StoredValue::new(policy);
    let button = MainButton {
        label: "試算する".to_owned(),
        go: String::new(),
        needs_all: false,
    };
    let verdict = RwSignal::new(policy.with_value(|policy| form.judge(policy, today)));
    let read = move || {
        let form = TrialForm::read(&browser::form_values());
        let now = policy.with_value(|policy| form.judge(policy, today));
        if verdict.with_untracked(|shown| *shown != now) {
            verdict.set(now);
        }
    };
    // What was typed or chosen before the island woke up counts too, and so does what the browser kept.
    Effect::new(read);
    view! {
        <div on:input=move |_| {
            read();
            page::forgive(&verdict.with_untracked(wrong_fields));
        }>
            {children()}
            {move || bar(verdict.with(said), String::new(), &button)}
        </div>
    }
}

/// The ids of the controls that cannot be read.
fn wrong_fields(verdict: &Verdict) -> Vec<String> {
    match verdict {
        Verdict::Wrong(errors) => errors.iter().map(|error| field_id(&error.field)).collect(),
        Verdict::Blank | Verdict::Judged(_) => Vec::new(),
    }
}

fn said(verdict: &Verdict) -> Said {
    let only = |figures: &str| Said {
        figures: figures.to_owned(),
        met: String::new(),
        lacks: Vec::new(),
    };
    match verdict {
        Verdict::Blank => only("質問に答えると、ここに試算が出ます。"),
        Verdict::Wrong(errors) => Said {
            lacks: errors
                .iter()
                .map(|error| (format!("#{}", field_id(&error.field)), error.sentence.clone()))
                .collect(),
            ..only("試算には、次の入力が必要です。")
        },
        Verdict::Judged(assessment) => Said::of(assessment, |lack| match field_of(lack) {
            names::LICENCE => format!("#{}", field_id(&format!("{}-1", names::LICENCE))),
            name => format!("#{}", field_id(name)),
        }),
    }
}

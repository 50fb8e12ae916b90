//! 予定の研修を加えて試算する: what an application would come to with what is still to come.

use domain::eligibility::what_if::{Said, WhatIfForm, names};
use leptos::prelude::*;

use super::{Live, WHAT_IF_LINE, WHAT_IF_NOTE, WHAT_IF_SENTENCE, page};
use crate::ui::field_id;

/// Says at once what follows from the two fields that its children are, rendered on the server. It stands in a
/// [`LiveForm`](super::LiveForm) and reads the draft as it is on the page; nothing that it says is ever part of it.
#[island(lazy)]
pub fn WhatIf(children: Children) -> impl IntoView {
    let live = expect_context::<Live>();
    let typed = RwSignal::new(WhatIfForm::default());
    let read = move || {
        typed.set(WhatIfForm {
            lecture: page::typed(&field_id(names::LECTURE)),
            items: page::typed(&field_id(names::ITEMS)),
        });
    };
    Effect::new(move || {
        // Without scripts the names carry the numbers to the page that shows the result; with them nothing is sent.
        page::take_name(&field_id(names::LECTURE));
        page::take_name(&field_id(names::ITEMS));
        read();
    });
    Effect::new(move || {
        let said = typed.with(|typed| {
            live.draft
                .with(|draft| live.policy.with_value(|policy| typed.said(draft, policy, live.today)))
        });
        show(&said);
    });
    view! {
        <div
            // The form around does not hear of it: nothing in it has changed.
            on:input=move |event| {
                event.stop_propagation();
                read();
            }
            // Enter would save the draft, which is not what is tried here.
            on:keydown=|event| page::no_enter(&event)
        >
            {children()}
        </div>
    }
}

fn show(said: &Said) {
    page::say(WHAT_IF_LINE, &said.line);
    page::say(WHAT_IF_SENTENCE, &said.sentence);
    page::say(WHAT_IF_NOTE, said.note);
    for name in [names::LECTURE, names::ITEMS] {
        page::blame(&field_id(name), said.error(name));
    }
}

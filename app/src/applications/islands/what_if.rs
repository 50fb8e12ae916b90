//! 予定の研修を加えて試算する: what an application would come to with what is still to come.

use domain::application::{Draft, Practical};
use domain::eligibility::what_if::{ITEMS_LABEL, Imagined, LECTURE_LABEL, WhatIfForm, line, names, sentence, what_if};
use domain::policy::Policy;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::{Live, page};
use crate::ui::field::FieldFrame;
use crate::ui::field_id;

/// Two numbers and what would follow from them. It stands in a [`LiveForm`](super::LiveForm) and reads the draft as it
/// is on the page; nothing that it shows is ever part of the draft.
#[island]
pub fn WhatIf(form: WhatIfForm) -> impl IntoView {
    let live = expect_context::<Live>();
    let typed = RwSignal::new(form);
    // Without scripts the names carry the numbers to the page that shows the result; with them nothing is sent.
    let awake = RwSignal::new(false);
    let read = move || {
        typed.set(WhatIfForm {
            lecture: page::typed(&field_id(names::LECTURE)),
            items: page::typed(&field_id(names::ITEMS)),
        });
    };
    Effect::new(move || {
        read();
        awake.set(true);
    });
    view! {
        <div
            class="what-if__body"
            // The form around does not hear of it: nothing in it has changed.
            on:input=move |event| {
                event.stop_propagation();
                read();
            }
            on:keydown=|event| stay(&event)
        >
            {move || {
                let imagined = live.policy.with_value(|policy| typed.with(|typed| typed.imagined(policy)));
                let wrong = imagined.as_ref().err().map_or(&[][..], Vec::as_slice);
                let error = |name: &str| wrong.iter().find(|e| e.field == name).map(|e| e.sentence.clone());
                let field = |name: &'static str, label: &str, value: String| {
                    number(name, label, value, error(name), awake.get())
                };
                let result = live
                    .draft
                    .with(|draft| live.policy.with_value(|policy| typed.with(|typed| Said::of(typed, draft, policy, live))));
                view! {
                    <div class="form-row what-if__fields">
                        {field(names::LECTURE, LECTURE_LABEL, typed.get().lecture)}
                        {field(names::ITEMS, ITEMS_LABEL, typed.get().items)}
                    </div>
                    <p class="what-if__result" role="status">
                        <strong class="what-if__figures">{result.line}</strong>
                        <span>{result.sentence}</span>
                        <span class="small">{result.note}</span>
                    </p>
                }
            }}
        </div>
    }
}

/// One of the two fields.
fn number(name: &'static str, label: &str, value: String, error: Option<String>, awake: bool) -> impl IntoView + use<> {
    let frame = FieldFrame::new(name, label.to_owned(), String::new(), error, false);
    let control = view! {
        <input
            class="input input--short"
            id=frame.id()
            name=(!awake).then_some(name)
            type="text"
            inputmode="decimal"
            autocomplete="off"
            value=(!value.is_empty()).then_some(value)
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control)
}

/// Enter would save the draft, which is not what is tried here.
fn stay(event: &KeyboardEvent) {
    if event.key() == "Enter" && !event.is_composing() {
        event.prevent_default();
    }
}

/// What stands below the fields; empty while nothing is imagined or it cannot be read.
#[derive(Default)]
struct Said {
    line: String,
    sentence: String,
    note: &'static str,
}

impl Said {
    fn of(typed: &WhatIfForm, draft: &Draft, policy: &Policy, live: Live) -> Said {
        let Ok(imagined) = typed.imagined(policy) else {
            return Said::default();
        };
        if typed.is_blank() {
            return Said::default();
        }
        let assessment = what_if(draft, policy, live.today, imagined);
        Said {
            line: line(&assessment),
            sentence: sentence(&assessment),
            note: changed_over(draft, imagined),
        }
    }
}

/// Said where Ⅱ is counted under Ⅰ.
fn changed_over(draft: &Draft, imagined: Imagined) -> &'static str {
    if matches!(draft.practical, Practical::Other { .. }) && imagined.items > 0 {
        "ⅠとⅡの併用はできないため、Ⅱの内容もⅠの最も近い項目で申告するものとして試算しています。"
    } else {
        ""
    }
}

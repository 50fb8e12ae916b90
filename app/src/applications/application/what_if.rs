//! 予定の研修を加えて試算する: what is still to come, beside what is.

use chrono::NaiveDate;
use domain::application::Draft;
use domain::eligibility::what_if::{ITEMS_LABEL, LECTURE_LABEL, Said, WhatIfForm, names};
use domain::policy::Policy;
use leptos::prelude::*;

use crate::applications::islands::{WHAT_IF_LINE, WHAT_IF_NOTE, WHAT_IF_SENTENCE, WhatIf};
use crate::ui::{Disclosure, field_id};

/// Where the page goes back to once it has been asked for without scripts.
const PLACE: &str = "what-if";

/// A disclosure with two numbers and their result. `address` is the page's own.
#[component]
pub(super) fn WhatIfPart(
    form: WhatIfForm,
    draft: Draft,
    policy: Policy,
    today: NaiveDate,
    address: String,
) -> impl IntoView {
    let asked = !form.is_blank();
    let said = form.said(&draft, &policy, today);
    let lecture = number(names::LECTURE, LECTURE_LABEL, form.lecture, &said);
    let items = number(names::ITEMS, ITEMS_LABEL, form.items, &said);
    let Said {
        line, sentence, note, ..
    } = said;
    view! {
        <Disclosure summary="予定の研修を加えて試算する" open=asked>
            <div class="what-if" id=PLACE>
                <p>
                    "これから受ける座学研修や、申告する予定の実地研修を加えると要件を満たすかを、確かめられます。\
                    試算の数は保存されず、申請にも含まれません。画面下の合計も変わりません。"
                </p>
                <WhatIf>
                    <div class="what-if">
                        <div class="form-row what-if__fields">{lecture} {items}</div>
                        <p class="what-if__result" role="status">
                            <strong class="what-if__figures" id=WHAT_IF_LINE>{line}</strong>
                            <span id=WHAT_IF_SENTENCE>{sentence}</span>
                            <span class="small" id=WHAT_IF_NOTE>{note}</span>
                        </p>
                    </div>
                </WhatIf>
                <div class="without-script">
                    <button
                        class="button button--secondary"
                        type="submit"
                        formmethod="get"
                        formaction=format!("{address}#{PLACE}")
                    >
                        "試算する"
                    </button>
                </div>
            </div>
        </Disclosure>
    }
    .into_any()
}

/// One of the two fields. Its error stands there from the beginning, for the island to fill.
fn number(name: &'static str, label: &'static str, value: String, said: &Said) -> impl IntoView + use<> {
    let id = field_id(name);
    let error = said.error(name).to_owned();
    let error_id = format!("{id}-error");
    view! {
        <div class="field">
            <div class="field__head"><label class="field__label" for=id.clone()>{label}</label></div>
            <p class="field__error" id=error_id.clone() hidden=error.is_empty()>{error.clone()}</p>
            <input
                class="input input--short"
                id=id
                name=name
                type="text"
                inputmode="decimal"
                autocomplete="off"
                value=value
                aria-describedby=error_id
                aria-invalid=(!error.is_empty()).then_some("true")
            />
        </div>
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

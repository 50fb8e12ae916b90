//! 医師会への回答: what the doctor answers to a return, on the page before it is sent again.

use domain::application::{ANSWER, ANSWER_LABEL, Case, ITEM_ANSWER};
use domain::field::{FormValues, TEXT_MAX};
use leptos::prelude::*;

use crate::ui::{self, TextArea};

/// One field for the whole and one for each item that was asked about; nothing where the application is not returned.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn AnswerFields(case: Case, typed: FormValues, errors: Vec<ui::FieldError>) -> impl IntoView {
    let event = case.last_return()?.clone();
    let items = event
        .items
        .iter()
        .map(|item| {
            let field = format!("{ITEM_ANSWER}{}", item.claim);
            let name = case.claim_name(&item.claim);
            view! {
                <TextArea
                    label=format!("{ANSWER_LABEL}：{name}")
                    name=field.clone()
                    value=typed.text(&field)
                    hint=format!("差戻しの理由：{}", item.reason)
                    error=ui::FieldError::of(&errors, &field)
                    rows=3
                    maxlength=TEXT_MAX
                />
            }
        })
        .collect_view();
    let hint = if event.reason.is_empty() {
        String::new()
    } else {
        format!("差戻しの理由：{}", event.reason)
    };
    Some(
        view! {
            <section class="section" id="answers">
                <h2>"医師会への回答"</h2>
                <p>"どこを直したか、直せない事情などを伝えられます。書かなくても再申請できます。"</p>
                {items}
                <TextArea
                    label=ANSWER_LABEL
                    name=ANSWER
                    value=typed.text(ANSWER)
                    hint=hint
                    error=ui::FieldError::of(&errors, ANSWER)
                    rows=3
                    maxlength=TEXT_MAX
                />
            </section>
        }
        .into_any(),
    )
}

//! What a doctor can do once an application is closed: begin a new one from it, and once, after a refusal, ask for
//! another look.

use domain::application::{Case, names};
use domain::field::{FormValues, TEXT_MAX};
use domain::ids::ApplicationId;
use domain::review::REASON;
use leptos::either::Either;
use leptos::prelude::*;

use super::fields;
use crate::ui::{self, Button, ButtonLink, ButtonTone, Confirm, TextArea};

/// 再審査: first a link, then the question with the reason.
pub(super) fn reexamination(
    case: &Case,
    confirm: bool,
    typed: &FormValues,
    errors: &[ui::FieldError],
) -> Option<impl IntoView + use<>> {
    if !case.may_ask_reexamination() {
        return None;
    }
    let home = format!("/applications/{}", case.id);
    if !confirm {
        return Some(Either::Left(view! {
            <div class="stack stack--tight">
                <p>"決定に納得できないときは、一度だけ再審査を求めることができます。別の担当者が審査します。"</p>
                <p>
                    <ButtonLink
                        href=format!("{home}?confirm=reexamination")
                        label="再審査を求める"
                        tone=ButtonTone::Secondary
                    />
                </p>
            </div>
        }));
    }
    let (version, action) = (case.version, format!("{home}/reexamine"));
    let (value, error) = (typed.text(REASON).to_owned(), ui::FieldError::of(errors, REASON));
    Some(Either::Right(view! {
        <Confirm heading="この申請の再審査を求めますか" name="reexamination">
            <p>
                "申請の内容は変更できません。書いた理由が医師会に伝わり、不承認とした方とは別の担当者が審査します。\
                再審査を求められるのは一度だけです。"
            </p>
            <form class="form" method="post" action=action novalidate=true>
                <input type="hidden" name=names::VERSION value=version autocomplete="off" />
                <TextArea
                    label="理由"
                    name=REASON
                    value=value
                    hint="どの点を、なぜもう一度確認してほしいのかを書いてください。"
                    error=error
                    maxlength=TEXT_MAX
                    required=true
                />
                <div class="actions">
                    <Button label="再審査を求める" />
                    <ButtonLink href=home label="やめる" tone=ButtonTone::Quiet />
                </div>
            </form>
        </Confirm>
    }))
}

/// この内容をもとに新しく申請. The key makes one draft, however often it is pressed.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub fn CopyForm(
    application: ApplicationId,
    key: String,
    /// Behind the label, for who hears one of several without its row; empty for none.
    #[prop(optional, into)]
    of_what: String,
    #[prop(optional)] small: bool,
) -> impl IntoView {
    let action = format!("/applications/{application}/copy");
    let class = if small {
        "button button--quiet button--small"
    } else {
        "button button--secondary"
    };
    let of_what =
        (!of_what.is_empty()).then(|| view! { <span class="visually-hidden">{format!("：{of_what}")}</span> });
    view! {
        <form method="post" action=action>
            <input type="hidden" name=fields::KEY value=key autocomplete="off" />
            <button class=class type="submit">"この内容をもとに新しく申請"{of_what}</button>
        </form>
    }
    .into_any()
}

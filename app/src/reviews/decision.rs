//! 承認, 差戻し, 不承認: first which, then once more with the same word.

use domain::application::Case;
use domain::field::{FieldError, FormValues, TEXT_MAX};
use domain::review::{DecisionKind, ITEM_REASON, REASON};
use leptos::either::Either;
use leptos::prelude::*;

use crate::ui::{self, Button, ButtonLink, ButtonTone, Confirm, ErrorSummary, TextArea};

/// Three ways, or the question about the one that was taken.
pub(super) fn decision(
    case: &Case,
    decide: Option<DecisionKind>,
    typed: &FormValues,
    errors: Vec<FieldError>,
) -> impl IntoView + use<> {
    match decide {
        None => Either::Left(choose(case)),
        Some(kind) => {
            let errors: Vec<ui::FieldError> = errors.into_iter().map(Into::into).collect();
            Either::Right(view! {
                <div class="stack">
                    <ErrorSummary errors=errors.clone() />
                    {confirm(case, kind, typed, &errors)}
                </div>
            })
        }
    }
}

fn choose(case: &Case) -> impl IntoView + use<> {
    let links = DecisionKind::ALL
        .into_iter()
        .map(|kind| {
            let href = format!("/review/{}?decide={}", case.id, kind.key());
            // A refusal is not the way on: it gets its weight on the confirmation only.
            let tone = if kind == DecisionKind::Approve {
                ButtonTone::Primary
            } else {
                ButtonTone::Secondary
            };
            view! { <ButtonLink href=href label=kind.label() tone=tone /> }
        })
        .collect_view();
    view! { <section class="review__decision" aria-label="決定">{links}</section> }
}

fn confirm(case: &Case, kind: DecisionKind, typed: &FormValues, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    let (heading, consequence) = match kind {
        DecisionKind::Approve => (
            "申請を承認しますか",
            "修了証の番号が決まり、修了証が作られます。申請者はマイページから修了証を受け取れるようになります。",
        ),
        DecisionKind::Return => (
            "申請を差し戻しますか",
            "申請者に修正を求めます。項目ごとに書くと、申請者はその項目だけを直せます。申請先や年度を含めて全体を直してほしいときは、\
            「理由」だけを書いてください。再申請されると、同じ担当者に戻ります。書いたことは、そのまま申請者に伝わります。",
        ),
        DecisionKind::Refuse => (
            "申請を不承認としますか",
            "申請はここで終わります。書いたことは、そのまま申請者に伝わります。直せば認められるものは、差戻しを選んでください。",
        ),
    };
    let fields = match kind {
        DecisionKind::Approve => None,
        DecisionKind::Refuse => Some(Either::Left(reason_field(true, typed, errors))),
        DecisionKind::Return => Some(Either::Right(view! {
            {reason_field(false, typed, errors)}
            {item_fields(case, typed, errors)}
        })),
    };
    let tone = if kind == DecisionKind::Refuse {
        ButtonTone::Danger
    } else {
        ButtonTone::Primary
    };
    let heading = format!("{} さんの{heading}", case.doctor.name);
    let back = format!("/review/{}", case.id);
    let action = format!("{back}/decide");
    let version = case.version.to_string();
    view! {
        <Confirm heading=heading name="decision" danger=kind == DecisionKind::Refuse>
            <p>{consequence}</p>
            <form class="form" method="post" action=action novalidate=true>
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="decide" value=kind.key() />
                {fields}
                <div class="actions">
                    <Button label=kind.label() tone=tone />
                    <ButtonLink href=back label="やめる" tone=ButtonTone::Quiet />
                </div>
            </form>
        </Confirm>
    }
}

fn reason_field(required: bool, typed: &FormValues, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    view! {
        <TextArea
            label="理由"
            name=REASON
            value=typed.text(REASON)
            hint="申請者が読みます。何をどうすればよいかが伝わるように書いてください。"
            error=ui::FieldError::of(errors, REASON)
            rows=4
            maxlength=TEXT_MAX
            required=required
        />
    }
}

/// One field for each claim, so that the doctor is told where to mend what.
fn item_fields(case: &Case, typed: &FormValues, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    case.claims()
        .iter()
        .map(|claim| {
            let name = format!("{ITEM_REASON}{claim}");
            view! {
                <TextArea
                    label=format!("直してほしい点（{}）", case.claim_name(claim))
                    name=name.clone()
                    value=typed.text(&name)
                    error=ui::FieldError::of(errors, &name)
                    rows=2
                    maxlength=TEXT_MAX
                />
            }
        })
        .collect_view()
}

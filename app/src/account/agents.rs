//! 入力を手伝う人: whom a doctor lets prepare the applications.

use domain::account::Agent;
use domain::field::{FieldError, FormValues};
use domain::fiscal_year::{day_in_japan, written_day};
use domain::registration::{EMAIL_MAX, names};
use leptos::prelude::*;

use crate::ui::{self, BackLink, Button, EmptyState, ErrorSummary, Notice, TextField, Tone};

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct AgentsView {
    /// Who helps now.
    pub agents: Vec<Agent>,
    /// What was typed.
    pub typed: FormValues,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// What was just done.
    pub done: Option<String>,
    /// Why something was refused.
    pub notice: Option<String>,
}

/// Who helps, and an invitation.
#[component]
pub fn AgentsPage(view: AgentsView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    let nobody = view.agents.is_empty();
    let lines = view
        .agents
        .into_iter()
        .map(|agent| {
            let of_what = format!("：{}", agent.address);
            view! {
                <li class="declared__item">
                    <div class="declared__text">
                        <p class="declared__name">{agent.address}</p>
                        <p class="small quiet">{format!("{}から", written_day(day_in_japan(agent.since)))}</p>
                    </div>
                    <form method="post" action="/account/agents/end">
                        <input type="hidden" name="agent" value=agent.account autocomplete="off" />
                        <button class="button button--quiet button--small" type="submit">
                            "やめてもらう"<span class="visually-hidden">{of_what}</span>
                        </button>
                    </form>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="stack">
            <ErrorSummary errors=errors.clone() />
            <div class="page-head">
                <BackLink href="/account" label="アカウントへ戻る" />
                <h1>"入力を手伝う人"</h1>
                <p class="lead">
                    "事務の方などが、先生の申請の下書きを入力し、証明書を添付できます。申請、再申請、取下げ、削除は、先生だけが行えます。"
                </p>
            </div>
            {view.done.map(|done| view! { <Notice tone=Tone::Success heading=done announce=true /> })}
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            {nobody
                .then(|| {
                    view! {
                        <EmptyState heading="手伝う人はいません">
                            <p>"下にメールアドレスを入力すると、その方に登録のためのメールが届きます。"</p>
                        </EmptyState>
                    }
                })}
            {(!nobody).then(|| view! { <ul class="declared" role="list">{lines}</ul> })}
            <form class="form" method="post" action="/account/agents" novalidate=true>
                <TextField
                    label="手伝う人のメールアドレス"
                    name=names::EMAIL
                    value=view.typed.text(names::EMAIL)
                    error=ui::FieldError::of(&errors, names::EMAIL)
                    input_type="email"
                    maxlength=EMAIL_MAX
                    required=true
                />
                <div class="actions">
                    <Button label="依頼のメールを送る" />
                </div>
            </form>
        </div>
    }
    .into_any()
}

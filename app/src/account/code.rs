//! The second step of a log-in: the code of the authenticator app.

use domain::field::FieldError;
use leptos::prelude::*;

use crate::ui::{self, BackLink, Button, ErrorSummary, FieldWidth, Notice, TextField, Tone};

/// What the page shows. A code is never sent back.
#[derive(Clone, Debug, Default)]
pub struct CodeView {
    /// The path to go to afterwards, as the server has checked it.
    pub next: Option<String>,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// Why it was refused as a whole.
    pub notice: Option<String>,
}

/// One field.
#[component]
pub fn CodePage(view: CodeView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    view! {
        <div class="stack">
            <ErrorSummary errors=errors.clone() />
            <div class="page-head">
                <BackLink href="/login" label="ログインへ戻る" />
                <h1>"二段階認証"</h1>
                <p class="lead">"認証アプリに表示されている6桁のコードを入力してください。"</p>
            </div>
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            <form class="form" method="post" action="/login/code" novalidate=true>
                <TextField
                    label="コード"
                    name="code"
                    hint="スマートフォンがないときは、控えてある予備のコード（10文字）を入力してください。"
                    error=ui::FieldError::of(&errors, "code")
                    autocomplete="one-time-code"
                    required=true
                    width=FieldWidth::Medium
                />
                {view.next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                <div class="actions">
                    <Button label="ログイン" />
                </div>
            </form>
        </div>
    }
    .into_any()
}

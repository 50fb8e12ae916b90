//! パスワードを忘れた方: asks for a letter with a link.

use domain::field::FieldError;
use domain::registration::EMAIL_MAX;
use leptos::prelude::*;

use crate::ui::{self, BackLink, Button, ErrorSummary, FieldWidth, Notice, TextField, Tone};

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct ForgotView {
    /// Whether no letter can leave.
    pub closed: bool,
    /// What was typed.
    pub login: String,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Why it was refused as a whole.
    pub notice: Option<String>,
}

/// One field, and whom to ask without an address.
#[component]
pub fn ForgotPage(view: ForgotView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    view! {
        <div class="stack">
            <ErrorSummary errors=errors.clone() />
            <div class="page-head">
                <BackLink href="/login" label="ログインへ戻る" />
                <h1>"パスワードを忘れた方"</h1>
                <p class="lead">"登録されているメールアドレスに、新しいパスワードを決めるためのリンクを送ります。"</p>
            </div>
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            {view
                .closed
                .then(|| {
                    view! {
                        <Notice
                            tone=Tone::Warning
                            heading="いまはメールを送れません。IDをお渡しした医師会にお問い合わせください。"
                        />
                    }
                })}
            <form class="form" method="post" action="/password/forgot" novalidate=true>
                <TextField
                    label="ログインIDまたはメールアドレス"
                    name="login"
                    value=view.login
                    error=ui::FieldError::of(&errors, "login")
                    autocomplete="username"
                    maxlength=EMAIL_MAX
                    required=true
                    width=FieldWidth::Medium
                />
                <div class="actions">
                    <Button label="メールを送る" />
                </div>
            </form>
            <p class="quiet">"メールアドレスを登録していない方は、IDをお渡しした医師会にお問い合わせください。"</p>
        </div>
    }
    .into_any()
}

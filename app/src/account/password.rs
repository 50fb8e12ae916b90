//! Changing the own password.

use domain::field::{FieldError, PASSWORD_MIN};
use leptos::prelude::*;

use crate::ui::{self, BackLink, Button, ErrorSummary, FieldWidth, Notice, TextField, Tone};

/// What the page shows. Passwords are never sent back.
#[derive(Clone, Debug, Default)]
pub struct PasswordView {
    /// The own log-in name, so that the browser's password store knows which entry to change.
    pub login: String,
    /// Why the change was refused.
    pub notice: Option<String>,
    /// What is wrong with single fields.
    pub errors: Vec<FieldError>,
}

/// The present password once, the new one twice.
#[component]
pub fn PasswordPage(view: PasswordView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    let field = |label: &'static str, name: &'static str, autocomplete: &'static str, hint: String| {
        view! {
            <TextField
                label=label
                name=name
                hint=hint
                error=ui::FieldError::of(&errors, name)
                input_type="password"
                autocomplete=autocomplete
                required=true
                width=FieldWidth::Medium
            />
        }
    };
    let long = format!(
        "{PASSWORD_MIN}文字以上。文のように長くて、ほかでは使っていないものが安全です。記号や大文字は要りません。"
    );
    view! {
        <div class="stack">
            <ErrorSummary errors=errors.clone() />
            <div class="page-head">
                <BackLink href="/" label="マイページへ戻る" />
                <h1>"パスワードの変更"</h1>
            </div>
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            <form class="form" method="post" action="/password" novalidate=true>
                <input type="text" name="username" autocomplete="username" value=view.login hidden=true readonly=true />
                {field("現在のパスワード", "current_password", "current-password", String::new())}
                {field("新しいパスワード", "new_password", "new-password", long)}
                {field("新しいパスワード（もう一度）", "new_password_again", "new-password", String::new())}
                <div class="actions">
                    <Button label="変更する" />
                </div>
            </form>
        </div>
    }
}

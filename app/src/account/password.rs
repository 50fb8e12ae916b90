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
                {current_password(&errors)}
                {new_password(&errors)}
                <div class="actions">
                    <Button label="変更する" />
                </div>
            </form>
        </div>
    }
}

/// The present password, asked for once more before something weighty.
pub(super) fn current_password(errors: &[ui::FieldError]) -> impl IntoView + use<> {
    field(
        errors,
        "現在のパスワード",
        "current_password",
        "current-password",
        String::new(),
    )
}

/// A new password, typed twice.
pub(super) fn new_password(errors: &[ui::FieldError]) -> impl IntoView + use<> {
    let long = format!(
        "{PASSWORD_MIN}文字以上。文のように長くて、ほかでは使っていないものが安全です。記号や大文字は要りません。"
    );
    let again = "新しいパスワード（もう一度）";
    view! {
        {field(errors, "新しいパスワード", "new_password", "new-password", long)}
        {field(errors, again, "new_password_again", "new-password", String::new())}
    }
}

fn field(
    errors: &[ui::FieldError],
    label: &'static str,
    name: &'static str,
    autocomplete: &'static str,
    hint: String,
) -> impl IntoView + use<> {
    let error = ui::FieldError::of(errors, name);
    view! {
        <TextField
            label=label
            name=name
            hint=hint
            error=error
            input_type="password"
            autocomplete=autocomplete
            required=true
            width=FieldWidth::Medium
        />
    }
}

//! ログイン: log-in name and password.

use domain::field::{FieldError, LOGIN_MAX};
use leptos::prelude::*;

use crate::ui::{self, Button, ErrorSummary, FieldWidth, Notice, TextField, Tone};

/// What the log-in page shows.
#[derive(Clone, Debug, Default)]
pub struct LoginView {
    /// The log-in name as typed. The password is never sent back.
    pub login: String,
    /// The path to go to afterwards, as the server has checked it.
    pub next: Option<String>,
    /// What was just done, such as a new password.
    pub done: Option<String>,
    /// Why the log-in was refused, or why one has to log in again.
    pub notice: Option<String>,
    /// What is wrong with single fields.
    pub errors: Vec<FieldError>,
    /// In a demonstration: the password that all example accounts share.
    pub demo_password: Option<String>,
}

/// The example accounts of a demonstration and what each is for.
const EXAMPLE_ACCOUNTS: [(&str, &str); 13] = [
    (
        "demo-member",
        "北区医師会と日本医師会の会員。申請に使える単位があります。",
    ),
    ("demo-district", "北区医師会だけの会員（日本医師会は非会員）。"),
    ("demo-short", "単位が足りない会員。座学研修の追加を試せます。"),
    ("demo-guest", "医師会の会員ではない医師。医師免許証の添付を試せます。"),
    ("demo-done", "承認が済み、修了証がある会員。"),
    ("demo-reviewer", "北区医師会の審査担当。"),
    ("demo-reviewer2", "北区医師会の、もう一人の審査担当。"),
    ("demo-prefecture", "東京都医師会の審査担当。"),
    ("demo-national", "日本医師会の審査担当。"),
    ("demo-other", "見本市医師会（神奈川県）の審査担当。"),
    ("demo-organiser", "北区医師会の研修会の主催者。"),
    ("demo-office", "北区医師会の管理者。"),
    ("demo-admin", "全体の管理者。"),
];

/// The form, and in a demonstration the example accounts below it.
#[component]
pub fn LoginPage(view: LoginView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    let login_error = ui::FieldError::of(&errors, "login");
    let password_error = ui::FieldError::of(&errors, "password");
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <ErrorSummary errors=errors />
                <h1>"ログイン"</h1>
                {view.done.map(|done| view! { <Notice tone=Tone::Success heading=done announce=true /> })}
                {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
                <form class="form" method="post" action="/login" novalidate=true>
                    <TextField
                        label="ログインID"
                        name="login"
                        value=view.login
                        error=login_error
                        autocomplete="username"
                        maxlength=LOGIN_MAX
                        required=true
                        width=FieldWidth::Medium
                    />
                    <TextField
                        label="パスワード"
                        name="password"
                        input_type="password"
                        error=password_error
                        autocomplete="current-password"
                        required=true
                        width=FieldWidth::Medium
                    />
                    {view.next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                    <div class="actions">
                        <Button label="ログイン" />
                    </div>
                </form>
                <p><a href="/password/forgot">"パスワードを忘れた方"</a></p>
                <p>"IDをお持ちでない方は、"<a href="/register">"利用者登録"</a>"をご覧ください。"</p>
                <p>"ログインの前に、"<a href="/try">"修了申請の要件を試算する"</a>"こともできます。"</p>
            </div>
            {view.demo_password.map(|password| view! { <ExampleAccounts password=password /> })}
        </div>
    }
}

#[component]
fn ExampleAccounts(password: String) -> impl IntoView {
    view! {
        <section class="card card--quiet" aria-labelledby="example-accounts">
            <h2 id="example-accounts">"見本のアカウント"</h2>
            <p>"どのIDも、パスワードは "<code>{password}</code>" です。"</p>
            <dl class="account-list">
                {EXAMPLE_ACCOUNTS
                    .into_iter()
                    .map(|(login, what_for)| {
                        view! {
                            <div>
                                <dt><code>{login}</code></dt>
                                <dd>{what_for}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </section>
    }
}

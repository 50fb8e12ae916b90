//! Behind the link of a letter: a new password, or one button. Opening the page uses nothing up.

use domain::field::FieldError;
use leptos::prelude::*;

use super::password::new_password;
use crate::ui::{self, BackLink, Button, ErrorSummary, Notice, Tone};

/// What the link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFor {
    /// 利用者登録.
    Registration,
    /// A forgotten password.
    Password,
    /// A new address.
    Email,
    /// Helping a doctor.
    Agent,
    /// Nothing any more.
    Nothing,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ConfirmView {
    /// What the link is for.
    pub link: LinkFor,
    /// The secret of the link, for the form's address.
    pub token: String,
    /// Where the letter went.
    pub address: String,
    /// What is wrong with the passwords. They are never sent back.
    pub errors: Vec<FieldError>,
    /// Why it was refused as a whole.
    pub notice: Option<String>,
}

impl LinkFor {
    /// The heading of its page.
    pub fn title(self) -> &'static str {
        match self {
            LinkFor::Registration => "利用者登録",
            LinkFor::Password => "新しいパスワード",
            LinkFor::Email => "メールアドレスの変更",
            LinkFor::Agent => "入力のお手伝いの登録",
            LinkFor::Nothing => "リンクが使えません",
        }
    }
}

/// The form behind the link.
#[component]
pub fn ConfirmPage(view: ConfirmView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.iter().cloned().map(Into::into).collect();
    let action = format!("/confirm/{}", view.token);
    let body = match view.link {
        LinkFor::Nothing => over().into_any(),
        LinkFor::Email => view! {
            <form class="form" method="post" action=action>
                <p>{format!("今後のメールは {} に届きます。", view.address)}</p>
                <div class="actions"><Button label="このアドレスに変更する" /></div>
            </form>
        }
        .into_any(),
        LinkFor::Registration | LinkFor::Agent => passwords(action, &view, &errors, "登録する").into_any(),
        LinkFor::Password => passwords(action, &view, &errors, "このパスワードにする").into_any(),
    };
    view! {
        <div class="stack">
            <ErrorSummary errors=errors.clone() />
            <div class="page-head">
                <BackLink href="/login" label="ログインへ戻る" />
                <h1>{view.link.title()}</h1>
            </div>
            {view.notice.clone().map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            {body}
        </div>
    }
    .into_any()
}

fn over() -> impl IntoView {
    view! {
        <p>"このリンクは期限が切れているか、すでに使われています。次のどれかをお試しください。"</p>
        <ul>
            <li>"登録やパスワードの変更が済んでいるときは、"<a href="/login">"ログイン"</a>"してください。"</li>
            <li>"登録の途中だったときは、"<a href="/register">"利用者登録"</a>"をはじめからお手続きください。"</li>
            <li>"パスワードをお忘れのときは、"<a href="/password/forgot">"新しいパスワードの手続き"</a>"をもう一度してください。"</li>
        </ul>
    }
}

fn passwords(
    action: String,
    view: &ConfirmView,
    errors: &[ui::FieldError],
    label: &'static str,
) -> impl IntoView + use<> {
    let login = (view.link != LinkFor::Password).then(|| {
        let address = view.address.clone();
        view! { <p>"ログインIDは "<strong>{address}</strong>" です。パスワードを決めてください。"</p> }
    });
    let address = view.address.clone();
    view! {
        {login}
        <form class="form" method="post" action=action novalidate=true>
            <input type="text" name="username" autocomplete="username" value=address hidden=true readonly=true />
            {new_password(errors)}
            <div class="actions">
                <Button label=label />
            </div>
        </form>
    }
}

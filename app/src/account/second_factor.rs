//! 二段階認証: how it is switched on with an authenticator app, and off again.

use domain::field::FieldError;
use leptos::prelude::*;

use super::password::current_password;
use crate::camera::{QrPicture, qr_code};
use crate::ui::{self, BackLink, Button, ButtonTone, ErrorSummary, FieldWidth, Notice, TextField, Tone};

/// How it stands.
#[derive(Clone, Debug)]
pub enum FactorStep {
    /// There is none.
    Off,
    /// The app has to read the secret and to show a first code.
    Begun {
        /// For who types it.
        secret: String,
        /// For who photographs it.
        qr: Option<QrPicture>,
    },
    /// It was just switched on: the codes for paper, which are shown once.
    JustOn(Vec<String>),
    /// It is on, with so many codes on paper left.
    On(usize),
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct SecondFactorView {
    /// How it stands.
    pub step: FactorStep,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// Why it was refused as a whole.
    pub notice: Option<String>,
}

/// One step at a time.
#[component]
pub fn SecondFactorPage(view: SecondFactorView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    let body = match view.step {
        FactorStep::Off => off(&errors).into_any(),
        FactorStep::Begun { secret, qr } => begun(secret, qr, &errors).into_any(),
        FactorStep::JustOn(codes) => just_on(codes).into_any(),
        FactorStep::On(left) => on(left, &errors).into_any(),
    };
    view! {
        <div class="stack">
            <ErrorSummary errors=errors />
            <div class="page-head">
                <BackLink href="/account" label="アカウントへ戻る" />
                <h1>"二段階認証"</h1>
            </div>
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            {body}
        </div>
    }
    .into_any()
}

fn off(errors: &[ui::FieldError]) -> impl IntoView + use<> {
    view! {
        <p>
            "ログインのときに、パスワードのあとで認証アプリの6桁のコードも確認します。スマートフォンに認証アプリ（Google Authenticator、Microsoft Authenticator など）を入れてから始めてください。"
        </p>
        <form class="form" method="post" action="/account/second-factor" novalidate=true>
            {current_password(errors)}
            <div class="actions"><Button label="設定を始める" name="step" value="begin" /></div>
        </form>
    }
}

fn begun(secret: String, qr: Option<QrPicture>, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    view! {
        <ol class="camera-steps">
            <li>"認証アプリを開き、「追加」や「＋」から、このQRコードを読み取ってください。"</li>
            <li>"アプリに表示された6桁のコードを、下に入力してください。"</li>
        </ol>
        {qr.map(|qr| qr_code(qr, "認証アプリで読み取るQRコード"))}
        <p>"読み取れないときは、次のキーをアプリに入力してください。"</p>
        <p class="mono">{secret}</p>
        <form class="form" method="post" action="/account/second-factor" novalidate=true>
            <TextField
                label="コード"
                name="code"
                error=ui::FieldError::of(errors, "code")
                inputmode="numeric"
                autocomplete="one-time-code"
                required=true
                width=FieldWidth::Short
            />
            <div class="actions"><Button label="二段階認証を使う" name="step" value="confirm" /></div>
        </form>
    }
}

fn just_on(codes: Vec<String>) -> impl IntoView {
    let codes: Vec<_> = codes
        .into_iter()
        .map(|code| view! { <li class="mono">{code}</li> })
        .collect();
    view! {
        <Notice tone=Tone::Success heading="二段階認証を使い始めました。" announce=true>
            <p>"ほかの端末はすべてログアウトしました。"</p>
        </Notice>
        <section class="section">
            <h2>"予備のコード"</h2>
            <p>
                <strong>"この画面でしか表示されません。"</strong>
                "印刷するか書き写して、スマートフォンとは別の場所に保管してください。スマートフォンをなくしたときに、1つずつ1回だけ使えます。"
            </p>
            <ul class="code-columns">{codes}</ul>
        </section>
    }
}

fn on(left: usize, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    view! {
        <p>"二段階認証を使っています。"{format!("予備のコードは、あと{left}個あります。")}</p>
        <form class="form" method="post" action="/account/second-factor" novalidate=true>
            {current_password(errors)}
            <div class="actions">
                <Button label="二段階認証をやめる" name="step" value="end" tone=ButtonTone::Danger />
            </div>
        </form>
    }
}

//! 利用者登録: how to get an account as long as nobody can register here.

use leptos::prelude::*;

use crate::ui::{BackLink, Notice, Tone};

/// What the registration page shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct RegisterView {
    /// Whether this installation is a demonstration.
    pub demo: bool,
}

/// Says plainly that one cannot register here yet, and whom to ask.
#[component]
pub fn RegisterPage(view: RegisterView) -> impl IntoView {
    view! {
        <div class="stack">
            <BackLink href="/login" label="ログインへ戻る" />
            <h1>"利用者登録"</h1>
            <p class="lead">"この画面からの登録は、まだできません。利用に必要なIDは、医師会がお渡しします。"</p>
            {view
                .demo
                .then(|| {
                    view! {
                        <Notice tone=Tone::Info heading="見本（デモ）では登録は要りません">
                            <p>"ログインの画面に、すぐに使える見本のアカウントがあります。"</p>
                        </Notice>
                    }
                })}
            <section class="section">
                <h2>"医師会の会員の方"</h2>
                <p>"ご所属の郡市区医師会（ない場合は都道府県医師会）の事務局に、「修了申請のためのIDがほしい」とお伝えください。"</p>
            </section>
            <section class="section">
                <h2>"会員ではない方"</h2>
                <p>"最寄りの郡市区医師会、または都道府県医師会の事務局にお問い合わせください。会員でなくても申請できます。"</p>
            </section>
            <section class="section">
                <h2>"申請できるかを先に確かめたい方"</h2>
                <p>"IDがなくても、"<a href="/try">"修了申請の要件を試算する"</a>"ことができます。"</p>
            </section>
            <section class="section">
                <h2>"お問い合わせのときに"</h2>
                <p>"お名前（ふりがな）と医籍登録番号をお伝えください。医籍登録番号は、医師免許証に書かれています。"</p>
            </section>
        </div>
    }
}

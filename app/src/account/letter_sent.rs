//! After a letter with a link was asked for: what to do now. It says the same whether anybody reads it.

use leptos::prelude::*;

use crate::ui::{BackLink, Notice, Tone};

/// Where the letter was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterSentView {
    /// The heading of the page.
    pub title: String,
    /// The address as it was typed; empty where only a log-in name was.
    pub address: String,
    /// What the link leads to: 「リンクを開くと、…」.
    pub then: String,
    /// Whether this is a demonstration, whose letters stand on a page.
    pub demo: bool,
}

/// What to look for, and what to do when nothing comes.
#[component]
pub fn LetterSentPage(view: LetterSentView) -> impl IntoView {
    let to = if view.address.is_empty() {
        "登録されたメールアドレスに、メールを送りました。".to_owned()
    } else {
        format!("{} に、メールを送りました。", view.address)
    };
    let demo = view.demo.then(|| {
        view! { <p>"見本（デモ）では、メールは"<a href="/outbox">"送信されたメール"</a>"の画面に表示されます。"</p> }
    });
    view! {
        <div class="stack">
            <div class="page-head">
                <BackLink href="/login" label="ログインへ戻る" />
                <h1>{view.title}</h1>
            </div>
            <Notice tone=Tone::Success heading=to announce=true>
                <p>{view.then}</p>
                {demo}
            </Notice>
            <section class="section">
                <h2>"メールが届かないとき"</h2>
                <ul>
                    <li>"数分待っても届かないときは、迷惑メールのフォルダーを確認してください。"</li>
                    <li>"アドレスの打ち間違いがないか確かめて、もう一度お手続きください。"</li>
                    <li>"それでも届かないときは、所属または最寄りの医師会にお問い合わせください。"</li>
                </ul>
            </section>
        </div>
    }
    .into_any()
}

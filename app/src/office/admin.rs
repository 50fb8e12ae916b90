//! 管理: accounts, associations and settings.

use leptos::prelude::*;

use crate::ui::BackLink;

/// The administrator's page.
#[component]
pub fn AdminPage() -> impl IntoView {
    view! {
        <div class="stack">
            <BackLink href="/" label="マイページへ戻る" />
            <h1>"管理"</h1>
            <ul>
                <li><a href="/admin/mail">"送れなかったメール"</a></li>
            </ul>
            <p>
                "利用者、医師会、設定を画面で管理する機能は、まだありません。変更が必要なときは、このサービスの運用担当者に依頼してください。"
            </p>
        </div>
    }
}

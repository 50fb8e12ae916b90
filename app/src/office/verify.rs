//! 修了証の確認: whether a certificate is real.

use leptos::prelude::*;

use crate::ui::BackLink;

/// The page for anybody who was shown a certificate.
#[component]
pub fn VerifyPage() -> impl IntoView {
    view! {
        <div class="stack">
            <BackLink href="/" label="最初のページへ戻る" />
            <h1>"修了証の確認"</h1>
            <p>
                "修了証が本物かどうかを画面で確かめる機能は、まだありません。お確かめになりたいときは、修了証に書かれている番号を、発行した医師会にお伝えのうえお問い合わせください。"
            </p>
        </div>
    }
}

//! 管理: accounts, associations and settings.

use leptos::prelude::*;

use crate::ui::{BackLink, MenuTile, MenuTiles};

/// The administrator's page.
#[component]
pub fn AdminPage() -> impl IntoView {
    view! {
        <div class="stack">
            <BackLink href="/" label="マイページへ戻る" />
            <h1>"管理"</h1>
            <MenuTiles>
                <MenuTile
                    href="/admin/registrations"
                    label="利用者登録の確認"
                    text="名簿と一致しなかった利用者登録を確かめます。"
                />
                <MenuTile href="/admin/mail" label="送れなかったメール" text="届かなかったメールを確かめ、もう一度送ります。" />
            </MenuTiles>
            <p>
                "そのほかの利用者、医師会、設定を画面で管理する機能は、まだありません。変更が必要なときは、このサービスの運用担当者に依頼してください。"
            </p>
        </div>
    }
}

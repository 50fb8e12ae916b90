//! 研修会: events and attendance.

use leptos::prelude::*;

use crate::ui::BackLink;

/// The organiser's page.
#[component]
pub fn EventsPage() -> impl IntoView {
    view! {
        <div class="stack">
            <BackLink href="/" label="マイページへ戻る" />
            <h1>"研修会"</h1>
            <section class="section">
                <h2>"受講実績"</h2>
                <p>
                    "研修会と受講実績を登録する画面は、まだありません。登録が必要なときは、受講者の一覧をこのサービスの運用担当者に渡し、取り込みを依頼してください。"
                </p>
            </section>
        </div>
    }
}

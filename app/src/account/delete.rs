//! 登録の削除: what goes, what stays and why, before it is done.

use domain::field::FieldError;
use leptos::prelude::*;

use super::password::current_password;
use crate::ui::{self, BackLink, Button, ButtonLink, ButtonTone, Confirm, ErrorSummary, Notice, Tone};

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct DeleteView {
    /// Whether the account is a doctor's.
    pub doctor: bool,
    /// How long what was decided has to be kept, in years.
    pub retention_years: u32,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// Why it was refused as a whole.
    pub notice: Option<String>,
}

/// The question, with the password.
#[component]
pub fn DeletePage(view: DeleteView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    let kept = view.doctor.then(|| {
        let years = view.retention_years;
        view! {
            <p>
                {format!(
                    "申請済みの内容、審査の記録、修了証は、決められた期間（{years}年度）は医師会の記録として残ります。審査中の申請を取りやめたいときは、先に取下げをしてください。",
                )}
            </p>
            <p><a href="/my-data">"削除の前に、自分のデータを取り出す"</a></p>
        }
    });
    view! {
        <div class="stack">
            <ErrorSummary errors=errors.clone() />
            <div class="page-head">
                <BackLink href="/account" label="アカウントへ戻る" />
                <h1>"登録の削除"</h1>
            </div>
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            <Confirm heading="登録を削除しますか" name="delete" danger=true>
                <p>"ログインできなくなります。メールアドレスと、申請していない下書きは消えます。元に戻すことはできません。"</p>
                {kept}
                <form class="form" method="post" action="/account/delete" novalidate=true>
                    {current_password(&errors)}
                    <div class="actions">
                        <Button label="登録を削除する" tone=ButtonTone::Danger />
                        <ButtonLink href="/account" label="削除せずに戻る" tone=ButtonTone::Secondary />
                    </div>
                </form>
            </Confirm>
        </div>
    }
    .into_any()
}

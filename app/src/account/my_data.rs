//! 自分のデータを取り出す: everything that is kept of a doctor, in one file.

use leptos::prelude::*;

use crate::ui::{BackLink, Button, Notice, Tone};

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct MyDataView {
    /// Why it was refused.
    pub notice: Option<String>,
}

/// What the file holds, and the button. A form and not a link: that it was taken out is recorded.
#[component]
pub fn MyDataPage(view: MyDataView) -> impl IntoView {
    view! {
        <div class="stack">
            <div class="page-head">
                <BackLink href="/" label="マイページへ戻る" />
                <h1>"自分のデータを取り出す"</h1>
                <p class="lead">"このサービスに保存されているご自身のデータを、1つのZIPファイルにまとめて保存できます。"</p>
            </div>
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            <section class="section">
                <h2>"含まれるもの"</h2>
                <ul>
                    <li>"氏名、医籍登録番号、所属医師会"</li>
                    <li>"登録されている単位"</li>
                    <li>"これまでのすべての申請（下書きを含む）とその経過、受付の記録"</li>
                    <li>"添付した証明書のファイルと、発行された修了証"</li>
                </ul>
                <p>
                    "記録は「data.json」という文字コードUTF-8のファイルに、ほかのシステムでも読み取れる形で入っています。\
                    ファイルには個人情報が含まれます。共用のパソコンには保存しないでください。"
                </p>
            </section>
            <form class="actions" method="post" action="/my-data">
                <Button label="自分のデータを取り出す" />
            </form>
            <p class="small quiet">"ファイルが多いと、保存が始まるまで少し時間がかかります。"</p>
        </div>
    }
}

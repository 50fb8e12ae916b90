//! Why a lecture that was attended may not stand in the list, and whom to ask.

use chrono::{DateTime, Utc};
use domain::fiscal_year::written_moment;
use leptos::prelude::*;

/// When the units were last brought in.
#[component]
pub fn LastImport(at: Option<DateTime<Utc>>) -> impl IntoView {
    let text = match at {
        Some(at) => format!("単位の最終取込日時：{}", written_moment(at)),
        None => "単位の最終取込日時：まだ取り込まれていません".to_owned(),
    };
    view! { <p class="credits__import">{text}</p> }
}

/// The manual's reasons, each with the way on.
#[component]
pub fn WhenMissing() -> impl IntoView {
    view! {
        <section class="section screen-only" id="missing">
            <h2>"受講したのに表示されないとき"</h2>
            <dl class="reasons">
                <dt>"医師会等の研修会を受講した方"</dt>
                <dd>
                    "受講後、主催者が受講実績を登録する必要があります。登録されて取り込まれると、ここに表示されます。\
                    お急ぎのときは、研修会の主催者にお問い合わせください。"
                </dd>
                <dt>"日医e-ラーニングを受講した方"</dt>
                <dd>"取得した単位は、翌日以降に反映されます。日医会員に限ります。"</dd>
                <dt>"大阪府内で研修を受講した方"</dt>
                <dd>"大阪府内で受講した研修の単位は、ここには登録されません。大阪府医師会にご相談ください。"</dd>
                <dt>"参加証を受け取った方"</dt>
                <dd>
                    "参加証が交付され、主催者が登録しない研修会の単位は、今年度に取得したものに限り、申請の画面で追加できます。"
                </dd>
            </dl>
        </section>
    }
}

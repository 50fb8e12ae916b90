//! The manual's three ways to earn units.

use leptos::prelude::*;

/// The ways, with e-learning told apart for who may use it.
#[component]
pub fn WaysToEarn(
    /// Whether the doctor belongs to 日本医師会; only then e-learning counts.
    national_member: bool,
    /// The page tells those who attended in Osaka elsewhere.
    #[prop(optional)]
    osaka_elsewhere: bool,
) -> impl IntoView {
    let e_learning = if national_member {
        "取得した単位は、翌日以降に反映されます。"
    } else {
        "日医会員に限ります。ほかの2つの方法をお使いください。"
    };
    view! {
        <ol>
            <li>"日医e-ラーニングを受講する。"{e_learning}</li>
            <li>
                "医師会等で行っている、生涯教育制度の単位が取得できる研修会に参加する。\
                受講後に主催者が登録すると、ここに表示されます。"
            </li>
            <li>"その他、生涯教育制度で定める単位取得方法によって単位を取得する。"</li>
        </ol>
        {(!osaka_elsewhere)
            .then(|| {
                view! {
                    <p>
                        "大阪府内で研修を受講された方の単位は、ここには登録されません。大阪府医師会にご相談ください。"
                    </p>
                }
            })}
    }
}

//! なぜ聞かれるのですか: the reason for a question, from the manual, for who wants to know it.

use leptos::prelude::*;

/// One plain paragraph that opens below a question. `about` names the question for who hears the line alone.
#[component]
pub(super) fn Why(about: &'static str, children: Children) -> impl IntoView {
    view! {
        <details class="disclosure disclosure--why">
            <summary>"なぜ聞かれるのですか"<span class="visually-hidden">{format!("（{about}）")}</span></summary>
            <div class="disclosure__body"><p>{children()}</p></div>
        </details>
    }
    .into_any()
}

/// 医師免許証の画像, which stands on two screens.
#[component]
pub(super) fn WhyLicence() -> impl IntoView {
    view! {
        <Why about="医師免許証の画像">
            "医師会の会員ではない方は、申請する方が医師であることを、医師免許証または医師資格証の画像で確かめます。\
            ⅠとⅡのどちらを選んでも必要です。どの段階の医師会でも、会員の方には求めません。"
        </Why>
    }
}

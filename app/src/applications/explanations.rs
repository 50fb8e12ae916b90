//! The manual's explanations, where they are needed.

use domain::application::Draft;
use domain::fiscal_year::{FiscalYear, written_day};
use domain::policy::Policy;
use leptos::prelude::*;

use crate::credits::WaysToEarn;
use crate::ui::Disclosure;

/// What the Enter key sends: without it that would be whichever button stands first, such as 検索 or 削除.
#[component]
pub(super) fn DefaultButton(
    #[prop(optional)] name: &'static str,
    #[prop(optional)] value: &'static str,
) -> impl IntoView {
    let named = !name.is_empty();
    view! {
        <button
            class="visually-hidden"
            type="submit"
            tabindex="-1"
            aria-hidden="true"
            name=named.then_some(name)
            value=named.then_some(value)
        ></button>
    }
}

/// The three ways to earn units; open for who has no units yet or too few.
#[component]
pub(super) fn HowToEarn(draft: Draft, policy: Policy, short: bool) -> impl IntoView {
    view! {
        <Disclosure summary="単位が足りないとき" open=short>
            <p>"座学研修の単位は、次のいずれかの方法で取得できます。検索の年度を変えて確認することもできます。"</p>
            <WaysToEarn national_member=draft.memberships.is_national_member() />
            <GuidelineLink policy=policy />
        </Disclosure>
    }
    .into_any()
}

/// What can be added by hand, and what comes by itself.
#[component]
pub(super) fn WhatCanBeAdded(year: FiscalYear, policy: Policy) -> impl IntoView {
    let (first, last) = (written_day(year.first_day()), written_day(year.last_day()));
    view! {
        <p>
            "検索の結果、単位が不足する場合のみ、次の方法で取得した単位を追加できます。"
            <strong>{format!("追加できるのは、申請年度（{year}：{first}から{last}まで）に取得した単位に限ります。")}</strong>
        </p>
        <ol>
            <li>"参加証が交付される研修会を受講（登録された研修会を除く）"</li>
            <li>
                "体験学習、医師国家試験問題作成、臨床実習・臨床研修・専門研修制度における指導、医学学術論文・医学著書の執筆など"
            </li>
        </ol>
        <p class="small quiet">
            "日医e-ラーニングや、主催者が登録した研修会の単位は自動的に加算されますので、この操作は不要です。"
        </p>
        <GuidelineLink policy=policy />
    }
    .into_any()
}

/// The 実施要綱, where its address is set.
#[component]
pub(super) fn GuidelineLink(policy: Policy) -> impl IntoView {
    (!policy.guideline_url.is_empty()).then(|| {
        view! {
            <p>
                "詳しくは"
                <a href=policy.guideline_url target="_blank" rel="noopener">
                    "かかりつけ医機能報告制度にかかる研修実施要綱（新しいタブで開きます）"
                </a>"をご確認ください。"
            </p>
        }
    })
}

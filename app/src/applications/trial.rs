//! 修了申請の要件を試算する: whether the requirement is met, for who has no account yet. It asks nothing that says who.

use chrono::NaiveDate;
use domain::eligibility::trial::{ADDED_LABEL, Belongs, GoesTo, ITEMS_LABEL, REGISTERED_LABEL, TrialForm, names};
use domain::field::FieldError;
use domain::fiscal_year::FiscalYear;
use domain::policy::{Category, Policy};
use leptos::prelude::*;

use super::FORM;
use super::explanations::GuidelineLink;
use super::islands::{LiveTrial, trial_policy};
use super::practical::groups;
use super::why::WhyLicence;
use crate::ui::{
    self, CheckboxItem, Choice, Disclosure, ErrorSummary, FieldWidth, Fieldset, RadioGroup, RadioItem, TextField,
};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct TrialView {
    /// The answers as typed.
    pub form: TrialForm,
    /// The settings that an application begun today would have.
    pub policy: Policy,
    /// Today in Japan.
    pub today: NaiveDate,
    /// What cannot be read.
    pub errors: Vec<FieldError>,
    /// Whether somebody is logged in, who needs no account any more.
    pub logged_in: bool,
}

/// A few questions and, at the lower edge, what the rules say to the answers.
#[component]
pub fn TrialPage(view: TrialView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.iter().cloned().map(Into::into).collect();
    let (logged_in, policy) = (view.logged_in, view.policy.clone());
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <div class="page-head">
                    <h1>"修了申請の要件を試算する"</h1>
                    <p class="lead">
                        "かかりつけ医機能報告制度にかかる研修の修了申請について、要件を満たすかどうかと、足りないものを確かめられます。\
                        ログインは要りません。お名前などはうかがわず、入力した内容は保存しません。"
                    </p>
                </div>
                <ErrorSummary errors=errors.clone() />
            </div>
            <LiveTrial form=view.form.clone() policy=trial_policy(&view.policy) today=view.today>
                <form id=FORM class="form" method="get" action="/try">
                    <Membership form=view.form.clone() errors=errors.clone() />
                    <Lectures form=view.form.clone() today=view.today errors=errors.clone() />
                    <Practical form=view.form.clone() policy=view.policy.clone() errors=errors />
                    <Destination form=view.form.clone() />
                </form>
            </LiveTrial>
            <Explanations policy=policy />
            <NextStep logged_in=logged_in />
        </div>
    }
    .into_any()
}

#[component]
fn Membership(form: TrialForm, errors: Vec<ui::FieldError>) -> impl IntoView {
    let items = Belongs::ALL
        .into_iter()
        .map(|belongs| {
            let checked = belongs.key() == form.membership;
            if belongs == Belongs::Nowhere {
                view! {
                    <RadioItem
                        label=belongs.label()
                        name=names::MEMBERSHIP
                        value=belongs.key()
                        checked=checked
                        hint="医師免許証または医師資格証の画像が必要です。"
                    >
                        <CheckboxItem
                            label="医師免許証または医師資格証の画像を用意できる"
                            name=names::LICENCE
                            value="1"
                            checked=form.licence
                        />
                        <WhyLicence />
                    </RadioItem>
                }
                .into_any()
            } else {
                view! {
                    <RadioItem label=belongs.label() name=names::MEMBERSHIP value=belongs.key() checked=checked />
                }
                .into_any()
            }
        })
        .collect_view();
    view! {
        <Fieldset
            legend="医師会の会員ですか"
            name=names::MEMBERSHIP
            error=ui::FieldError::of(&errors, names::MEMBERSHIP)
            large=true
        >
            <div class="choices choices--boxed">{items}</div>
        </Fieldset>
    }
    .into_any()
}

#[component]
fn Lectures(form: TrialForm, today: NaiveDate, errors: Vec<ui::FieldError>) -> impl IntoView {
    let year = FiscalYear::of(today);
    view! {
        <section class="section">
            <h2>"座学研修"</h2>
            <TextField
                label=REGISTERED_LABEL
                name=names::REGISTERED
                value=form.registered
                hint="日医生涯教育制度で取得した単位です。0.5単位きざみ。受講期間の制限はなく、過去の単位も使えます。日本医師会の会員でない方は、日医e-ラーニングの単位を除いてください。"
                error=ui::FieldError::of(&errors, names::REGISTERED)
                inputmode="decimal"
                autocomplete="off"
                unit="単位"
                width=FieldWidth::Short
            />
            <TextField
                label=ADDED_LABEL
                name=names::ADDED
                value=form.added
                hint=format!(
                    "登録された単位が不足するときに、参加証などを添えて追加できる単位です。申請年度（{year}）に取得するものに限ります。",
                )
                error=ui::FieldError::of(&errors, names::ADDED)
                inputmode="decimal"
                autocomplete="off"
                unit="単位"
                width=FieldWidth::Short
            />
        </section>
    }
    .into_any()
}

#[component]
fn Practical(form: TrialForm, policy: Policy, errors: Vec<ui::FieldError>) -> impl IntoView {
    let (recognised, other) = (
        form.practical == Category::Recognised.key(),
        form.practical == Category::Other.key(),
    );
    let count = policy.items_of(Category::Recognised).count();
    view! {
        <Fieldset
            legend="実地研修"
            name=names::PRACTICAL
            hint="地域住民を守るため、それぞれの地域を面で支える活動の、自己申告による実績です。過去も含みます。"
            large=true
        >
            <div class="choices choices--boxed">
                <RadioItem label="申告するものはまだない" name=names::PRACTICAL value="none" checked=!recognised && !other />
                <RadioItem
                    label=Category::Recognised.label()
                    name=names::PRACTICAL
                    value=Category::Recognised.key()
                    checked=recognised
                    hint=format!("1項目につき{}単位です。", policy.units_per_item)
                >
                    <TextField
                        label=ITEMS_LABEL
                        name=names::ITEMS
                        value=form.items.clone()
                        hint=format!("1から{count}まで。項目は、下の「Ⅰの項目の一覧」にあります。")
                        error=ui::FieldError::of(&errors, names::ITEMS)
                        inputmode="numeric"
                        autocomplete="off"
                        unit="項目"
                        width=FieldWidth::Short
                    />
                </RadioItem>
                <RadioItem
                    label=Category::Other.label()
                    name=names::PRACTICAL
                    value=Category::Other.key()
                    checked=other
                    hint=format!(
                        "Ⅰに該当するものがないときだけ選びます。{}単位のみです。ⅠとⅡの併用はできません。申請先医師会は、都道府県医師会または日本医師会となります。",
                        policy.units_for_other,
                    )
                />
            </div>
        </Fieldset>
    }
    .into_any()
}

#[component]
fn Destination(form: TrialForm) -> impl IntoView {
    let choices = GoesTo::ALL
        .into_iter()
        .map(|level| Choice::new(level.key(), level.label(), level.key() == form.destination))
        .collect();
    view! {
        <RadioGroup
            legend="申請先医師会"
            name=names::DESTINATION
            choices=choices
            hint="会員の方は所属医師会、会員でない方は最寄りの医師会です。都道府県医師会等から指定があった場合は、指定された医師会です。"
            boxed=true
        />
    }
    .into_any()
}

/// What the answers need: the items that count, and how units are earned.
#[component]
fn Explanations(policy: Policy) -> impl IntoView {
    let items = groups(policy.items_of(Category::Recognised))
        .into_iter()
        .map(|(heading, items)| {
            let items = items
                .into_iter()
                .map(|item| view! { <li>{item.name}</li> })
                .collect_view();
            view! {
                <h3>{heading}</h3>
                <ul>{items}</ul>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <h2>"くわしい説明"</h2>
            <Disclosure summary="Ⅰの項目の一覧">{items}</Disclosure>
            <Disclosure summary="座学研修の単位を取得する方法">
                <ol>
                    <li>"日医e-ラーニングを受講する。日医会員に限ります。取得した単位は、翌日以降に反映されます。"</li>
                    <li>
                        "医師会等で行っている、生涯教育制度の単位が取得できる研修会に参加する。受講後に主催者が登録します。\
                        大阪府内で研修を受講された方は、大阪府医師会にご相談ください。"
                    </li>
                    <li>"その他、生涯教育制度で定める単位取得方法によって単位を取得する。"</li>
                </ol>
            </Disclosure>
            <GuidelineLink policy=policy />
        </section>
    }
    .into_any()
}

#[component]
fn NextStep(logged_in: bool) -> impl IntoView {
    let way = if logged_in {
        view! { <p><a href="/training">"研修会（講習会）管理メインメニュー"</a>"から申請できます。"</p> }.into_any()
    } else {
        view! {
            <p>
                <a href="/login">"ログイン"</a>"して申請します。IDをお持ちでない方は、"
                <a href="/register">"利用者登録"</a>"をご覧ください。"
            </p>
        }
        .into_any()
    };
    view! {
        <section class="section">
            <h2>"申請するには"</h2>
            <p>
                "この試算は目安です。申請のときは、登録済みの単位と添付された証明書にもとづいて判定し、医師会が審査します。\
                申請には、選んだ項目と追加した単位ごとに証明書が必要です。"
            </p>
            {way}
        </section>
    }
    .into_any()
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

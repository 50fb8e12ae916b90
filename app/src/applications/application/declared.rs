//! What the doctor added and declared, each with its proofs and the way to change it.

use domain::application::{AddedLecture, Claim, Draft, Practical};
use domain::curriculum::join_codes;
use domain::fiscal_year::written_day;
use domain::policy::{ItemCode, Policy};
use leptos::either::Either;
use leptos::prelude::*;

use super::{ApplicationView, Origin};
use crate::applications::closed::NotAsked;
use crate::applications::explanations::WhatCanBeAdded;
use crate::applications::fields;
use crate::applications::returned::ItemReason;
use crate::applications::why::WhyLicence;
use crate::ui::{Button, ButtonTone};

/// 座学研修（生涯教育制度）単位等追加.
#[component]
pub(super) fn Lectures(view: ApplicationView, draft: Draft, policy: Policy) -> impl IntoView {
    let year = draft.fiscal_year_at(view.today);
    let add = if view.opening().allows_new_lecture() {
        Either::Left(view! {
            <WhatCanBeAdded year=year policy=policy />
            <div class="actions">
                <Button
                    label="座学研修（生涯教育制度）単位等追加"
                    name=fields::GO
                    value=fields::GO_LECTURE
                    tone=ButtonTone::Secondary
                />
            </div>
        })
    } else {
        Either::Right(view! { <p class="small quiet">"差戻しで求められていないため、座学研修は追加できません。"</p> })
    };
    let lectures = draft
        .lectures
        .iter()
        .map(|lecture| lecture_line(lecture, &view))
        .collect_view();
    let list = (!draft.lectures.is_empty()).then(|| view! { <ul class="declared" role="list">{lectures}</ul> });
    view! {
        <section class="section" id="lectures" tabindex="-1">
            <h2>"座学研修の追加"</h2>
            {list}
            {add}
        </section>
    }
    .into_any()
}

fn lecture_line(lecture: &AddedLecture, view: &ApplicationView) -> impl IntoView + use<> {
    let home = match &view.origin {
        Origin::New { .. } => String::new(),
        Origin::Saved(case) => format!("/applications/{}", case.id),
    };
    let address = format!("{home}/lectures/{}", lecture.id);
    let remove = format!("{home}?{}={}", fields::REMOVE_LECTURE, lecture.id);
    let facts = format!(
        "{}取得・{}単位・カリキュラムコード {}・証明書 {}件",
        written_day(lecture.acquired_on),
        lecture.units,
        join_codes(&lecture.codes, "、"),
        lecture.proofs
    );
    let name = lecture.name().to_owned();
    let of_what = format!("：{name}");
    let claim = Claim::Lecture(lecture.id.clone());
    let reason = view.case().and_then(|case| ItemReason::of(case, &claim));
    if !view.opening().allows(&claim) {
        return Either::Left(view! {
            <li class="declared__item">
                <div class="declared__text">
                    <p class="declared__name">{name}</p>
                    <p class="small quiet">{facts}</p>
                    <NotAsked />
                </div>
            </li>
        });
    }
    Either::Right(view! {
        <li class="declared__item">
            <div class="declared__text">
                <p class="declared__name">{name}</p>
                <p class="small quiet">{facts}</p>
                {reason.map(ItemReason::into_view)}
            </div>
            <div class="declared__actions">
                <a class="button button--quiet button--small" href=address>
                    "変更"<span class="visually-hidden">{of_what.clone()}</span>
                </a>
                <a class="button button--quiet button--small" href=remove>
                    "削除"<span class="visually-hidden">{of_what}</span>
                </a>
            </div>
        </li>
    })
}

/// 実地研修.
#[component]
pub(super) fn PracticalItems(view: ApplicationView) -> impl IntoView {
    let (draft, policy, opening) = (view.draft(), view.policy(), view.opening());
    let proofs: Vec<(ItemCode, usize)> = match &draft.practical {
        Practical::None => Vec::new(),
        Practical::Recognised(chosen) => chosen
            .iter()
            .map(|chosen| (chosen.item.clone(), chosen.proofs))
            .collect(),
        Practical::Other { item, proofs, .. } => vec![(item.clone(), *proofs)],
    };
    let other = matches!(draft.practical, Practical::Other { .. });
    let each = if other {
        policy.units_for_other
    } else {
        policy.units_per_item
    };
    let items = proofs
        .into_iter()
        .map(|(code, proofs)| {
            let name = policy
                .item(&code)
                .map_or_else(|| code.to_string(), |item| item.name.clone());
            let claim = Claim::Practical(code);
            let reason = view.case().and_then(|case| ItemReason::of(case, &claim));
            let closed = !opening.allows(&claim);
            view! {
                <li class="declared__item">
                    <div class="declared__text">
                        <p class="declared__name">{name}</p>
                        <p class="small quiet">{format!("{each}単位・証明書 {proofs}件")}</p>
                        {reason.map(ItemReason::into_view)}
                        {closed.then(|| view! { <NotAsked /> })}
                    </div>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let category = draft
        .practical
        .category()
        .map(|category| view! { <p>{category.label()}</p> });
    let list = (!items.is_empty()).then(|| view! { <ul class="declared" role="list">{items}</ul> });
    let licence = (!draft.memberships.is_member()).then(|| {
        let reason = view.case().and_then(|case| ItemReason::of(case, &Claim::Licence));
        view! {
                   <p class="small quiet">{format!("医師免許証または医師資格証 {}件", draft.licence_proofs)}</p>
        {reason.map(ItemReason::into_view)}
                   <WhyLicence />
               }
    });
    let enter = opening.allows_any_practical().then(|| {
        view! {
            <div class="actions">
                <Button label="実地研修実績入力" name=fields::GO value=fields::GO_PRACTICAL tone=ButtonTone::Secondary />
            </div>
        }
    });
    view! {
        <section class="section" id="practical" tabindex="-1">
            <h2>"実地研修"</h2>
            <p>"地域を面で支える活動の実績を、過去の分も含めて申告します。証明書の画像かPDFを用意してください。"</p>
            {category}
            {list}
            {licence}
            {enter}
        </section>
    }
    .into_any()
}

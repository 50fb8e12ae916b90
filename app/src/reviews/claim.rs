//! Each claim beside the documents that prove it.

use domain::application::{AddedLecture, Case, Claim, Document, Practical, twin_sentence};
use domain::evidence::format_bytes;
use domain::fiscal_year::written_day;
use domain::policy::ItemCode;
use leptos::either::Either;
use leptos::prelude::*;

use crate::credits::{CodeNames, code_list};
use crate::ui::{Notice, Tone};

/// All claims, in the order of the doctor's screens.
pub(super) fn claims(case: &Case, code_names: &CodeNames) -> impl IntoView + use<> {
    let claims = case.claims();
    let prints = case.prints();
    if claims.is_empty() {
        return Either::Left(view! { <p>"証明書の要る申告はありません。"</p> });
    }
    Either::Right(
        claims
            .iter()
            .enumerate()
            .map(|(index, claim)| {
                let heading_id = format!("claim-{}", index + 1);
                let labelled_by = heading_id.clone();
                let name = case.claim_name(claim);
                let proofs = case
                    .proofs(claim)
                    .map(|document| (document.clone(), twin_sentence(&prints, document)))
                    .collect();
                view! {
                    <section class="claim" aria-labelledby=labelled_by>
                        <div class="claim__text">
                            <h3 id=heading_id>{name.clone()}</h3>
                            {details(case, claim, code_names)}
                            {asked(case, claim)}
                        </div>
                        <div class="claim__proofs">
                            <Proofs name=name proofs=proofs />
                        </div>
                    </section>
                }
            })
            .collect_view(),
    )
}

/// What the last return asked about the claim, and what the doctor answered.
fn asked(case: &Case, claim: &Claim) -> Option<impl IntoView + use<>> {
    let item = case.latest_return()?.items.iter().find(|item| &item.claim == claim)?;
    let (reason, answer) = (item.reason.clone(), item.answer.clone());
    Some(view! {
        <dl class="facts">
            <dt>"差戻しの理由"</dt>
            <dd class="kept-lines">{reason}</dd>
            {(!answer.is_empty())
                .then(|| {
                    view! {
                        <dt>"申請者の回答"</dt>
                        <dd class="kept-lines">{answer}</dd>
                    }
                })}
        </dl>
    })
}

fn details(case: &Case, claim: &Claim, code_names: &CodeNames) -> AnyView {
    match claim {
        Claim::Practical(code) => practical(case, code).into_any(),
        Claim::Lecture(id) => {
            let lecture = case.draft.lectures.iter().find(|lecture| &lecture.id == id);
            lecture.map(|lecture| added_lecture(lecture, code_names)).into_any()
        }
        Claim::Licence => view! { <p>"会員ではない申請者の、本人の確認のための書類です。"</p> }.into_any(),
    }
}

fn practical(case: &Case, code: &ItemCode) -> impl IntoView + use<> {
    let other = match &case.draft.practical {
        Practical::Other { description, .. } => Some(description.clone()),
        Practical::None | Practical::Recognised(_) => None,
    };
    let units = if other.is_some() {
        case.policy.units_for_other
    } else {
        case.policy.units_per_item
    };
    let accepted = case.policy.item(code).map(|item| item.accepted_proof.clone());
    let category = case.draft.practical.category().map(domain::policy::Category::label);
    view! {
        <dl class="facts">
            <dt>"区分"</dt>
            <dd>"実地研修 "{category}</dd>
            <dt>"単位"</dt>
            <dd>{units.to_string()}</dd>
            {other
                .map(|description| {
                    view! {
                        <dt>"実地研修の内容"</dt>
                        <dd class="kept-lines">{description}</dd>
                    }
                })}
            {accepted
                .filter(|accepted| !accepted.is_empty())
                .map(|accepted| {
                    view! {
                        <dt>"証明になる書類"</dt>
                        <dd>{accepted}</dd>
                    }
                })}
        </dl>
    }
}

fn added_lecture(lecture: &AddedLecture, code_names: &CodeNames) -> impl IntoView + use<> {
    let self_declared = lecture
        .self_declared
        .then(|| view! { <dt>"申告"</dt><dd>"日本医学会分科会の総会等（単位とコードは自己申告）"</dd> });
    let filled = |name: &'static str, text: &str| {
        (!text.is_empty()).then(|| view! { <dt>{name}</dt><dd class="kept-lines">{text.to_owned()}</dd> })
    };
    view! {
        <dl class="facts">
            <dt>"区分"</dt>
            <dd>"座学研修の追加 "{lecture.kind.label()}</dd>
            {filled("主催者", &lecture.organiser)}
            {filled("活動の内容", &lecture.detail)}
            {self_declared}
            <dt>"取得日"</dt>
            <dd>{written_day(lecture.acquired_on)}</dd>
            <dt>"単位"</dt>
            <dd>{lecture.units.to_string()}</dd>
            <dt>"カリキュラムコード"</dt>
            <dd>{code_list(&lecture.codes, code_names)}</dd>
        </dl>
    }
}

#[component]
fn Proofs(name: String, proofs: Vec<(Document, Option<String>)>) -> impl IntoView {
    if proofs.is_empty() {
        return Either::Left(view! { <Notice tone=Tone::Warning heading="証明書が添付されていません" /> });
    }
    let of = proofs.len();
    Either::Right(
        proofs
            .into_iter()
            .enumerate()
            .map(|(index, (document, twins))| {
                view! { <Proof document=document twins=twins name=name.clone() number=index + 1 of=of /> }
            })
            .collect_view(),
    )
}

#[component]
fn Proof(
    document: Document,
    /// Where else the same file is attached; a hint, no verdict.
    twins: Option<String>,
    name: String,
    number: usize,
    of: usize,
) -> impl IntoView {
    let href = format!("/documents/{}", document.id);
    let what = format!("「{name}」の証明書 {number}/{of}");
    let kind = if document.media_type.is_picture() {
        "画像".to_owned()
    } else {
        format!("PDF {}ページ", document.pages)
    };
    let detail = format!("{kind}、{}", format_bytes(document.size_bytes));
    let body = if document.media_type.is_picture() {
        Either::Left(view! { <img class="proof-page" src=href.clone() alt=what.clone() loading="lazy" /> })
    } else {
        Either::Right(pages(&document, &what))
    };
    view! {
        <figure class="proof">
            <figcaption class="proof__caption">
                <span>
                    <span class="proof__name">{document.file_name}</span>
                    <span class="small quiet">{detail}</span>
                    {twins.map(|twins| view! { <span class="file__hint">{twins}</span> })}
                </span>
                <a href=href target="_blank" rel="noopener">
                    "ファイルを開く"<span class="visually-hidden">{format!("：{what}")}</span>
                </a>
            </figcaption>
            {body}
        </figure>
    }
}

/// The pages of a document under each other, scrolled in their own frame so that the next claim stays near.
fn pages(document: &Document, what: &str) -> impl IntoView + use<> {
    let images = (1..=document.pages)
        .map(|number| {
            let src = format!("/documents/{}/pages/{number}", document.id);
            let alt = format!("{what}、{number}ページ目");
            view! { <img class="proof-page proof-page--sheet" src=src alt=alt loading="lazy" /> }
        })
        .collect_view();
    if document.pages > 1 {
        let label = format!("{what}、全{}ページ", document.pages);
        Either::Left(view! { <div class="proof-pages" role="group" aria-label=label tabindex="0">{images}</div> })
    } else {
        Either::Right(images)
    }
}

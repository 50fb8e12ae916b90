//! 実地研修実績入力 after a return that names items: what was asked about is open, the rest is text.

use domain::application::{Case, Claim, Opening, Practical, names};
use domain::policy::{Category, ItemCode};
use leptos::prelude::*;

use super::PracticalView;
use crate::applications::closed::{ClosedClaim, NotAsked};
use crate::ui::{BackLink, Notice, Tone};

/// Whether an item can be chosen on the page: all where everything is open, otherwise what was asked about, what came
/// since, and what may come in exchange.
pub(super) fn is_offered(opening: &Opening, code: &ItemCode) -> bool {
    opening.allows(&Claim::Practical(code.clone()))
}

/// The claims of the practical training that stay as they are.
fn closed_claims(case: &Case, opening: &Opening) -> Vec<Claim> {
    let items = case.draft.practical.items().into_iter().cloned().map(Claim::Practical);
    items.filter(|claim| !opening.allows(claim)).collect()
}

/// Items of Ⅰ that stay as they are, above those that can be changed.
pub(super) fn closed_items(case: &Case, opening: &Opening) -> impl IntoView + use<> {
    let claims = match &case.draft.practical {
        Practical::Recognised(_) => closed_claims(case, opening),
        Practical::Other { .. } | Practical::None => Vec::new(),
    };
    let claims: Vec<_> = claims
        .into_iter()
        .map(|claim| view! { <ClosedClaim case=case.clone() claim=claim /> })
        .collect();
    claims
}

/// Ⅱ where it stays as it is: its words go along with the form.
pub(super) fn closed_other(case: &Case, opening: &Opening) -> Option<impl IntoView + use<>> {
    let Practical::Other { description, .. } = &case.draft.practical else {
        return None;
    };
    let claims: Vec<_> = closed_claims(case, opening)
        .into_iter()
        .map(|claim| view! { <ClosedClaim case=case.clone() claim=claim /> })
        .collect();
    if claims.is_empty() {
        return None;
    }
    let description = description.clone();
    Some(view! {
        <section class="section" id="category" tabindex="-1">
            <h2>{Category::Other.label()}</h2>
            <input type="hidden" name=names::CATEGORY value=Category::Other.key() autocomplete="off" />
            <input type="hidden" name=names::DESCRIPTION value=description.clone() autocomplete="off" />
            {claims}
            <p class="kept-lines">{description}</p>
        </section>
    })
}

/// How one item is exchanged for another; nothing where everything is open.
pub(super) fn how_to_exchange(opening: &Opening) -> Option<impl IntoView + use<>> {
    let asked = !matches!(opening, Opening::Everything) && opening.allows_new_item();
    asked.then(|| {
        view! {
            <Notice
                tone=Tone::Neutral
                heading="別の項目に替えるときは、指摘された項目の選択を外してから、替わりの項目を選んでください。"
            />
        }
    })
}

/// The page where nothing of it can be changed.
pub(super) fn closed_page(view: &PracticalView, opening: &Opening) -> AnyView {
    let case = &view.case;
    let licence = (!case.draft.memberships.is_member()).then_some(Claim::Licence);
    let claims: Vec<_> = closed_claims(case, opening)
        .into_iter()
        .chain(licence)
        .map(|claim| {
            let id = if claim == Claim::Licence { "licence" } else { "" };
            view! {
                <div id=(!id.is_empty()).then_some(id) tabindex=(!id.is_empty()).then_some("-1")>
                    <ClosedClaim case=case.clone() claim=claim />
                </div>
            }
        })
        .collect();
    let notice = view.notice.clone();
    view! {
        <div class="stack">
            <div class="page-head">
                <BackLink href=format!("/applications/{}", case.id) label="申請画面へ戻る" />
                <h1>"実地研修実績入力"</h1>
            </div>
            {notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            <NotAsked />
            <div class="stack" id="category" tabindex="-1">{claims}</div>
        </div>
    }
    .into_any()
}

//! What a return did not ask about: read-only, with why, and still part of the form that is sent.

use domain::application::{AddedLecture, Case, ChoicesForm, Claim, Document, Draft, names};
use domain::curriculum::join_codes;
use domain::fiscal_year::written_day;
use leptos::prelude::*;

use super::documents::file;

/// Beside each closed part.
pub(super) const NOT_ASKED: &str = "修正を求められていないため、変更できません。";

/// The sentence beside a closed part.
#[component]
pub(super) fn NotAsked() -> impl IntoView {
    view! { <p class="small quiet">{NOT_ASKED}</p> }
}

/// 講座種別 and 申請先医師会.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn ClosedDestination(case: Case) -> impl IntoView {
    let programme = case.policy.programme_name.clone();
    let destination = case.destination.as_ref().map(|it| it.name.clone());
    let code = ChoicesForm::of(&case.draft).destination.map(|code| code.to_string());
    view! {
        <section class="section" id="destination" tabindex="-1">
            <h2>"講座と申請先"</h2>
            <input type="hidden" name=names::DESTINATION value=code autocomplete="off" />
            <dl class="facts">
                <dt>"講座種別"</dt>
                <dd>{programme}</dd>
                <dt>"申請先医師会"</dt>
                <dd>{destination}</dd>
            </dl>
            <NotAsked />
        </section>
    }
    .into_any()
}

/// 年度.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn ClosedYears(draft: Draft) -> impl IntoView {
    let from = draft
        .years_from
        .map_or_else(|| "選択されていません".to_owned(), |year| format!("{year}から今日まで"));
    view! {
        <div id="year" tabindex="-1">
            <dl class="facts">
                <dt>"年度"</dt>
                <dd>{from}</dd>
            </dl>
            <NotAsked />
        </div>
    }
    .into_any()
}

/// A practical item or the licence with its files. `item` is posted along where the claim is an item of the list.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn ClosedClaim(case: Case, claim: Claim) -> impl IntoView {
    let item = match &claim {
        Claim::Practical(code) => Some(code.to_string()),
        Claim::Lecture(_) | Claim::Licence => None,
    };
    let item = item.map(|code| view! { <input type="hidden" name=names::ITEM value=code autocomplete="off" /> });
    let documents: Vec<Document> = case.proofs(&claim).cloned().collect();
    let name = case.claim_name(&claim);
    view! {
        <div class="closed">
            {item}
            <p class="declared__name">{name}</p>
            <ClosedFiles claim=claim documents=documents />
            <NotAsked />
        </div>
    }
    .into_any()
}

/// The files of a closed claim. The running total counts them as those of an open one.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn ClosedFiles(claim: Claim, documents: Vec<Document>) -> impl IntoView {
    let proof = format!("{}{claim}", names::PROOF);
    let files = documents
        .iter()
        .map(|document| {
            let (id, name) = (document.id.to_string(), proof.clone());
            view! {
                <input type="hidden" name=name value=id autocomplete="off" />
            }
        })
        .collect_view();
    let list = documents.iter().map(|document| file(document, false)).collect_view();
    view! {
        {files}
        <ul class="file-list" role="list">{list}</ul>
    }
    .into_any()
}

/// A lecture that cannot be changed, as its own page shows it.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn ClosedLecture(case: Case, lecture: AddedLecture) -> impl IntoView {
    let claim = Claim::Lecture(lecture.id.clone());
    let documents: Vec<Document> = case.proofs(&claim).cloned().collect();
    let name = lecture.name().to_owned();
    let codes = join_codes(&lecture.codes, "、");
    view! {
        <section class="section">
            <h2>{name}</h2>
            <dl class="facts">
                <dt>"種別"</dt>
                <dd>{lecture.kind.label()}</dd>
                <dt>"取得日"</dt>
                <dd>{written_day(lecture.acquired_on)}</dd>
                <dt>"単位数"</dt>
                <dd>{lecture.units.to_string()}</dd>
                <dt>"カリキュラムコード"</dt>
                <dd>{codes}</dd>
            </dl>
            <ClosedFiles claim=claim documents=documents />
            <NotAsked />
        </section>
    }
    .into_any()
}

//! What became of an application that was sent: its number, whose turn it is, and which files arrived.

use domain::application::{Case, Move, SealedFile, Status};
use domain::field::{FieldError, FormValues};
use domain::fiscal_year::{written_day, written_moment};
use leptos::prelude::*;

use super::afterwards::{CopyForm, reexamination};
use super::course::Course;
use super::returned::{ReturnNotice, WayOut};
use super::sealed::SealedFiles;
use super::summary::steps;
use crate::history::CertificateLink;
use crate::progress::CaseStatus;
use crate::ui::{
    self, BackLink, ButtonLink, ButtonTone, DescriptionList, ErrorSummary, Notice, Steps, SummaryRow, Tone,
};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The application.
    pub case: Case,
    /// The files of its last submission, as they were sealed.
    pub sealed: Vec<SealedFile>,
    /// Whether it was sent just now.
    pub just_sent: bool,
    /// Whether the page asks to confirm 取下げ, or after a refusal 再審査.
    pub confirm: bool,
    /// Makes a copy once, however often the button is pressed.
    pub key: String,
    /// What was typed to ask for another look, where it was refused.
    pub typed: FormValues,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// What was just done.
    pub done: Option<String>,
    /// Why something was refused.
    pub notice: Option<String>,
}

/// The receipt, and later the outcome.
#[component]
pub fn CasePage(view: CaseView) -> impl IntoView {
    let case = view.case;
    let way_out = WayOut::of(&case, view.confirm).into_view();
    let (before, after) = if view.confirm {
        (Some(way_out), None)
    } else {
        (None, Some(way_out))
    };
    let again = case.last_sent().is_some_and(|(_, again)| again);
    let accepted = if again {
        "再申請を受け付けました。"
    } else {
        "申請を受け付けました。"
    };
    let sent = view.just_sent.then(|| {
        view! {
            <Steps labels=steps() current=steps().len() + 1 />
            <Notice tone=Tone::Success heading=accepted announce=true>
                <p>"受付番号をお控えください。この画面は、履歴からいつでも開けます。"</p>
            </Notice>
        }
    });
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    let another_look = reexamination(&case, view.confirm, &view.typed, &errors);
    let copy = case
        .status
        .is_final()
        .then(|| view! { <CopyForm application=case.id.clone() key=view.key /> });
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <div class="page-head">
                    <BackLink href="/history" label="申請履歴へ戻る" />
                    <h1>"認定（修了）申請"</h1>
                </div>
                {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
                {view.done.map(|done| view! { <Notice tone=Tone::Success heading=done announce=true /> })}
                <ErrorSummary errors=errors.clone() />
                {sent}
                {before}
                {receipt(&case)}
                {turn(&case, &view.sealed)}
                {another_look}
                {copy}
            </div>
            <section class="section">
                <h2>"申請の内容"</h2>
                {contents(&case)}
            </section>
            <section class="section">
                <h2>"届いた証明書"</h2>
                <SealedFiles case=case.clone() files=view.sealed />
            </section>
            <Course case=case.clone() />
            {after}
        </div>
    }
    .into_any()
}

fn receipt(case: &Case) -> impl IntoView + use<> {
    let sent_at = case
        .submitted_at
        .map(|at| view! { <p>{format!("申請日時 {}", written_moment(at))}</p> });
    let sent_again_at = case
        .last_sent()
        .filter(|(_, again)| *again)
        .map(|(at, _)| view! { <p>{format!("再申請日時 {}", written_moment(at))}</p> });
    let number = case.receipt_number.clone().unwrap_or_default();
    let href = format!("/applications/{}/receipt", case.id);
    view! {
        <div class="receipt">
            <p><CaseStatus status=case.status /></p>
            <p>"受付番号"</p>
            <p class="receipt__number">{number}</p>
            {sent_at}
            {sent_again_at}
            <p>
                <a class="button button--secondary button--small" href=href target="_blank" rel="noopener">"受付票（PDF）"</a>
            </p>
        </div>
    }
    .into_any()
}

/// Whose turn it is, and what the doctor can do.
fn turn(case: &Case, sealed: &[SealedFile]) -> impl IntoView + use<> {
    let home = format!("/applications/{}", case.id);
    let returned = (case.status == Status::Returned).then(|| {
        view! {
            {ReturnNotice::of(case).mended(case, sealed).into_view()}
            <div class="actions">
                <ButtonLink href=format!("{home}/check") label="再申請する" />
                <ButtonLink href=home.clone() label="修正する" tone=ButtonTone::Secondary />
            </div>
        }
    });
    let refused = case
        .events
        .last()
        .filter(|_| case.status == Status::Refused)
        .map(|event| event.reason.clone());
    let certificate = case.certificate.clone().map(|certificate| {
        let line = format!(
            "修了証番号 {}（{}発行）",
            certificate.number,
            written_day(certificate.issued_on)
        );
        view! {
            <Notice tone=Tone::Success heading=line>
                <div class="actions"><CertificateLink certificate=certificate large=true /></div>
            </Notice>
        }
    });
    view! {
        <p>{case.status.whose_turn()}</p>
        {refused.map(|reason| view! { <Notice tone=Tone::Danger heading="不承認の理由"><p class="kept-lines">{reason}</p></Notice> })}
        {certificate}
        {returned}
    }
    .into_any()
}

fn contents(case: &Case) -> impl IntoView + use<> {
    let programme = case.policy.programme_name.clone();
    let destination = case.destination.as_ref().map(|association| association.name.clone());
    let reviewer = case.reviewer.is_some() && case.status.allows(Move::Release);
    let summary = case.explanation.as_ref().map(domain::eligibility::Assessment::summary);
    view! {
        <DescriptionList>
            <SummaryRow label="講座種別">{programme}</SummaryRow>
            <SummaryRow label="申請先医師会">{destination}</SummaryRow>
            {summary.map(|summary| view! { <SummaryRow label="単位"><span class="num">{summary}</span></SummaryRow> })}
            {reviewer.then(|| view! { <SummaryRow label="審査">"担当者が確認しています"</SummaryRow> })}
        </DescriptionList>
    }
    .into_any()
}

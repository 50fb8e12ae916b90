//! One case as the clerk sees it: who asks, each claim beside its proofs, what the rules say, and the decision.

use domain::application::{Case, CertificateCard, Status};
use domain::credits::{Credit, NotCounted};
use domain::doctor::Memberships;
use domain::field::{FieldError, FormValues};
use domain::fiscal_year::{day_in_japan, written_day, written_moment};
use domain::review::{DecisionKind, ITEM_REASON, REASON};
use leptos::either::Either;
use leptos::prelude::*;

use super::claim::claims;
use super::decision::decision;
use crate::credits::{CodeNames, CreditYears};
use crate::history::CertificateLink;
use crate::progress::{CaseStatus, timeline_entries};
use crate::ui::{BackLink, EmptyState, Notice, Timeline, Tone};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ReviewCaseView {
    /// The case.
    pub case: Case,
    /// The names of the curriculum codes.
    pub code_names: CodeNames,
    /// Today in Japan, for a case without a day of submission.
    pub today: chrono::NaiveDate,
    /// The decision that is about to be confirmed; none while the clerk still looks.
    pub decide: Option<DecisionKind>,
    /// What was typed into the decision's form, where it was refused.
    pub typed: FormValues,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// What was just done, such as a decision.
    pub done: Option<String>,
    /// Why the decision was refused.
    pub notice: Option<String>,
    /// Whether whoever looks may not decide it, because of having refused it before.
    pub barred: bool,
}

/// The whole case from top to bottom; the decision stays in reach at the lower edge.
#[component]
pub fn ReviewCasePage(view: ReviewCaseView) -> impl IntoView {
    let case = view.case;
    let status = case.status;
    let receipt = case
        .receipt_number
        .as_deref()
        .map(|number| format!("受付番号 {number}"));
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <div class="page-head">
                    <BackLink href="/review" label="一覧へ戻る" />
                    <h1>"審査"</h1>
                    <p class="case-line">
                        <CaseStatus status=status />
                        <strong>{receipt}</strong>
                        <span>{format!("{} さんの申請", case.doctor.name)}</span>
                    </p>
                </div>
                {outcome(&case, view.done)}
                {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
                {reexamination(&case, view.barred)}
                {(!is_decidable(status)).then(|| typed_in_vain(&view.typed))}
                <div class="columns">{doctor_card(&case)} {assessment_card(&case)}</div>
            </div>
            <section class="section">
                <h2>"申告の内容と証明書"</h2>
                {claims(&case, &view.code_names)}
            </section>
            <section class="section">
                <h2>"登録されている座学研修の単位"</h2>
                {registered(&case, view.code_names, view.today)}
            </section>
            <section class="section">
                <h2>"これまでの経過"</h2>
                <Timeline entries=timeline_entries(&case) />
            </section>
            {(is_decidable(status) && !view.barred)
                .then(|| decision(&case, view.decide, &view.typed, view.errors))}
        </div>
    }
}

/// A case that nobody has taken yet is taken with the decision.
fn is_decidable(status: Status) -> bool {
    matches!(status, Status::Submitted | Status::InReview)
}

/// That the doctor asked for another look, and why. Who refused it before reads that somebody else decides now.
fn reexamination(case: &Case, barred: bool) -> Option<impl IntoView + use<>> {
    let reason = case.reexamination()?.reason.clone();
    let barred = (barred && is_decidable(case.status)).then(|| {
        view! { <Notice tone=Tone::Warning heading="再審査は別の担当者が行います。" /> }
    });
    Some(view! {
        <Notice tone=Tone::Info heading="申請者が再審査を求めています。">
            <p class="kept-lines">{reason}</p>
        </Notice>
        {barred}
    })
}

/// What was typed for a decision that somebody else took first: it can still be read and copied.
fn typed_in_vain(typed: &FormValues) -> impl IntoView + use<> {
    let texts = [typed.text(REASON)]
        .into_iter()
        .chain(typed.under(ITEM_REASON).map(|(_, text)| text));
    let texts: Vec<_> = texts
        .filter(|text| !text.is_empty())
        .map(|text| view! { <p>{text.to_owned()}</p> })
        .collect();
    (!texts.is_empty()).then(|| {
        view! {
            <section class="card card--quiet" aria-labelledby="typed">
                <h2 id="typed">"入力されていた内容"</h2>
                {texts}
            </section>
        }
    })
}

fn doctor_card(case: &Case) -> impl IntoView + use<> {
    let doctor = &case.doctor;
    let name = format!("{}（{}）", doctor.name, doctor.name_kana);
    let licence_number = doctor.licence_number.to_string();
    let memberships = membership(&case.draft.memberships);
    let destination = case
        .destination
        .as_ref()
        .map_or_else(dash, |association| association.name.clone());
    let submitted = case.submitted_at.map_or_else(dash, written_moment);
    let reviewer = case
        .reviewer
        .as_ref()
        .map_or_else(|| "未定".to_owned(), |(_, name)| name.clone());
    view! {
        <section class="card" aria-labelledby="doctor">
            <h2 id="doctor">"申請者"</h2>
            <dl class="facts">
                <dt>"氏名"</dt>
                <dd>{name}</dd>
                <dt>"医籍登録番号"</dt>
                <dd>{licence_number}</dd>
                <dt>"会員区分"</dt>
                <dd>{memberships}</dd>
                <dt>"申請先医師会"</dt>
                <dd>{destination}</dd>
                <dt>"申請日時"</dt>
                <dd>{submitted}</dd>
                <dt>"担当"</dt>
                <dd>{reviewer}</dd>
            </dl>
        </section>
    }
}

fn dash() -> String {
    "－".to_owned()
}

fn membership(memberships: &Memberships) -> &'static str {
    match (memberships.is_member(), memberships.is_national_member()) {
        (false, _) => "非会員",
        (true, false) => "会員（日本医師会は非会員）",
        (true, true) => "会員（日本医師会会員）",
    }
}

/// The same figures and sentences that the doctor saw when sending it.
fn assessment_card(case: &Case) -> impl IntoView + use<> {
    let body = match &case.explanation {
        None => Either::Left(view! { <p>"申請時の判定は記録されていません。"</p> }),
        Some(assessment) => {
            let lacks: Vec<_> = assessment
                .lacks
                .iter()
                .map(|lack| view! { <li>{lack.sentence()}</li> })
                .collect();
            let sentences = if lacks.is_empty() {
                Either::Left(view! { <p>{assessment.sentence()}</p> })
            } else {
                Either::Right(view! { <ul>{lacks}</ul> })
            };
            Either::Right(view! {
                <p class="case-total">{assessment.summary()}</p>
                {sentences}
                <p class="small quiet">"申請者が申請したときに画面で見たものと同じです。"</p>
            })
        }
    };
    view! {
        <section class="card" aria-labelledby="assessment">
            <h2 id="assessment">"申請時の判定"</h2>
            <p>{case.policy.programme_name.clone()}</p>
            {body}
        </section>
    }
}

/// A closed case shows how it ended, before everything else; it is read out when that was just `done`.
fn outcome(case: &Case, done: Option<String>) -> Option<impl IntoView + use<>> {
    let (tone, heading) = match case.status {
        Status::Approved => (Tone::Success, "承認しました。"),
        Status::Refused => (Tone::Danger, "不承認としました。"),
        Status::Returned => (Tone::Warning, "差し戻しました。申請者の修正を待っています。"),
        Status::Withdrawn => (Tone::Neutral, "申請者が取り下げました。"),
        Status::Draft | Status::Submitted | Status::InReview => {
            return done.map(|done| Either::Left(view! { <Notice tone=Tone::Success heading=done announce=true /> }));
        }
    };
    let said = timeline_entries(case)
        .pop()
        .map(|entry| entry.note)
        .filter(|note| !note.is_empty());
    let certificate = case.certificate.clone();
    Some(Either::Right(view! {
        <Notice tone=tone heading=heading announce=done.is_some()>
            {said.map(|said| view! { <p class="kept-lines">{said}</p> })}
            {certificate.map(certificate_line)}
        </Notice>
    }))
}

fn certificate_line(certificate: CertificateCard) -> impl IntoView {
    let number = certificate.number.clone();
    let issued_on = written_day(certificate.issued_on);
    view! {
        <p class="case-line">
            <span>{format!("修了証番号 {number}（{issued_on}発行）")}</span>
            <CertificateLink certificate=certificate />
        </p>
    }
}

fn registered(case: &Case, code_names: CodeNames, today: chrono::NaiveDate) -> impl IntoView + use<> {
    let day = case.submitted_at.map_or(today, day_in_japan);
    let draft = &case.draft;
    let credits: Vec<(Credit, Result<(), NotCounted>)> = draft
        .credits
        .iter()
        .map(|credit| (credit.clone(), credit.counts(&draft.memberships, draft.years_from, day)))
        .collect();
    if credits.is_empty() {
        Either::Left(view! {
            <EmptyState heading="登録されている単位はありません">
                <p>"座学研修は、申請者が追加したものだけです。"</p>
            </EmptyState>
        })
    } else {
        let from = draft
            .years_from
            .map(|year| format!("申請者は{year}以降の単位を使うことを選びました。"));
        Either::Right(view! {
            {from.map(|sentence| view! { <p>{sentence}</p> })}
            <CreditYears credits=credits code_names=code_names />
        })
    }
}

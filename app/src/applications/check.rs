//! 申請内容の確認: everything that will be sent, before it is sent.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::application::{Case, Claim, Opening, Practical, Screen, Status, names};
use domain::curriculum::join_codes;
use domain::field::{FieldError, FormValues};
use domain::fiscal_year::{FiscalYear, written_day};
use domain::units::Units;
use leptos::either::Either;
use leptos::prelude::*;

use super::answers::AnswerFields;
use super::documents::Documents;
use super::islands::{Keeping, LiveForm, slim_draft, slim_policy};
use super::kept::KeptText;
use super::summary::{steps, summary};
use super::{FORM, MainButton};
use crate::ui::{self, BackLink, DescriptionList, ErrorSummary, Notice, Steps, SummaryRow, Tone};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct CheckView {
    /// The application as it would be sent.
    pub case: Case,
    /// Today in Japan.
    pub today: NaiveDate,
    /// Whether somebody only helps the doctor: then there is nothing to send it with.
    pub helping: bool,
    /// What was typed as answers to a return, and not sent yet.
    pub typed: FormValues,
    /// The kept answers that the page goes on from.
    pub kept: KeptText,
    /// What is wrong with the answers.
    pub errors: Vec<FieldError>,
    /// Why it was not sent.
    pub notice: Option<String>,
}

/// Nothing can be changed here: each part leads to where it can.
#[component]
pub fn CheckPage(view: CheckView) -> impl IntoView {
    let case = view.case;
    let home = format!("/applications/{}", case.id);
    let opening = Opening::of(&case, view.today);
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    let practical = format!("{home}/practical");
    let practical = if opening.allows_any_practical() {
        practical
    } else {
        String::new()
    };
    let change_proofs = (!practical.is_empty()).then(|| {
        let href = practical.clone();
        view! { <a href=href>"変更"<span class="visually-hidden">"：証明書"</span></a> }
    });
    view! {
        <div class="stack stack--loose">
            <div class="page-head">
                <BackLink href=home.clone() label="申請画面へ戻る" />
                <h1>"申請内容の確認"</h1>
                <Steps labels=steps() current=2 />
            </div>
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            {unchanged(&case)}
            <ErrorSummary errors=errors.clone() />
            <section class="section">
                <h2>"申請者と申請先"</h2>
                {applicant(&case, &home, &opening)}
            </section>
            <section class="section">
                <h2>"座学研修"</h2>
                {lectures(&case, view.today, &home, &opening)}
            </section>
            <section class="section">
                <h2>"実地研修"</h2>
                {practical_part(&case, &practical)}
            </section>
            <section class="section">
                <div class="section__head">
                    <h2>"証明書"</h2>
                    {change_proofs}
                </div>
                <Documents case=case.clone() />
            </section>
            {if view.helping {
                Either::Left(for_the_doctor(&case, view.today))
            } else {
                Either::Right(sending(case, view.today, view.typed, view.kept, errors))
            }}
        </div>
    }
    .into_any()
}

/// Instead of the button, for who only helps.
fn for_the_doctor(case: &Case, today: NaiveDate) -> impl IntoView + use<> {
    let assessment = case.assess(today);
    let (figures, sentence) = (assessment.summary(), assessment.sentence());
    view! {
        <p class="case-total">{figures}</p>
        <p>{sentence}</p>
        <Notice tone=Tone::Info heading="申請は、先生ご本人が行います。">
            <p>"入力が終わったら、先生に内容を確認していただいてください。"</p>
        </Notice>
    }
}

/// The form that sends it. Only where there are answers to write it is one that keeps what is typed.
fn sending(
    case: Case,
    today: NaiveDate,
    typed: FormValues,
    kept: KeptText,
    errors: Vec<ui::FieldError>,
) -> impl IntoView {
    let again = case.status == Status::Returned;
    let button = MainButton {
        label: if again { "再申請する" } else { "申請する" }.to_owned(),
        go: String::new(),
        needs_all: true,
    };
    let application = case.id.clone();
    let (draft, policy) = (slim_draft(&case.draft), slim_policy(&case.policy));
    let bar = (!again).then(|| summary(&case.assess(today), Some(&application), String::new(), &button));
    let path = format!("/applications/{application}/check");
    let form = view! {
        <form id=FORM class="form" method="post" action=path novalidate=true>
            <input type="hidden" name=names::VERSION value=case.version autocomplete="off" />
            <AnswerFields case=case typed=typed errors=errors />
        </form>
    };
    if !again {
        return Either::Left((form, bar));
    }
    Either::Right(view! {
        <LiveForm
            screen=Screen::Check
            draft=draft
            policy=policy
            today=today
            application=Some(application.clone())
            button=button
            prints=Vec::new()
        >
            {form}
            <Keeping application=application kept=kept />
        </LiveForm>
    })
}

/// Said before it is sent again just as it came back.
fn unchanged(case: &Case) -> Option<impl IntoView + use<>> {
    (case.status == Status::Returned && !case.changed_since_return()).then(|| {
        view! {
            <Notice tone=Tone::Warning heading="差し戻されたあと、申請の内容はまだ変更されていません。">
                <p>"直せない事情などがあるときは、下の「医師会への回答」に書いてから再申請してください。"</p>
            </Notice>
        }
    })
}

/// Where a part is changed; nowhere where it is closed.
fn way(href: String, open: bool) -> String {
    if open { href } else { String::new() }
}

fn applicant(case: &Case, home: &str, opening: &Opening) -> impl IntoView + use<> {
    let destination = case
        .destination
        .as_ref()
        .map_or_else(|| "選択されていません".to_owned(), |it| it.name.clone());
    let change = way(format!("{home}#destination"), opening.allows_choices());
    let programme = case.policy.programme_name.clone();
    let (name, number) = (case.doctor.name.clone(), case.doctor.licence_number.to_string());
    view! {
        <DescriptionList>
            <SummaryRow label="講座種別">{programme}</SummaryRow>
            <SummaryRow label="氏名">{name}</SummaryRow>
            <SummaryRow label="医籍登録番号">{number}</SummaryRow>
            <SummaryRow label="申請先医師会" change_href=change>{destination}</SummaryRow>
        </DescriptionList>
    }
    .into_any()
}

fn lectures(case: &Case, today: NaiveDate, home: &str, opening: &Opening) -> impl IntoView + use<> {
    let draft = &case.draft;
    let from = draft
        .years_from
        .map_or_else(|| "選択されていません".to_owned(), |year| format!("{year}から今日まで"));
    let mut years: BTreeMap<FiscalYear, Units> = BTreeMap::new();
    for credit in &draft.credits {
        if credit.counts(&draft.memberships, draft.years_from, today).is_ok() {
            let sum = years.entry(credit.fiscal_year).or_default();
            *sum = *sum + credit.units;
        }
    }
    let years = years
        .into_iter()
        .rev()
        .map(|(year, units)| view! { <SummaryRow label=format!("登録済みの単位（{year}）")>{format!("{units}単位")}</SummaryRow> })
        .collect_view();
    let added = draft
        .lectures
        .iter()
        .map(|lecture| {
            let facts = format!(
                "{}・{}単位・{}取得・カリキュラムコード {}",
                lecture.kind.label(),
                lecture.units,
                written_day(lecture.acquired_on),
                join_codes(&lecture.codes, "、")
            );
            let declared = lecture
                .self_declared
                .then_some("（単位とカリキュラムコードは自己申告）");
            let filled = |text: &str| !text.is_empty();
            let organiser = Some(&lecture.organiser)
                .filter(|text| filled(text))
                .map(|text| format!("・主催 {text}"));
            let detail = Some(lecture.detail.clone()).filter(|text| filled(text));
            let detail = detail.map(|text| view! { <p class="kept-lines">{text}</p> });
            let open = opening.allows(&Claim::Lecture(lecture.id.clone()));
            let change = way(format!("{home}/lectures/{}", lecture.id), open);
            view! {
                <SummaryRow label=format!("追加：{}", lecture.name()) change_href=change>
                    {facts}
                    {declared}
                    {organiser}
                    {detail}
                </SummaryRow>
            }
        })
        .collect_view();
    let change = way(format!("{home}#year"), opening.allows_choices());
    view! {
        <DescriptionList>
            <SummaryRow label="年度" change_href=change>{from}</SummaryRow>
            {years}
            {added}
        </DescriptionList>
    }
    .into_any()
}

fn practical_part(case: &Case, change: &str) -> impl IntoView + use<> {
    let practical = &case.draft.practical;
    let category = practical
        .category()
        .map_or("入力されていません", domain::policy::Category::label);
    let items = practical
        .items()
        .into_iter()
        .map(|code| view! { <li>{case.claim_name(&Claim::Practical(code.clone()))}</li> })
        .collect_view();
    let description = match practical {
        Practical::Other { description, .. } => Some(description.clone()),
        _ => None,
    };
    let change = if change.is_empty() {
        String::new()
    } else {
        format!("{change}#category")
    };
    view! {
        <DescriptionList>
            <SummaryRow label="区分" change_href=change>{category}</SummaryRow>
            <SummaryRow label="項目"><ul>{items}</ul></SummaryRow>
            {description
                .map(|text| view! { <SummaryRow label="実地研修の内容"><p class="kept-lines">{text}</p></SummaryRow> })}
        </DescriptionList>
    }
    .into_any()
}

//! 認定（修了）申請: the years and the destination, with everything that was added and declared.

mod choices;
mod credits;
mod declared;
mod what_if;

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::{Case, ChoicesForm, Draft, Opening, Screen, SealedFile, Status, TypedScreen, names};
use domain::association::AssociationCode;
use domain::eligibility::assess;
use domain::eligibility::what_if::WhatIfForm;
use domain::field::FieldError;
use domain::fiscal_year::{FiscalYear, written_day, written_moment};
use domain::ids::{ApplicationId, LectureId};
use domain::policy::Policy;
use leptos::prelude::*;

use self::choices::{Destination, Years};
use self::credits::ChosenCredits;
use self::declared::{Lectures, PracticalItems};
use self::what_if::WhatIfPart;
use super::closed::{ClosedDestination, ClosedYears};
use super::course::Course;
use super::explanations::{DefaultButton, HowToEarn};
use super::islands::{LiveForm, slim_draft, slim_policy};
use super::returned::{ReturnNotice, WayOut};
use super::{FORM, MainButton, fields};
use crate::credits::CodeNames;
use crate::progress::CaseStatus;
use crate::ui::{self, BackLink, Button, ButtonLink, ButtonTone, Confirm, ErrorSummary, Notice, Steps, Tone};

/// What the application was before this page.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Nothing: the page writes nothing until it is sent.
    New {
        /// Makes the draft once, however often the form is sent.
        key: String,
        /// What a new application begins with.
        draft: Draft,
        /// The settings it will begin under.
        policy: Box<Policy>,
    },
    /// A draft, or an application that was returned.
    Saved(Box<Case>),
}

impl Origin {
    /// The settings that the application is judged by.
    pub fn policy(&self) -> &Policy {
        match self {
            Origin::New { policy, .. } => policy,
            Origin::Saved(case) => &case.policy,
        }
    }
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ApplicationView {
    /// What is saved so far.
    pub origin: Origin,
    /// Today in Japan.
    pub today: NaiveDate,
    /// The choices as the page shows them: as saved, or as the query or a refused form says.
    pub choices: ChoicesForm,
    /// The year picked in 年度 where it was not searched yet; none: the searched one.
    pub year: Option<FiscalYear>,
    /// 予定の研修, as the address or a refused form says; never saved.
    pub what_if: WhatIfForm,
    /// 講座種別: code and name, the chosen one first.
    pub programmes: Vec<(String, String)>,
    /// The two digits of the chosen 都道府県; empty for none.
    pub prefecture: String,
    /// 都道府県: two digits and name.
    pub prefectures: Vec<(String, String)>,
    /// The associations of the chosen prefecture, with 日本医師会.
    pub associations: Vec<(AssociationCode, String)>,
    /// The names of the curriculum codes.
    pub code_names: CodeNames,
    /// What was typed on a sub-screen and never registered: where, and when it was kept.
    pub unfinished: Vec<(TypedScreen, DateTime<Utc>)>,
    /// The files of the last submission, after a return; what came since has mended something.
    pub sealed: Vec<SealedFile>,
    /// Whether the page asks to confirm 削除 (of a draft) or 取下げ (after a return).
    pub confirm: bool,
    /// The added lecture that the page asks about before it is removed.
    pub removing: Option<LectureId>,
    /// What is wrong with a form that was refused.
    pub errors: Vec<FieldError>,
    /// What was just done.
    pub done: Option<String>,
    /// Why something was refused, or what to know.
    pub notice: Option<String>,
}

impl ApplicationView {
    fn case(&self) -> Option<&Case> {
        match &self.origin {
            Origin::New { .. } => None,
            Origin::Saved(case) => Some(case),
        }
    }

    /// What the doctor may change; everything of a new application.
    fn opening(&self) -> Opening {
        self.case()
            .map_or(Opening::Everything, |case| Opening::of(case, self.today))
    }

    /// The draft with the choices that the page shows.
    fn draft(&self) -> Draft {
        let mut draft = match &self.origin {
            Origin::New { draft, .. } => draft.clone(),
            Origin::Saved(case) => case.draft.clone(),
        };
        self.choices.clone().apply(&mut draft);
        draft
    }

    fn policy(&self) -> &Policy {
        self.origin.policy()
    }
}

/// The whole application on one page; its total follows at the lower edge.
#[component]
pub fn ApplicationPage(view: ApplicationView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.iter().cloned().map(Into::into).collect();
    let head = head(&view);
    let way_out = view.case().map(|case| WayOut::of(case, view.confirm).into_view());
    let asked = view.case().is_some_and(|_| view.confirm);
    let returned = view.case().filter(|case| case.status == Status::Returned).cloned();
    let (before, after) = if asked { (way_out, None) } else { (None, way_out) };
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                {head}
                <ErrorSummary errors=errors.clone() />
                {removing(&view)}
                {before}
            </div>
            <ApplicationForm view=view errors=errors />
            {returned.map(|case| view! { <Course case=case /> })}
            {after}
        </div>
    }
    .into_any()
}

/// Asks before an added lecture goes, with its proofs.
fn removing(view: &ApplicationView) -> Option<impl IntoView + use<>> {
    let (case, id) = (view.case()?, view.removing.as_ref()?);
    let lecture = case.draft.lectures.iter().find(|lecture| &lecture.id == id)?;
    let home = format!("/applications/{}", case.id);
    let action = format!("{home}/lectures/{id}/remove");
    let heading = format!("「{}」を削除しますか", lecture.name());
    let effect = format!(
        "{}単位と、添付した証明書{}件が申請から消えます。元に戻すことはできません。",
        lecture.units, lecture.proofs
    );
    let version = case.version;
    Some(view! {
        <Confirm heading=heading name="remove-lecture" danger=true>
            <p>{effect}</p>
            <form class="actions" method="post" action=action>
                <input type="hidden" name=names::VERSION value=version autocomplete="off" />
                <Button label="削除" tone=ButtonTone::Danger />
                <ButtonLink href=format!("{home}#lectures") label="削除せずに戻る" tone=ButtonTone::Secondary />
            </form>
        </Confirm>
    })
}

fn head(view: &ApplicationView) -> impl IntoView + use<> {
    let returned = view.case().filter(|case| case.status == Status::Returned);
    let receipt = returned.map(|case| {
        let number = case.receipt_number.clone().unwrap_or_default();
        view! {
            <p class="case-line">
                <CaseStatus status=case.status />
                <span>"受付番号 "<strong class="num">{number}</strong></span>
            </p>
        }
    });
    let deadline = view.policy().deadline.map(|day| {
        view! { <Notice tone=Tone::Neutral heading=format!("申請の期限は{}です。", written_day(day)) /> }
    });
    let fee = view.policy().fee_yen;
    let fee = (fee > 0).then(|| view! { <p>{format!("手数料：{fee}円")}</p> });
    view! {
        <div class="page-head">
            <BackLink href="/training" label="メインメニューへ戻る" />
            <h1>"認定（修了）申請"</h1>
            {receipt}
            <Steps labels=super::summary::steps() current=1 />
        </div>
        {view.notice.clone().map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
        {view.done.clone().map(|done| view! { <Notice tone=Tone::Success heading=done announce=true /> })}
        {returned.map(|case| ReturnNotice::of(case).mended(case, &view.sealed).into_view())}
        {unfinished(view)}
        {new_year(view)}
        {deadline}
        {fee}
    }
    .into_any()
}

/// Text that was kept and not registered does not count: said, so that nobody looks for it in the total.
fn unfinished(view: &ApplicationView) -> Option<impl IntoView + use<>> {
    let home = format!("/applications/{}", view.case()?.id);
    let line = |(screen, at): &(TypedScreen, DateTime<Utc>)| {
        let (name, path) = match screen {
            TypedScreen::Practical => ("実地研修実績入力", "practical".to_owned()),
            TypedScreen::Lecture(id) => ("座学研修（生涯教育制度）単位等追加入力", lecture_path(view, id)),
            TypedScreen::Answers => ("医師会への回答", "check#answers".to_owned()),
        };
        let kept = format!("（{}に自動保存）", written_moment(*at));
        view! { <li><a href=format!("{home}/{path}")>{name}</a>{kept}</li> }
    };
    let lines = view.unfinished.iter().map(line).collect_view();
    (!view.unfinished.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Info heading="入力途中の内容があります。登録するまで、申請には含まれません。">
                <ul>{lines}</ul>
            </Notice>
        }
    })
}

fn lecture_path(view: &ApplicationView, id: &LectureId) -> String {
    let added = view.draft().lectures.iter().any(|lecture| &lecture.id == id);
    if added {
        format!("lectures/{id}")
    } else {
        format!("lectures/new?lecture={id}")
    }
}

/// A draft that crossed 31 March is judged anew, and says so.
fn new_year(view: &ApplicationView) -> Option<impl IntoView + use<>> {
    let year = view.case()?.crossed_into(view.today)?;
    let heading = format!("年度が変わりました。この下書きは{year}の申請として、{year}の要件で確認し直しています。");
    Some(view! {
        <Notice tone=Tone::Warning heading=heading>
            <p>{format!("追加した座学研修のうち、{year}に取得していないものは使用できません。")}</p>
        </Notice>
    })
}

#[component]
fn ApplicationForm(view: ApplicationView, errors: Vec<ui::FieldError>) -> impl IntoView {
    let (draft, policy, today) = (view.draft(), view.policy().clone(), view.today);
    let assessment = assess(&draft, &policy, today);
    let application = view.case().map(|case| case.id.clone());
    let returned = view.case().is_some_and(|case| case.status == Status::Returned);
    let button = MainButton {
        label: if returned { "再申請する" } else { "申請する" }.to_owned(),
        go: fields::GO_CHECK.to_owned(),
        needs_all: true,
    };
    let identity = identity(&view);
    // A part that a return did not ask about is text.
    let closed = view.case().filter(|_| !view.opening().allows_choices()).cloned();
    let save = closed.is_none().then(|| {
        view! {
            <div class="actions">
                <Button label="下書き保存" name=fields::GO value=fields::GO_SAVE tone=ButtonTone::Secondary />
            </div>
        }
    });
    let (destination, years) = match closed {
        Some(case) => (
            view! { <ClosedDestination case=case /> }.into_any(),
            view! { <ClosedYears draft=draft.clone() /> }.into_any(),
        ),
        None => (
            view! { <Destination view=view.clone() errors=errors /> }.into_any(),
            view! { <Years view=view.clone() draft=draft.clone() /> }.into_any(),
        ),
    };
    view! {
        <LiveForm
            screen=Screen::Application
            draft=slim_draft(&draft)
            policy=slim_policy(&policy)
            today=today
            application=application.clone()
            button=button
            prints=Vec::new()
        >
            <form id=FORM class="form form--wide" method="post" action=action(application.as_ref())>
                <DefaultButton name=fields::GO value=fields::GO_SAVE />
                {identity}
                {destination}
                <section class="section">
                    <h2>"座学研修"</h2>
                    {years}
                    <ChosenCredits draft=draft.clone() total=assessment.registered today=today code_names=view.code_names.clone() />
                    <HowToEarn draft=draft.clone() policy=policy.clone() short=!assessment.is_eligible() />
                    <WhatIfPart
                        form=view.what_if.clone()
                        draft=draft.clone()
                        policy=policy.clone()
                        today=today
                        address=action(application.as_ref())
                    />
                </section>
                <Lectures view=view.clone() draft=draft policy=policy />
                <PracticalItems view=view />
                {save}
            </form>
        </LiveForm>
    }
    .into_any()
}

/// What the form stands on: the saved version, or the key of a draft to be made.
fn identity(view: &ApplicationView) -> impl IntoView + use<> {
    let (name, value) = match &view.origin {
        Origin::New { key, .. } => (fields::KEY, key.clone()),
        Origin::Saved(case) => (names::VERSION, case.version.to_string()),
    };
    let from = view.choices.years_from.map(|year| year.year().to_string());
    // Without a memory of their own: a browser that goes back would fill in what is no longer so.
    view! {
        <input type="hidden" name=name value=value autocomplete="off" />
        <input type="hidden" name=names::FROM value=from autocomplete="off" />
    }
}

fn action(application: Option<&ApplicationId>) -> String {
    application.map_or_else(|| "/applications/new".to_owned(), |id| format!("/applications/{id}"))
}

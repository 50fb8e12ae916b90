//! The page: the total, a filter, the years, what may be missing, the 受講証明書, and how to earn more.

use chrono::{DateTime, NaiveDate, Utc};
use domain::credits::Credit;
use domain::credits::attendance::PeriodForm;
use domain::doctor::Memberships;
use domain::field::FieldError;
use domain::fiscal_year::FiscalYear;
use domain::units::Units;
use leptos::either::Either;
use leptos::prelude::*;

use super::attendance::AttendanceForm;
use super::missing::{LastImport, WhenMissing};
use super::{CodeNames, CreditYears, WaysToEarn};
use crate::ui::{
    self, BackLink, Button, ButtonLink, ButtonTone, EmptyState, ErrorSummary, Notice, SelectField, SelectOption, Tone,
};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct CreditsView {
    /// All credits registered for the doctor.
    pub credits: Vec<Credit>,
    /// The doctor's memberships, on which e-learning depends.
    pub memberships: Memberships,
    /// The names of the curriculum codes.
    pub code_names: CodeNames,
    /// The fiscal year to show; none for all.
    pub year: Option<FiscalYear>,
    /// Today in Japan.
    pub today: NaiveDate,
    /// When credits were last brought in.
    pub imported_at: Option<DateTime<Utc>>,
    /// Address of the 実施要綱; empty where none is set.
    pub guideline_url: String,
    /// The days of the 受講証明書, as typed.
    pub period: PeriodForm,
    /// What is wrong with them.
    pub errors: Vec<FieldError>,
    /// Why there is no 受講証明書 at all.
    pub notice: Option<String>,
}

/// Every registered unit, and why one of them does not count.
#[component]
pub fn CreditsPage(view: CreditsView) -> impl IntoView {
    let national_member = view.memberships.is_national_member();
    // Without any unit there is no form that an error could lead to, and the page says why already.
    let errors = view.errors.iter().filter(|_| !view.credits.is_empty());
    let errors: Vec<ui::FieldError> = errors.cloned().map(Into::into).collect();
    let guideline_url = view.guideline_url.clone();
    let (period, imported_at, notice) = (view.period.clone(), view.imported_at, view.notice.clone());
    let (credits, paper) = if view.credits.is_empty() {
        (Either::Left(nothing()), Either::Left(no_paper()))
    } else {
        let paper = view! { <AttendanceForm form=period errors=errors.clone() /> };
        (Either::Right(view! { <Registered view=view /> }), Either::Right(paper))
    };
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <ErrorSummary errors=errors />
                <div class="page-head">
                    <BackLink href="/training" label="メインメニューへ戻る" />
                    <h1>"単位取得状況"</h1>
                    <p class="lead">
                        "日医生涯教育制度に登録されている単位です。修了申請の座学研修に使えます。受講期間の制限はありません。"
                    </p>
                    <LastImport at=imported_at />
                    <p class="screen-only"><a href="#attendance">"受講証明書（PDF）を出力する"</a></p>
                </div>
                {notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
                {credits}
            </div>
            <WhenMissing />
            {paper}
            <section class="section screen-only" id="ways">
                <h2>"単位を取得するには"</h2>
                <WaysToEarn national_member=national_member osaka_elsewhere=true />
                {guideline(guideline_url)}
            </section>
        </div>
    }
}

fn nothing() -> impl IntoView {
    view! {
        <EmptyState heading="登録されている単位はまだありません">
            <p>
                "研修を受講された方は「"<a href="#missing">"受講したのに表示されないとき"</a>"」をご確認ください。\
                これから受講される方は、「"<a href="#ways">"単位を取得するには"</a>"」の3つの方法のどれかで取得すると、ここに表示されます。"
            </p>
        </EmptyState>
    }
}

fn no_paper() -> impl IntoView {
    view! {
        <section class="section screen-only" id="attendance">
            <h2>"受講証明書"</h2>
            <p>"単位が登録されると、ここから受講証明書（PDF）を出力できます。"</p>
        </section>
    }
}

fn guideline(url: String) -> impl IntoView {
    (!url.is_empty()).then(|| {
        view! {
            <p>
                "制度の趣旨や目的は"
                <a href=url target="_blank" rel="noopener">
                    "かかりつけ医機能報告制度にかかる研修実施要綱（新しいタブで開きます）"
                </a>"をご確認ください。"
            </p>
        }
    })
}

#[component]
fn Registered(view: CreditsView) -> impl IntoView {
    let chosen = view.year;
    let years = year_options(&view.credits, chosen);
    let lines: Vec<_> = view
        .credits
        .into_iter()
        .filter(|credit| chosen.is_none_or(|year| credit.fiscal_year == year))
        .map(|credit| {
            let standing = credit.standing(&view.memberships, view.today);
            (credit, standing)
        })
        .collect();
    let total: Units = lines
        .iter()
        .filter(|(_, standing)| standing.is_ok())
        .map(|(credit, _)| credit.units)
        .sum();
    let unusable: Units = lines
        .iter()
        .filter(|(_, standing)| standing.is_err())
        .map(|(credit, _)| credit.units)
        .sum();
    let unusable = (!unusable.is_zero()).then(|| {
        let text = format!("ほかに、使えない単位が{unusable}単位あります。理由は下の一覧をご覧ください。");
        view! { <span class="figure__name">{text}</span> }
    });
    let figure = match chosen {
        Some(year) => format!("{year}の、申請に使える単位"),
        None => "申請に使える単位".to_owned(),
    };
    let list = match chosen.filter(|_| lines.is_empty()) {
        Some(year) => Either::Left(nothing_in(year)),
        None => Either::Right(view! { <CreditYears credits=lines code_names=view.code_names papers=true /> }),
    };
    view! {
        <div class="credits__head">
            <form class="filter-bar" method="get" action="/credits">
                <SelectField label="年度" name="year" options=years />
                <Button label="表示" tone=ButtonTone::Secondary />
            </form>
            <p class="figure">
                <span class="figure__name">{figure}</span>
                <span class="figure__value">{total.to_string()}<span class="figure__unit">"単位"</span></span>
                {unusable}
            </p>
        </div>
        <section class="stack">
            <h2>"登録されている単位"</h2>
            {list}
        </section>
    }
}

/// すべて, and each year with credits; and the chosen one, so that the filter never says something else than the list.
fn year_options(credits: &[Credit], chosen: Option<FiscalYear>) -> Vec<SelectOption> {
    let mut years: Vec<FiscalYear> = credits.iter().map(|credit| credit.fiscal_year).chain(chosen).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let years = years
        .into_iter()
        .map(|year| SelectOption::new(year.year().to_string(), year.to_string(), Some(year) == chosen));
    std::iter::once(SelectOption::new("", "すべて", chosen.is_none()))
        .chain(years)
        .collect()
}

fn nothing_in(year: FiscalYear) -> impl IntoView {
    view! {
        <EmptyState heading=format!("{year}に登録された単位はありません")>
            <p>"ほかの年度の単位も申請に使えます。"</p>
            <ButtonLink href="/credits" label="すべての年度を表示する" tone=ButtonTone::Secondary />
        </EmptyState>
    }
}

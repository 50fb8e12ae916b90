//! The page: the total, a filter, the years, and how to earn more.

use domain::credits::Credit;
use domain::doctor::Memberships;
use domain::fiscal_year::FiscalYear;
use domain::units::Units;
use leptos::either::Either;
use leptos::prelude::*;

use super::{CodeNames, CreditYears, WaysToEarn};
use crate::ui::{BackLink, Button, ButtonTone, EmptyState, SelectField, SelectOption};

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
    pub today: chrono::NaiveDate,
}

/// Every registered unit, and why one of them does not count.
#[component]
pub fn CreditsPage(view: CreditsView) -> impl IntoView {
    let national_member = view.memberships.is_national_member();
    let credits = if view.credits.is_empty() {
        Either::Left(view! {
            <EmptyState heading="登録されている単位はまだありません">
                <p>"下の3つの方法のどれかで単位を取得すると、ここに表示されます。"</p>
            </EmptyState>
        })
    } else {
        Either::Right(view! { <Registered view=view /> })
    };
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <div class="page-head">
                    <BackLink href="/training" label="メインメニューへ戻る" />
                    <h1>"単位取得状況"</h1>
                    <p class="lead">
                        "日医生涯教育制度に登録されている単位です。修了申請の座学研修に使えます。受講期間の制限はありません。"
                    </p>
                </div>
                {credits}
            </div>
            <section class="section">
                <h2>"単位を取得するには"</h2>
                <WaysToEarn national_member=national_member />
            </section>
            <section class="section">
                <h2>"受講証明書"</h2>
                <p>
                    "受講証明書のPDFは、このサービスではまだ出力できません。必要な方は、研修会の主催者か、ご所属の医師会にお問い合わせください。"
                </p>
            </section>
        </div>
    }
}

#[component]
fn Registered(view: CreditsView) -> impl IntoView {
    let chosen = view.year;
    let mut years: Vec<FiscalYear> = view.credits.iter().map(|credit| credit.fiscal_year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
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
    let figure = match chosen {
        Some(year) => format!("{year}の、申請に使える単位"),
        None => "申請に使える単位".to_owned(),
    };
    let years = years
        .into_iter()
        .map(|year| SelectOption::new(year.year().to_string(), year.to_string(), Some(year) == chosen));
    let years = std::iter::once(SelectOption::new("", "すべて", chosen.is_none()))
        .chain(years)
        .collect();
    view! {
        <form class="filter-bar" method="get" action="/credits">
            <SelectField label="年度" name="year" options=years />
            <Button label="表示" tone=ButtonTone::Secondary />
            <p class="figure">
                <span class="figure__name">{figure}</span>
                <span class="figure__value">{total.to_string()}<span class="figure__unit">"単位"</span></span>
            </p>
        </form>
        <section class="stack">
            <h2>"登録されている単位"</h2>
            <CreditYears credits=lines code_names=view.code_names />
        </section>
    }
}

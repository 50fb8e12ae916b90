//! Registered units in tables, one a fiscal year; what does not count keeps its row and says why.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::credits::{Credit, NotCounted};
use domain::curriculum::{CodeNames, CurriculumCode};
use domain::fiscal_year::{FiscalYear, written_day};
use domain::units::Units;
use leptos::prelude::*;

use super::attendance::YearLink;
use crate::ui::{Cell, Column, DataTable};

type Line = (Credit, Result<(), NotCounted>);

/// A table with its subtotal for each fiscal year, the newest first.
#[component]
pub fn CreditYears(
    /// Each credit with the reason why it does not count, where it does not.
    credits: Vec<(Credit, Result<(), NotCounted>)>,
    code_names: CodeNames,
    /// Whether the 受講証明書 of each year stands beside it.
    #[prop(optional)]
    papers: bool,
) -> impl IntoView {
    let mut years: BTreeMap<FiscalYear, Vec<Line>> = BTreeMap::new();
    for line in credits {
        years.entry(line.0.fiscal_year).or_default().push(line);
    }
    years
        .into_iter()
        .rev()
        .map(move |(year, mut lines)| {
            lines.sort_by_key(|(credit, _)| Reverse(credit.acquired_on));
            year_section(year, lines, &code_names, papers)
        })
        .collect_view()
}

fn year_section(year: FiscalYear, lines: Vec<Line>, code_names: &CodeNames, papers: bool) -> impl IntoView + use<> {
    let subtotal: Units = lines
        .iter()
        .filter(|(_, counts)| counts.is_ok())
        .map(|(credit, _)| credit.units)
        .sum();
    let columns = vec![
        Column::short("取得日"),
        Column::text("研修"),
        Column::text("主催者・区分"),
        Column::text("カリキュラムコード"),
        Column::number("単位"),
    ];
    let rows = lines
        .into_iter()
        .map(|(credit, counts)| row(credit, counts, code_names))
        .collect();
    view! {
        <section class="credit-year">
            <div class="section__head">
                <h3>{year.to_string()}</h3>
                <p class="credit-year__sum">"小計 "<strong class="num">{subtotal.to_string()}</strong>"単位"</p>
            </div>
            <DataTable caption=format!("{year}に登録された単位") hide_caption=true columns=columns rows=rows />
            {(papers && subtotal > Units::ZERO).then(|| view! { <YearLink year=year /> })}
        </section>
    }
}

fn row(credit: Credit, counts: Result<(), NotCounted>, code_names: &CodeNames) -> Vec<Cell> {
    let reason = counts
        .err()
        .map(|why| view! { <span class="table__reason table__reason--excluded">{why.sentence()}</span> });
    let units = credit.units.to_string();
    let title = credit.title;
    let (organiser, source) = (credit.organiser, credit.source.label());
    vec![
        Cell::text(written_day(credit.acquired_on)),
        Cell::view(view! {
            <div>{title} {reason}</div>
        }),
        Cell::view(view! {
            <div>{organiser} <span class="table__reason">{source}</span></div>
        }),
        Cell::view(code_list(&credit.codes, code_names)),
        Cell::text(units),
    ]
}

/// The codes with their names, one a line.
pub(crate) fn code_list(codes: &[CurriculumCode], code_names: &CodeNames) -> impl IntoView + use<> {
    let items = codes
        .iter()
        .map(|code| {
            let name = code_names.get(code).map(String::as_str).unwrap_or_default();
            view! { <li>{format!("{code} {name}")}</li> }
        })
        .collect_view();
    (!codes.is_empty()).then(|| view! { <ul class="code-list" role="list">{items}</ul> })
}

//! 単位: the total of the chosen years, with every registered credit and why one of them does not count.

use domain::application::Draft;
use domain::credits::{Credit, NotCounted};
use domain::curriculum::join_codes;
use domain::fiscal_year::{FiscalYear, written_day};
use domain::units::Units;
use leptos::prelude::*;

use super::Live;

/// The registered credits of the chosen years. It follows 検索 of the [`LiveForm`](super::LiveForm) around it.
#[island]
pub fn CreditList() -> impl IntoView {
    let live = expect_context::<Live>();
    let from = Memo::new(move |_| live.draft.with(|draft| draft.years_from));
    // Only the chosen year changes what the list says, not every key that is pressed.
    let years = Memo::new(move |_| {
        from.track();
        live.draft.with_untracked(|draft| by_year(draft, live.today))
    });
    let total = move || years.with(|years| years.iter().map(|year| year.counted).sum::<Units>().to_string());
    view! {
        <div class="field">
            <div class="field__head"><label class="field__label" for="registered">"単位"</label></div>
            <p class="field__hint" id="registered-hint">
                {move || match from.get() {
                    Some(year) => format!("{year}から今日までに登録された単位の合計です。"),
                    None => "年度を選んで検索してください。".to_owned(),
                }}
            </p>
            <div class="input-with-unit">
                <input
                    class="input input--short"
                    id="registered"
                    type="text"
                    readonly
                    autocomplete="off"
                    value=total
                    prop:value=total
                    aria-describedby="registered-hint"
                />
                <span>"単位"</span>
            </div>
        </div>
        {move || years.get().into_iter().map(year_table).collect_view()}
    }
}

/// The credits of one fiscal year.
#[derive(Clone, PartialEq)]
struct Year {
    year: FiscalYear,
    counted: Units,
    rows: Vec<Row>,
}

#[derive(Clone, PartialEq)]
struct Row {
    day: String,
    title: String,
    organiser: String,
    units: String,
    codes: String,
    /// Why it does not count.
    reason: Option<&'static str>,
}

/// The latest year first, and in it the latest credit.
fn by_year(draft: &Draft, today: chrono::NaiveDate) -> Vec<Year> {
    let mut credits: Vec<&Credit> = draft.credits.iter().collect();
    credits.sort_by_key(|credit| std::cmp::Reverse((credit.fiscal_year, credit.acquired_on)));
    let mut years: Vec<Year> = Vec::new();
    for credit in credits {
        let counts = credit.counts(&draft.memberships, draft.years_from, today);
        if years.last().is_none_or(|last| last.year != credit.fiscal_year) {
            years.push(Year { year: credit.fiscal_year, counted: Units::ZERO, rows: Vec::new() });
        }
        if let Some(year) = years.last_mut() {
            if counts.is_ok() {
                year.counted = year.counted + credit.units;
            }
            year.rows.push(Row {
                day: written_day(credit.acquired_on),
                title: credit.title.clone(),
                organiser: credit.organiser.clone(),
                units: credit.units.to_string(),
                codes: join_codes(&credit.codes, "、"),
                reason: counts.err().map(NotCounted::sentence),
            });
        }
    }
    years
}

fn year_table(year: Year) -> impl IntoView {
    let rows = year.rows.into_iter().map(row).collect_view();
    view! {
        <table class="table" role="table">
            <caption>{year.year.to_string()}"　小計 "{year.counted.to_string()}"単位"</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">"研修名"</th>
                    <th role="columnheader" scope="col">"取得日"</th>
                    <th role="columnheader" scope="col">"主催者"</th>
                    <th role="columnheader" scope="col" class="num">"単位"</th>
                    <th role="columnheader" scope="col">"カリキュラムコード"</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
}

fn row(row: Row) -> impl IntoView {
    view! {
        <tr role="row" class:row--excluded=row.reason.is_some()>
            <th role="rowheader" scope="row">
                {row.title}
                {row.reason.map(|reason| view! { <span class="table__reason">{reason}</span> })}
            </th>
            <td role="cell" data-label="取得日" class="nowrap">{row.day}</td>
            <td role="cell" data-label="主催者">{row.organiser}</td>
            <td role="cell" data-label="単位" class="num">{row.units}</td>
            <td role="cell" data-label="カリキュラムコード">{row.codes}</td>
        </tr>
    }
}

//! 単位: the total of the chosen years, with every registered credit and why one of them does not count.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::application::Draft;
use domain::credits::{Credit, NotCounted};
use domain::fiscal_year::FiscalYear;
use domain::units::Units;
use leptos::prelude::*;

use crate::applications::islands::{BEFORE, REGISTERED};
use crate::credits::{CodeNames, CreditYears};
use crate::ui::EmptyState;

type Line = (Credit, Result<(), NotCounted>);

/// The total and the list. On 検索 the island writes another total and marks other years as lying before.
#[component]
pub(super) fn ChosenCredits(draft: Draft, total: Units, today: NaiveDate, code_names: CodeNames) -> impl IntoView {
    let mut years: BTreeMap<FiscalYear, Vec<Line>> = BTreeMap::new();
    for credit in draft.credits {
        let standing = credit.standing(&draft.memberships, today);
        years.entry(credit.fiscal_year).or_default().push((credit, standing));
    }
    let nothing = years.is_empty().then(|| {
        view! {
            <EmptyState heading="登録されている単位はまだありません">
                <p>"下の方法で単位を取得すると、ここに表示されます。"</p>
            </EmptyState>
        }
    });
    let years = years
        .into_iter()
        .rev()
        .map(|(year, lines)| {
            let before = draft.years_from.is_none_or(|from| year < from);
            let class = if before {
                format!("chosen-year {BEFORE}")
            } else {
                "chosen-year".to_owned()
            };
            view! {
                <div class=class data-year=year.year()>
                    <p class="chosen-year__reason">{NotCounted::BeforeTheChosenYears.sentence()}</p>
                    <CreditYears credits=lines code_names=code_names.clone() />
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="field">
            <div class="field__head"><label class="field__label" for=REGISTERED>"単位"</label></div>
            <p class="field__hint" id="registered-hint">"検索した年度から今日までに取得した単位の合計です。"</p>
            <input
                class="input input--short"
                id=REGISTERED
                type="text"
                readonly
                autocomplete="off"
                value=total.to_string()
                aria-describedby="registered-hint"
            />
        </div>
        {nothing}
        {years}
    }
    .into_any()
}

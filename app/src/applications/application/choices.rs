//! 講座種別, 申請先医師会 and 年度.

use domain::application::{Draft, Practical, names};
use domain::credits::earliest_year;
use domain::fiscal_year::FiscalYear;
use leptos::prelude::*;

use super::ApplicationView;
use crate::applications::fields;
use crate::applications::why::Why;
use crate::ui::{self, Notice, SelectField, SelectOption, Tone};

/// How many fiscal years back can be picked at least.
const YEARS_BACK: i32 = 9;

/// 講座種別 and 申請先医師会.
#[component]
pub(super) fn Destination(view: ApplicationView, errors: Vec<ui::FieldError>) -> impl IntoView {
    let draft = view.draft();
    let programme = |index: usize, (code, name): (String, String)| SelectOption::new(code, name, index == 0);
    let programmes = view
        .programmes
        .into_iter()
        .enumerate()
        .map(|(index, line)| programme(index, line))
        .collect();
    let prefectures = view.prefectures.into_iter().map(|(code, name)| {
        let chosen = code == view.prefecture;
        SelectOption::new(code, name, chosen)
    });
    let associations = view.associations.into_iter().map(|(code, name)| {
        let chosen = draft.destination.as_ref() == Some(&code);
        SelectOption::new(code, name, chosen)
    });
    let nothing = || std::iter::once(SelectOption::new("", "選択してください", false));
    let hint = if draft.memberships.is_member() {
        "所属医師会が選ばれています。都道府県医師会等から指定があった場合は、指定された医師会を選択してください。"
    } else {
        "最寄りの医師会を選択してください。都道府県医師会等から指定があった場合は、指定された医師会を選択してください。"
    };
    let other = matches!(draft.practical, Practical::Other { .. });
    view! {
        <section class="section">
            <h2>"講座と申請先"</h2>
            <SelectField label="講座種別" name=fields::PROGRAMME options=programmes />
            <div class="form-row">
                <SelectField label="都道府県" name=names::PREFECTURE options=nothing().chain(prefectures).collect() />
                <div class="without-script">
                    <button class="button button--secondary" type="submit" formmethod="get">
                        "この都道府県の医師会を表示"
                    </button>
                </div>
            </div>
            <SelectField
                label="申請先医師会"
                name=names::DESTINATION
                options=nothing().chain(associations).collect()
                hint=hint
                error=ui::FieldError::of(&errors, names::DESTINATION)
            />
            <Why about="申請先医師会">
                "ここで選んだ医師会が申請内容を審査し、修了証を出します。\
                所属医師会（会員でない方は最寄りの医師会）が申請先となりますが、都道府県医師会等から指定があった場合は、その医師会が審査します。"
            </Why>
            {other
                .then(|| {
                    view! {
                        <Notice
                            tone=Tone::Neutral
                            heading="実地研修で「Ⅱその他」を選んでいるため、申請先は都道府県医師会または日本医師会となります。"
                        />
                    }
                })}
        </section>
    }
    .into_any()
}

/// 年度 with 検索.
#[component]
pub(super) fn Years(view: ApplicationView, draft: Draft) -> impl IntoView {
    let this_year = draft.fiscal_year_at(view.today);
    let picked = view.year.or(draft.years_from).unwrap_or(this_year);
    let option = |year: FiscalYear| SelectOption::new(year.year().to_string(), year.to_string(), year == picked);
    let options = years(&draft, this_year, picked).into_iter().map(option).collect();
    view! {
        <p>
            "登録済みの日医生涯教育制度の単位を使います。受講期間の制限はなく、過去の単位も使えます。\
            選んだ年度から今日までに取得した単位が、検索結果になります。"
        </p>
        <div class="form-row">
            <SelectField label="年度" name=names::YEAR options=options />
            <button class="button button--secondary" type="submit" formmethod="get" name=fields::SEARCH value="1">
                "検索"
            </button>
        </div>
        <Why about="年度">
            "登録済みの単位のうち、どの年度からの分を申請に使うかを決めるためです。\
            たとえば2024年度から2025年度に取得した単位を使うときは、2024年度を選びます。\
            現時点では期間の制限がないため、単位が不足するときは、前の年度を選んで検索し直せます。"
        </Why>
    }
    .into_any()
}

/// The latest year first, back to the earliest with credits.
fn years(draft: &Draft, this_year: FiscalYear, picked: FiscalYear) -> Vec<FiscalYear> {
    let back = FiscalYear::new(this_year.year() - YEARS_BACK);
    let first = [earliest_year(&draft.credits), back, Some(picked)]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(this_year);
    (first.year()..=this_year.year().max(picked.year()))
        .rev()
        .filter_map(FiscalYear::new)
        .collect()
}

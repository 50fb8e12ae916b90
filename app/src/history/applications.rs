//! The first tab: every application made from マイページ, and how it stands.

use domain::application::CaseLine;
use domain::fiscal_year::{day_in_japan, written_day};
use leptos::either::Either;
use leptos::prelude::*;

use super::certificates::CertificateLink;
use super::page::{HistoryTab, HistoryView, programme_select};
use crate::applications::CopyForm;
use crate::progress::CaseStatus;
use crate::ui::{
    self, Button, ButtonLink, ButtonTone, Cell, Column, DataTable, DateField, EmptyState, SelectField, SelectOption,
};

pub(super) fn applications(view: HistoryView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    let searched = view.searched;
    let years = view.years.into_iter().map(|year| {
        let selected = Some(year) == view.year;
        SelectOption::new(year.year().to_string(), year.to_string(), selected)
    });
    let years = std::iter::once(SelectOption::new("", "すべて", view.year.is_none()))
        .chain(years)
        .collect();
    let list = if view.lines.is_empty() {
        Either::Left(nothing(searched))
    } else {
        Either::Right(table(view.lines, &view.key))
    };
    view! {
        <form class="filter-bar" method="get" action="/history">
            <input type="hidden" name="tab" value=HistoryTab::Applications.key() />
            {programme_select(view.programmes, &view.programme)}
            <SelectField label="申告年度" name="year" options=years />
            <DateField label="申告日" name="date" value=view.date error=ui::FieldError::of(&errors, "date") />
            <Button label="検索" name="search" value="1" tone=ButtonTone::Secondary />
        </form>
        {list}
        <p class="quiet">
            "ここに表示されるのは、マイページから申請したものだけです。\
            医師会の窓口に紙で提出した申請の状況は、提出先の医師会にお問い合わせください。"
        </p>
    }
}

fn nothing(searched: bool) -> impl IntoView {
    if searched {
        Either::Left(view! {
            <EmptyState heading="この条件の申請はありません">
                <p>"申告年度を「すべて」にし、申告日を空にすると、すべての申請が表示されます。"</p>
                <ButtonLink href="/history" label="条件を外して表示する" tone=ButtonTone::Secondary />
            </EmptyState>
        })
    } else {
        Either::Right(view! {
            <EmptyState heading="まだ申請がありません">
                <p>"メインメニューの「認定（修了）申請」から申請すると、ここで審査状況を確認できます。"</p>
                <ButtonLink href="/training" label="メインメニューへ" tone=ButtonTone::Secondary />
            </EmptyState>
        })
    }
}

/// The number of an application is the way to it.
fn table(lines: Vec<CaseLine>, key: &str) -> impl IntoView + use<> {
    let columns = vec![
        Column::short("申告年度"),
        Column::short("申告日"),
        Column::text("制度種別"),
        Column::text("申請先医師会"),
        Column::short("受付番号"),
        Column::short("審査状況"),
        Column::unlabelled("新しい申請"),
    ];
    let rows = lines.into_iter().map(|line| row(line, key)).collect();
    view! { <DataTable caption="申請履歴" columns=columns rows=rows /> }
}

fn row(line: CaseLine, key: &str) -> Vec<Cell> {
    let submitted_on = line.submitted_at.map(|at| written_day(day_in_japan(at)));
    let href = format!("/applications/{}", line.id);
    let status = line.status;
    let of_what = line.receipt_number.clone().unwrap_or_default();
    let copy = status.is_final().then(|| {
        view! { <CopyForm application=line.id.clone() key=key.to_owned() of_what=of_what small=true /> }
    });
    vec![
        or_dash(line.fiscal_year.map(|year| year.to_string())),
        or_dash(submitted_on),
        Cell::text(line.programme_name),
        Cell::text(line.destination_name),
        Cell::link(href, line.receipt_number.unwrap_or_else(|| "下書きを開く".to_owned())),
        Cell::view(view! {
            <CaseStatus status=status />
            {line.certificate.map(|certificate| view! { " "<CertificateLink certificate=certificate /> })}
        }),
        Cell::view(copy),
    ]
}

fn or_dash(text: Option<String>) -> Cell {
    Cell::text(text.unwrap_or_else(|| "－".to_owned()))
}

//! The queue. It is read hundreds of times a day with fifty rows, so its markup is lean: what a cell is called on a
//! phone stands in the stylesheet and not in each cell.

use domain::application::{CaseLine, Status};
use domain::fiscal_year::{day_in_japan, written_day};
use leptos::either::Either;
use leptos::prelude::*;

use crate::progress::CaseStatus;
use crate::ui::{BackLink, ButtonLink, ButtonTone, EmptyState, Notice, StatusTag, Tone};

/// What the queue shows.
#[derive(Clone, Debug, Default)]
pub struct QueueView {
    /// Only cases in this status; none for those that wait for the association.
    pub status: Option<Status>,
    /// One page of cases, the one that waits longest first.
    pub lines: Vec<CaseLine>,
    /// `after` of the next page, if there is one.
    pub next: Option<String>,
    /// Whether this is a page behind the first.
    pub continued: bool,
    /// What was just done, such as a decision.
    pub done: Option<String>,
    /// Why something was refused.
    pub notice: Option<String>,
}

/// What a clerk can look for; a draft is nobody's but the doctor's.
const FILTERS: [Option<Status>; 7] = [
    None,
    Some(Status::Submitted),
    Some(Status::InReview),
    Some(Status::Returned),
    Some(Status::Approved),
    Some(Status::Refused),
    Some(Status::Withdrawn),
];

/// Links that filter, the table, and the link to the next rows.
#[component]
pub fn QueuePage(view: QueueView) -> impl IntoView {
    let status = view.status;
    let first = queue_href(status, None);
    let pager = (view.continued || view.next.is_some()).then(|| {
        view! {
            <div class="pager">
                {view.continued.then(|| view! { <a href=first.clone()>"最初に戻る"</a> })}
                {view
                    .next
                    .map(|after| {
                        let href = queue_href(status, Some(&after));
                        view! { <ButtonLink href=href label="次へ" tone=ButtonTone::Secondary /> }
                    })}
            </div>
        }
    });
    let list = if view.lines.is_empty() {
        Either::Left(nothing(status, view.continued))
    } else {
        Either::Right(table(view.lines))
    };
    view! {
        <div class="stack">
            <div class="page-head">
                <BackLink href="/" label="マイページへ戻る" />
                <h1>"審査"</h1>
            </div>
            {view.done.map(|done| view! { <Notice tone=Tone::Success heading=done announce=true /> })}
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            {filters(status)}
            {list}
            {pager}
        </div>
    }
}

fn queue_href(status: Option<Status>, after: Option<&str>) -> String {
    match (status, after) {
        (None, None) => "/review".to_owned(),
        (None, Some(after)) => format!("/review?after={after}"),
        (Some(status), None) => format!("/review?status={}", status.key()),
        (Some(status), Some(after)) => format!("/review?status={}&after={after}", status.key()),
    }
}

fn filters(chosen: Option<Status>) -> impl IntoView {
    let links = FILTERS
        .into_iter()
        .map(|status| {
            let label = status.map_or("未処理", Status::label);
            let current = (status == chosen).then_some("page");
            view! { <li><a href=queue_href(status, None) aria-current=current>{label}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="filter-links" aria-label="状態で絞り込む">
            <ul role="list">{links}</ul>
        </nav>
    }
}

fn nothing(status: Option<Status>, continued: bool) -> impl IntoView {
    let (heading, text) = match status {
        _ if continued => (
            "この先に申請はありません",
            "「最初に戻る」から、待っている時間の長い順に確認できます。",
        ),
        None => (
            "審査を待っている申請はありません",
            "新しい申請が届くと、ここに表示されます。",
        ),
        Some(_) => (
            "この状態の申請はありません",
            "ほかの状態を選ぶか、「未処理」に戻ってください。",
        ),
    };
    view! { <EmptyState heading=heading><p>{text}</p></EmptyState> }
}

fn table(lines: Vec<CaseLine>) -> impl IntoView {
    let rows = lines.into_iter().map(row).collect_view();
    view! {
        <table class="table queue">
            <caption class="visually-hidden">"申請の一覧（待っている時間の長い順）"</caption>
            <thead>
                <tr>
                    <th scope="col">"受付番号"</th>
                    <th scope="col">"氏名"</th>
                    <th scope="col">"医籍登録番号"</th>
                    <th scope="col">"申請日"</th>
                    <th scope="col">"状態"</th>
                    <th scope="col">"担当"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(line: CaseLine) -> impl IntoView {
    let href = ["/review/", line.id.as_str()].concat();
    let submitted_on = line.submitted_at.map(day_in_japan).map(written_day).unwrap_or_default();
    view! {
        <tr>
            <th scope="row"><a href=href>{line.receipt_number.unwrap_or_else(|| "番号なし".to_owned())}</a></th>
            <td>{line.doctor_name}</td>
            <td>{line.licence_number}</td>
            <td>{submitted_on}</td>
            <td>
                <CaseStatus status=line.status />
                {line.reexamined.then(|| view! { " "<StatusTag label="再審査" tone=Tone::Warning /> })}
            </td>
            <td>{line.reviewer_name}</td>
        </tr>
    }
}

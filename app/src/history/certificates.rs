//! The second tab: the certificates, each opening in a tab of its own.

use domain::application::{CaseLine, CertificateCard};
use domain::fiscal_year::written_day;
use leptos::either::{Either, EitherOf3};
use leptos::prelude::*;

use super::page::{HistoryTab, HistoryView, programme_select};
use crate::ui::{Button, ButtonLink, ButtonTone, Cell, Column, DataTable, EmptyState, StatusTag, Tone};

pub(super) fn certificates(view: HistoryView) -> impl IntoView {
    let rows: Vec<_> = view.lines.into_iter().filter_map(row).collect();
    view! {
        <form class="filter-bar" method="get" action="/history">
            <input type="hidden" name="tab" value=HistoryTab::Certificates.key() />
            {programme_select(view.programmes, &view.programme)}
            <Button label="検索" name="search" value="1" tone=ButtonTone::Secondary />
        </form>
        {if rows.is_empty() { Either::Left(nothing()) } else { Either::Right(table(rows)) }}
    }
}

fn nothing() -> impl IntoView {
    view! {
        <EmptyState heading="まだ修了証はありません">
            <p>"医師会の審査で承認されると、ここから修了証を受け取れます。審査の状況は、申請履歴で確認できます。"</p>
            <ButtonLink href="/history" label="申請履歴を見る" tone=ButtonTone::Secondary />
        </EmptyState>
    }
}

fn table(rows: Vec<Vec<Cell>>) -> impl IntoView {
    let columns = vec![
        Column::short("申告年度"),
        Column::short("発行日"),
        Column::text("制度種別"),
        Column::text("審査した医師会"),
        Column::short("番号"),
        Column::short("ダウンロード"),
    ];
    view! {
        <DataTable caption="発行済みの一覧" hide_caption=true columns=columns rows=rows />
        <section class="card card--quiet" aria-labelledby="saving">
            <h2 id="saving">"印刷と保存のしかた"</h2>
            <ol>
                <li>"一覧の「修了証」を押すと、ブラウザの別画面（新しいタブ）で開きます。"</li>
                <li>"開いた画面の【…】を押し、「印刷」を選びます。"</li>
                <li>"プリンターを選んで印刷するか、「PDFとして保存」を選びます。"</li>
            </ol>
            <p class="small quiet">"※Microsoft Edgeの例です。ほかのブラウザでも、メニューの「印刷」から同じようにできます。"</p>
        </section>
    }
}

fn row(line: CaseLine) -> Option<Vec<Cell>> {
    let certificate = line.certificate?;
    Some(vec![
        Cell::text(
            line.fiscal_year
                .map_or_else(|| "－".to_owned(), |year| year.to_string()),
        ),
        Cell::text(written_day(certificate.issued_on)),
        Cell::text(line.programme_name),
        Cell::text(line.destination_name),
        Cell::text(certificate.number.clone()),
        Cell::view(view! { <CertificateLink certificate=certificate /> }),
    ])
}

/// 修了証, or 作成中 until its bytes are made.
#[component]
pub fn CertificateLink(
    certificate: CertificateCard,
    /// As the one thing to do on its page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let CertificateCard { number, ready, .. } = certificate;
    if ready && large {
        let href = format!("/certificates/{number}");
        EitherOf3::A(view! { <a class="button" href=href target="_blank" rel="noopener">"修了証"</a> })
    } else if ready {
        let href = format!("/certificates/{number}");
        EitherOf3::B(view! { <a href=href target="_blank" rel="noopener">"修了証"</a> })
    } else {
        EitherOf3::C(view! { <StatusTag label="作成中" tone=Tone::Info /> })
    }
}

//! 研修会（講習会）管理メインメニュー: the manual's three ways on.

use chrono::NaiveDate;
use domain::application::CaseLine;
use leptos::prelude::*;

use super::guidance::deadline;
use crate::progress::CaseStatus;
use crate::ui::{BackLink, MenuTile, MenuTiles, Notice, Tone};

/// What the main menu shows.
#[derive(Clone, Debug)]
pub struct TrainingMenuView {
    /// The doctor's applications, the newest first.
    pub applications: Vec<CaseLine>,
    /// The last day to apply in the present fiscal year, where one is set.
    pub deadline: Option<NaiveDate>,
    /// Today in Japan.
    pub today: NaiveDate,
    /// What was just done, such as a deleted draft.
    pub done: Option<String>,
    /// Why something was refused.
    pub notice: Option<String>,
}

/// Three tiles; the first says how the open application stands.
#[component]
pub fn TrainingMenuPage(view: TrainingMenuView) -> impl IntoView {
    let open = view.applications.iter().find(|line| !line.status.is_final());
    // The open application, or a new one.
    let href = open.map_or_else(
        || "/applications/new".to_owned(),
        |line| format!("/applications/{}", line.id),
    );
    let tile = match open.cloned() {
        None => view! {
            <MenuTile
                href=href
                label="認定（修了）申請"
                text="かかりつけ医機能報告制度にかかる研修の修了を申請します。"
            />
        }
        .into_any(),
        Some(open) => {
            let status = open.status;
            view! {
                <MenuTile href=href label="認定（修了）申請" text=status.whose_turn()>
                    <CaseStatus status=status />
                    {open.receipt_number.map(|number| view! { <span class="nowrap">{format!(" 受付番号 {number}")}</span> })}
                </MenuTile>
            }
            .into_any()
        }
    };
    view! {
        <div class="stack">
            <div class="page-head">
                <BackLink href="/" label="マイページへ戻る" />
                <h1>"研修会（講習会）管理メインメニュー"</h1>
            </div>
            {view.done.map(|done| view! { <Notice tone=Tone::Success heading=done announce=true /> })}
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            {deadline(view.deadline, view.today, &view.applications)}
            <MenuTiles>
                {tile}
                <MenuTile
                    href="/history"
                    label="認定（修了）申請履歴 認定証・修了証ダウンロード"
                    text="申請の履歴と審査状況を確認し、修了証をダウンロードします。"
                />
                <MenuTile
                    href="/credits"
                    label="単位取得状況"
                    text="登録されている日医生涯教育制度の単位を確認し、受講証明書を出力します。"
                />
            </MenuTiles>
        </div>
    }
}

//! The page with its two tabs, each with a filter above a list.

use domain::application::CaseLine;
use domain::field::FieldError;
use domain::fiscal_year::FiscalYear;
use leptos::either::Either;
use leptos::prelude::*;

use super::applications::applications;
use super::certificates::certificates;
use crate::ui::{self, BackLink, ErrorSummary, SelectField, SelectOption, Tab, Tabs};

/// Which of the two tabs is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HistoryTab {
    /// 生涯教育申告書・認定（修了）申請履歴 認定証・修了証ダウンロード.
    #[default]
    Applications,
    /// 修了証等ダウンロード.
    Certificates,
}

impl HistoryTab {
    /// As in the address.
    pub fn key(self) -> &'static str {
        match self {
            HistoryTab::Applications => "applications",
            HistoryTab::Certificates => "certificates",
        }
    }

    /// Reads [`HistoryTab::key`]; anything else is the first tab.
    pub fn from_key(key: &str) -> HistoryTab {
        if key == HistoryTab::Certificates.key() {
            HistoryTab::Certificates
        } else {
            HistoryTab::Applications
        }
    }
}

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct HistoryView {
    /// Which tab.
    pub tab: HistoryTab,
    /// Code and name of each programme that can be chosen.
    pub programmes: Vec<(String, String)>,
    /// The code of the chosen programme; empty for the first.
    pub programme: String,
    /// The fiscal years that can be chosen, the newest first.
    pub years: Vec<FiscalYear>,
    /// The chosen one; none for all.
    pub year: Option<FiscalYear>,
    /// 申告日 as it stands in the address, `2026-02-03`; empty for none.
    pub date: String,
    /// Whether something was searched for, so that an empty list is the search's doing.
    pub searched: bool,
    /// What was found, the newest first; on the second tab only what has a certificate.
    pub lines: Vec<CaseLine>,
    /// Makes a copy of a line once, however often its button is pressed.
    pub key: String,
    /// What is wrong with the filter's fields.
    pub errors: Vec<FieldError>,
}

/// Both tabs are links; each shows what there is at once, and 検索 narrows it.
#[component]
pub fn HistoryPage(view: HistoryView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.iter().cloned().map(Into::into).collect();
    let tab = |tab: HistoryTab, label: &str| Tab::new(format!("/history?tab={}", tab.key()), label, view.tab == tab);
    let tabs = vec![
        tab(
            HistoryTab::Applications,
            "生涯教育申告書・認定（修了）申請履歴 認定証・修了証ダウンロード",
        ),
        tab(HistoryTab::Certificates, "修了証等ダウンロード"),
    ];
    view! {
        <div class="stack">
            <ErrorSummary errors=errors />
            <div class="page-head">
                <BackLink href="/training" label="メインメニューへ戻る" />
                <h1>"認定（修了）申請履歴/認定証・修了証ダウンロード"</h1>
            </div>
            <Tabs label="履歴とダウンロード" tabs=tabs />
            {match view.tab {
                HistoryTab::Applications => Either::Left(applications(view)),
                HistoryTab::Certificates => Either::Right(certificates(view)),
            }}
        </div>
    }
}

/// 制度種別, on both tabs.
pub(super) fn programme_select(programmes: Vec<(String, String)>, chosen: &str) -> impl IntoView + use<> {
    let options = programmes
        .into_iter()
        .map(|(code, name)| {
            let selected = code == chosen;
            SelectOption::new(code, name, selected)
        })
        .collect();
    view! { <SelectField label="制度種別" name="programme" options=options /> }
}

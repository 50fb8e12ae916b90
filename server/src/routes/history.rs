//! 認定（修了）申請履歴, 修了証ダウンロード.

use app::history::{HistoryPage, HistoryTab, HistoryView};
use axum::extract::Query;
use axum::response::Response;
use backend::applications::history::{HistoryFilter, history};
use backend::credits::programmes;
use backend::random;
use domain::field::{FieldError, FormValues};
use domain::fiscal_year::FiscalYear;
use http::StatusCode;
use leptos::prelude::*;

use crate::answer::Failure;
use crate::frame::{Frame, Look};
use crate::router::Routes;
use crate::state::AppState;

/// Years that the filter offers before this one: older than any application here.
const YEARS_OFFERED: i32 = 10;

/// Registers the route.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes.page("/history", show_history)
}

async fn show_history(frame: Frame, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let asked = FormValues::new(pairs);
    let tab = HistoryTab::from_key(asked.text("tab"));
    let certificates = tab == HistoryTab::Certificates;
    let filled = |name| Some(asked.text(name)).filter(|text| !text.is_empty() && !certificates);
    let date = filled("date").map(str::parse);
    let filter = HistoryFilter {
        programme: Some(asked.text("programme").to_owned()).filter(|code| !code.is_empty()),
        fiscal_year: filled("year").and_then(|year| FiscalYear::new(year.parse().ok()?)),
        submitted_on: date.and_then(Result::ok),
        with_certificate: certificates,
    };
    let wrong_date = || FieldError::new("date", "申告日を「2026-01-20」のように入力してください。");
    let year = FiscalYear::of(frame.backend.clock.today()).year();
    let view = HistoryView {
        tab,
        programmes: programmes(&frame.backend).await?,
        programme: asked.text("programme").to_owned(),
        years: (0..YEARS_OFFERED)
            .filter_map(|ago| FiscalYear::new(year - ago))
            .collect(),
        year: filter.fiscal_year,
        date: asked.text("date").to_owned(),
        searched: asked.has("search"),
        key: random::id(),
        errors: date.filter(Result::is_err).map(|_| wrong_date()).into_iter().collect(),
        lines: history(&frame.backend, &doctor, &filter).await?,
    };
    let status = if view.errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let title = "認定（修了）申請履歴/認定証・修了証ダウンロード";
    Ok(frame.show(status, title, Look::PLAIN, || view! { <HistoryPage view=view /> }))
}

//! 修了申請の要件を試算する: a page for everybody, whose answers stand in its address.

use app::applications::{TrialPage, TrialView};
use axum::extract::Query;
use axum::response::Response;
use backend::applications::offered::offered_policy;
use domain::eligibility::trial::TrialForm;
use domain::field::FormValues;
use http::StatusCode;
use leptos::prelude::*;

use crate::answer::Failure;
use crate::frame::{Frame, Look};
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes.page("/try", trial)
}

async fn trial(frame: Frame, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    let policy = offered_policy(&frame.backend).await?;
    let asked = FormValues::new(pairs);
    let (form, errors) = if TrialForm::is_in(&asked) {
        let form = TrialForm::read(&asked);
        let errors = form.answers(&policy).err().unwrap_or_default();
        (form, errors)
    } else {
        (TrialForm::blank(), Vec::new())
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let view = TrialView {
        form,
        policy: (*policy).clone(),
        today: frame.backend.clock.today(),
        errors,
        logged_in: frame.anybody().is_some(),
    };
    let look = Look {
        public: true,
        ..Look::ISLAND
    };
    Ok(frame.show(
        status,
        "修了申請の要件を試算する",
        look,
        || view! { <TrialPage view=view /> },
    ))
}

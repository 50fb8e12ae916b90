//! 単位取得状況 and 受講証明書.

use app::credits::{CreditsPage, CreditsView};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use backend::applications::offered::offered_policy;
use backend::credits::attendance::attendance;
use backend::credits::{credits, curriculum_names, last_imported};
use backend::error::{Error, Refusal};
use backend::visitor::Doctor;
use domain::credits::attendance::{FROM, PeriodForm, TO};
use domain::evidence::MediaType;
use domain::field::FormValues;
use domain::fiscal_year::FiscalYear;
use http::StatusCode;
use leptos::prelude::*;

use crate::answer::{Complaint, Failure};
use crate::file_response::{FileResponse, NotModified};
use crate::frame::{Frame, Look};
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes.page("/credits", show).page("/credits/certificate", certificate)
}

async fn show(frame: Frame, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let fine = Complaint {
        status: StatusCode::OK,
        ..Complaint::default()
    };
    render(&frame, &doctor, &FormValues::new(pairs), fine).await
}

/// Nothing is changed and nothing is kept, hence GET: the address of the paper says what it is about.
async fn certificate(
    frame: Frame,
    Query(pairs): Query<Vec<(String, String)>>,
    asked: NotModified,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let values = FormValues::new(pairs);
    let paper = match attendance(&frame.backend, &doctor, &PeriodForm::read(&values)).await {
        Ok(paper) => paper,
        Err(error) => return render(&frame, &doctor, &values, Complaint::of(error)?).await,
    };
    if asked.knows(&paper.sha256) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let name = format!("受講証明書_{}_{}.pdf", paper.period.from, paper.period.to);
    Ok(FileResponse {
        name: &name,
        mime: MediaType::Pdf.mime(),
        tag: &paper.sha256,
    }
    .bytes(paper.bytes))
}

async fn render(frame: &Frame, doctor: &Doctor, asked: &FormValues, complaint: Complaint) -> Result<Response, Failure> {
    let (memberships, credits) = credits(&frame.backend, doctor).await?;
    let today = frame.backend.clock.today();
    let typed = asked.has(FROM) || asked.has(TO) || !complaint.errors.is_empty();
    let period = if typed {
        PeriodForm::read(asked)
    } else {
        PeriodForm::widest(&credits, today)
    };
    let guideline_url = match offered_policy(&frame.backend).await {
        Ok(policy) => policy.guideline_url.clone(),
        // Nothing is set up yet; the units are there all the same.
        Err(Error::Refused(Refusal::NotFound)) => String::new(),
        Err(error) => return Err(error.into()),
    };
    let view = CreditsView {
        credits,
        memberships,
        code_names: curriculum_names(&frame.backend).await?,
        year: asked.text("year").parse().ok().and_then(FiscalYear::new),
        today,
        imported_at: last_imported(&frame.backend, doctor).await?,
        guideline_url,
        period,
        errors: complaint.errors,
        notice: complaint.notice,
    };
    Ok(frame.show(
        complaint.status,
        "単位取得状況",
        Look::PLAIN,
        || view! { <CreditsPage view=view /> },
    ))
}

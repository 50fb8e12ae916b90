//! アカウント: what everybody who is logged in looks after by themselves.

use app::account::{
    AccountPage, AccountView, AgentsPage, AgentsView, CodePage, CodeView, DeletePage, DeleteView, FactorStep,
    SecondFactorPage, SecondFactorView,
};
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use backend::accounts::{
    Own, SecondFactor, agents, ask_new_email, begin_second_factor, confirm_second_factor, delete_account, end_agent,
    end_other_sessions, end_second_factor, end_session, invite_agent, log_in_with_code, own, second_factor, sessions,
};
use backend::applications::open::blank;
use backend::error::{Error, Refusal};
use backend::visitor::Role;
use domain::field::FormValues;
use http::StatusCode;
use leptos::prelude::*;

use super::account::{inside, logged_in};
use super::applications::fine;
use crate::answer::{Complaint, Failure};
use crate::frame::{Frame, Look};
use crate::posted::Posted;
use crate::qr;
use crate::router::Routes;
use crate::session;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .page("/account", account_page)
        .form("/account/email", new_email)
        .form("/account/sessions/end", end_sessions)
        .page("/account/second-factor", factor_page)
        .form("/account/second-factor", factor)
        .page("/account/delete", delete_page)
        .form("/account/delete", delete)
        .page("/account/agents", agents_page)
        .form("/account/agents", invite)
        .form("/account/agents/end", end_help)
        .page("/login/code", code_page)
        .form("/login/code", code)
}

/// A password is taken as it is: spaces at its ends belong to it.
fn secret(values: &FormValues, name: &str) -> String {
    values.all(name).next().unwrap_or_default().to_owned()
}

async fn account_page(frame: Frame, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    let done = match FormValues::new(pairs).text("done") {
        "email" => Some("メールアドレスを変更しました。"),
        "email-asked" => {
            Some("新しいアドレスに確認のメールを送りました。メールの中のリンクを開くと、変更が完了します。")
        }
        "sessions" => Some("ログアウトさせました。"),
        "factor-off" => Some("二段階認証をやめました。"),
        _ => None,
    };
    render(&frame, FormValues::default(), done.map(str::to_owned), fine()).await
}

async fn render(
    frame: &Frame,
    typed: FormValues,
    done: Option<String>,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let visitor = frame.visitor()?;
    let Own { login, email } = own(&frame.backend, visitor).await?;
    let token = frame.token.as_deref().unwrap_or_default();
    let factor = second_factor(&frame.backend, visitor).await?;
    let view = AccountView {
        login,
        email,
        second_factor: matches!(factor, SecondFactor::On { .. }),
        sessions: sessions(&frame.backend, visitor, token).await?,
        doctor: visitor.is(Role::Doctor),
        typed,
        errors: complaint.errors,
        done,
        notice: complaint.notice,
    };
    Ok(frame.show(
        complaint.status,
        "アカウント",
        Look::PLAIN,
        move || view! { <AccountPage view=view /> },
    ))
}

async fn new_email(frame: Frame, posted: Posted) -> Result<Response, Failure> {
    let values = posted.values;
    let password = secret(&values, "current_password");
    match ask_new_email(&frame.backend, frame.visitor()?, &values, &password).await {
        Ok(()) => Ok(Redirect::to("/account?done=email-asked").into_response()),
        Err(error) => render(&frame, values, None, Complaint::of(error)?).await,
    }
}

/// One of them, or all but this one where none is named.
async fn end_sessions(frame: Frame, posted: Posted) -> Result<Response, Failure> {
    let visitor = frame.visitor()?;
    if posted.values.has("session") {
        end_session(&frame.backend, visitor, posted.values.text("session")).await?;
    } else {
        let token = frame.token.as_deref().unwrap_or_default();
        end_other_sessions(&frame.backend, visitor, token).await?;
    }
    Ok(Redirect::to("/account?done=sessions").into_response())
}

async fn factor_page(frame: Frame) -> Result<Response, Failure> {
    render_factor(&frame, None, fine()).await
}

async fn render_factor(frame: &Frame, codes: Option<Vec<String>>, complaint: Complaint) -> Result<Response, Failure> {
    let step = match (codes, second_factor(&frame.backend, frame.visitor()?).await?) {
        (Some(codes), _) => FactorStep::JustOn(codes),
        (None, SecondFactor::Off) => FactorStep::Off,
        (None, SecondFactor::Begun { secret, address }) => FactorStep::Begun {
            qr: qr::picture(&address),
            secret,
        },
        (None, SecondFactor::On { recovery_codes }) => FactorStep::On(recovery_codes),
    };
    let view = SecondFactorView {
        step,
        errors: complaint.errors,
        notice: complaint.notice,
    };
    Ok(frame.show(
        complaint.status,
        "二段階認証",
        Look::PLAIN,
        move || view! { <SecondFactorPage view=view /> },
    ))
}

async fn factor(frame: Frame, posted: Posted) -> Result<Response, Failure> {
    let (visitor, values) = (frame.visitor()?, posted.values);
    let password = secret(&values, "current_password");
    let outcome = match values.text("step") {
        "begin" => begin_second_factor(&frame.backend, visitor, &password)
            .await
            .map(|()| None),
        "confirm" => {
            let token = frame.token.as_deref().unwrap_or_default();
            confirm_second_factor(&frame.backend, visitor, token, values.text("code"))
                .await
                .map(Some)
        }
        "end" => match end_second_factor(&frame.backend, visitor, &password).await {
            Ok(()) => return Ok(Redirect::to("/account?done=factor-off").into_response()),
            Err(error) => Err(error),
        },
        _ => return Err(Failure::Status(StatusCode::BAD_REQUEST)),
    };
    match outcome {
        Ok(codes) => render_factor(&frame, codes, fine()).await,
        Err(error) => render_factor(&frame, None, Complaint::of(error)?).await,
    }
}

async fn delete_page(frame: Frame) -> Result<Response, Failure> {
    show_delete(&frame, fine()).await
}

async fn show_delete(frame: &Frame, complaint: Complaint) -> Result<Response, Failure> {
    let visitor = frame.visitor()?;
    let retention_years = match frame.doctor() {
        Ok(doctor) => blank(&frame.backend, &doctor).await?.1.retention_years,
        Err(_) => 0,
    };
    let view = DeleteView {
        doctor: visitor.is(Role::Doctor),
        retention_years,
        errors: complaint.errors,
        notice: complaint.notice,
    };
    Ok(frame.show(
        complaint.status,
        "登録の削除",
        Look::PLAIN,
        move || view! { <DeletePage view=view /> },
    ))
}

async fn delete(frame: Frame, jar: CookieJar, posted: Posted) -> Result<Response, Failure> {
    let password = secret(&posted.values, "current_password");
    match delete_account(&frame.backend, frame.visitor()?, &password).await {
        Ok(()) => {
            let ended = session::cookie(String::new(), frame.state().https());
            let forget = [("clear-site-data", "\"storage\"")];
            Ok((jar.remove(ended), forget, Redirect::to("/login?done=deleted")).into_response())
        }
        Err(error) => show_delete(&frame, Complaint::of(error)?).await,
    }
}

async fn agents_page(frame: Frame, Query(pairs): Query<Vec<(String, String)>>) -> Result<Response, Failure> {
    let done = match FormValues::new(pairs).text("done") {
        "invited" => Some("依頼のメールを送りました。7日以内に登録していただいてください。"),
        "ended" => Some("やめてもらいました。"),
        _ => None,
    };
    show_agents(&frame, FormValues::default(), done, fine()).await
}

async fn show_agents(
    frame: &Frame,
    typed: FormValues,
    done: Option<&str>,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    if !doctor.is_in_person() {
        return Err(Refusal::DoctorOnly.into());
    }
    let view = AgentsView {
        agents: agents(&frame.backend, &doctor).await?,
        typed,
        errors: complaint.errors,
        done: done.map(str::to_owned),
        notice: complaint.notice,
    };
    Ok(frame.show(
        complaint.status,
        "入力を手伝う人",
        Look::PLAIN,
        move || view! { <AgentsPage view=view /> },
    ))
}

async fn invite(frame: Frame, posted: Posted) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    match invite_agent(&frame.backend, &doctor, &posted.values).await {
        Ok(()) => Ok(Redirect::to("/account/agents?done=invited").into_response()),
        Err(error) => show_agents(&frame, posted.values, None, Complaint::of(error)?).await,
    }
}

async fn end_help(frame: Frame, posted: Posted) -> Result<Response, Failure> {
    end_agent(&frame.backend, &frame.doctor()?, posted.values.text("agent")).await?;
    Ok(Redirect::to("/account/agents?done=ended").into_response())
}

async fn code_page(frame: Frame, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let next = FormValues::new(pairs).text("next").to_owned();
    show_code(&frame, &next, fine())
}

fn show_code(frame: &Frame, next: &str, complaint: Complaint) -> Response {
    let view = CodeView {
        next: Some(inside(Some(next))),
        errors: complaint.errors,
        notice: complaint.notice,
    };
    frame.show(
        complaint.status,
        "二段階認証",
        Look::PLAIN,
        move || view! { <CodePage view=view /> },
    )
}

async fn code(frame: Frame, jar: CookieJar, posted: Posted) -> Result<Response, Failure> {
    let values = posted.values;
    let token = frame.token.as_deref().unwrap_or_default();
    let next = inside(Some(values.text("next")));
    match log_in_with_code(&frame.backend, token, values.text("code"), frame.browser()).await {
        Ok(session) => Ok(logged_in(&frame, jar, session, &next)),
        Err(Error::Refused(Refusal::LoginRequired)) => Err(Failure::LogIn { next, expired: true }),
        Err(error) => Ok(show_code(&frame, &next, Complaint::of(error)?)),
    }
}

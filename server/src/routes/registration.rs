//! 利用者登録, and every link that a letter brings.

use app::account::{
    ConfirmPage, ConfirmView, ForgotPage, ForgotView, LetterSentPage, LetterSentView, LinkFor, NARROW, RegisterPage,
    RegisterView,
};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use backend::accounts::{
    Purpose, TwicePassword, ask_new_password, become_agent, choose_password, confirm_email, confirmation,
};
use backend::applications::open::{associations_of, prefectures};
use backend::error::Error;
use backend::registrations::{ask_again, finish, own_registration, register as ask};
use domain::field::FormValues;
use domain::registration::{RegistrationState, names};
use http::StatusCode;
use leptos::prelude::*;

use super::account::logged_in;
use super::applications::fine;
use crate::answer::{Complaint, Failure};
use crate::frame::{Frame, Look};
use crate::posted::Posted;
use crate::router::Routes;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .page("/register", register_page)
        .form("/register", registered)
        .page("/registration", again_page)
        .form("/registration", again)
        .page("/password/forgot", forgot_page)
        .form("/password/forgot", forgot)
        .page("/confirm/{token}", confirm_page)
        .form("/confirm/{token}", confirm)
}

async fn register_page(frame: Frame) -> Result<Response, Failure> {
    render(&frame, FormValues::default(), None, fine()).await
}

/// The form, with the associations of the chosen prefecture. `again`: why an earlier one was refused.
async fn render(
    frame: &Frame,
    typed: FormValues,
    again: Option<String>,
    complaint: Complaint,
) -> Result<Response, Failure> {
    let prefecture = typed.text(names::PREFECTURE).to_owned();
    let associations = if prefecture.is_empty() {
        Vec::new()
    } else {
        associations_of(&frame.backend, &prefecture).await?
    };
    let view = RegisterView {
        demo: frame.demo(),
        closed: again.is_none() && !frame.backend.sends_letters(),
        again: again.is_some(),
        reason: again.unwrap_or_default(),
        prefectures: prefectures(&frame.backend).await?,
        associations: associations
            .into_iter()
            .map(|association| (association.code.to_string(), association.name))
            .collect(),
        typed,
        errors: complaint.errors,
        notice: complaint.notice,
    };
    Ok(frame.show(
        complaint.status,
        "利用者登録",
        Look::PUBLIC,
        move || view! { <RegisterPage view=view /> },
    ))
}

async fn registered(frame: Frame, posted: Posted) -> Result<Response, Failure> {
    let values = posted.values;
    if values.has(NARROW) {
        return render(&frame, values, None, fine()).await;
    }
    let outcome = ask(&frame.backend, &values, &frame.browser().address).await;
    match outcome {
        Ok(()) => Ok(letter_sent(
            &frame,
            "利用者登録",
            values.text(names::EMAIL),
            "メールの中のリンクを24時間以内に開いて、パスワードを決めると、登録が進みます。",
        )),
        Err(error) => render(&frame, values, None, Complaint::of(error)?).await,
    }
}

/// The refused registration of who is logged in.
async fn refused(frame: &Frame) -> Result<(FormValues, String), Failure> {
    let registration = own_registration(&frame.backend, frame.visitor()?).await?;
    let refused = registration.filter(|registration| registration.state == RegistrationState::Refused);
    let registration = refused.ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let member = if registration.is_member {
        names::MEMBER
    } else {
        names::NON_MEMBER
    };
    let prefecture = registration.association.chars().take(2).collect::<String>();
    let birth_date = registration.birth_date.to_string();
    let mut typed = FormValues::default();
    for (name, value) in [
        (names::NAME, registration.name.as_str()),
        (names::NAME_KANA, &registration.name_kana),
        (names::BIRTH_DATE, &birth_date),
        (names::LICENCE_NUMBER, &registration.licence_number),
        (names::MEMBERSHIP, member),
        (names::PREFECTURE, &prefecture),
        (names::ASSOCIATION, &registration.association),
    ] {
        typed.push(name, value);
    }
    Ok((typed, registration.reason))
}

async fn again_page(frame: Frame) -> Result<Response, Failure> {
    let (typed, reason) = refused(&frame).await?;
    render(&frame, typed, Some(reason), fine()).await
}

async fn again(frame: Frame, posted: Posted) -> Result<Response, Failure> {
    let (_, reason) = refused(&frame).await?;
    let values = posted.values;
    if values.has(NARROW) {
        return render(&frame, values, Some(reason), fine()).await;
    }
    match ask_again(&frame.backend, frame.visitor()?, &values).await {
        Ok(()) => Ok(Redirect::to("/?done=registered").into_response()),
        Err(error) => render(&frame, values, Some(reason), Complaint::of(error)?).await,
    }
}

fn letter_sent(frame: &Frame, title: &'static str, address: &str, then: &str) -> Response {
    let view = LetterSentView {
        title: title.to_owned(),
        address: address.to_owned(),
        then: then.to_owned(),
        demo: frame.demo(),
    };
    frame.show(
        StatusCode::OK,
        title,
        Look::PUBLIC,
        move || view! { <LetterSentPage view=view /> },
    )
}

async fn forgot_page(frame: Frame) -> Response {
    show_forgot(&frame, String::new(), fine())
}

fn show_forgot(frame: &Frame, login: String, complaint: Complaint) -> Response {
    let view = ForgotView {
        closed: !frame.backend.sends_letters(),
        login,
        errors: complaint.errors,
        notice: complaint.notice,
    };
    frame.show(
        complaint.status,
        "パスワードを忘れた方",
        Look::PUBLIC,
        move || view! { <ForgotPage view=view /> },
    )
}

async fn forgot(frame: Frame, posted: Posted) -> Result<Response, Failure> {
    let login = posted.values.text("login").to_owned();
    match ask_new_password(&frame.backend, &login, &frame.browser().address).await {
        Ok(()) => Ok(letter_sent(
            &frame,
            "パスワードを忘れた方",
            "",
            "メールの中のリンクを1時間以内に開いて、新しいパスワードを決めてください。登録がないときは、メールは届きません。",
        )),
        Err(error) => Ok(show_forgot(&frame, login, Complaint::of(error)?)),
    }
}

async fn confirm_page(frame: Frame, Path(token): Path<String>) -> Result<Response, Failure> {
    render_confirm(&frame, token, fine()).await
}

async fn render_confirm(frame: &Frame, token: String, complaint: Complaint) -> Result<Response, Failure> {
    let found = confirmation(&frame.backend, &token).await?;
    let (link, address) = match found {
        Some(found) => (link_for(found.purpose), found.address),
        None => (LinkFor::Nothing, String::new()),
    };
    let status = if link == LinkFor::Nothing {
        StatusCode::GONE
    } else {
        complaint.status
    };
    let view = ConfirmView {
        link,
        token,
        address,
        errors: complaint.errors,
        notice: complaint.notice,
    };
    // The address of this page is a secret: no search engine keeps it.
    Ok(frame.show(
        status,
        link.title(),
        Look::PLAIN,
        move || view! { <ConfirmPage view=view /> },
    ))
}

fn link_for(purpose: Purpose) -> LinkFor {
    match purpose {
        Purpose::Registration => LinkFor::Registration,
        Purpose::Password => LinkFor::Password,
        Purpose::Email => LinkFor::Email,
        Purpose::Agent => LinkFor::Agent,
    }
}

async fn confirm(frame: Frame, Path(token): Path<String>, jar: CookieJar, posted: Posted) -> Result<Response, Failure> {
    let Some(found) = confirmation(&frame.backend, &token).await? else {
        return render_confirm(&frame, token, fine()).await;
    };
    // A password is taken as it is: spaces at its ends belong to it.
    let field = |name| posted.values.all(name).next().unwrap_or_default().to_owned();
    let passwords = TwicePassword {
        new_password: field("new_password"),
        new_password_again: field("new_password_again"),
    };
    let (backend, browser) = (&frame.backend, frame.browser());
    let outcome = match found.purpose {
        Purpose::Registration => finish(backend, &token, passwords, browser)
            .await
            .map(|session| logged_in(&frame, jar, session, "/?done=registered")),
        Purpose::Agent => become_agent(backend, &token, passwords, browser)
            .await
            .map(|session| logged_in(&frame, jar, session, "/?done=helper")),
        Purpose::Password => choose_password(backend, &token, passwords)
            .await
            .map(|()| Redirect::to("/login?done=password").into_response()),
        Purpose::Email => confirm_email(backend, &token)
            .await
            .map(|()| Redirect::to("/account?done=email").into_response()),
    };
    match outcome {
        Ok(response) => Ok(response),
        Err(error @ Error::Fault(_)) => Err(error.into()),
        Err(error) => render_confirm(&frame, token, Complaint::of(error)?).await,
    }
}

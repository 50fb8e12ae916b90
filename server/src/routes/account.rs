//! Log in and out, the own page, the menu, the own password.

use app::account::{
    LoginPage, LoginView, MyPage, MyPageView, PasswordPage, PasswordView, PendingRegistration, Tiles, TrainingMenuPage,
    TrainingMenuView,
};
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use backend::Backend;
use backend::accounts::{NewPassword, NewSession, change_password, log_in, log_out};
use backend::admin::seed::PASSWORD as DEMO_PASSWORD;
use backend::applications::history::{HistoryFilter, history};
use backend::applications::offered::offered_policy;
use backend::applications::open::doctor_name;
use backend::error::{Error, Refusal};
use backend::registrations::own_registration;
use backend::visitor::{Role, Visitor};
use chrono::NaiveDate;
use domain::field::FormValues;
use http::StatusCode;
use leptos::prelude::*;
use serde::Deserialize;

use crate::answer::{Complaint, Failure};
use crate::frame::{Frame, Look};
use crate::posted::Posted;
use crate::router::Routes;
use crate::session;
use crate::state::AppState;

/// Registers the routes.
pub fn register(routes: Routes<AppState>) -> Routes<AppState> {
    routes
        .page("/", my_page)
        .page("/training", menu)
        .page("/login", login_page)
        .form("/login", login)
        .form("/logout", logout)
        .page("/password", password_page)
        .form("/password", password)
}

/// What was just done, as a page that is led to says it.
#[derive(Deserialize)]
struct Done {
    done: Option<String>,
}

impl Done {
    fn sentence(self) -> Option<String> {
        match self.done.as_deref() {
            Some("password") => Some("パスワードを変更しました。".to_owned()),
            Some("registered") => Some("利用者登録の手続きが済みました。".to_owned()),
            Some("helper") => Some("登録が済みました。".to_owned()),
            Some("deleted") => Some("下書きを削除しました。".to_owned()),
            _ => None,
        }
    }
}

async fn my_page(frame: Frame, Query(done): Query<Done>) -> Result<Response, Failure> {
    let visitor = frame.visitor()?;
    let applications = match frame.doctor() {
        Ok(doctor) => history(&frame.backend, &doctor, &HistoryFilter::default()).await?,
        Err(_) => Vec::new(),
    };
    let view = MyPageView {
        name: visitor.display_name.clone(),
        tiles: tiles(visitor),
        applications,
        registration: pending(&frame, visitor).await?,
        helps: helped(&frame, visitor).await?,
        deadline: deadline(&frame.backend).await?,
        today: frame.backend.clock.today(),
        done: done.sentence(),
        notice: None,
    };
    Ok(frame.show(
        StatusCode::OK,
        "マイページ",
        Look::PLAIN,
        || view! { <MyPage view=view /> },
    ))
}

/// How the registration stands of who can do nothing yet.
async fn pending(frame: &Frame, visitor: &Visitor) -> Result<Option<PendingRegistration>, Failure> {
    if visitor.doctor.is_some() || !visitor.roles.is_empty() || visitor.helps.is_some() {
        return Ok(None);
    }
    let registration = own_registration(&frame.backend, visitor).await?;
    Ok(registration.map(|registration| PendingRegistration {
        association: registration.association_name,
        refused: registration.reason,
    }))
}

async fn helped(frame: &Frame, visitor: &Visitor) -> Result<Option<String>, Failure> {
    match &visitor.helps {
        Some(doctor) => Ok(doctor_name(&frame.backend, doctor).await?),
        None => Ok(None),
    }
}

fn tiles(visitor: &Visitor) -> Tiles {
    Tiles {
        training: visitor.is(Role::Doctor) || visitor.helps.is_some(),
        helping: visitor.helps.is_some(),
        review: visitor.is(Role::Reviewer),
        events: visitor.is(Role::Organiser),
        admin: visitor.is(Role::AssociationAdmin) || visitor.is(Role::NationalAdmin),
    }
}

async fn menu(frame: Frame, Query(done): Query<Done>) -> Result<Response, Failure> {
    let doctor = frame.doctor()?;
    let view = TrainingMenuView {
        applications: history(&frame.backend, &doctor, &HistoryFilter::default()).await?,
        deadline: deadline(&frame.backend).await?,
        today: frame.backend.clock.today(),
        done: done.sentence(),
        notice: None,
    };
    let title = "研修会（講習会）管理メインメニュー";
    Ok(frame.show(
        StatusCode::OK,
        title,
        Look::PLAIN,
        || view! { <TrainingMenuPage view=view /> },
    ))
}

/// The last day to apply, where one is set.
async fn deadline(backend: &Backend) -> Result<Option<NaiveDate>, Failure> {
    match offered_policy(backend).await {
        Ok(policy) => Ok(policy.deadline),
        // Nothing is set up yet, hence no deadline either.
        Err(Error::Refused(Refusal::NotFound)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct LoginQuery {
    next: Option<String>,
    expired: Option<String>,
    done: Option<String>,
}

const EXPIRED: &str = "ログインの有効期限が切れました。もう一度ログインすると元の画面に戻ります。送信の途中だったときは、内容を確かめて、もう一度送信してください。";

async fn login_page(frame: Frame, Query(LoginQuery { next, expired, done }): Query<LoginQuery>) -> Response {
    if frame.anybody().is_some() {
        return Redirect::to(&inside(next.as_deref())).into_response();
    }
    let done = match done.as_deref() {
        Some("password") => Some("新しいパスワードに変わりました。ログインしてください。"),
        Some("deleted") => Some("登録を削除しました。"),
        _ => None,
    };
    let complaint = Complaint {
        status: StatusCode::OK,
        notice: expired.map(|_| EXPIRED.to_owned()),
        ..Complaint::default()
    };
    show_login(&frame, &FormValues::default(), next, done, complaint)
}

fn show_login(
    frame: &Frame,
    values: &FormValues,
    next: Option<String>,
    done: Option<&str>,
    complaint: Complaint,
) -> Response {
    let view = LoginView {
        login: values.text("login").to_owned(),
        next,
        done: done.map(str::to_owned),
        notice: complaint.notice,
        errors: complaint.errors,
        demo_password: frame.demo().then(|| DEMO_PASSWORD.to_owned()),
    };
    frame.show(
        complaint.status,
        "ログイン",
        Look::PUBLIC,
        || view! { <LoginPage view=view /> },
    )
}

async fn login(frame: Frame, jar: CookieJar, posted: Posted) -> Result<Response, Failure> {
    let values = posted.values;
    let next = Some(values.text("next").to_owned()).filter(|next| !next.is_empty());
    // A password is taken as it is: spaces at its ends belong to it.
    let password = values.all("password").next().unwrap_or_default();
    let begun = log_in(
        &frame.backend,
        values.text("login"),
        password,
        frame.browser(),
        frame.token.as_deref(),
    )
    .await;
    match begun {
        Ok(session) => {
            let to = inside(next.as_deref());
            let to = if session.awaits_code {
                let query = serde_urlencoded::to_string([("next", to)]).unwrap_or_default();
                format!("/login/code?{query}")
            } else {
                to
            };
            Ok(logged_in(&frame, jar, session, &to))
        }
        Err(error) => Ok(show_login(&frame, &values, next, None, Complaint::of(error)?)),
    }
}

/// The session's cookie, and the way on.
pub fn logged_in(frame: &Frame, jar: CookieJar, session: NewSession, to: &str) -> Response {
    let cookie = session::cookie(session.token, frame.state().https());
    (jar.add(cookie), Redirect::to(to)).into_response()
}

/// The address to go on to, if it is one of our own pages: a path, and nothing that a browser takes for a host.
pub fn inside(next: Option<&str>) -> String {
    let own = |next: &&str| {
        next.starts_with('/')
            && !next.starts_with("//")
            && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    next.filter(own).unwrap_or("/").to_owned()
}

async fn logout(frame: Frame, jar: CookieJar) -> Result<Response, Failure> {
    if let Some(token) = &frame.token {
        log_out(&frame.backend, token).await?;
    }
    let ended = session::cookie(String::new(), frame.state().https());
    // A browser that others use too keeps nothing of what was typed (see the island's `device.rs`).
    let forget = [("clear-site-data", "\"storage\"")];
    Ok((jar.remove(ended), forget, Redirect::to("/login")).into_response())
}

async fn password_page(frame: Frame) -> Result<Response, Failure> {
    frame.visitor()?;
    Ok(show_password(
        &frame,
        Complaint {
            status: StatusCode::OK,
            ..Complaint::default()
        },
    ))
}

fn show_password(frame: &Frame, complaint: Complaint) -> Response {
    let view = PasswordView {
        login: String::new(),
        notice: complaint.notice,
        errors: complaint.errors,
    };
    frame.show(
        complaint.status,
        "パスワードの変更",
        Look::PLAIN,
        || view! { <PasswordPage view=view /> },
    )
}

async fn password(frame: Frame, posted: Posted) -> Result<Response, Failure> {
    let visitor = frame.visitor()?;
    let field = |name| posted.values.all(name).next().unwrap_or_default().to_owned();
    let form = NewPassword {
        current_password: field("current_password"),
        new_password: field("new_password"),
        new_password_again: field("new_password_again"),
    };
    let token = frame.token.as_deref().unwrap_or_default();
    match change_password(&frame.backend, visitor, token, form).await {
        Ok(()) => Ok(Redirect::to("/?done=password").into_response()),
        Err(error) => Ok(show_password(&frame, Complaint::of(error)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn the_way_on_never_leads_off_the_site() {
        for next in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\r\nb",
            "evil",
            "",
        ] {
            assert_eq!(inside(Some(next)), "/", "{next}");
        }
        assert_eq!(
            inside(Some("/applications/new?from=2023")),
            "/applications/new?from=2023"
        );
    }
}

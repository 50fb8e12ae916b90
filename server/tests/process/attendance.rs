//! 受講証明書 through its address: a PDF that is shown, or the page again with what was typed.

use axum::{Router, body::Body, response::Response};
use backend::{
    Backend,
    accounts::log_in,
    admin::seed::{PASSWORD, seed_demo},
    clock::Clock,
    evidence::child::Inspector,
};
use clap::Parser;
use http::{Request, StatusCode, header::COOKIE};
use server::{open, routes, state::AppState};
use tempfile::TempDir;

use crate::support::{ask, get, header, text};
use crate::whole::Line;

struct Desk {
    app: Router,
    cookie: String,
    _folder: TempDir,
}

impl Desk {
    async fn of(login: &str) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let database = format!("sqlite://{}", at("a/records.db"));
        let line = ["serve", "--demo", "--database", &database, "--files", &at("files")];
        let config = Line::try_parse_from(line).unwrap().serve.check().unwrap();
        let opened = open::migrated(&config.storage, config.demo).await.unwrap();
        let clock = Clock::fixed("2026-01-20T03:00:00Z".parse().unwrap());
        let fonts = config.storage.fonts.clone();
        let (db, files) = (opened.db.clone(), opened.files.clone());
        let backend = Backend::new(db, files, clock, Inspector::in_process(), fonts);
        seed_demo(&backend).await.unwrap();
        let session = log_in(&backend, login, PASSWORD, "192.0.2.1", None).await.unwrap();
        Desk {
            app: routes::service(AppState::new(config, backend)),
            cookie: format!("shuryo_session={}", session.token),
            _folder: folder,
        }
    }

    async fn get(&self, path: &str) -> Response {
        self.send(get(path)).await
    }

    async fn send(&self, mut request: Request<Body>) -> Response {
        request.headers_mut().insert(COOKIE, self.cookie.parse().unwrap());
        ask(&self.app, request).await
    }
}

const YEAR: &str = "/credits/certificate?from=2024-04-01&to=2025-03-31";

#[tokio::test]
async fn the_paper_is_shown_under_a_good_name_and_is_not_sent_twice() {
    let desk = Desk::of("demo-member").await;
    let paper = desk.get(YEAR).await;
    assert_eq!(paper.status(), StatusCode::OK);
    assert_eq!(header(&paper, "content-type"), "application/pdf");
    let name = header(&paper, "content-disposition");
    assert!(name.starts_with("inline; "), "{name}");
    assert!(name.ends_with("_2024-04-01_2025-03-31.pdf"), "{name}");
    assert_eq!(header(&paper, "cache-control"), "private, no-cache");
    let mut again = get(YEAR);
    let tag = header(&paper, "etag").parse().unwrap();
    again.headers_mut().insert("if-none-match", tag);
    assert_eq!(desk.send(again).await.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_wrong_period_gives_the_page_with_what_was_typed_and_why() {
    let desk = Desk::of("demo-member").await;
    for (asked, kept, why) in [
        ("from=kinou&to=2025-03-31", "value=\"kinou\"", "期間の始まりを"),
        (
            "from=2025-04-01&to=2025-03-31",
            "value=\"2025-04-01\"",
            "以後の日を入力",
        ),
        ("from=2025-04-01&to=2027-03-31", "value=\"2027-03-31\"", "今年度の末日"),
        ("from=2019-04-01&to=2020-03-31", "value=\"2019-04-01\"", "期間を広げて"),
        ("", "", "期間の終わりを"),
    ] {
        let answer = desk.get(&format!("/credits/certificate?{asked}")).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{asked}");
        let page = text(answer).await;
        assert!(page.contains(kept) && page.contains(why), "{asked}: {page}");
    }
}

#[tokio::test]
async fn who_is_no_doctor_gets_no_paper() {
    let desk = Desk::of("demo-organiser").await;
    assert_eq!(desk.get(YEAR).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_statement_on_accessibility_may_be_indexed_and_is_linked_from_every_page() {
    let desk = Desk::of("demo-member").await;
    let statement = ask(&desk.app, get("/accessibility")).await;
    assert_eq!(statement.status(), StatusCode::OK);
    assert!(!text(statement).await.contains("noindex"));
    let login = text(ask(&desk.app, get("/login")).await).await;
    assert!(login.contains("href=\"/accessibility\""), "{login}");
    for path in ["/", "/credits", "/nothing-here"] {
        let page = text(desk.get(path).await).await;
        assert!(page.contains("href=\"/accessibility\""), "{path}: {page}");
    }
}

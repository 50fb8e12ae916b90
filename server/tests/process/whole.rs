//! The whole program with a database: readiness, server functions, and every row of the table asked by a stranger.

use axum::{Router, body::Body, response::Response};
use backend::Backend;
use clap::Parser;
use http::{Method, Request, StatusCode, header::CONTENT_TYPE};
use server::{
    config::ServeArgs,
    open,
    policy::{POLICY, Who},
    routes,
    state::AppState,
};
use tempfile::TempDir;

use crate::support::{FORM, ask, get, header, post, text};

#[derive(Parser)]
pub(crate) struct Line {
    #[command(flatten)]
    pub(crate) serve: ServeArgs,
}

struct Program {
    app: Router,
    backend: Backend,
    /// The database and the files, for as long as it lives.
    folder: TempDir,
}

async fn program() -> Program {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let line = [
        "serve",
        "--demo",
        "--database",
        &format!("sqlite://{}", at("a/records.db")),
        "--files",
        &at("files"),
    ];
    let config = Line::try_parse_from(line).unwrap().serve.check().unwrap();
    let backend = open::migrated(&config.storage, config.demo).await.unwrap();
    Program {
        app: routes::service(AppState::new(config, backend.clone())),
        backend,
        folder,
    }
}

/// The pattern with something in the place of each parameter that exists nowhere.
fn somewhere(pattern: &str) -> String {
    let part = |part: &str| {
        if part.starts_with('{') {
            "0".repeat(32)
        } else {
            part.to_owned()
        }
    };
    pattern.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn is_an_answer_to_a_stranger(response: &Response) -> bool {
    let to_log_in = response.status() == StatusCode::SEE_OTHER && header(response, "location").starts_with("/login");
    to_log_in || response.status().is_client_error()
}

#[tokio::test]
async fn it_is_ready_while_its_database_answers() {
    let Program { app, backend, .. } = program().await;
    assert_eq!(ask(&app, get("/readyz")).await.status(), StatusCode::OK);
    backend.db.close().await.unwrap();
    let response = ask(&app, get("/readyz")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header(&response, "retry-after"), "30");
    assert_eq!(ask(&app, get("/healthz")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_stranger_gets_the_log_in_page_or_a_refusal_wherever_the_table_says_so() {
    let Program {
        app, folder: _folder, ..
    } = program().await;
    for (method, pattern, who) in POLICY.iter().filter(|(_, _, who)| *who != Who::Anyone) {
        let kind = if pattern.starts_with("/api/") {
            "application/json"
        } else {
            FORM
        };
        let request = Request::builder()
            .method(method)
            .uri(somewhere(pattern))
            .header(CONTENT_TYPE, kind);
        let response = ask(&app, request.body(Body::from("{}")).unwrap()).await;
        assert!(
            is_an_answer_to_a_stranger(&response),
            "{method} {pattern} for {who:?}: {}",
            response.status()
        );
    }
}

#[tokio::test]
async fn every_changing_route_refuses_a_foreign_page_whatever_it_sends() {
    let Program {
        app, folder: _folder, ..
    } = program().await;
    let origins = [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ];
    for (method, pattern, _) in POLICY.iter().filter(|(method, _, _)| *method != Method::GET) {
        for kind in [
            FORM,
            "multipart/form-data; boundary=b",
            "text/plain",
            "application/json",
        ] {
            for (name, value) in origins {
                let request = Request::builder()
                    .method(method)
                    .uri(somewhere(pattern))
                    .header("host", "localhost:3000");
                let request = request
                    .header(CONTENT_TYPE, kind)
                    .header(name, value)
                    .body(Body::empty())
                    .unwrap();
                assert_eq!(
                    ask(&app, request).await.status(),
                    StatusCode::FORBIDDEN,
                    "{method} {pattern} {kind} {value}"
                );
            }
        }
    }
}

#[tokio::test]
async fn every_route_answers_with_the_policy_and_without_a_fault() {
    let Program {
        app, folder: _folder, ..
    } = program().await;
    for (method, pattern, _) in POLICY {
        let response = ask(
            &app,
            Request::builder()
                .method(method)
                .uri(somewhere(pattern))
                .body(Body::empty())
                .unwrap(),
        )
        .await;
        assert!(
            !response.status().is_server_error(),
            "{method} {pattern}: {}",
            response.status()
        );
        assert!(
            header(&response, "content-security-policy").starts_with("default-src 'none'"),
            "{method} {pattern}"
        );
        assert_eq!(
            header(&response, "x-content-type-options"),
            "nosniff",
            "{method} {pattern}"
        );
    }
}

/// PostgreSQL takes no text with such a byte, and would call it a fault.
#[tokio::test]
async fn an_address_with_a_nul_byte_is_refused_wherever_it_stands() {
    let Program {
        app, folder: _folder, ..
    } = program().await;
    for (_, pattern, _) in POLICY.iter().filter(|(method, ..)| *method == Method::GET) {
        let there = somewhere(pattern);
        let addresses = [there.replace(&"0".repeat(32), "a%00b"), format!("{there}?year=a%00b")];
        for address in addresses.iter().filter(|address| address.contains("%00")) {
            let status = ask(&app, get(address)).await.status();
            assert_eq!(status, StatusCode::BAD_REQUEST, "{address}");
        }
    }
}

#[tokio::test]
async fn a_server_function_that_does_not_exist_tells_nothing() {
    let Program {
        app, folder: _folder, ..
    } = program().await;
    let response = ask(&app, post("/api/nothing", "application/json", "{}")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(text(response).await.starts_with(r#"{"Refused":{"sentence":""#));
}

#[tokio::test]
async fn arguments_that_cannot_be_read_are_the_callers_mistake() {
    let Program {
        app, folder: _folder, ..
    } = program().await;
    for (path, method) in server_fn::axum::server_fn_paths() {
        for body in ["", "null", "[]", "{}x", "{\"", "\u{0}"] {
            let request = Request::builder()
                .method(method.clone())
                .uri(path)
                .header(CONTENT_TYPE, "application/json");
            let response = ask(&app, request.body(Body::from(body)).unwrap()).await;
            assert!(
                response.status().is_client_error(),
                "{path} {body:?}: {}",
                response.status()
            );
            let error: serde_json::Value = serde_json::from_str(&text(response).await).unwrap();
            assert!(error["Refused"]["sentence"].is_string(), "{path} {body:?}: {error}");
        }
    }
}

/// Without care the framework would send the browser to the referring page, with the error's text in the address.
#[tokio::test]
async fn a_server_function_never_redirects_with_its_error() {
    let Program {
        app, folder: _folder, ..
    } = program().await;
    for (path, method) in server_fn::axum::server_fn_paths() {
        let request = Request::builder().method(method).uri(path).header(CONTENT_TYPE, FORM);
        let request = request
            .header("accept", "text/html")
            .header("referer", "https://localhost/page");
        let response = ask(&app, request.body(Body::from("x=y")).unwrap()).await;
        assert!(response.headers().get("location").is_none(), "{path}");
        assert!(response.status().is_client_error(), "{path}");
    }
}

//! Every response carries the same protection, whoever made it.

use crate::support::{FORM, app, ask, assert_dressed, get, header, post, text};
use axum::{body::Body, response::Response};
use http::{Request, StatusCode};

fn assert_protected(response: &Response) {
    let policy = header(response, "content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self' 'nonce-"),
        "{policy}"
    );
    for part in [
        "'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(header(response, "x-content-type-options"), "nosniff");
    assert_eq!(header(response, "x-frame-options"), "DENY");
    assert_eq!(header(response, "referrer-policy"), "same-origin");
    assert_eq!(header(response, "cross-origin-opener-policy"), "same-origin");
    assert_eq!(header(response, "cross-origin-resource-policy"), "same-origin");
    assert_eq!(header(response, "cache-control"), "no-store");
    assert!(header(response, "permissions-policy").contains("geolocation=()"));
    assert!(header(response, "strict-transport-security").starts_with("max-age=63072000"));
    assert_eq!(header(response, "x-request-id").len(), 10);
}

fn small_site() -> axum::Router {
    app(|routes| {
        routes
            .page("/", async || "page")
            .page("/panic", async || -> &'static str {
                panic!("postgres://admin:hunter2@db")
            })
            .page("/broken", async || {
                (StatusCode::INTERNAL_SERVER_ERROR, "no such table: doctors")
            })
            .form("/form", async |body: String| body)
    })
}

#[tokio::test]
async fn pages_and_all_errors_are_protected() {
    let app = small_site();
    let foreign = Request::post("/form")
        .header("sec-fetch-site", "cross-site")
        .body(Body::empty())
        .unwrap();
    for (request, status) in [
        (get("/"), 200),
        (get("/nowhere"), 404),
        (get("/form"), 405),
        (post("/nowhere", FORM, ""), 404),
        (post("/form", FORM, "x".repeat(1025)), 413),
        (post("/form", "text/plain", "x"), 415),
        (foreign, 403),
        (get("/panic"), 500),
        (get("/broken"), 500),
    ] {
        let response = ask(&app, request).await;
        assert_eq!(response.status().as_u16(), status);
        assert_protected(&response);
    }
}

#[tokio::test]
async fn an_error_is_said_in_japanese_with_its_reference_and_nothing_else() {
    let app = small_site();
    for path in ["/panic", "/broken"] {
        let response = ask(&app, get(path)).await;
        assert_dressed(&response, StatusCode::INTERNAL_SERVER_ERROR);
        let id = header(&response, "x-request-id").to_owned();
        let page = text(response).await;
        assert!(
            page.contains(&format!("参照番号：<span class=\"mono\">{id}</span>")),
            "{page}"
        );
        assert!(page.contains("システムの不具合"), "{page}");
        for internal in ["hunter2", "postgres", "table", "panic"] {
            assert!(!page.contains(internal), "{page}");
        }
    }
}

#[tokio::test]
async fn an_error_has_the_way_out_for_who_is_logged_in_and_for_nobody_else() {
    let app = small_site();
    for (cookie, way_out) in [("__Host-shuryo_session=abc", true), ("theme=dark", false)] {
        let request = Request::get("/nowhere")
            .header("cookie", cookie)
            .body(Body::empty())
            .unwrap();
        let page = text(ask(&app, request).await).await;
        assert_eq!(page.contains(r#"action="/logout""#), way_out, "{cookie}: {page}");
    }
}

#[tokio::test]
async fn a_method_that_a_page_does_not_have_names_those_it_has() {
    let response = ask(&small_site(), get("/form")).await;
    assert_dressed(&response, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(header(&response, "allow"), "POST");
}

#[tokio::test]
async fn an_island_gets_a_sentence_to_show_instead_of_a_page() {
    let app = app(|routes| routes.call("/api/{*function}", async || -> &'static str { panic!("hunter2") }));
    let response = ask(&app, post("/api/save", "text/plain", "")).await;
    assert_eq!(header(&response, "content-type"), "application/json");
    let error: serde_json::Value = serde_json::from_str(&text(response).await).unwrap();
    assert!(
        error["Refused"]["sentence"]
            .as_str()
            .unwrap()
            .starts_with("受け付けられない形式で"),
        "{error}"
    );

    let response = ask(&app, post("/api/save", FORM, "")).await;
    let id = header(&response, "x-request-id").to_owned();
    assert_eq!(text(response).await, format!(r#"{{"Fault":{{"reference":"{id}"}}}}"#));
}

#[tokio::test]
async fn no_two_responses_share_a_nonce_or_a_reference() {
    let app = small_site();
    let (one, other) = (ask(&app, get("/")).await, ask(&app, get("/")).await);
    for name in ["content-security-policy", "x-request-id"] {
        assert_ne!(header(&one, name), header(&other, name));
    }
}

#[tokio::test]
async fn a_client_cannot_choose_its_reference() {
    let request = Request::get("/")
        .header("x-request-id", "mine")
        .body(Body::empty())
        .unwrap();
    assert_ne!(header(&ask(&small_site(), request).await, "x-request-id"), "mine");
}

#[tokio::test]
async fn a_page_that_takes_too_long_is_given_up_and_may_be_asked_for_again() {
    let app = app(|routes| {
        routes.page("/", async || {
            std::future::pending::<()>().await;
            "never"
        })
    });
    let response = ask(&app, get("/")).await;
    assert_dressed(&response, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header(&response, "retry-after"), "30");
}

#[tokio::test]
async fn a_page_in_our_own_words_stays_as_it_is() {
    let app = app(|routes| {
        routes.page("/", async || {
            (StatusCode::NOT_FOUND, axum::response::Html("この申請は見つかりません"))
        })
    });
    assert_eq!(text(ask(&app, get("/")).await).await, "この申請は見つかりません");
}

#[tokio::test]
async fn a_handler_may_say_how_long_its_answer_is_kept() {
    let app = app(|routes| routes.page("/", async || ([("cache-control", "private, no-cache")], "certificate")));
    assert_eq!(header(&ask(&app, get("/")).await, "cache-control"), "private, no-cache");
}

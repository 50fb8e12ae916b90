//! Another site's page can change nothing here.

use crate::support::{FORM, ORIGIN, app, ask, post};
use axum::{Router, body::Body};
use http::{Method, Request, header::CONTENT_TYPE};

fn small_site() -> Router {
    app(|routes| {
        routes
            .form("/form", async || "done")
            .form_with_files("/files", async || "done")
            .upload("/upload", async || "done")
            .call("/api/{*function}", async || "done")
    })
}

const KINDS: [Option<&str>; 7] = [
    Some(FORM),
    Some("multipart/form-data; boundary=x"),
    Some("text/plain"),
    Some("application/json"),
    Some("application/octet-stream"),
    Some("image/png"),
    None,
];

fn from(path: &str, kind: Option<&str>, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("host", "shuryo.example.jp");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(kind) = kind {
        request = request.header(CONTENT_TYPE, kind);
    }
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn a_foreign_page_is_refused_whatever_it_sends() {
    let app = small_site();
    let foreign: [&[(&str, &str)]; 7] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "https://shuryo.example.jp.evil.example")],
        &[("origin", "https://shuryo.example.jp:8443")],
    ];
    for path in ["/form", "/files", "/upload", "/api/save", "/nowhere"] {
        for kind in KINDS {
            for headers in foreign {
                let response = ask(&app, from(path, kind, headers)).await;
                assert_eq!(response.status().as_u16(), 403, "{path} {kind:?} {headers:?}");
            }
        }
    }
}

#[tokio::test]
async fn our_own_page_is_let_through() {
    let app = small_site();
    let own: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "same-origin"), ("origin", ORIGIN)],
        &[("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "none")],
        // A browser without Sec-Fetch-Site.
        &[("origin", ORIGIN)],
    ];
    for headers in own {
        assert_eq!(
            ask(&app, from("/form", Some(FORM), headers)).await.status().as_u16(),
            200,
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn the_public_origin_is_ours_even_where_a_proxy_rewrites_the_host() {
    let request = Request::post("/form")
        .header("host", "127.0.0.1:3000")
        .header("origin", ORIGIN)
        .header(CONTENT_TYPE, FORM)
        .body(Body::empty())
        .unwrap();
    assert_eq!(ask(&small_site(), request).await.status().as_u16(), 200);
}

/// Such a request comes from a program, which has no visitor's cookies.
#[tokio::test]
async fn a_request_that_says_nothing_of_its_origin_is_let_through() {
    assert_eq!(ask(&small_site(), post("/form", FORM, "")).await.status().as_u16(), 200);
}

#[tokio::test]
async fn each_group_takes_its_own_content_types_only() {
    let app = small_site();
    let files = "multipart/form-data; boundary=x";
    for (path, kind, status) in [
        ("/form", FORM, 200),
        ("/form", "application/x-www-form-urlencoded; charset=UTF-8", 200),
        ("/form", files, 415),
        ("/form", "application/json", 415),
        ("/form", "text/plain", 415),
        ("/files", files, 200),
        ("/files", FORM, 200),
        ("/files", "application/json", 415),
        ("/upload", files, 200),
        ("/upload", "application/octet-stream", 415),
        ("/api/save", "application/json", 200),
        ("/api/save", FORM, 200),
        ("/api/save", "text/plain", 415),
        ("/api/save", files, 415),
    ] {
        assert_eq!(
            ask(&app, post(path, kind, "")).await.status().as_u16(),
            status,
            "{path} {kind}"
        );
    }
}

#[tokio::test]
async fn a_request_with_two_content_types_is_refused() {
    let request = Request::post("/form")
        .header(CONTENT_TYPE, FORM)
        .header(CONTENT_TYPE, "text/plain")
        .body(Body::empty())
        .unwrap();
    assert_eq!(ask(&small_site(), request).await.status().as_u16(), 415);
}

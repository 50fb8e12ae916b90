//! A rendered page: scripts only where something is interactive, and then under the policy's own nonce.

use crate::support::{app, ask, get, header, text};
use app::shell::Shell;
use axum::Router;
use http::StatusCode;
use leptos::prelude::*;
use server::render::Page;

#[island]
fn Counter(start: i32) -> impl IntoView {
    let count = RwSignal::new(start);
    view! { <button on:click=move |_| *count.write() += 1>{count}</button> }
}

async fn interactive(page: Page) -> axum::response::Response {
    page.render(
        StatusCode::OK,
        || view! { <Shell title="試験" scripts=true><Counter start=3 /></Shell> },
    )
}

async fn plain(page: Page) -> axum::response::Response {
    let typed = "<script>alert(1)</script>";
    page.render(
        StatusCode::UNPROCESSABLE_ENTITY,
        move || view! { <Shell title="試験"><p>{typed}</p></Shell> },
    )
}

fn small_site() -> Router {
    app(|routes| {
        routes
            .page("/island", interactive)
            .page("/plain", plain)
            .page("/panic", panics)
    })
}

async fn panics(page: Page) -> axum::response::Response {
    #[expect(clippy::manual_assert, reason = "a page breaks by a panic")]
    #[component]
    fn Broken() -> impl IntoView {
        if true {
            panic!("broken page");
        }
    }
    page.render(StatusCode::OK, || view! { <Shell title="試験"><Broken /></Shell> })
}

#[tokio::test]
async fn every_script_of_an_interactive_page_carries_the_nonce_of_the_policy() {
    let response = ask(&small_site(), get("/island")).await;
    let policy = header(&response, "content-security-policy").to_owned();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(nonce.len() >= 22);
    let page = text(response).await;
    assert!(page.starts_with("<!DOCTYPE html><html"), "{page}");
    assert!(page.contains("<leptos-island data-component=\"Counter_"), "{page}");
    assert!(page.contains("data-props=\"{&quot;start&quot;:3}\""), "{page}");
    let scripts: Vec<&str> = page.split("<script").skip(1).collect();
    assert_eq!(scripts.len(), 2, "{page}");
    for script in scripts {
        let tag = script.split('>').next().unwrap();
        assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{tag}");
    }
    assert!(page.ends_with("</script></body></html>"), "{page}");
}

#[tokio::test]
async fn a_page_without_an_island_carries_no_script_and_escapes_what_was_typed() {
    let response = ask(&small_site(), get("/plain")).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
    let page = text(response).await;
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
}

#[tokio::test]
async fn a_page_that_panics_while_it_is_rendered_leaves_the_next_one_whole() {
    let app = small_site();
    assert_eq!(
        ask(&app, get("/panic")).await.status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert_eq!(ask(&app, get("/island")).await.status(), StatusCode::OK);
}

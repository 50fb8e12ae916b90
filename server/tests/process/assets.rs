//! Built files: compressed beforehand, kept for ever where their name changes with their content.

use std::{fs, sync::Arc};

use crate::support::{ask, get, header, site, state, text};
use axum::{Router, body::Body};
use http::{Request, StatusCode};
use server::{
    assets::{self, Assets},
    limits::Limits,
    router::{Routes, Site},
};
use tempfile::TempDir;

fn built(hashes: Option<&str>) -> (TempDir, Router) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("pkg")).unwrap();
    for (name, content) in [
        ("pkg/shuryo.abc.wasm", "module"),
        ("pkg/shuryo.abc.wasm.br", "brotli"),
        ("pkg/shuryo.abc.wasm.gz", "gzip"),
        ("favicon.svg", "<svg/>"),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let assets = Arc::new(Assets::with_hashes(folder.path(), hashes));
    let site = Site {
        assets: Arc::clone(&assets),
        ..site()
    };
    (
        folder,
        assets::register(Routes::new(&Limits::default()), &assets).finish(state(), &site),
    )
}

#[tokio::test]
async fn a_hashed_file_is_kept_for_a_year_and_sent_compressed() {
    let (_folder, app) = built(Some("js: abc\nwasm: abc\ncss: def"));
    for (accepted, sent, encoding) in [
        ("", "module", ""),
        ("gzip", "gzip", "gzip"),
        ("gzip, br", "brotli", "br"),
    ] {
        let request = Request::get("/pkg/shuryo.abc.wasm")
            .header("accept-encoding", accepted)
            .body(Body::empty())
            .unwrap();
        let response = ask(&app, request).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(&response, "content-type"), "application/wasm");
        assert_eq!(header(&response, "content-encoding"), encoding);
        assert_eq!(
            header(&response, "cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(text(response).await, sent);
    }
}

#[tokio::test]
async fn a_file_without_a_hash_in_its_name_is_asked_for_again() {
    let (_folder, app) = built(None);
    assert_eq!(
        header(&ask(&app, get("/pkg/shuryo.abc.wasm")).await, "cache-control"),
        "no-cache"
    );
}

#[tokio::test]
async fn a_missing_file_and_a_way_out_of_the_folder_are_not_found() {
    let (_folder, app) = built(Some(""));
    for path in [
        "/pkg/nothing.js",
        "/pkg/",
        "/pkg",
        "/pkg/../../etc/passwd",
        "/pkg/%2e%2e/%2e%2e/etc/passwd",
        "/..%2fetc",
        "/nothing",
    ] {
        let response = ask(&app, get(path)).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(header(&response, "cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn a_file_beside_the_package_is_served_too() {
    let (_folder, app) = built(Some(""));
    let response = ask(&app, get("/favicon.svg")).await;
    assert_eq!(header(&response, "content-type"), "image/svg+xml");
    assert_eq!(header(&response, "cache-control"), "public, max-age=3600");
}

#[test]
fn the_style_sheet_carries_its_hash() {
    let folder = std::path::Path::new("site");
    assert_eq!(
        Assets::with_hashes(folder, Some("js: abc\n css: def \n"))
            .for_pages()
            .stylesheet(),
        "/pkg/shuryo.def.css"
    );
    assert_eq!(
        Assets::with_hashes(folder, None).for_pages().stylesheet(),
        "/pkg/shuryo.css"
    );
}

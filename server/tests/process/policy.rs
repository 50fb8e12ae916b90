//! No route and no server function without a row in the table of who may call what, and no row without one.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use server::{assets::Assets, limits::Limits, policy::POLICY, routes};

fn existing() -> BTreeSet<String> {
    let assets = Arc::new(Assets::with_hashes(Path::new("site"), None));
    let routes = routes::all(&Limits::default(), &assets);
    let pages = routes
        .registered()
        .iter()
        .map(|(method, path)| format!("{method} {path}"));
    let functions = server_fn::axum::server_fn_paths().map(|(path, method)| format!("{method} {path}"));
    pages.chain(functions).collect()
}

fn allowed() -> BTreeSet<String> {
    POLICY
        .iter()
        .map(|(method, path, _)| format!("{method} {path}"))
        .collect()
}

#[test]
fn every_route_and_server_function_has_a_row() {
    let missing: Vec<_> = existing().difference(&allowed()).cloned().collect();
    assert!(
        missing.is_empty(),
        "write into server/src/policy.rs who may call: {missing:#?}"
    );
}

#[test]
fn every_row_has_a_route_or_server_function() {
    let dead: Vec<_> = allowed().difference(&existing()).cloned().collect();
    assert!(
        dead.is_empty(),
        "nothing answers these rows of server/src/policy.rs: {dead:#?}"
    );
}

#[test]
fn no_row_stands_twice() {
    assert_eq!(allowed().len(), POLICY.len());
}

/// A link, a picture or a preloading browser can make any GET happen.
#[test]
fn no_server_function_answers_get() {
    for (path, method) in server_fn::axum::server_fn_paths() {
        assert_eq!(method, http::Method::POST, "{path}");
    }
}

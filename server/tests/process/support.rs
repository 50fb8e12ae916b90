//! A small site of its own for the tests of what stands around the routes.

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use app::shell::SiteAssets;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::FromRef,
    response::Response,
};
use http::{Method, Request, StatusCode, header::CONTENT_TYPE};
use server::{
    assets::Assets,
    limits::Limits,
    router::{Routes, Site},
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use tower::ServiceExt;

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const ORIGIN: &str = "https://shuryo.example.jp";

/// The state of the tests' handlers.
#[derive(Clone)]
pub(crate) struct State(SiteAssets);

impl FromRef<State> for SiteAssets {
    fn from_ref(state: &State) -> Self {
        state.0.clone()
    }
}

pub(crate) fn state() -> State {
    State(Assets::with_hashes(Path::new("site"), None).for_pages())
}

pub(crate) fn site() -> Site {
    let folder = std::env::temp_dir().join("no-such-site");
    Site {
        url: ORIGIN.parse().unwrap(),
        trusted_proxies: "10.0.0.0/8".parse().unwrap(),
        assets: Arc::new(Assets::with_hashes(&folder, Some("css: abc"))),
        stylesheet: "/pkg/shuryo.abc.css".into(),
    }
}

/// Times short enough for a test.
pub(crate) fn short() -> Limits {
    let soon = Duration::from_millis(300);
    Limits {
        head: soon,
        body_pause: soon,
        body_total: soon * 3,
        upload_total: soon * 3,
        answer: soon * 2,
        slow_reader: soon,
        linger: soon,
        linger_pause: soon / 2,
        drain: soon * 3,
        form_bytes: 1024,
        files_bytes: 4096,
        upload_bytes: 2048,
        ..Limits::default()
    }
}

pub(crate) fn app(routes: impl FnOnce(Routes<State>) -> Routes<State>) -> Router {
    routes(Routes::new(&short())).finish(state(), &site())
}

pub(crate) async fn ask(app: &Router, request: Request<Body>) -> Response {
    app.clone().oneshot(request).await.unwrap()
}

pub(crate) fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

pub(crate) fn post(path: &str, kind: &str, body: impl Into<Body>) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(CONTENT_TYPE, kind)
        .body(body.into())
        .unwrap()
}

pub(crate) async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
}

pub(crate) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// Serves until the handle's sender is used or dropped.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) ended: JoinHandle<server::serve::Ended>,
}

pub(crate) async fn serve(app: Router, limits: Limits) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(server::serve::serve(listener, app, limits, async {
        let _ = stopped.await;
    }));
    Served { address, stop, ended }
}

pub(crate) fn assert_dressed(response: &Response, status: StatusCode) {
    assert_eq!(response.status(), status);
    assert_eq!(header(response, "content-type"), "text/html; charset=utf-8");
}

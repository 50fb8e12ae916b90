//! Scratch: which way of rendering is fastest.
use std::time::Instant;
use app::shell::{Shell, SiteAssets};
use axum::{body::{Body, to_bytes}, extract::{FromRef, FromRequestParts}};
use http::{Request, StatusCode};
use leptos::prelude::*;
use server::{assets::Assets, render::Page};

#[derive(Clone)]
struct S(SiteAssets);
impl FromRef<S> for SiteAssets { fn from_ref(s: &S) -> Self { s.0.clone() } }

fn rows() -> Vec<(String, String, String, String)> {
    (0..50).map(|n| (format!("2025-0{}-1{}", n % 9 + 1, n % 9), format!("見本研修会 第{n}回"), "見本市医師会".to_owned(), format!("{}.5", n % 4))).collect()
}

fn view(rows: Vec<(String, String, String, String)>) -> impl IntoView {
    view! { <Shell title="単位取得状況"><table><thead><tr><th>"日"</th><th>"名"</th><th>"主催"</th><th>"単位"</th></tr></thead><tbody>
        {rows.into_iter().map(|(a, b, c, d)| view! { <tr><td>{a}</td><td>{b}</td><td>{c}</td><td class="number">{d}</td></tr> }).collect_view()}
    </tbody></table></Shell> }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let state = S(Assets::with_hashes(std::path::Path::new("site"), None).for_pages());
    let (mut parts, ()) = Request::new(()).into_parts();
    let page = Page::from_request_parts(&mut parts, &state).await.unwrap();
    const N: u32 = 5000;
    for _ in 0..3 {
        let t = Instant::now();
        let mut len = 0;
        for _ in 0..N { let r = page.render(StatusCode::OK, || view(rows())); len = to_bytes(r.into_body(), 1 << 20).await.unwrap().len(); }
        println!("to_html: {:?} a page, {len} bytes", t.elapsed() / N);
        let t = Instant::now();
        for _ in 0..N {
            let assets = state.0.clone();
            let h = leptos_axum::render_app_async_with_context(move || provide_context(assets.clone()), || view(rows()));
            let r = h(Request::new(Body::empty())).await;
            len = to_bytes(r.into_body(), 1 << 20).await.unwrap().len();
        }
        println!("render_app_async: {:?} a page, {len} bytes", t.elapsed() / N);
        let t = Instant::now();
        for _ in 0..N { std::hint::black_box(rows()); }
        println!("rows alone: {:?}", t.elapsed() / N);
    }
}

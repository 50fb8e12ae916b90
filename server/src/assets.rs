//! The built scripts, styles and pictures: found once at the start, served from disk, compressed beforehand.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use app::shell::SiteAssets;
use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, Method, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};
use leptos::prelude::LeptosOptions;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::router::Routes;

/// The name that the build gives to script, module and style sheet.
pub const OUTPUT_NAME: &str = "shuryo";
const PACKAGE: &str = "pkg";
const HASHES: &str = "hash.txt";

const A_YEAR: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The files that the pages load.
#[derive(Debug, Clone)]
pub struct Assets {
    root: PathBuf,
    /// The build's list of names and hashes; none where names carry no hash.
    hashes: Option<String>,
}

impl Assets {
    /// Looks at what the build left: the list of hashes lies beside the executable.
    pub fn find(site_root: &Path) -> Self {
        let beside = std::env::current_exe()
            .ok()
            .and_then(|exe| exe.parent().map(|folder| folder.join(HASHES)));
        let hashes = beside.and_then(|path| fs::read_to_string(path).ok());
        Self::with_hashes(site_root, hashes.as_deref())
    }

    /// The files under `site_root`, named by a list of lines such as `css: abc`.
    pub fn with_hashes(site_root: &Path, hashes: Option<&str>) -> Self {
        Self {
            root: site_root.to_owned(),
            hashes: hashes.map(str::to_owned),
        }
    }

    /// What the document's head has to know, worked out once.
    pub fn for_pages(&self) -> SiteAssets {
        let options = LeptosOptions::builder()
            .output_name(OUTPUT_NAME)
            .site_root(self.root.to_string_lossy().as_ref())
            .site_pkg_dir(PACKAGE)
            .hash_files(self.hashes.is_some())
            .build();
        SiteAssets::new(options, self.hashes.as_deref().unwrap_or(""))
    }

    /// `/pkg/…`: a changed file has a changed name, so it never has to be asked for twice.
    pub async fn package(&self, request: Request) -> Response {
        self.serve(request, if self.hashes.is_some() { A_YEAR } else { ASK_AGAIN })
            .await
    }

    /// Whatever no route knows: a file such as the icon, or nothing.
    pub async fn other(&self, request: Request) -> Response {
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            self.serve(request, AN_HOUR).await
        } else {
            StatusCode::NOT_FOUND.into_response()
        }
    }

    async fn serve(&self, request: Request, kept: HeaderValue) -> Response {
        let folder = ServeDir::new(&self.root)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip();
        let (parts, _) = request.into_parts();
        let mut response = match folder.oneshot(Request::from_parts(parts, Body::empty())).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        };
        if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
            response.headers_mut().insert(CACHE_CONTROL, kept);
        } else {
            // The file service redirects and fails in its own ways; for us a file is there or not.
            return StatusCode::NOT_FOUND.into_response();
        }
        if response.headers().get(CONTENT_TYPE).is_none() {
            response
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        }
        response
    }
}

/// Registers the folder of built files.
pub fn register<S: Clone + Send + Sync + 'static>(routes: Routes<S>, assets: &Arc<Assets>) -> Routes<S> {
    let assets = Arc::clone(assets);
    routes.page("/pkg/{*path}", move |request: Request| async move {
        assets.package(request).await
    })
}

//! What every handler can reach.

use std::sync::Arc;

use app::shell::SiteAssets;
use axum::extract::FromRef;
use backend::Backend;

use crate::{assets::Assets, config::Config, router::Site};

/// One per process, cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The use cases' means.
    pub backend: Backend,
    /// The settings.
    pub config: Arc<Config>,
    /// The built files, served from disk.
    pub assets: Arc<Assets>,
    /// What the document's head names of them.
    pub site_assets: SiteAssets,
}

impl AppState {
    /// Brings together what the settings describe.
    pub fn new(config: Config, backend: Backend) -> Self {
        let assets = Assets::find(&config.site_root);
        let site_assets = assets.for_pages();
        Self {
            backend,
            config: Arc::new(config),
            assets: Arc::new(assets),
            site_assets,
        }
    }

    /// Whether this is a demonstration.
    pub fn demo(&self) -> bool {
        self.config.demo.is_some()
    }

    /// Whether browsers reach the site over https.
    pub fn https(&self) -> bool {
        self.config.public_url.is_https()
    }

    /// What the layers around the routes need.
    pub fn site(&self) -> Site {
        Site {
            url: self.config.public_url.clone(),
            trusted_proxies: self.config.trusted_proxies.clone(),
            assets: Arc::clone(&self.assets),
            stylesheet: self.site_assets.stylesheet().into(),
        }
    }
}

impl FromRef<AppState> for Backend {
    fn from_ref(state: &AppState) -> Self {
        state.backend.clone()
    }
}

impl FromRef<AppState> for Arc<Config> {
    fn from_ref(state: &AppState) -> Self {
        Arc::clone(&state.config)
    }
}

impl FromRef<AppState> for SiteAssets {
    fn from_ref(state: &AppState) -> Self {
        state.site_assets.clone()
    }
}

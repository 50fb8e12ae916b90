//! Builds the router from registrations that are written down, so that none escapes the table of who may call what.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    handler::Handler,
    middleware::from_fn_with_state,
    routing::{MethodRouter, get, post},
};
use http::Method;
use tower_http::csrf::CsrfLayer;

use crate::{
    assets::Assets,
    limits::Limits,
    middleware::{
        client_address::Networks,
        envelope::{self, Envelope},
        group::{self, Group},
    },
    public_url::PublicUrl,
};

/// Where the program stands in the world, as far as the layers around each request care.
#[derive(Debug, Clone)]
pub struct Site {
    /// The address that people type.
    pub url: PublicUrl,
    /// Whose word about a client's address is believed.
    pub trusted_proxies: Networks,
    /// The built scripts and styles.
    pub assets: Arc<Assets>,
    /// The path of the style sheet, for plain error pages.
    pub stylesheet: Arc<str>,
}

/// Routes in the making, for handlers with the state `S`.
pub struct Routes<S> {
    router: Router<S>,
    registered: Vec<(Method, &'static str)>,
    limits: Limits,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No routes yet; groups get their sizes and times from `limits`.
    pub fn new(limits: &Limits) -> Self {
        Self {
            router: Router::new(),
            registered: Vec::new(),
            limits: limits.clone(),
        }
    }

    /// A page or file: GET and HEAD.
    #[must_use]
    pub fn page<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Method::GET, path, Group::Page, get(handler))
    }

    /// A posted form without files.
    #[must_use]
    pub fn form<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Method::POST, path, Group::Form, post(handler))
    }

    /// A posted form that may bring files along.
    #[must_use]
    pub fn form_with_files<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Method::POST, path, Group::FormWithFiles, post(handler))
    }

    /// One file, sent by an island.
    #[must_use]
    pub fn upload<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Method::POST, path, Group::Upload, post(handler))
    }

    /// One piece of a file, sent by an island.
    #[must_use]
    pub fn piece<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Method::POST, path, Group::Piece, post(handler))
    }

    /// Server functions.
    #[must_use]
    pub fn call<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add(Method::POST, path, Group::Call, post(handler))
    }

    fn add(mut self, method: Method, path: &'static str, group: Group, route: MethodRouter<S>) -> Self {
        let rules = group.rules(&self.limits);
        // The bound on the body counts bytes as they come; this one binds the extractors, which would
        // otherwise refuse a large form on their own.
        let route = route
            .route_layer(DefaultBodyLimit::max(rules.bytes()))
            .route_layer(from_fn_with_state(rules, group::hold));
        self.router = self.router.route(path, route);
        self.registered.push((method, path));
        self
    }

    /// What was registered, for the test against the table.
    pub fn registered(&self) -> &[(Method, &'static str)] {
        &self.registered
    }

    /// The finished service with everything around the routes.
    pub fn finish(self, state: S, site: &Site) -> Router {
        let Site {
            url,
            trusted_proxies,
            assets,
            stylesheet,
        } = site.clone();
        let envelope = Envelope {
            https: url.is_https(),
            trusted_proxies,
            stylesheet,
        };
        self.router
            .fallback(move |request: Request| async move { assets.other(request).await })
            .layer(same_origin(url.origin()))
            .layer(from_fn_with_state(envelope, envelope::wrap))
            .with_state(state)
    }
}

/// Refuses what another site's page sends.
///
/// Browsers say in `Sec-Fetch-Site` or `Origin` where a request comes from. A request with neither is let through:
/// no browser in use posts without one, and a program that sends none has nobody's cookies.
/// The public origin counts as ours even where a proxy rewrites `Host`.
fn same_origin(origin: &str) -> CsrfLayer {
    let layer = CsrfLayer::new();
    layer.clone().add_trusted_origin(origin).unwrap_or(layer)
}

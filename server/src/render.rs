//! Turns a page's view into a response.

use std::{convert::Infallible, sync::Arc};

use app::shell::SiteAssets;
use axum::{
    extract::{FromRef, FromRequestParts},
    response::{Html, IntoResponse, Response},
};
use http::{StatusCode, request::Parts};
use hydration_context::SsrSharedContext;
use leptos::{
    context::provide_context,
    nonce::Nonce,
    prelude::{IntoView, Owner},
};

/// What rendering needs of the request that is answered: an extractor for handlers of pages.
#[derive(Debug, Clone)]
pub struct Page {
    nonce: Nonce,
    assets: SiteAssets,
}

impl<S> FromRequestParts<S> for Page
where
    S: Sync,
    SiteAssets: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        // The envelope made the nonce and writes it into the policy; without the envelope there is no policy.
        let nonce = parts.extensions.get::<Nonce>().cloned().unwrap_or_else(Nonce::new);
        Ok(Self {
            nonce,
            assets: SiteAssets::from_ref(state),
        })
    }
}

/// What an island's code in the browser looks up when it wakes. Islands get their data as properties, so there is
/// never anything in these lists, but they must exist.
const NOTHING_PENDING: &str = "__RESOLVED_RESOURCES=[];__SERIALIZED_ERRORS=[];__PENDING_RESOURCES=[];__RESOURCE_RESOLVERS=[];__INCOMPLETE_CHUNKS=[];";
const ISLAND: &str = "<leptos-island";
const END: &str = "</body></html>";

impl Page {
    /// Renders a whole document.
    ///
    /// All of a page's data is at hand before its view is made, so the view becomes text in one go: no stream and
    /// nothing to wait for. A `Suspense` would show its fallback for ever.
    pub fn render<V: IntoView>(&self, status: StatusCode, view: impl FnOnce() -> V) -> Response {
        (status, Html(self.document(view))).into_response()
    }

    /// The document's text.
    pub fn document<V: IntoView>(&self, view: impl FnOnce() -> V) -> String {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let mut html = owner.with(|| {
            provide_context(self.nonce.clone());
            provide_context(self.assets.clone());
            view().to_html()
        });
        owner.unset_with_forced_cleanup();
        if html.contains(ISLAND) {
            let script = format!("<script nonce=\"{}\">{NOTHING_PENDING}</script>", self.nonce);
            let end = if html.ends_with(END) {
                html.len() - END.len()
            } else {
                html.len()
            };
            html.insert_str(end, &script);
        }
        html
    }
}

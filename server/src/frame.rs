//! The frame of a page: who is asking, and the document round the page's content.

use app::shell::{Shell, Visitor as ShellVisitor};
use axum::extract::FromRequestParts;
use axum::response::Response;
use backend::Backend;
use backend::accounts::Browser;
use backend::accounts::visitor;
use backend::visitor::{Administrator, Doctor, Reviewer, Role, Visitor};
use http::header::{HOST, REFERER, USER_AGENT};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderValue, Method, StatusCode, Uri};
use leptos::prelude::*;

use crate::answer::Failure;
use crate::middleware::client_address::ClientAddress;
use crate::render::Page;
use crate::session;
use crate::state::AppState;

/// What every handler of a page begins with. It looks up who is asking, once, and refuses nobody by itself: each
/// handler asks it for the right that it needs, first of all.
pub struct Frame {
    /// The use cases' means.
    pub backend: Backend,
    /// Where this page is: path and query.
    pub address: String,
    /// Where the visitor is led back to after logging in: this page, or the one that the form stands on.
    back: String,
    /// Whether a form was sent, which will have to be sent again.
    posted: bool,
    user_agent: Option<HeaderValue>,
    client: Option<ClientAddress>,
    /// The secret of the session, for what concerns the session itself.
    pub token: Option<String>,
    visitor: Option<Visitor>,
    page: Page,
    state: AppState,
}

/// How a page is framed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look {
    /// It has an island.
    pub island: bool,
    /// It uses the whole width.
    pub wide: bool,
    /// Search engines may keep it.
    pub public: bool,
}

impl Look {
    /// A page that is only read.
    pub const PLAIN: Look = Look {
        island: false,
        wide: false,
        public: false,
    };
    /// A page with an island.
    pub const ISLAND: Look = Look {
        island: true,
        wide: false,
        public: false,
    };
    /// A page of wide tables or of two columns.
    pub const WIDE: Look = Look {
        island: false,
        wide: true,
        public: false,
    };
    /// A page for everybody.
    pub const PUBLIC: Look = Look {
        island: false,
        wide: false,
        public: true,
    };
}

impl FromRequestParts<AppState> for Frame {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Frame, Failure> {
        let Ok(page) = Page::from_request_parts(parts, state).await;
        let token = session::token(&parts.headers, state.https());
        let visitor = match &token {
            Some(token) => visitor(&state.backend, token).await?,
            None => None,
        };
        let address = parts
            .uri
            .path_and_query()
            .map_or("/", |address| address.as_str())
            .to_owned();
        let posted = parts.method != Method::GET;
        let back = if posted {
            came_from(parts).unwrap_or_else(|| "/".to_owned())
        } else {
            address.clone()
        };
        Ok(Frame {
            back,
            posted,
            user_agent: parts.headers.get(USER_AGENT).cloned(),
            client: parts.extensions.get().copied(),
            backend: state.backend.clone(),
            address,
            token,
            visitor,
            page,
            state: state.clone(),
        })
    }
}

impl Frame {
    /// Whoever is logged in, if anybody.
    pub fn anybody(&self) -> Option<&Visitor> {
        self.visitor.as_ref()
    }

    /// Whoever is logged in. Nobody is: the log-in page, which leads back here.
    pub fn visitor(&self) -> Result<&Visitor, Failure> {
        self.visitor.as_ref().ok_or_else(|| Failure::LogIn {
            next: self.back.clone(),
            expired: self.posted || self.token.is_some(),
        })
    }

    /// The right to act as a doctor.
    pub fn doctor(&self) -> Result<Doctor, Failure> {
        Ok(self.visitor()?.as_doctor()?)
    }

    /// The browser that asks, for the list of sessions.
    pub fn browser(&self) -> Browser {
        let name = self.user_agent.as_ref().and_then(|name| name.to_str().ok());
        let address = self.client.map(|ClientAddress(address)| address.to_string());
        Browser {
            name: name.unwrap_or_default().to_owned(),
            address: address.unwrap_or_default(),
        }
    }

    /// The right to examine.
    pub fn reviewer(&self) -> Result<Reviewer, Failure> {
        Ok(self.visitor()?.as_reviewer()?)
    }

    /// The right to look after an association, or after everything.
    pub fn administrator(&self) -> Result<Administrator, Failure> {
        Ok(self.visitor()?.as_administrator()?)
    }

    /// Whether this is a demonstration.
    pub fn demo(&self) -> bool {
        self.state.demo()
    }

    /// The state of the process.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// The whole document, with `content` as the page.
    pub fn show<V: IntoView + 'static>(
        &self,
        status: StatusCode,
        title: &str,
        look: Look,
        content: impl FnOnce() -> V + Send + 'static,
    ) -> Response {
        let title = title.to_owned();
        let visitor = self.visitor.as_ref().map(shown);
        let demo = self.demo();
        let path = self.address.split('?').next().unwrap_or("/").to_owned();
        let assets = self.state.site_assets.clone();
        self.page.render(status, move || {
            provide_context(assets);
            view! {
                <Shell
                    title=title
                    visitor=visitor
                    demo=demo
                    scripts=look.island
                    noindex=!look.public
                    wide=look.wide
                    path=path
                >
                    {content()}
                </Shell>
            }
        })
    }
}

/// The page of ours that a form was sent from.
fn came_from(parts: &Parts) -> Option<String> {
    let text = |name| parts.headers.get(name)?.to_str().ok();
    let from: Uri = text(REFERER)?.parse().ok()?;
    let host = parts.uri.authority().map(Authority::as_str).or_else(|| text(HOST));
    let path = from
        .path_and_query()
        .filter(|_| from.authority().map(Authority::as_str) == host)?;
    Some(path.as_str().to_owned())
}

fn shown(visitor: &Visitor) -> ShellVisitor {
    let link = |href: &str, label: &str| (href.to_owned(), label.to_owned());
    let by_role = [
        (Role::Doctor, "/training", "研修管理"),
        (Role::Reviewer, "/review", "審査"),
        (Role::Organiser, "/events", "研修会"),
        (Role::AssociationAdmin, "/admin", "管理"),
        (Role::NationalAdmin, "/admin", "管理"),
    ];
    let mut links = vec![link("/", "マイページ")];
    for (role, href, label) in by_role {
        let new = link(href, label);
        if visitor.is(role) && !links.contains(&new) {
            links.push(new);
        }
    }
    if visitor.helps.is_some() {
        links.push(link("/training", "研修管理"));
    }
    ShellVisitor {
        display_name: visitor.display_name.clone(),
        links,
    }
}

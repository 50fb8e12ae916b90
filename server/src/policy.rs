//! Who may call what: one row for every route and every server function.
//!
//! The table is what the tests go by: a route without a row, or a row without a route, fails one of them, and
//! the matrix of visitors is made from it. It decides nothing by itself; each handler asks for its right first.

use backend::visitor::Role;
use http::Method;

/// Whom a route is for. Everybody else gets the log-in page, or "not found" for what is somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The whole world, logged in or not.
    Anyone,
    /// Whoever is logged in.
    LoggedIn,
    /// A doctor, for the own records only.
    Doctor,
    /// Any of these staff roles, within the own association's branch.
    Staff(&'static [Role]),
}

/// One row: method, the route's pattern, whom it is for.
pub type Rule = (Method, &'static str, Who);

/// The table. A server function's row has its whole path, under `/api/`.
pub static POLICY: &[Rule] = &[
    (Method::GET, "/healthz", Who::Anyone),
    (Method::GET, "/readyz", Who::Anyone),
    (Method::GET, "/pkg/{*path}", Who::Anyone),
    // Only the way to the server functions, each of which has its own row.
    (Method::POST, "/api/{*function}", Who::Anyone),
    (Method::GET, "/login", Who::Anyone),
    (Method::POST, "/login", Who::Anyone),
    (Method::POST, "/logout", Who::Anyone),
    (Method::GET, "/login/code", Who::Anyone),
    // The session that awaits a code is the right.
    (Method::POST, "/login/code", Who::Anyone),
    (Method::GET, "/register", Who::Anyone),
    (Method::POST, "/register", Who::Anyone),
    (Method::GET, "/password/forgot", Who::Anyone),
    (Method::POST, "/password/forgot", Who::Anyone),
    // The link of a letter is the right: 256 random bits, once and not for long.
    (Method::GET, "/confirm/{token}", Who::Anyone),
    (Method::POST, "/confirm/{token}", Who::Anyone),
    (Method::GET, "/try", Who::Anyone),
    // In a demonstration only.
    (Method::GET, "/outbox", Who::Anyone),
    (Method::GET, "/accessibility", Who::Anyone),
    (Method::GET, "/verify", Who::Anyone),
    (Method::GET, "/verify/{code}", Who::Anyone),
    (Method::GET, "/", Who::LoggedIn),
    (Method::GET, "/registration", Who::LoggedIn),
    (Method::POST, "/registration", Who::LoggedIn),
    (Method::GET, "/account", Who::LoggedIn),
    (Method::POST, "/account/email", Who::LoggedIn),
    (Method::POST, "/account/sessions/end", Who::LoggedIn),
    (Method::GET, "/account/second-factor", Who::LoggedIn),
    (Method::POST, "/account/second-factor", Who::LoggedIn),
    (Method::GET, "/account/delete", Who::LoggedIn),
    (Method::POST, "/account/delete", Who::LoggedIn),
    (Method::GET, "/account/agents", Who::Doctor),
    (Method::POST, "/account/agents", Who::Doctor),
    (Method::POST, "/account/agents/end", Who::Doctor),
    (Method::GET, "/password", Who::LoggedIn),
    (Method::POST, "/password", Who::LoggedIn),
    (Method::GET, "/training", Who::Doctor),
    (Method::GET, "/history", Who::Doctor),
    (Method::GET, "/credits", Who::Doctor),
    (Method::GET, "/credits/certificate", Who::Doctor),
    (Method::GET, "/applications/new", Who::Doctor),
    (Method::POST, "/applications/new", Who::Doctor),
    (Method::GET, "/applications/{id}", Who::Doctor),
    (Method::POST, "/applications/{id}", Who::Doctor),
    (Method::GET, "/applications/{id}/check", Who::Doctor),
    (Method::POST, "/applications/{id}/check", Who::Doctor),
    (Method::POST, "/applications/{id}/delete", Who::Doctor),
    (Method::POST, "/applications/{id}/withdraw", Who::Doctor),
    (Method::POST, "/applications/{id}/copy", Who::Doctor),
    (Method::POST, "/applications/{id}/reexamine", Who::Doctor),
    (Method::GET, "/my-data", Who::Doctor),
    (Method::POST, "/my-data", Who::Doctor),
    (Method::GET, "/applications/{id}/practical", Who::Doctor),
    (Method::POST, "/applications/{id}/practical", Who::Doctor),
    (Method::GET, "/applications/{id}/lectures/new", Who::Doctor),
    (Method::POST, "/applications/{id}/lectures/new", Who::Doctor),
    (Method::GET, "/applications/{id}/lectures/{lecture}", Who::Doctor),
    (Method::POST, "/applications/{id}/lectures/{lecture}", Who::Doctor),
    (
        Method::POST,
        "/applications/{id}/lectures/{lecture}/remove",
        Who::Doctor,
    ),
    (Method::POST, "/applications/{id}/documents", Who::Doctor),
    (
        Method::POST,
        "/applications/{id}/documents/{document}/remove",
        Who::Doctor,
    ),
    (Method::POST, "/applications/{id}/typed/discard", Who::Doctor),
    (Method::POST, "/applications/{id}/uploads", Who::Doctor),
    (Method::GET, "/applications/{id}/uploads/{upload}", Who::Doctor),
    (
        Method::POST,
        "/applications/{id}/uploads/{upload}/pieces/{number}",
        Who::Doctor,
    ),
    (Method::POST, "/applications/{id}/uploads/{upload}/finish", Who::Doctor),
    (Method::GET, "/applications/{id}/receipt", Who::Doctor),
    (Method::GET, "/applications/{id}/camera", Who::Doctor),
    (Method::POST, "/applications/{id}/camera", Who::Doctor),
    (Method::POST, "/applications/{id}/camera/end", Who::Doctor),
    // A phone without log-in. Its token is the right: 128 random bits, for ten minutes and for one claim, with which
    // files can be sent and nothing can be read.
    (Method::GET, "/camera/{token}", Who::Anyone),
    (Method::POST, "/camera/{token}", Who::Anyone),
    (Method::POST, "/api/list_proofs", Who::Doctor),
    (Method::POST, "/api/save_choices", Who::Doctor),
    (Method::POST, "/api/keep_typed", Who::Doctor),
    (Method::POST, "/api/associations_of", Who::Doctor),
    // The doctor of the application, and the reviewers of the association that it was sent to.
    (Method::GET, "/documents/{id}", Who::LoggedIn),
    (Method::GET, "/documents/{id}/pages/{number}", Who::LoggedIn),
    (Method::GET, "/certificates/{number}", Who::LoggedIn),
    (Method::GET, "/review", Who::Staff(&[Role::Reviewer])),
    (Method::GET, "/review/{id}", Who::Staff(&[Role::Reviewer])),
    (Method::POST, "/review/{id}/decide", Who::Staff(&[Role::Reviewer])),
    (Method::GET, "/events", Who::Staff(&[Role::Organiser])),
    (
        Method::GET,
        "/admin",
        Who::Staff(&[Role::AssociationAdmin, Role::NationalAdmin]),
    ),
    (
        Method::GET,
        "/admin/registrations",
        Who::Staff(&[Role::AssociationAdmin, Role::NationalAdmin]),
    ),
    (
        Method::GET,
        "/admin/registrations/{id}",
        Who::Staff(&[Role::AssociationAdmin, Role::NationalAdmin]),
    ),
    (
        Method::POST,
        "/admin/registrations/{id}",
        Who::Staff(&[Role::AssociationAdmin, Role::NationalAdmin]),
    ),
    (
        Method::GET,
        "/admin/mail",
        Who::Staff(&[Role::AssociationAdmin, Role::NationalAdmin]),
    ),
    (
        Method::POST,
        "/admin/mail/{id}/resend",
        Who::Staff(&[Role::AssociationAdmin, Role::NationalAdmin]),
    ),
];

/// The row of a route.
pub fn who(method: &Method, path: &str) -> Option<Who> {
    POLICY
        .iter()
        .find(|(its_method, its_path, _)| its_method == method && *its_path == path)
        .map(|(_, _, who)| *who)
}

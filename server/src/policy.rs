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
];

/// The row of a route.
pub fn who(method: &Method, path: &str) -> Option<Who> {
    POLICY
        .iter()
        .find(|(its_method, its_path, _)| its_method == method && *its_path == path)
        .map(|(_, _, who)| *who)
}

//! The routes, one module a noun: who is asking, the use case, the page.

pub mod accessibility;
pub mod account;
pub mod afterwards;
pub mod applications;
pub mod camera;
pub mod certificates;
pub mod claims;
pub mod credits;
pub mod documents;
pub mod eligibility;
pub mod health;
pub mod history;
pub mod mail;
pub mod office;
pub mod own_account;
pub mod registration;
pub mod registrations;
pub mod reviews;
pub mod server_functions;
pub mod uploads;

use std::sync::Arc;

use axum::Router;

use crate::{
    assets::{self, Assets},
    limits::Limits,
    router::Routes,
    state::AppState,
};

/// Every route of the program.
pub fn all(limits: &Limits, assets: &Arc<Assets>) -> Routes<AppState> {
    let routes = Routes::new(limits);
    let routes = assets::register(routes, assets);
    let routes = health::register(routes);
    let routes = account::register(routes);
    let routes = own_account::register(routes);
    let routes = registration::register(routes);
    let routes = applications::register(routes);
    let routes = afterwards::register(routes);
    let routes = claims::register(routes);
    let routes = camera::register(routes);
    let routes = history::register(routes);
    let routes = credits::register(routes);
    let routes = documents::register(routes);
    let routes = uploads::register(routes);
    let routes = certificates::register(routes);
    let routes = reviews::register(routes);
    let routes = office::register(routes);
    let routes = registrations::register(routes);
    let routes = eligibility::register(routes);
    let routes = mail::register(routes);
    let routes = accessibility::register(routes);
    server_functions::register(routes)
}

/// The program's service.
pub fn service(state: AppState) -> Router {
    let site = state.site();
    all(&state.config.limits, &state.assets).finish(state, &site)
}

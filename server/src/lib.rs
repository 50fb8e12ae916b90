//! The process around the pages: commands, settings, the accept loop, the layers around each request, the routes.

// The pages' nested types; see the same line in `app`.
#![recursion_limit = "512"]

pub mod answer;
pub mod assets;
pub mod config;
pub mod file_response;
pub mod frame;
pub mod limits;
pub mod middleware;
pub mod open;
pub mod policy;
pub mod posted;
pub mod public_url;
pub mod qr;
pub mod refusal;
pub mod render;
pub mod router;
pub mod routes;
pub mod serve;
pub mod session;
pub mod state;

//! `serve`: answers requests and does jobs until it is asked to stop.

use std::process::ExitCode;

use backend::{evidence::scan::Scanner, jobs};
use server::{
    config::{Config, ServeArgs},
    open, routes,
    serve::{Ended, serve, stop_signal},
    state::AppState,
};
use tokio::net::TcpListener;

use super::Outcome;

/// Beside one descriptor a connection: files, database, log.
const OTHER_DESCRIPTORS: u64 = 512;
/// However few descriptors there are, somebody is served.
const FEWEST: usize = 64;

pub(crate) fn run(args: ServeArgs) -> Outcome {
    let mut config = args.check()?;
    config.limits.connections = affordable(config.limits.connections);
    super::runtime()?.block_on(answer(config))
}

async fn answer(config: Config) -> Outcome {
    let limits = config.limits.clone();
    let backend = open::migrated(&config.storage, config.demo)
        .await?
        .with_scanner(config.clamd.clone().map(Scanner::clamd))
        .with_mailer(config.mailer.clone())
        .with_site(config.public_url.origin());
    let listener = TcpListener::bind(config.address).await?;
    tracing::info!(address = %listener.local_addr()?, url = %config.public_url, demo = config.demo.is_some(), "serving");
    let jobs = tokio::spawn(jobs::run::work(backend.clone()));
    let app = routes::service(AppState::new(config, backend.clone()));
    let ended = serve(listener, app, limits, stop_signal()).await;
    // A job that is cut here is begun again by whoever works next.
    jobs.abort();
    backend.db.close().await?;
    tracing::info!(cut = ended == Ended::Cut, "stopped");
    Ok(ExitCode::SUCCESS)
}

/// As many connections as there are descriptors for. A usual shell allows 1,024 open files, fewer than the connections
/// that are served at once, but lets the program raise that; where it may not, connections wait instead of taking the
/// descriptors that files and database need.
fn affordable(connections: usize) -> usize {
    let wanted = u64::try_from(connections)
        .unwrap_or(u64::MAX)
        .saturating_add(OTHER_DESCRIPTORS);
    match rlimit::increase_nofile_limit(wanted) {
        Ok(now) if now < wanted => {
            let left = usize::try_from(now.saturating_sub(OTHER_DESCRIPTORS))
                .unwrap_or(connections)
                .max(FEWEST);
            tracing::warn!(
                now,
                wanted,
                connections = left,
                "few open files are allowed; fewer connections are served at once"
            );
            left
        }
        Ok(_) => connections,
        Err(error) => {
            tracing::warn!(%error, "the number of open files could not be raised");
            connections
        }
    }
}

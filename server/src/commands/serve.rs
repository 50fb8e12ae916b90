//! `serve`: answers requests and does jobs until it is asked to stop.

use std::process::ExitCode;

use backend::jobs;
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

pub(crate) fn run(args: ServeArgs) -> Outcome {
    let config = args.check()?;
    raise_descriptors(config.limits.connections);
    super::runtime()?.block_on(answer(config))
}

async fn answer(config: Config) -> Outcome {
    let limits = config.limits.clone();
    let backend = open::migrated(&config.storage, config.demo).await?;
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

/// A usual shell allows 1,024 open files, fewer than the connections that are served at once.
fn raise_descriptors(connections: usize) {
    let wanted = u64::try_from(connections)
        .unwrap_or(u64::MAX)
        .saturating_add(OTHER_DESCRIPTORS);
    match rlimit::increase_nofile_limit(wanted) {
        Ok(now) if now < wanted => {
            tracing::warn!(
                now,
                wanted,
                "few open files are allowed; connections will wait when they run out"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the number of open files could not be raised"),
    }
}

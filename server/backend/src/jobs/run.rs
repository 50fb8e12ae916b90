//! Does the jobs that are due, one after the other.

use std::time::Duration;

use super::{Job, claim, fail};
use crate::Backend;
use crate::certificates::issue::MAKE_CERTIFICATE;
use crate::certificates::make::make;
use crate::db::Txn;
use crate::error::{Fault, Result};
use crate::evidence::upload::sweep::sweep_now_and_then;
use crate::mail::remind::remind_now_and_then;
use crate::mail::{SEND_MAIL, send};

/// How long a worker sleeps when nothing is due and nobody wakes it.
const PAUSE: Duration = Duration::from_secs(2);

/// Does every job that is due, and returns how many it did. One that fails is tried again later.
pub async fn run_due(backend: &Backend) -> Result<usize> {
    let mut done = 0;
    while let Some(job) = claim(&backend.db, backend.clock.now()).await? {
        if let Err(error) = run(backend, &job).await {
            tracing::error!(%error, kind = job.kind, job = job.id, attempts = job.attempts, "a job failed");
            let (now, text) = (backend.clock.now(), error.to_string());
            backend
                .db
                .write(async move |txn: &Txn| -> Result<()> { Ok(fail(txn, &job, now, &text).await?) })
                .await?;
        }
        done += 1;
    }
    Ok(done)
}

async fn run(backend: &Backend, job: &Job) -> Result<()> {
    match job.kind.as_str() {
        MAKE_CERTIFICATE => make(backend, job).await,
        SEND_MAIL => send(backend, job).await,
        kind => Err(Fault::other(format!("no worker knows the job {kind}"))),
    }
}

/// Works until the process ends: does jobs, sweeps up what nobody came back for, and reminds of deadlines.
pub async fn work(backend: Backend) {
    tokio::join!(
        do_jobs(&backend),
        sweep_now_and_then(&backend),
        remind_now_and_then(&backend)
    );
}

/// At once when a use case left a job, and now and then for jobs of other processes.
async fn do_jobs(backend: &Backend) {
    loop {
        if let Err(error) = run_due(backend).await {
            tracing::error!(%error, "the worker could not look for jobs");
        }
        // Whoever leaves a job wakes the worker; a wake-up during the work above is not lost.
        let _ = tokio::time::timeout(PAUSE, backend.jobs_waiting.notified()).await;
    }
}

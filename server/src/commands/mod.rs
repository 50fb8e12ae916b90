//! The commands, one module a noun.

pub(crate) mod account;
pub(crate) mod healthcheck;
pub(crate) mod import;
pub(crate) mod migrate;
pub(crate) mod proof;
pub(crate) mod seed;
pub(crate) mod serve;
pub(crate) mod verify;
pub(crate) mod worker;

use std::{error::Error, io, process::ExitCode, thread};

use tokio::runtime::{Builder, Runtime};

/// How a command ended; an error is told to the operator in its own words.
pub(crate) type Outcome = Result<ExitCode, Box<dyn Error>>;

/// The runtime of a command that waits for anything. Two workers at least: with one, a page that waits for
/// another task's work could wait for ever.
pub(crate) fn runtime() -> io::Result<Runtime> {
    let workers = thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
    Builder::new_multi_thread().worker_threads(workers).enable_all().build()
}

//! `worker`: does jobs only, beside one or more `serve`.

use std::process::ExitCode;

use backend::jobs;
use clap::Args;
use server::{
    config::{DemoArgs, StorageArgs},
    open,
    serve::stop_signal,
};

use super::Outcome;

/// The flags of `worker`.
#[derive(Debug, Clone, Args)]
pub(crate) struct WorkerArgs {
    #[command(flatten)]
    storage: StorageArgs,
    #[command(flatten)]
    demo: DemoArgs,
}

pub(crate) fn run(args: &WorkerArgs) -> Outcome {
    let demo = args.demo.check()?;
    super::runtime()?.block_on(async {
        let backend = open::open(&args.storage, demo).await?;
        tokio::select! {
            () = jobs::run::work(backend) => {}
            () = stop_signal() => {}
        }
        Ok(ExitCode::SUCCESS)
    })
}

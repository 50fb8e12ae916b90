//! `migrate`: brings the database up to date.

use std::process::ExitCode;

use clap::Args;
use server::{config::StorageArgs, open};

use super::Outcome;

/// The flags of `migrate`.
#[derive(Debug, Clone, Args)]
pub(crate) struct MigrateArgs {
    #[command(flatten)]
    storage: StorageArgs,
}

pub(crate) fn run(args: &MigrateArgs) -> Outcome {
    super::runtime()?.block_on(async {
        open::migrated(&args.storage, None).await?;
        println!("データベースは最新です。/ The database is up to date.");
        Ok(ExitCode::SUCCESS)
    })
}

//! `seed`: the data that every installation begins with; with `--demo` the example people as well.

use std::process::ExitCode;

use backend::admin::{
    reference::load_reference_data,
    seed::{reset_demo, seed_demo},
};
use clap::Args;
use server::{
    config::{DemoArgs, StorageArgs},
    open,
};

use super::Outcome;

/// The flags of `seed`.
#[derive(Debug, Clone, Args)]
pub(crate) struct SeedArgs {
    #[command(flatten)]
    storage: StorageArgs,
    #[command(flatten)]
    demo: DemoArgs,
    /// Throw the demonstration away first
    #[arg(long, requires = "demo")]
    reset: bool,
}

pub(crate) fn run(args: &SeedArgs) -> Outcome {
    let demo = args.demo.check()?;
    super::runtime()?.block_on(async {
        let backend = open::migrated(&args.storage, demo).await?;
        if demo.is_none() {
            load_reference_data(&backend).await?;
            println!("医師会・カリキュラムコード・実地研修の項目を登録しました。/ The reference data are there.");
            return Ok(ExitCode::SUCCESS);
        }
        if args.reset {
            reset_demo(&backend).await?;
        }
        seed_demo(&backend).await?;
        println!("見本（デモ）の準備ができました。/ The demonstration is ready.");
        Ok(ExitCode::SUCCESS)
    })
}

//! `verify`: reads database and files and lists what cannot be.

use std::process::ExitCode;

use backend::verify::verify;
use clap::Args;
use server::{config::StorageArgs, open};

use super::Outcome;

/// The flags of `verify`.
#[derive(Debug, Clone, Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    storage: StorageArgs,
}

/// Violations go to standard output, one a line, and make the command fail; what is merely untidy goes to standard error.
pub(crate) fn run(args: &VerifyArgs) -> Outcome {
    super::runtime()?.block_on(async {
        let backend = open::open(&args.storage, None).await?;
        let found = verify(&backend).await?;
        for note in &found.notes {
            eprintln!("{note}");
        }
        for violation in &found.violations {
            println!("{}: {}", violation.rule, violation.what);
        }
        if found.violations.is_empty() {
            eprintln!("違反はありません。/ No violations.");
            Ok(ExitCode::SUCCESS)
        } else {
            eprintln!("違反が{0}件あります。/ {0} violations.", found.violations.len());
            Ok(ExitCode::FAILURE)
        }
    })
}

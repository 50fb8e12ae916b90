//! Shuryo's one program: reads the command line, starts the log, hands over to the command.

mod commands;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::config::ServeArgs;
use tracing_subscriber::EnvFilter;

use commands::{
    Outcome,
    account::{self, AccountCommand},
    healthcheck::{self, HealthcheckArgs},
    import::{self, ImportArgs},
    migrate::{self, MigrateArgs},
    proof::{self, InspectArgs, RenderArgs},
    seed::{self, SeedArgs},
    serve,
    verify::{self, VerifyArgs},
    worker::{self, WorkerArgs},
};

/// かかりつけ医機能報告制度にかかる研修の修了申請
#[derive(Parser)]
#[command(name = "server", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer requests and do jobs
    Serve(Box<ServeArgs>),
    /// Do jobs only
    Worker(WorkerArgs),
    /// Bring the database up to date
    Migrate(MigrateArgs),
    /// Add the data that every installation begins with, and with --demo the example people
    Seed(SeedArgs),
    /// Read database and files and list what cannot be
    Verify(VerifyArgs),
    /// Look after accounts
    #[command(subcommand)]
    Account(AccountCommand),
    /// Bring a whole file into the records
    Import(ImportArgs),
    /// Ask a running serve whether it can work
    Healthcheck(HealthcheckArgs),
    #[command(hide = true)]
    InspectProof(InspectArgs),
    #[command(hide = true)]
    RenderPage(RenderArgs),
}

fn main() -> ExitCode {
    start_log();
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Outcome {
    match command {
        Command::Serve(args) => serve::run(*args),
        Command::Worker(args) => worker::run(&args),
        Command::Migrate(args) => migrate::run(&args),
        Command::Seed(args) => seed::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Account(command) => account::run(command),
        Command::Import(args) => import::run(&args),
        Command::Healthcheck(args) => Ok(healthcheck::run(&args)),
        Command::InspectProof(args) => Ok(proof::inspect(&args)),
        Command::RenderPage(args) => Ok(proof::render(&args)),
    }
}

/// Lines go to standard error, as JSON where a collector reads them. `SHURYO_LOG` narrows or widens them.
fn start_log() {
    let filter =
        EnvFilter::try_from_env("SHURYO_LOG").unwrap_or_else(|_| EnvFilter::new("info,sea_orm_migration=warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::env::var("SHURYO_LOG_FORMAT").is_ok_and(|format| format == "json") {
        log.json().init();
    } else {
        log.init();
    }
}

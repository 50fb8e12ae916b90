//! `account create`: gives somebody an account.

use std::{
    io::{self, BufRead},
    process::ExitCode,
};

use backend::{
    accounts::{Grant, NewAccount, create_account},
    error::Error,
};
use clap::{Args, Subcommand};
use server::{config::StorageArgs, open};

use super::Outcome;

/// What to do with accounts.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum AccountCommand {
    /// Make an account; the password is read from SHURYO_PASSWORD or the first line of standard input
    #[expect(clippy::doc_markdown, reason = "the help shows this text as it is")]
    Create(CreateArgs),
}

/// The flags of `account create`. The password is none of them: the process list shows flags to everybody.
#[derive(Debug, Clone, Args)]
pub(crate) struct CreateArgs {
    #[command(flatten)]
    storage: StorageArgs,
    /// Log-in name
    #[arg(long)]
    login: String,
    /// Name that the account shows
    #[arg(long)]
    display_name: String,
    /// Role, with the association's code where it needs one: doctor, reviewer@13-001, national_admin; may be repeated
    #[expect(clippy::doc_markdown, reason = "the help shows this text as it is")]
    #[arg(long = "role", required = true)]
    roles: Vec<String>,
    /// 医籍登録番号 of the doctor behind the account
    #[arg(long, default_value = "")]
    licence_number: String,
}

const PASSWORD: &str = "SHURYO_PASSWORD";

pub(crate) fn run(command: AccountCommand) -> Outcome {
    let AccountCommand::Create(args) = command;
    let new = NewAccount {
        login: args.login,
        password: password()?,
        display_name: args.display_name,
        grants: args.roles.iter().map(|role| grant(role)).collect(),
        licence_number: args.licence_number,
    };
    super::runtime()?.block_on(async {
        let backend = open::open(&args.storage, None).await?;
        match create_account(&backend, new).await {
            Ok(id) => {
                println!("{}", id.as_str());
                Ok(ExitCode::SUCCESS)
            }
            Err(Error::Fields(errors)) => {
                for error in errors {
                    eprintln!("{}: {}", error.field, error.sentence);
                }
                Ok(ExitCode::FAILURE)
            }
            Err(error) => Err(error.into()),
        }
    })
}

fn password() -> io::Result<String> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(password);
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn grant(text: &str) -> Grant {
    let (role, association) = text.split_once('@').unwrap_or((text, ""));
    Grant {
        role: role.to_owned(),
        association: association.to_owned(),
    }
}

//! `import`: brings a whole file into the records, or says what would happen.

use std::{fs, path::PathBuf, process::ExitCode};

use backend::admin::import::{Kind, Report, commit, preview};
use clap::{Args, ValueEnum};
use server::{config::StorageArgs, open};

use super::Outcome;

/// The flags of `import`.
#[derive(Debug, Clone, Args)]
pub(crate) struct ImportArgs {
    /// What the file holds
    kind: FileKind,
    /// The file: UTF-8, columns' names in the first line, separated by commas or tabs
    file: PathBuf,
    /// Write it; without this, only say what would happen
    #[arg(long)]
    commit: bool,
    #[command(flatten)]
    storage: StorageArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FileKind {
    Associations,
    Curriculum,
    Items,
    Doctors,
    Credits,
}

impl From<FileKind> for Kind {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::Associations => Self::Associations,
            FileKind::Curriculum => Self::CurriculumCodes,
            FileKind::Items => Self::PracticalItems,
            FileKind::Doctors => Self::Doctors,
            FileKind::Credits => Self::Credits,
        }
    }
}

pub(crate) fn run(args: &ImportArgs) -> Outcome {
    let file = fs::read(&args.file)?;
    super::runtime()?.block_on(async {
        let backend = open::open(&args.storage, None).await?;
        let kind = args.kind.into();
        let report = if args.commit {
            commit(&backend, kind, &file, None).await?
        } else {
            preview(&backend, kind, &file).await?
        };
        Ok(tell(&report, args.commit))
    })
}

fn tell(report: &Report, commit: bool) -> ExitCode {
    for error in &report.errors {
        eprintln!("{}行目 {}: {}", error.row, error.column, error.sentence);
    }
    if report.more_errors > 0 {
        eprintln!("ほかに{}件の誤りがあります。", report.more_errors);
    }
    println!(
        "追加 {}、変更 {}、同じ {}",
        report.new, report.changed, report.unchanged
    );
    if !report.is_clean() {
        eprintln!("誤りがあるため、何も書き込んでいません。/ Nothing was written.");
        return ExitCode::FAILURE;
    }
    if !commit {
        println!(
            "確認だけで、まだ書き込んでいません。書き込むには --commit を付けてください。/ Nothing was written yet."
        );
    }
    ExitCode::SUCCESS
}

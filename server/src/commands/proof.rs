//! `inspect-proof` and `render-page`: the children in which `serve` opens what people upload.

use std::{path::PathBuf, process::ExitCode};

use backend::evidence::child::{run_inspect_in_child, run_render_in_child};
use clap::Args;

/// The flags of `inspect-proof`.
#[derive(Debug, Clone, Args)]
pub(crate) struct InspectArgs {
    #[arg(long)]
    input: PathBuf,
    #[arg(long)]
    output: PathBuf,
}

/// The flags of `render-page`.
#[derive(Debug, Clone, Args)]
pub(crate) struct RenderArgs {
    #[arg(long)]
    input: PathBuf,
    #[arg(long)]
    page: u32,
    #[arg(long)]
    output: PathBuf,
    #[arg(long)]
    max_side: u32,
}

pub(crate) fn inspect(args: &InspectArgs) -> ExitCode {
    run_inspect_in_child(&args.input, &args.output);
    ExitCode::SUCCESS
}

pub(crate) fn render(args: &RenderArgs) -> ExitCode {
    run_render_in_child(&args.input, args.page, &args.output, args.max_side);
    ExitCode::SUCCESS
}

//! The inspection of proofs as a program of its own: the child that the tests of this crate run, with the same
//! sub-commands as the server.

use std::path::PathBuf;
use std::process::ExitCode;

use backend::evidence::child::{INSPECT_PROOF, RENDER_PAGE, run_inspect_in_child, run_render_in_child};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [INSPECT_PROOF, "--input", input, "--output", output] => {
            run_inspect_in_child(&PathBuf::from(input), &PathBuf::from(output));
            ExitCode::SUCCESS
        }
        [
            RENDER_PAGE,
            "--input",
            pdf,
            "--page",
            page,
            "--output",
            png,
            "--max-side",
            side,
        ] => {
            let (Ok(page), Ok(side)) = (page.parse(), side.parse()) else {
                return ExitCode::from(2);
            };
            run_render_in_child(&PathBuf::from(pdf), page, &PathBuf::from(png), side);
            ExitCode::SUCCESS
        }
        _ => ExitCode::from(2),
    }
}

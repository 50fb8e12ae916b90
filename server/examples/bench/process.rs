//! What a freshly started demonstration holds in memory.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Where the build leaves the program.
const PROGRAM: &str = "target/run/server";

/// Prints the proportional set size of an idle `serve`.
pub async fn measure() -> Result<(), Box<dyn Error>> {
    if !Path::new(PROGRAM).exists() {
        println!("{PROGRAM} is not built; `make bench` builds it first");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite://{}", folder.path().join("idle.db").display());
    let mut command = Command::new(PROGRAM);
    command.args([
        "serve",
        "--demo",
        "--address",
        "127.0.0.1:0",
        "--database",
        &database,
        "--files",
    ]);
    let mut process = command
        .arg(folder.path().join("files"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", process.id()));
    process.kill()?;
    process.wait()?;
    let rollup = rollup?;
    let pss = rollup.lines().find_map(|line| {
        line.strip_prefix("Pss:")?
            .trim()
            .strip_suffix(" kB")?
            .trim()
            .parse::<f64>()
            .ok()
    });
    println!("PSS {:.1} MB idle (floor 60, aim 30)", pss.unwrap_or_default() / 1024.0);
    Ok(())
}

//! Measures what the house promises, each figure beside its ceiling, in one run. Nothing here passes or fails.
//!
//! `make bench` runs it on the release build; the figures of one run belong together and to no other machine.
//! Arguments choose sections: `certificates`, `pages`, `memory`.

#![recursion_limit = "512"]

mod certificates;
mod house;
mod pages;
mod process;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |section: &str| chosen.is_empty() || chosen.iter().any(|one| one == section);
    if wanted("certificates") {
        println!("\n### Certificates (P1)");
        certificates::measure()?;
    }
    if wanted("pages") {
        println!("\n### The queue page of 50 rows (W2, W4)");
        pages::measure().await?;
    }
    if wanted("memory") {
        println!("\n### Memory of an idle process (M1)");
        process::measure().await?;
    }
    Ok(())
}

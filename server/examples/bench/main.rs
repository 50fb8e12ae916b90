//! Measures what the house promises, each figure beside its ceiling, in one run. Nothing here passes or fails.
//!
//! `make bench` runs it on the release build; the figures of one run belong together and to no other machine.

#![recursion_limit = "512"]

mod certificates;
mod house;
mod pages;
mod process;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("\n### Certificates (P1)");
    certificates::measure()?;
    println!("\n### The queue page of 50 rows (W2, W4)");
    pages::measure().await?;
    println!("\n### Memory of an idle process (M1)");
    process::measure().await?;
    Ok(())
}

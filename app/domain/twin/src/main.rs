//! The native twin: `twin SEED BATCH QUESTIONS` writes the batch as one line and then its answers, a line each.

use std::io::{self, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let mut next = || numbers.next().ok_or("usage: twin SEED BATCH QUESTIONS");
    let (seed, number, questions) = (next()??, next()??, next()??);
    let batch = serde_json::to_string(&twin::batch(seed, number, usize::try_from(questions)?))?;
    let mut out = io::stdout().lock();
    writeln!(out, "{batch}")?;
    out.write_all(twin::answers(&batch).as_bytes())?;
    Ok(())
}

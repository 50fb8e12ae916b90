//! Writes the ZIP file: the files one after the other, then `data.json`. Nothing is compressed; proofs are already.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use chrono::{DateTime, Datelike, Timelike, Utc};
use domain::fiscal_year::in_japan;
use futures::TryStreamExt;
use tokio::runtime::Handle;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::gather::Included;
use super::shape::Data;
use crate::error::{Error, Fault, Refusal, Result};
use crate::files::Files;

/// The file with the records.
const RECORDS: &str = "data.json";

/// Writes everything into a temporary file that has no name, and gives it back from its beginning, with its size.
/// Blocks: it has a thread of its own.
pub(super) fn write(
    files: &Files,
    runtime: &Handle,
    data: &Data,
    included: &[Included],
    now: DateTime<Utc>,
) -> Result<(File, u64)> {
    let mut archive = ZipWriter::new(BufWriter::new(tempfile::tempfile().map_err(disk)?));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(moment(now)?)
        .unix_permissions(0o644);
    for Included { key, path } in included {
        archive.start_file(path.as_str(), options).map_err(zipped)?;
        let mut content = runtime.block_on(files.stream(key))?.content;
        while let Some(piece) = runtime.block_on(content.try_next())? {
            archive.write_all(&piece).map_err(disk)?;
        }
    }
    archive.start_file(RECORDS, options).map_err(zipped)?;
    let records = serde_json::to_string_pretty(data).map_err(Fault::other)?;
    archive.write_all(records.as_bytes()).map_err(disk)?;

    let written = archive.finish().map_err(zipped)?;
    let mut file = written.into_inner().map_err(|error| disk(error.into_error()))?;
    let size_bytes = file.metadata().map_err(disk)?.len();
    file.seek(SeekFrom::Start(0)).map_err(disk)?;
    Ok((file, size_bytes))
}

/// ZIP knows no time zones; the clocks of whoever opens it stand in Japan.
fn moment(now: DateTime<Utc>) -> Result<zip::DateTime> {
    let here = in_japan(now);
    let part = |number: u32| u8::try_from(number).map_err(Fault::other);
    zip::DateTime::from_date_and_time(
        u16::try_from(here.year()).map_err(Fault::other)?,
        part(here.month())?,
        part(here.day())?,
        part(here.hour())?,
        part(here.minute())?,
        part(here.second())?,
    )
    .map_err(Fault::other)
}

fn zipped(error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(error) => disk(error),
        error => Fault::other(error),
    }
}

fn disk(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Refusal::StorageFull.into(),
        _ => error.into(),
    }
}

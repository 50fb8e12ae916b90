//! Runs the inspection of proofs in a child process: the server outlives whatever a file does to its decoder.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use domain::evidence::{MediaType, ProofRefusal, SNIFF_BYTES, sniff};
use rlimit::Resource;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::AsyncReadExt;
use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::inspect::{InspectError, Inspected, inspect, render_page};

/// The sub-command that inspects a proof: `inspect-proof --input A --output B`.
pub const INSPECT_PROOF: &str = "inspect-proof";
/// The sub-command that draws a page: `render-page --input A --page N --output B --max-side M`.
pub const RENDER_PAGE: &str = "render-page";

/// How long a child may take by the clock, and how long on a processor.
const TIME_LIMIT: Duration = Duration::from_secs(20);
/// What a child may map, in bytes: the largest picture that is taken needs about 700 MB.
const ADDRESS_SPACE: u64 = 1024 * 1024 * 1024;
/// What a child may write to one file, in bytes.
const FILE_SIZE: u64 = 64 * 1024 * 1024;
/// How many files are looked at together. Each may need a processor and [`ADDRESS_SPACE`]; the others wait.
const AT_ONCE: usize = 2;
/// What is read of a child's answer, in bytes. A true one is far shorter.
const ANSWER_MAX_BYTES: u64 = 64 * 1024;
/// The exit code of a Rust program that panicked.
const PANICKED: i32 = 101;

/// What a child prints: one line of JSON, `{"Ok":…}`, `{"Err":"LockedPdf"}` or `{"Fault":"…"}`.
#[derive(Debug, Serialize, Deserialize)]
enum Answer<T> {
    Ok(T),
    Err(ProofRefusal),
    Fault(String),
}

impl<T> From<Result<T, InspectError>> for Answer<T> {
    fn from(result: Result<T, InspectError>) -> Answer<T> {
        match result {
            Ok(found) => Answer::Ok(found),
            Err(InspectError::Refused(refusal)) => Answer::Err(refusal),
            Err(InspectError::Fault(fault)) => Answer::Fault(fault),
        }
    }
}

impl<T> From<Answer<T>> for Result<T, InspectError> {
    fn from(answer: Answer<T>) -> Result<T, InspectError> {
        match answer {
            Answer::Ok(found) => Ok(found),
            Answer::Err(refusal) => Err(InspectError::Refused(refusal)),
            Answer::Fault(fault) => Err(InspectError::Fault(fault)),
        }
    }
}

/// Inspects proofs, two at a time. Clones share the two places.
#[derive(Debug, Clone)]
pub struct Inspector {
    place: Place,
    time_limit: Duration,
    places: Arc<Semaphore>,
}

/// Where the decoders run.
#[derive(Debug, Clone)]
enum Place {
    Child(PathBuf),
    InProcess,
}

impl Inspector {
    /// Runs this program with the sub-commands [`INSPECT_PROOF`] and [`RENDER_PAGE`]; for production.
    pub fn child(program: PathBuf) -> Inspector {
        Inspector::at(Place::Child(program))
    }

    /// Runs the decoders in this process, without limits: for tests with files that are known to be good.
    pub fn in_process() -> Inspector {
        Inspector::at(Place::InProcess)
    }

    fn at(place: Place) -> Inspector {
        Inspector {
            place,
            time_limit: TIME_LIMIT,
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// The same, with another limit than 20 seconds. It binds children only.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Inspector {
        Inspector { time_limit, ..self }
    }

    /// Inspects the file at `input` and has its clean copy written to `output`; see [`inspect`]. A child that dies or
    /// takes too long was killed by the file, which is then refused as broken. Without a copy, no file stays at
    /// `output`.
    pub async fn inspect(&self, input: &Path, output: &Path) -> Result<Inspected, InspectError> {
        let arguments = [("--input", path(input)), ("--output", path(output))];
        let (from, to) = (input.to_owned(), output.to_owned());
        self.run(INSPECT_PROOF, &arguments, input, output, move || inspect(&from, &to))
            .await
    }

    /// Has one page of the PDF at `pdf` drawn to `output_png`; see [`render_page`]. Likewise in all else.
    pub async fn render_page(
        &self,
        pdf: &Path,
        page_index: u32,
        output_png: &Path,
        max_side: u32,
    ) -> Result<(), InspectError> {
        let arguments = [
            ("--input", path(pdf)),
            ("--page", page_index.to_string().into()),
            ("--output", path(output_png)),
            ("--max-side", max_side.to_string().into()),
        ];
        let (from, to) = (pdf.to_owned(), output_png.to_owned());
        let draw = move || render_page(&from, page_index, &to, max_side);
        self.run(RENDER_PAGE, &arguments, pdf, output_png, draw).await
    }

    async fn run<T: DeserializeOwned + Send + 'static>(
        &self,
        command: &str,
        arguments: &[(&str, PathBuf)],
        input: &Path,
        output: &Path,
        here: impl FnOnce() -> Result<T, InspectError> + Send + 'static,
    ) -> Result<T, InspectError> {
        let _place = self
            .places
            .acquire()
            .await
            .map_err(|closed| InspectError::Fault(closed.to_string()))?;
        let unfinished = Unfinished(output);
        let ending = match &self.place {
            Place::Child(program) => ask_child(program, command, arguments, self.time_limit).await?,
            Place::InProcess => match tokio::task::spawn_blocking(here).await {
                Ok(result) => Ending::Answered(result.into()),
                Err(panicked) => Ending::Died(panicked.to_string()),
            },
        };
        match ending {
            Ending::Answered(answer) => {
                let found = Result::from(answer)?;
                unfinished.keep();
                Ok(found)
            }
            Ending::Died(how) => {
                tracing::warn!(command, %how, "the inspection of a proof died; the file is refused");
                Err(broken(input).await)
            }
        }
    }
}

fn path(path: &Path) -> PathBuf {
    path.to_owned()
}

/// How an inspection ended.
enum Ending<T> {
    Answered(Answer<T>),
    /// Without an answer, and because of the file: killed, crashed, out of memory or out of time.
    Died(String),
}

async fn ask_child<T: DeserializeOwned>(
    program: &Path,
    command: &str,
    arguments: &[(&str, PathBuf)],
    time_limit: Duration,
) -> Result<Ending<T>, InspectError> {
    let mut child = Command::new(program)
        .arg(command)
        .args(
            arguments
                .iter()
                .flat_map(|(name, value)| [name.as_ref(), value.as_os_str()]),
        )
        // The environment of the server holds its secrets.
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| InspectError::Fault(format!("{} did not start: {error}", program.display())))?;
    let mut line = Vec::new();
    let answered = timeout(time_limit, async {
        if let Some(stdout) = child.stdout.take() {
            stdout.take(ANSWER_MAX_BYTES).read_to_end(&mut line).await?;
        }
        child.wait().await
    });
    if let Ok(status) = answered.await {
        return ending(status?, &line);
    }
    // Waits for its end too, so that it writes nothing after its copy was taken away.
    child.kill().await?;
    Ok(Ending::Died(format!("not done after {time_limit:?}")))
}

fn ending<T: DeserializeOwned>(status: ExitStatus, line: &[u8]) -> Result<Ending<T>, InspectError> {
    match status.code() {
        None | Some(PANICKED) => Ok(Ending::Died(status.to_string())),
        Some(0) => serde_json::from_slice(line)
            .map(Ending::Answered)
            .map_err(|error| InspectError::Fault(format!("the child's answer cannot be read: {error}"))),
        // A program that does not know the sub-command, for one: that is not the file's doing.
        Some(code) => Err(InspectError::Fault(format!("the child ended with code {code}"))),
    }
}

/// What is said about a file that its decoder did not survive.
async fn broken(input: &Path) -> InspectError {
    let mut start = Vec::new();
    let read = async {
        let file = tokio::fs::File::open(input).await?;
        file.take(SNIFF_BYTES as u64).read_to_end(&mut start).await
    };
    match read.await {
        Ok(_) => InspectError::Refused(sniff(&start).map_or_else(|refusal| refusal, MediaType::broken)),
        Err(error) => error.into(),
    }
}

/// Takes a half-written copy away, also when the one who asked has gone.
struct Unfinished<'a>(&'a Path);

impl Unfinished<'_> {
    fn keep(self) {
        std::mem::forget(self);
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(self.0)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "an unfinished copy of a proof could not be removed");
        }
    }
}

/// The child's side of [`Inspector::inspect`], for the sub-command [`INSPECT_PROOF`]: binds this process to the limits
/// for good, inspects, and prints the answer. Call it before any other thread runs.
pub fn run_inspect_in_child(input: &Path, output: &Path) {
    print(&within_limits(|| inspect(input, output)).into());
}

/// The child's side of [`Inspector::render_page`], for the sub-command [`RENDER_PAGE`]; likewise.
pub fn run_render_in_child(pdf: &Path, page_index: u32, output_png: &Path, max_side: u32) {
    print(&within_limits(|| render_page(pdf, page_index, output_png, max_side)).into());
}

fn within_limits<T>(work: impl FnOnce() -> Result<T, InspectError>) -> Result<T, InspectError> {
    let limits = [
        (Resource::AS, ADDRESS_SPACE),
        (Resource::CPU, TIME_LIMIT.as_secs()),
        (Resource::CORE, 0),
        (Resource::FSIZE, FILE_SIZE),
    ];
    for (resource, limit) in limits {
        resource.set(limit, limit)?;
    }
    work()
}

fn print<T: Serialize>(answer: &Answer<T>) {
    // A parent that has gone needs no answer.
    if let Ok(line) = serde_json::to_string(answer) {
        let _ = writeln!(io::stdout(), "{line}");
    }
}

//! Asks a virus scanner (clamd) about a file before anything of it is stored. Where one is configured and gives no
//! clear answer, the file is not taken.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use domain::application::Claim;
use domain::evidence::ProofRefusal;
use domain::ids::ApplicationId;
use serde_json::json;
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

use super::store::Incoming;
use crate::db::Txn;
use crate::error::{self, Refusal};
use crate::visitor::Doctor;
use crate::{Backend, audit};

/// How long a scanner may take over one file.
const TIME_LIMIT: Duration = Duration::from_secs(20);
/// How much of a file goes over in one piece.
const CHUNK_BYTES: usize = 64 * 1024;
/// What is read of an answer, in bytes. A true one is far shorter.
const ANSWER_MAX_BYTES: u64 = 4 * 1024;

/// Where clamd listens: `tcp://host:port` or `unix:///path/of/its/socket`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClamdAddress {
    /// A host with its port.
    Tcp(String),
    /// A socket in the file system.
    Unix(PathBuf),
}

/// An address that is neither.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("tcp://ホスト:ポートまたはunix:///パスで指定してください。/ give tcp://host:port or unix:///path")]
pub struct NotAClamdAddress;

impl FromStr for ClamdAddress {
    type Err = NotAClamdAddress;

    fn from_str(text: &str) -> Result<ClamdAddress, NotAClamdAddress> {
        if let Some(path) = text.strip_prefix("unix://").filter(|path| path.starts_with('/')) {
            return Ok(ClamdAddress::Unix(path.into()));
        }
        let place = text.strip_prefix("tcp://").ok_or(NotAClamdAddress)?;
        match place.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
                Ok(ClamdAddress::Tcp(place.to_owned()))
            }
            _ => Err(NotAClamdAddress),
        }
    }
}

impl fmt::Display for ClamdAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClamdAddress::Tcp(place) => write!(formatter, "tcp://{place}"),
            ClamdAddress::Unix(path) => write!(formatter, "unix://{}", path.display()),
        }
    }
}

/// What the scanner says to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// The name of what was found.
    Infected(String),
}

/// A scanner that is asked about every file.
#[derive(Debug, Clone)]
pub struct Scanner {
    address: ClamdAddress,
    time_limit: Duration,
}

impl Scanner {
    /// The clamd at this address.
    pub fn clamd(address: ClamdAddress) -> Scanner {
        Scanner {
            address,
            time_limit: TIME_LIMIT,
        }
    }

    /// The same, with another limit than 20 seconds.
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Scanner {
        Scanner { time_limit, ..self }
    }

    /// What the scanner says to the file at `path`.
    ///
    /// # Errors
    /// In words for the log, when it does not answer, not in time, or nothing that can be understood.
    pub async fn scan(&self, path: &Path) -> Result<Verdict, String> {
        let answer = timeout(self.time_limit, async {
            match &self.address {
                ClamdAddress::Tcp(place) => ask(TcpStream::connect(place).await?, path).await,
                ClamdAddress::Unix(socket) => ask(UnixStream::connect(socket).await?, path).await,
            }
        });
        match answer.await {
            Ok(Ok(answer)) => verdict(&answer).ok_or_else(|| format!("{} answers {answer:?}", self.address)),
            Ok(Err(error)) => Err(format!("{}: {error}", self.address)),
            Err(_) => Err(format!("{} did not answer within {:?}", self.address, self.time_limit)),
        }
    }
}

/// Sends the file as clamd's command INSTREAM wants it: pieces, each after its length, and a length of nothing.
async fn ask(mut clamd: impl AsyncRead + AsyncWrite + Unpin, path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path).await?;
    let mut chunk = vec![0; CHUNK_BYTES];
    clamd.write_all(b"zINSTREAM\0").await?;
    loop {
        let read = file.read(&mut chunk).await?;
        let length = u32::try_from(read).map_err(std::io::Error::other)?;
        clamd.write_all(&length.to_be_bytes()).await?;
        if read == 0 {
            break;
        }
        clamd.write_all(&chunk[..read]).await?;
    }
    clamd.flush().await?;
    let mut answer = Vec::new();
    clamd.take(ANSWER_MAX_BYTES).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Reads `stream: OK` and `stream: Name FOUND`. Anything else is no verdict.
fn verdict(answer: &str) -> Option<Verdict> {
    let said = answer.strip_suffix('\0')?.strip_prefix("stream: ")?;
    match said.strip_suffix(" FOUND") {
        Some(name) => Some(Verdict::Infected(name.to_owned())),
        None => (said == "OK").then_some(Verdict::Clean),
    }
}

/// Lets a file pass only if the scanner, where there is one, finds nothing in it. A find is written down.
pub(super) async fn pass(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    incoming: &Incoming<'_>,
) -> error::Result<()> {
    let Some(scanner) = &backend.scanner else { return Ok(()) };
    match scanner.scan(incoming.path).await {
        Ok(Verdict::Clean) => Ok(()),
        Ok(Verdict::Infected(name)) => {
            tracing::warn!(name, sha256 = incoming.sha256, "an infected file was refused");
            write_down(backend, doctor, application, &incoming.claim, &incoming.sha256, &name).await?;
            Err(Refusal::File(ProofRefusal::Infected).into())
        }
        Err(why) => {
            tracing::error!(why, "the virus scanner gives no verdict; the file is refused");
            Err(Refusal::File(ProofRefusal::NotScanned).into())
        }
    }
}

async fn write_down(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    claim: &Claim,
    sha256: &str,
    name: &str,
) -> error::Result<()> {
    let now = backend.clock.now();
    let (account, application) = (doctor.account.clone(), application.clone());
    let detail = json!({ "claim": claim, "sha256": sha256, "found": name });
    backend
        .db
        .write(async move |txn: &Txn| -> error::Result<()> {
            let (actor, subject) = (Some(account.as_str()), application.as_str());
            audit::record(txn, now, actor, "document.infected", subject, &detail).await?;
            Ok(())
        })
        .await
}

//! What the operator sets, as flags or environment variables, checked before anything starts.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use backend::evidence::scan::ClamdAddress;
use backend::mail::{Mailer, Smtp};
use chrono::{DateTime, Utc};
use clap::Args;

use crate::{limits::Limits, middleware::client_address::Networks, public_url::PublicUrl};

/// Where the records and files are: the same for every command that touches them.
#[derive(Debug, Clone, Args)]
pub struct StorageArgs {
    /// Database: sqlite://path or postgres://…
    #[expect(clippy::doc_markdown, reason = "the help shows this text as it is")]
    #[arg(
        long,
        env = "SHURYO_DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://data/shuryo.db"
    )]
    pub database: String,
    /// Folder of the uploaded proofs and issued certificates
    #[arg(long, env = "SHURYO_FILES", default_value = "data/files")]
    pub files: PathBuf,
    /// Folders with the certificate's fonts
    #[arg(
        long,
        env = "SHURYO_FONTS",
        default_value = "/usr/share/fonts",
        value_delimiter = ','
    )]
    pub fonts: Vec<PathBuf>,
}

/// Which clock runs: only a demonstration may have a fixed one.
#[derive(Debug, Clone, Args)]
pub struct DemoArgs {
    /// Demonstration: example accounts, plain http, a banner on every page
    #[arg(long, env = "SHURYO_DEMO", value_parser = clap::builder::FalseyValueParser::new())]
    pub demo: bool,
    /// Fixed present moment of a demonstration (RFC 3339)
    #[arg(long, env = "SHURYO_DEMO_NOW")]
    pub demo_now: Option<DateTime<Utc>>,
}

impl DemoArgs {
    /// Refuses a fixed clock where real certificates could be dated by it.
    pub fn check(&self) -> Result<Option<Demo>, ConfigError> {
        match (self.demo, self.demo_now) {
            (true, now) => Ok(Some(Demo { now })),
            (false, None) => Ok(None),
            (false, Some(_)) => Err(ConfigError::FixedClockOutsideDemo),
        }
    }
}

/// The flags of `serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Address to listen on
    #[arg(long, env = "SHURYO_ADDRESS", default_value = "127.0.0.1:3000")]
    pub address: SocketAddr,
    /// Address that people type, for example <https://shuryo.example.jp>
    #[arg(long, env = "SHURYO_PUBLIC_URL")]
    pub public_url: Option<PublicUrl>,
    #[command(flatten)]
    pub storage: StorageArgs,
    #[command(flatten)]
    pub demo: DemoArgs,
    /// Folder of the built scripts, styles and pictures
    #[arg(long, env = "SHURYO_SITE_ROOT", default_value = "target/site")]
    pub site_root: PathBuf,
    /// Outgoing mail; a folder in a demonstration, otherwise off
    #[arg(long, env = "SHURYO_MAIL", value_enum)]
    pub mail: Option<Mail>,
    /// Folder of the letters with --mail folder; "outbox" beside the folder of the files if it is not given
    #[arg(long, env = "SHURYO_MAIL_FOLDER")]
    pub mail_folder: Option<PathBuf>,
    /// Mail server with --mail smtp, for example smtps://user:password@mail.example.jp
    #[expect(clippy::doc_markdown, reason = "the help shows this text as it is")]
    #[arg(long, env = "SHURYO_SMTP", hide_env_values = true)]
    pub smtp: Option<Secret>,
    /// Sender with --mail smtp, for example "修了申請 <noreply@example.jp>"
    #[arg(long, env = "SHURYO_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Networks whose X-Forwarded-For is believed, for example 10.0.0.0/8,::1
    #[expect(clippy::doc_markdown, reason = "the help shows this text as it is")]
    #[arg(long, env = "SHURYO_TRUSTED_PROXIES", default_value = "")]
    pub trusted_proxies: Networks,
    /// Virus scanner that every uploaded file has to pass: tcp://host:port or <unix:///path> of clamd
    #[arg(long, env = "SHURYO_CLAMD")]
    pub clamd: Option<ClamdAddress>,
    /// Key of the log-in throttle and of other server-side marks, at least 32 characters
    #[arg(long, env = "SHURYO_SECRET", hide_env_values = true)]
    pub secret: Option<Secret>,
}

/// How mail leaves the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Mail {
    /// No mail is sent.
    Off,
    /// Letters are written into a folder, a file each.
    Folder,
    /// Letters go to a mail server.
    Smtp,
}

/// A key that never appears in a log line or a help text.
#[derive(Clone)]
pub struct Secret(Arc<str>);

impl Secret {
    /// The key's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// A demonstration, perhaps at a fixed moment.
#[derive(Debug, Clone, Copy)]
pub struct Demo {
    /// The moment that the clock shows for ever; the real one if `None`.
    pub now: Option<DateTime<Utc>>,
}

/// The settings of `serve`, all checked.
#[derive(Debug, Clone)]
pub struct Config {
    pub address: SocketAddr,
    pub public_url: PublicUrl,
    pub storage: StorageArgs,
    pub demo: Option<Demo>,
    pub site_root: PathBuf,
    pub mailer: Mailer,
    pub trusted_proxies: Networks,
    pub clamd: Option<ClamdAddress>,
    pub secret: Secret,
    pub limits: Limits,
}

/// Why the program does not start. Each sentence stands in both languages, because the person at the
/// keyboard is not always the one who wrote the settings.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ConfigError {
    #[error(
        "SHURYO_SECRETが設定されていません。32文字以上の秘密の文字列を設定してください。/ SHURYO_SECRET is not set: give a secret of at least 32 characters."
    )]
    SecretMissing,
    #[error(
        "SHURYO_SECRETが短すぎます。32文字以上にしてください。/ SHURYO_SECRET is too short: it needs at least 32 characters."
    )]
    SecretTooShort,
    #[error(
        "SHURYO_PUBLIC_URLが設定されていません。利用者が開くhttps://で始まるURLを設定してください。/ SHURYO_PUBLIC_URL is not set: give the https:// address that people open."
    )]
    PublicUrlMissing,
    #[error(
        "SHURYO_PUBLIC_URL（{0}）はhttps://で始めてください。httpではログインを守れません。/ SHURYO_PUBLIC_URL ({0}) must begin with https://: log-ins cannot be protected over http."
    )]
    PublicUrlNotHttps(String),
    #[error(
        "SHURYO_MAIL=smtpには、SHURYO_SMTPとSHURYO_MAIL_FROMの両方が必要です。/ SHURYO_MAIL=smtp needs both SHURYO_SMTP and SHURYO_MAIL_FROM."
    )]
    MailServerMissing,
    #[error(
        "SHURYO_SMTPはsmtps://利用者:パスワード@サーバー、SHURYO_MAIL_FROMは「名前 <アドレス>」の形で設定してください。/ SHURYO_SMTP or SHURYO_MAIL_FROM cannot be read: give smtps://user:password@server and \"Name <address>\"."
    )]
    MailServerUnreadable,
    #[error("SHURYO_DEMO_NOWは--demoと一緒のときだけ使えます。/ SHURYO_DEMO_NOW works only together with --demo.")]
    FixedClockOutsideDemo,
}

/// A demonstration has published passwords, so its key protects nothing.
const DEMO_SECRET: &str = "demonstration only: protects nothing";
const LEAST_SECRET_CHARS: usize = 32;

impl ServeArgs {
    /// Checks the flags against each other.
    pub fn check(self) -> Result<Config, ConfigError> {
        let demo = self.demo.check()?;
        let secret = checked_secret(self.secret, demo.is_some())?;
        let public_url = checked_url(self.public_url, self.address, demo.is_some())?;
        let mailer = match self.mail {
            None if demo.is_some() => Mailer::Folder(outbox(self.mail_folder, &self.storage.files)),
            None | Some(Mail::Off) => Mailer::Off,
            Some(Mail::Folder) => Mailer::Folder(outbox(self.mail_folder, &self.storage.files)),
            Some(Mail::Smtp) => Mailer::Smtp(Box::new(checked_smtp(self.smtp, self.mail_from)?)),
        };
        Ok(Config {
            address: self.address,
            public_url,
            storage: self.storage,
            demo,
            site_root: self.site_root,
            mailer,
            trusted_proxies: self.trusted_proxies,
            clamd: self.clamd,
            secret,
            limits: Limits::default(),
        })
    }
}

/// Where letters lie if nobody says: beside the files.
fn outbox(folder: Option<PathBuf>, files: &Path) -> PathBuf {
    folder.unwrap_or_else(|| files.with_file_name("outbox"))
}

fn checked_smtp(url: Option<Secret>, from: Option<String>) -> Result<Smtp, ConfigError> {
    let (Some(url), Some(from)) = (url, from) else {
        return Err(ConfigError::MailServerMissing);
    };
    Smtp::new(&url.0, &from).map_err(|_| ConfigError::MailServerUnreadable)
}

fn checked_secret(secret: Option<Secret>, demo: bool) -> Result<Secret, ConfigError> {
    match secret {
        Some(secret) if secret.0.chars().count() >= LEAST_SECRET_CHARS => Ok(secret),
        Some(_) => Err(ConfigError::SecretTooShort),
        None if demo => Ok(Secret(DEMO_SECRET.into())),
        None => Err(ConfigError::SecretMissing),
    }
}

fn checked_url(url: Option<PublicUrl>, address: SocketAddr, demo: bool) -> Result<PublicUrl, ConfigError> {
    match url {
        Some(url) if demo || url.is_https() || url.is_local() => Ok(url),
        Some(url) => Err(ConfigError::PublicUrlNotHttps(url.to_string())),
        None if demo || address.ip().is_loopback() => Ok(PublicUrl::local(address.port())),
        None => Err(ConfigError::PublicUrlMissing),
    }
}

//! The address that people type: scheme, host and port, nothing else.

use std::{fmt, str::FromStr, sync::Arc};

use http::Uri;

/// The site's origin, written as a browser writes it in `Origin`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(Arc<str>);

/// The text is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("https://host または https://host:port の形で書いてください。/ write it as https://host or https://host:port.")]
pub struct NotAnOrigin;

impl PublicUrl {
    /// The address of a program that only its own machine reaches.
    pub fn local(port: u16) -> Self {
        Self(format!("http://localhost:{port}").into())
    }

    /// The origin, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.0
    }

    /// Whether browsers reach the site encrypted: then cookies are `Secure` and carry the `__Host-` prefix.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Whether the host is this very machine, which browsers trust without encryption.
    pub fn is_local(&self) -> bool {
        let host = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let name = host
            .strip_prefix('[')
            .and_then(|v6| v6.split_once(']'))
            .map_or_else(|| host.split_once(':').map_or(host, |(name, _)| name), |(v6, _)| v6);
        matches!(name, "localhost" | "127.0.0.1" | "::1")
    }

    /// The full address of a path that begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for PublicUrl {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let uri: Uri = text.parse().map_err(|_| NotAnOrigin)?;
        let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(NotAnOrigin);
        };
        let bare =
            uri.query().is_none() && uri.path() == "/" && !authority.as_str().contains('@') && !text.contains('#');
        if !bare || authority.host().is_empty() {
            return Err(NotAnOrigin);
        }
        let default_port = if scheme == "https" { 443 } else { 80 };
        let host = authority.host().to_ascii_lowercase();
        Ok(Self(match authority.port_u16() {
            Some(port) if port != default_port => format!("{scheme}://{host}:{port}").into(),
            _ => format!("{scheme}://{host}").into(),
        }))
    }
}

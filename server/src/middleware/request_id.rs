//! The short reference under which a request stands in the log and on an error page.

use std::{
    collections::hash_map::RandomState,
    convert::Infallible,
    fmt,
    hash::BuildHasher,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::extract::FromRequestParts;
use http::request::Parts;

/// Ten characters that a person can read out over the telephone: no I, L, O or U.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
const LENGTH: u32 = 10;

/// The numbers of this process's requests are scrambled with its own random key, so that ids neither repeat
/// after a restart nor tell how many requests there were.
static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
static COUNT: AtomicU64 = AtomicU64::new(0);

impl RequestId {
    /// A new id.
    pub fn next() -> Self {
        let bits = KEY.hash_one(COUNT.fetch_add(1, Ordering::Relaxed));
        let text: String = (0..LENGTH)
            .map(|place| ALPHABET[((bits >> (5 * place)) & 31) as usize])
            .collect();
        Self(text.into())
    }

    /// The id as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<S: Sync> FromRequestParts<S> for RequestId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // Outside the envelope, in a test of a single handler, there is none yet.
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(Self::next))
    }
}

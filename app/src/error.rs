//! What a server function answers when it does not do what it was asked.

use domain::field::FieldError;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// The three ways of failing, kept apart all the way into the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// A rule says no; the sentence says why and what to do.
    #[error("refused")]
    Refused {
        /// One Japanese sentence for the person who asked.
        sentence: String,
    },
    /// Nobody is logged in any more; what was typed is still on the page.
    #[error("logged out")]
    LoggedOut,
    /// Some fields cannot be read or are out of their limits.
    #[error("fields in error")]
    Fields(Vec<FieldError>),
    /// The service failed; its log knows more under the reference.
    #[error("fault {reference}")]
    Fault {
        /// The reference in the log; empty where the request did not come through at all.
        reference: String,
    },
}

impl AppError {
    /// Whether the call did not come through at all: it may be made again.
    pub fn is_unreached(&self) -> bool {
        matches!(self, AppError::Fault { reference } if reference.is_empty())
    }

    /// What to tell the person who asked.
    pub fn sentence(&self) -> String {
        match self {
            AppError::Refused { sentence } => sentence.clone(),
            AppError::LoggedOut => "ログインの有効期限が切れました。ログインし直してください。".to_owned(),
            AppError::Fields(errors) => errors.iter().map(|error| error.sentence.as_str()).collect(),
            AppError::Fault { reference } if reference.is_empty() => {
                "通信できませんでした。通信の状態を確かめて、もう一度お試しください。".to_owned()
            }
            AppError::Fault { reference } => {
                format!("処理できませんでした。時間をおいて、もう一度お試しください（参照番号：{reference}）。")
            }
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> AppError {
        // The error's own text can hold paths and types, which are nobody's business but the log's.
        AppError::Fault {
            reference: String::new(),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<backend::error::Error> for AppError {
    fn from(error: backend::error::Error) -> AppError {
        match error {
            backend::error::Error::Fields(errors) => AppError::Fields(errors),
            backend::error::Error::Refused(backend::error::Refusal::LoginRequired) => AppError::LoggedOut,
            backend::error::Error::Refused(refusal) => AppError::Refused {
                sentence: refusal.sentence(),
            },
            backend::error::Error::Fault(fault) => {
                let reference = backend::random::id();
                leptos::logging::error!("fault {reference}: {fault}");
                AppError::Fault { reference }
            }
        }
    }
}

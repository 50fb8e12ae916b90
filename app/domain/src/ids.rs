//! Identifiers: random text that means nothing, a type of its own for each thing it names.

use serde::{Deserialize, Serialize};

/// Text that cannot be an identifier: empty, too long, or with characters that no identifier has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct NotAnId;

fn is_id(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier as text, as it stands in the database and in URLs.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                if is_id(text) { Ok(Self(text.to_owned())) } else { Err(NotAnId) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                if is_id(&text) { Ok(Self(text)) } else { Err(NotAnId) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// Names one account: somebody who can log in.
    AccountId
}
id! {
    /// Names one application for as long as it exists, from the draft on.
    ApplicationId
}
id! {
    /// Names one doctor of the register.
    DoctorId
}
id! {
    /// Names one uploaded proof.
    DocumentId
}
id! {
    /// Names one added lecture of an application. The form proposes it, so that proofs may arrive before the lecture.
    LectureId
}

id! {
    /// Names one time that a letter was given up.
    MailFailureId
}

id! {
    /// Names one upload under way.
    UploadId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_short_and_plain() {
        for text in ["", "a b", "../x", "é", "a'b", &"x".repeat(41)] {
            assert!(text.parse::<ApplicationId>().is_err(), "{text}");
        }
        assert!("0123456789abcdef0123456789abcdef".parse::<ApplicationId>().is_ok());
    }

    #[test]
    fn an_identifier_is_checked_when_it_arrives_as_json() {
        assert!(serde_json::from_str::<DocumentId>("\"a/b\"").is_err());
        assert!(serde_json::from_str::<DocumentId>("\"ab\"").is_ok());
    }
}

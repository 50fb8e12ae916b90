//! Associations (医師会) on their three levels, and the codes that name them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The three levels. A district lies under a prefecture, a prefecture under 日本医師会.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 日本医師会.
    National,
    /// 都道府県医師会.
    Prefectural,
    /// 郡市区医師会.
    District,
}

impl Level {
    /// As it stands in the database.
    pub fn key(self) -> &'static str {
        match self {
            Level::National => "national",
            Level::Prefectural => "prefectural",
            Level::District => "district",
        }
    }
}

/// Names an association so that its place can be read off: `00` is 日本医師会, `13` 東京都医師会, `13-001` a
/// district under it. Prefectures have the numbers of JIS X 0401.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssociationCode(String);

/// Text that names no association.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an association code")]
pub struct NotAnAssociationCode;

impl AssociationCode {
    /// The code of 日本医師会.
    pub fn national() -> AssociationCode {
        AssociationCode("00".to_owned())
    }

    /// The code as text, as it stands in the database and in forms.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level, which the code itself tells.
    pub fn level(&self) -> Level {
        match self.0.as_str() {
            "00" => Level::National,
            code if code.len() == 2 => Level::Prefectural,
            _ => Level::District,
        }
    }

    /// The prefecture's two digits; none for 日本医師会.
    pub fn prefecture(&self) -> Option<&str> {
        (self.level() != Level::National).then(|| &self.0[..2])
    }

    /// The association above: the prefecture's for a district, 日本医師会 for a prefecture's.
    pub fn parent(&self) -> Option<AssociationCode> {
        match self.level() {
            Level::National => None,
            Level::Prefectural => Some(AssociationCode::national()),
            Level::District => Some(AssociationCode(self.0[..2].to_owned())),
        }
    }

    /// Whether a reviewer of `self` may see cases sent to `other`: the own ones, and for a prefecture those of the
    /// districts under it (domain.md, section 6). 日本医師会 sees only its own.
    pub fn oversees(&self, other: &AssociationCode) -> bool {
        self == other || (self.level() == Level::Prefectural && other.parent().as_ref() == Some(self))
    }
}

impl FromStr for AssociationCode {
    type Err = NotAnAssociationCode;

    fn from_str(text: &str) -> Result<AssociationCode, NotAnAssociationCode> {
        let (prefecture, district) = match text.split_once('-') {
            Some((prefecture, district)) => (prefecture, Some(district)),
            None => (text, None),
        };
        let digits = |s: &str, len: usize| s.len() == len && s.bytes().all(|b| b.is_ascii_digit());
        let known = digits(prefecture, 2) && prefecture.parse::<u8>().is_ok_and(|n| n <= 47);
        let whole = district.is_none_or(|d| digits(d, 3) && prefecture != "00");
        if known && whole {
            Ok(AssociationCode(text.to_owned()))
        } else {
            Err(NotAnAssociationCode)
        }
    }
}

impl TryFrom<String> for AssociationCode {
    type Error = NotAnAssociationCode;

    fn try_from(text: String) -> Result<Self, NotAnAssociationCode> {
        text.parse()
    }
}

impl From<AssociationCode> for String {
    fn from(code: AssociationCode) -> String {
        code.0
    }
}

impl fmt::Display for AssociationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An association as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Association {
    /// Its code.
    pub code: AssociationCode,
    /// Its name, such as 「北区医師会」.
    pub name: String,
    /// Who signs its certificates, such as 「会長」 and a name; may be the office alone.
    pub signatory: String,
    /// Whether it exists only in the example data.
    pub example: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> AssociationCode {
        text.parse().expect("a code")
    }

    #[test]
    fn the_code_tells_level_and_parent() {
        assert_eq!(code("00").level(), Level::National);
        assert_eq!(code("13").parent(), Some(code("00")));
        assert_eq!(code("13-001").parent(), Some(code("13")));
        assert_eq!(code("13-001").prefecture(), Some("13"));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "1", "48", "13-1", "13-0001", "00-001", "13/001", "１３", "13-"] {
            assert!(text.parse::<AssociationCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_prefecture_oversees_its_districts_and_nobody_else_does() {
        assert!(code("13").oversees(&code("13-001")) && code("13").oversees(&code("13")));
        assert!(!code("14").oversees(&code("13-001")));
        assert!(!code("13-001").oversees(&code("13")) && !code("13-001").oversees(&code("13-002")));
        assert!(!code("00").oversees(&code("13")));
    }
}

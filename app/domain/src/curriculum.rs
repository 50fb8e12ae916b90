//! Curriculum codes (カリキュラムコード): asked for when units are added, never used in the decision.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::to_half_width;

/// One of the 84 codes, 0 to 83.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct CurriculumCode(u8);

/// Why a text does not name curriculum codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCodes {
    /// Nothing was written.
    Empty,
    /// This part of the text is neither a code from 0 to 83 nor the name of one.
    Unknown(String),
}

impl CurriculumCode {
    /// The highest code.
    pub const LAST: u8 = 83;

    /// The code as a number.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for CurriculumCode {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        if number <= Self::LAST {
            Ok(CurriculumCode(number))
        } else {
            Err("no such curriculum code")
        }
    }
}

impl From<CurriculumCode> for u8 {
    fn from(code: CurriculumCode) -> u8 {
        code.0
    }
}

impl fmt::Display for CurriculumCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl NotCodes {
    /// What to tell the person who typed it.
    pub fn sentence(&self) -> String {
        match self {
            NotCodes::Empty => "カリキュラムコードを1つ以上入力してください（例：12、73）。".to_owned(),
            NotCodes::Unknown(part) => format!(
                "「{part}」というカリキュラムコードはありません。0から83までの番号で、複数のときは「12、73」のように区切って入力してください。"
            ),
        }
    }
}

/// Reads a list of codes: 「12、73」, 「１２ ７３」, 「12 地域医療, 73」. Each once, in ascending order.
pub fn parse_codes(text: &str) -> Result<Vec<CurriculumCode>, NotCodes> {
    let text = to_half_width(text);
    let mut codes = Vec::new();
    for part in text
        .split(['、', ',', ';', '，', '\n', '/'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let mut found = false;
        for word in part.split_whitespace() {
            // A name may follow its number, as the list of suggestions writes it.
            let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
            match digits.parse::<u8>().ok().and_then(|n| CurriculumCode::try_from(n).ok()) {
                Some(code) if digits.len() == word.len() || word[digits.len()..].starts_with(['.', ':']) => {
                    codes.push(code);
                    found = true;
                }
                _ if found && digits.is_empty() => {}
                _ => return Err(NotCodes::Unknown(part.chars().take(20).collect())),
            }
        }
    }
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() {
        Err(NotCodes::Empty)
    } else {
        Ok(codes)
    }
}

/// Codes as they are stored and shown: 「12、73」 with `separator` 「、」.
pub fn join_codes(codes: &[CurriculumCode], separator: &str) -> String {
    codes
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Result<Vec<u8>, NotCodes> {
        parse_codes(text).map(|codes| codes.into_iter().map(CurriculumCode::number).collect())
    }

    #[test]
    fn codes_are_read_however_they_are_separated() {
        for text in [
            "12、73",
            "73,12",
            "１２　７３",
            "12 地域医療、73 慢性疾患",
            "12;73;12",
            "12 73",
        ] {
            assert_eq!(numbers(text), Ok(vec![12, 73]), "{text}");
        }
        assert_eq!(numbers("0"), Ok(vec![0]));
    }

    #[test]
    fn an_unknown_code_is_named_in_the_answer() {
        assert_eq!(numbers("84"), Err(NotCodes::Unknown("84".to_owned())));
        assert_eq!(numbers("地域医療"), Err(NotCodes::Unknown("地域医療".to_owned())));
        assert_eq!(numbers("12、-1"), Err(NotCodes::Unknown("-1".to_owned())));
        assert_eq!(numbers("300"), Err(NotCodes::Unknown("300".to_owned())));
        assert_eq!(numbers(" 、 "), Err(NotCodes::Empty));
    }
}

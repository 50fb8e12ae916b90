//! Curriculum codes (カリキュラムコード): asked for when units are added, never used in the decision.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::{folded, to_half_width};

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
    /// This part of the text is part of several names; some of them.
    Ambiguous(String, Vec<CurriculumCode>),
}

/// The names of the curriculum codes, which are data.
pub type CodeNames = BTreeMap<CurriculumCode, String>;

/// How many candidates are named for a part that is ambiguous.
const CANDIDATES: usize = 5;

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
                "「{part}」というカリキュラムコードはありません。0から83までの番号か名前で、複数のときは「12、73」のように区切って入力してください。"
            ),
            NotCodes::Ambiguous(part, candidates) => format!(
                "「{part}」に当てはまるカリキュラムコードが複数あります（{}など）。番号で入力してください。",
                join_codes(candidates, "、")
            ),
        }
    }
}

/// Reads a list of codes: 「12、73」, 「１２ ７３」, 「12 地域医療, 73」. Each once, in ascending order.
pub fn parse_codes(text: &str) -> Result<Vec<CurriculumCode>, NotCodes> {
    read_codes(text, &CodeNames::new())
}

/// Reads a list of codes by number or by name: 「12、せき」. A name may be a part of one, as long as no other code has
/// it too; kana and width make no difference.
pub fn read_codes(text: &str, names: &CodeNames) -> Result<Vec<CurriculumCode>, NotCodes> {
    let text = to_half_width(text);
    let mut codes = Vec::new();
    for part in text
        .split(['、', ',', ';', '，', '\n', '/'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        match numbered(part) {
            Some(numbers) => codes.extend(numbers),
            None => codes.push(named(part, names)?),
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

/// The numbers of a part, if it begins with one. A name may follow its number, as the list of codes writes it.
fn numbered(part: &str) -> Option<Vec<CurriculumCode>> {
    let mut codes = Vec::new();
    for word in part.split_whitespace() {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        match digits.parse::<u8>().ok().and_then(|n| CurriculumCode::try_from(n).ok()) {
            Some(code) if digits.len() == word.len() || word[digits.len()..].starts_with(['.', ':']) => {
                codes.push(code);
            }
            _ if !codes.is_empty() && digits.is_empty() => {}
            _ => return None,
        }
    }
    Some(codes)
}

fn named(part: &str, names: &CodeNames) -> Result<CurriculumCode, NotCodes> {
    let wanted = folded(part);
    let shown = || part.chars().take(20).collect();
    let mut found = Vec::new();
    for (code, name) in names {
        let name = folded(name);
        if name == wanted {
            return Ok(*code);
        }
        if name.contains(&wanted) {
            found.push(*code);
        }
    }
    match found[..] {
        [] => Err(NotCodes::Unknown(shown())),
        [code] => Ok(code),
        _ => {
            found.truncate(CANDIDATES);
            Err(NotCodes::Ambiguous(shown(), found))
        }
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
    fn a_name_or_a_part_of_one_is_as_good_as_its_number() {
        let names: CodeNames = [
            (16, "ショック"),
            (36, "視力障害、視野狭窄"),
            (37, "目の充血"),
            (38, "聴覚障害"),
            (46, "咳・痰"),
        ]
        .into_iter()
        .map(|(code, name)| (CurriculumCode(code), name.to_owned()))
        .collect();
        let read = |text: &str| {
            read_codes(text, &names).map(|codes| codes.into_iter().map(CurriculumCode::number).collect::<Vec<_>>())
        };
        assert_eq!(read("しょっく、咳痰"), Ok(vec![16, 46]));
        assert_eq!(read("ｼｮｯｸ"), Ok(vec![16]));
        assert_eq!(read("視力障害、視野狭窄"), Ok(vec![36]));
        assert_eq!(read("12、充血"), Ok(vec![12, 37]));
        assert_eq!(
            read("障害"),
            Err(NotCodes::Ambiguous(
                "障害".to_owned(),
                vec![CurriculumCode(36), CurriculumCode(38)]
            ))
        );
        assert_eq!(read("充血、発熱"), Err(NotCodes::Unknown("発熱".to_owned())));
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

//! Doctors: the licence number that names one, and membership per level.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::association::{AssociationCode, Level};
use crate::text::to_half_width;

/// 医籍登録番号: up to six digits. Kept without leading zeros, which make no difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LicenceNumber(String);

/// Why a text is not a licence number, as a sentence for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("医籍登録番号は6桁までの数字で入力してください（例：123456）。")]
pub struct NotALicenceNumber;

impl LicenceNumber {
    /// The digits, without leading zeros.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads 「１２３４５６」, 「第123456号」, 「012345」.
impl FromStr for LicenceNumber {
    type Err = NotALicenceNumber;

    fn from_str(text: &str) -> Result<LicenceNumber, NotALicenceNumber> {
        let text: String = to_half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.strip_prefix('第').unwrap_or(&text);
        let text = text.strip_suffix('号').unwrap_or(text);
        let significant = text.trim_start_matches('0');
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if digits && (1..=6).contains(&significant.len()) {
            Ok(LicenceNumber(significant.to_owned()))
        } else {
            Err(NotALicenceNumber)
        }
    }
}

impl TryFrom<String> for LicenceNumber {
    type Error = NotALicenceNumber;

    fn try_from(text: String) -> Result<Self, NotALicenceNumber> {
        text.parse()
    }
}

impl From<LicenceNumber> for String {
    fn from(number: LicenceNumber) -> String {
        number.0
    }
}

/// As it is written on documents: 「第123456号」.
impl fmt::Display for LicenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第{}号", self.0)
    }
}

/// The associations a doctor belongs to, at most one on each level; many belong to a district's and not to 日本医師会.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memberships(Vec<AssociationCode>);

impl Memberships {
    /// Memberships in no order. Of two on one level the first counts; the database admits only one.
    pub fn new(mut codes: Vec<AssociationCode>) -> Memberships {
        codes.sort_by_key(|code| std::cmp::Reverse(code.level()));
        codes.dedup_by_key(|code| code.level());
        Memberships(codes)
    }

    /// 会員 on some level. Who is a member on any level counts as one here (domain.md, rule 7).
    pub fn is_member(&self) -> bool {
        !self.0.is_empty()
    }

    /// 日医会員: e-learning counts only for them (manual 1, ①).
    pub fn is_national_member(&self) -> bool {
        self.0.iter().any(|code| code.level() == Level::National)
    }

    /// The association that an application is preset to: the nearest one (manual 2-2, ①).
    pub fn nearest(&self) -> Option<&AssociationCode> {
        self.0.first()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_number_is_read_as_doctors_write_it() {
        for text in [
            "123456",
            "１２３４５６",
            "第123456号",
            " 第 123456 号 ",
            "0123456",
            "00123456",
        ] {
            assert_eq!(
                text.parse::<LicenceNumber>().map(|n| n.to_string()),
                Ok("第123456号".to_owned()),
                "{text}"
            );
        }
        assert_eq!(
            "000012".parse::<LicenceNumber>().map(|n| n.as_str().to_owned()),
            Ok("12".to_owned())
        );
    }

    #[test]
    fn what_is_no_licence_number_is_refused() {
        for text in ["", "第号", "0", "1234567", "12a", "十二", "-1"] {
            assert!(text.parse::<LicenceNumber>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_nearest_association_is_the_district() {
        let codes = ["00", "13-001", "13"].map(|c| c.parse().expect("a code"));
        let memberships = Memberships::new(codes.to_vec());
        assert_eq!(memberships.nearest().map(AssociationCode::as_str), Some("13-001"));
        assert!(memberships.is_member() && memberships.is_national_member());
        assert!(!Memberships::default().is_member());
    }
}

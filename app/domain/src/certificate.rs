//! The certificate (修了証): that the training was completed. It confers no qualification.

use std::fmt;

use crate::fiscal_year::FiscalYear;

/// The number on a certificate: the fiscal year of issue and a running number without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CertificateNumber {
    /// The fiscal year of issue.
    pub fiscal_year: FiscalYear,
    /// 1, 2, 3, … in that year.
    pub sequence: i64,
}

/// As printed: 「2025-000001」.
impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:06}", self.fiscal_year.year(), self.sequence)
    }
}

/// Whether a certificate still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateStatus {
    /// It stands.
    Valid,
    /// Its approval was undone before anybody had it; the number is never used again.
    Voided,
    /// 取消, with a reason.
    Revoked,
    /// Re-issued under another number.
    Replaced,
}

impl CertificateStatus {
    /// As it stands in the database.
    pub fn key(self) -> &'static str {
        match self {
            CertificateStatus::Valid => "valid",
            CertificateStatus::Voided => "voided",
            CertificateStatus::Revoked => "revoked",
            CertificateStatus::Replaced => "replaced",
        }
    }

    /// Reads [`CertificateStatus::key`] back.
    pub fn from_key(key: &str) -> Option<CertificateStatus> {
        use CertificateStatus::{Replaced, Revoked, Valid, Voided};
        [Valid, Voided, Revoked, Replaced]
            .into_iter()
            .find(|status| status.key() == key)
    }
}

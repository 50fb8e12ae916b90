//! Proofs that were attached before and can be used once more.

use chrono::NaiveDate;

use super::{Case, Claim};
use crate::fiscal_year::written_day;
use crate::ids::{ApplicationId, DocumentId};

/// A proof that the doctor has attached already, here or in an earlier application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierProof {
    /// Which document.
    pub id: DocumentId,
    /// The application that it belongs to.
    pub application: ApplicationId,
    /// What it proves there.
    pub claim: Claim,
    /// The name it was chosen under.
    pub file_name: String,
    /// SHA-256 of the bytes that are stored, in hexadecimal.
    pub sha256_stored: String,
    /// The day in Japan on which it was attached.
    pub attached_on: NaiveDate,
}

impl EarlierProof {
    /// One line of a list in this application: name, what it proves, when it came.
    pub fn label(&self, case: &Case) -> String {
        let day = written_day(self.attached_on);
        format!("{}（{}・{day}に添付）", self.file_name, case.claim_name(&self.claim))
    }
}

impl Case {
    /// The earlier proofs that a claim does not have yet.
    pub fn offered<'a>(
        &'a self,
        earlier: &'a [EarlierProof],
        claim: &'a Claim,
    ) -> impl Iterator<Item = &'a EarlierProof> {
        earlier.iter().filter(move |earlier| {
            let same = |proof: &super::Document| proof.sha256_stored == earlier.sha256_stored;
            !self.proofs(claim).any(same)
        })
    }
}

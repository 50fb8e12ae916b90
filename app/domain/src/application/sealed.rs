//! What a submission consisted of: each file with its fingerprints, written down once and never changed.

use serde::{Deserialize, Serialize};

use super::{Case, Claim};
use crate::evidence::MediaType;
use crate::ids::DocumentId;

/// A file of the last submission, as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedFile {
    /// Which document. It may be gone since; what was sealed stays.
    pub document: DocumentId,
    /// What it proves, and what it is, while the document is there.
    pub still: Option<(Claim, MediaType)>,
    /// The name it was chosen under.
    pub file_name: String,
    /// Its size as stored, in bytes.
    pub size_bytes: u64,
    /// Its three fingerprints.
    pub prints: Fingerprints,
}

impl SealedFile {
    /// What it proves, as screens call it; empty when the document is gone.
    pub fn claim_name(&self, case: &Case) -> String {
        self.still
            .as_ref()
            .map(|(claim, _)| case.claim_name(claim))
            .unwrap_or_default()
    }
}

/// SHA-256 of a file at three moments, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprints {
    /// As the person chose it; `None` when the browser could not tell.
    pub chosen: Option<String>,
    /// As it arrived.
    pub received: String,
    /// As it is kept.
    pub stored: String,
}

impl Fingerprints {
    /// 選んだとき, 届いたとき, 保存したとき, with the value of each.
    pub fn lines(&self) -> [(&'static str, &str); 3] {
        [
            ("選んだとき", self.chosen.as_deref().unwrap_or(Self::UNKNOWN)),
            ("届いたとき", &self.received),
            ("保存したとき", &self.stored),
        ]
    }

    /// Stands for a fingerprint that nobody could take: without scripts a browser tells none.
    pub const UNKNOWN: &'static str = "記録なし";

    /// Why the three differ, in plain words.
    pub const WHY_DIFFERENT: &'static str = "指紋（SHA-256）は、ファイルの中身から計算した値です。写真は、位置情報やカメラの情報を\
         取り除いてから保存するため、「保存したとき」の値は変わります。大きな写真は送る前に縮めることがあり、そのときは「届いたとき」\
         の値も変わります。";
}

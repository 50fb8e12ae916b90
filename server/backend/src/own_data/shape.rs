//! What `data.json` looks like. It is described in docs/own-data.md; a change of it raises [`VERSION`].

use serde::Serialize;

/// The version of the shape.
pub(super) const VERSION: u32 = 1;
/// How the file names itself.
pub(super) const FORMAT: &str = "shuryo.own-data";

/// The whole file.
#[derive(Serialize)]
pub(super) struct Data {
    pub(super) format: &'static str,
    pub(super) version: u32,
    /// In Japan, RFC 3339.
    pub(super) taken_at: String,
    pub(super) doctor: DoctorData,
    pub(super) memberships: Vec<Membership>,
    pub(super) credits: Vec<CreditData>,
    pub(super) applications: Vec<ApplicationData>,
    pub(super) letters: Vec<LetterData>,
}

#[derive(Serialize)]
pub(super) struct DoctorData {
    pub(super) name: String,
    pub(super) name_kana: String,
    pub(super) licence_number: String,
    pub(super) birth_date: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Membership {
    pub(super) level: String,
    pub(super) association: Named,
}

/// A code and what it is called.
#[derive(Serialize)]
pub(super) struct Named {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(Serialize)]
pub(super) struct CreditData {
    pub(super) fiscal_year: i32,
    pub(super) acquired_on: String,
    pub(super) title: String,
    pub(super) organiser: String,
    pub(super) units: f64,
    pub(super) curriculum_codes: Vec<String>,
    pub(super) source: &'static str,
}

/// A mail to the doctor.
#[derive(Serialize)]
pub(super) struct LetterData {
    pub(super) recipient: String,
    pub(super) subject: String,
    pub(super) body: String,
    pub(super) written_at: String,
    pub(super) sent_at: Option<String>,
}

#[derive(Serialize)]
pub(super) struct ApplicationData {
    pub(super) id: String,
    pub(super) programme: Named,
    pub(super) status: &'static str,
    pub(super) status_label: &'static str,
    pub(super) receipt_number: Option<String>,
    pub(super) fiscal_year: Option<i32>,
    pub(super) submitted_at: Option<String>,
    pub(super) updated_at: String,
    pub(super) years_from: Option<i32>,
    pub(super) destination: Option<Named>,
    /// `I`, `II` or `none`.
    pub(super) practical_group: &'static str,
    pub(super) practical_items: Vec<Named>,
    pub(super) practical_description: String,
    pub(super) lectures: Vec<LectureData>,
    pub(super) proofs: Vec<ProofData>,
    pub(super) events: Vec<EventData>,
    pub(super) receipts: Vec<ReceiptData>,
    pub(super) certificates: Vec<CertificateData>,
}

#[derive(Serialize)]
pub(super) struct LectureData {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) organiser: String,
    pub(super) detail: String,
    pub(super) self_declared: bool,
    pub(super) acquired_on: String,
    pub(super) units: f64,
    pub(super) curriculum_codes: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct ProofData {
    pub(super) id: String,
    /// `practical:<item>`, `lecture:<id>` or `licence`.
    pub(super) claim: String,
    pub(super) claim_name: String,
    pub(super) file_name: String,
    pub(super) media_type: &'static str,
    pub(super) size_bytes: u64,
    pub(super) pages: u32,
    pub(super) sha256_received: String,
    pub(super) sha256_stored: String,
    /// Where it lies in the archive; null where the file is kept no more.
    pub(super) path: Option<String>,
}

#[derive(Serialize)]
pub(super) struct EventData {
    pub(super) sequence: i64,
    pub(super) action: &'static str,
    pub(super) label: &'static str,
    /// 申請者 or 医師会.
    pub(super) by: &'static str,
    pub(super) at: String,
    pub(super) reason: String,
    pub(super) items: Vec<ItemData>,
}

#[derive(Serialize)]
pub(super) struct ItemData {
    pub(super) claim: String,
    pub(super) reason: String,
    pub(super) answer: String,
}

/// One submission: which files arrived with it.
#[derive(Serialize)]
pub(super) struct ReceiptData {
    pub(super) submission: i32,
    pub(super) files: Vec<ReceiptFile>,
}

#[derive(Serialize)]
pub(super) struct ReceiptFile {
    pub(super) proof: String,
    pub(super) file_name: String,
    pub(super) size_bytes: i64,
    pub(super) sha256_received: String,
    pub(super) sha256_stored: String,
    /// Where it lies in the archive; null where the file is kept no more.
    pub(super) path: Option<String>,
}

#[derive(Serialize)]
pub(super) struct CertificateData {
    pub(super) number: String,
    pub(super) status: String,
    pub(super) issued_on: String,
    pub(super) doctor_name: String,
    pub(super) training_name: String,
    pub(super) association: Named,
    /// By which anybody can check it.
    pub(super) code: String,
    pub(super) sha256: Option<String>,
    /// Where it lies in the archive; null while it is being made.
    pub(super) path: Option<String>,
}

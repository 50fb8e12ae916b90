//! A seeded house for each database, and the steps that every journey shares.

use std::path::Path;

use backend::Backend;
use backend::accounts::log_in;
use backend::accounts::visitor;
use backend::admin::seed::seed_demo;
use backend::applications::open::{blank, own_case};
use backend::applications::practical::save_practical;
use backend::applications::start::start;
use backend::clock::Clock;
use backend::error::{Error, Refusal, Result};
use backend::evidence::child::Inspector;
use backend::evidence::store::{Incoming, store_proof};
use backend::testing::{TestDb, databases};
use backend::verify::verify;
use backend::visitor::{Doctor, Reviewer, Visitor};
use chrono::{DateTime, Utc};
use domain::application::{Case, ChoicesForm, Claim, Document, PracticalForm};
use domain::ids::ApplicationId;
use domain::policy::Category;

/// The password of every example account.
pub const PASSWORD: &str = "kakari-demo-2026";

/// 20 January 2026, noon in Japan: 2025年度.
pub fn noon() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-01-20T03:00:00Z")
        .expect("a moment")
        .to_utc()
}

/// One database with the example data.
pub struct House {
    pub backend: Backend,
    pub test_db: TestDb,
}

/// A seeded house on each database.
pub async fn houses() -> Vec<House> {
    let mut houses = Vec::new();
    for test_db in databases().await {
        let fonts = vec!["/usr/share/fonts".into()];
        let (db, files) = (test_db.db.clone(), test_db.files.clone());
        let backend = Backend::new(db, files, Clock::fixed(noon()), Inspector::in_process(), fonts);
        seed_demo(&backend).await.expect("the example data");
        houses.push(House { backend, test_db });
    }
    houses
}

impl House {
    pub async fn visitor(&self, login: &str) -> Visitor {
        let session = log_in(&self.backend, login, PASSWORD, "192.0.2.1", None)
            .await
            .expect("a log-in");
        visitor(&self.backend, &session.token)
            .await
            .expect("a session")
            .expect("a visitor")
    }

    pub async fn doctor(&self, login: &str) -> Doctor {
        self.visitor(login).await.as_doctor().expect("a doctor")
    }

    pub async fn reviewer(&self, login: &str) -> Reviewer {
        self.visitor(login).await.as_reviewer().expect("a reviewer")
    }

    pub async fn case(&self, doctor: &Doctor, id: &ApplicationId) -> Case {
        own_case(&self.backend, doctor, id)
            .await
            .expect("the doctor's own case")
    }

    /// A draft with the preset years and destination.
    pub async fn draft(&self, doctor: &Doctor) -> ApplicationId {
        let (draft, _) = blank(&self.backend, doctor).await.expect("a blank draft");
        let choices = ChoicesForm {
            years_from: draft.years_from,
            destination: draft.destination,
        };
        start(&self.backend, doctor, "a-form", choices).await.expect("a draft")
    }

    /// Declares items of Ⅰ.
    pub async fn declare(&self, doctor: &Doctor, id: &ApplicationId, items: &[&str]) {
        let form = PracticalForm {
            category: Some(Category::Recognised),
            items: items.iter().map(|code| code.parse().expect("an item")).collect(),
            description: String::new(),
        };
        let version = self.case(doctor, id).await.version;
        save_practical(&self.backend, doctor, id, version, &form.values())
            .await
            .expect("a declaration");
    }

    /// Attaches a small picture to a claim.
    pub async fn prove(&self, doctor: &Doctor, id: &ApplicationId, claim: &str) -> Result<Document> {
        let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo_proof.png");
        let claim: Claim = claim.parse().expect("a claim");
        let incoming = Incoming {
            claim,
            file_name: "見本.png".to_owned(),
            path: &picture,
            sha256: "0".repeat(64),
            announced: None,
        };
        store_proof(&self.backend, doctor, id, incoming).await
    }

    /// Attaches a picture of the test's own.
    pub async fn prove_with(&self, doctor: &Doctor, id: &ApplicationId, claim: &str, picture: &[u8]) -> Document {
        let path = self.test_db.folder().join("picture");
        std::fs::write(&path, picture).expect("a file");
        let incoming = Incoming {
            claim: claim.parse().expect("a claim"),
            file_name: "別の見本.png".to_owned(),
            path: &path,
            sha256: "1".repeat(64),
            announced: None,
        };
        store_proof(&self.backend, doctor, id, incoming).await.expect("a proof")
    }

    /// A draft that may be submitted: 6.5 registered units and one proved item of Ⅰ.
    pub async fn complete_draft(&self, doctor: &Doctor) -> ApplicationId {
        let id = self.draft(doctor).await;
        self.complete(doctor, id).await
    }

    /// Declares and proves what an existing draft still lacks.
    pub async fn complete(&self, doctor: &Doctor, id: ApplicationId) -> ApplicationId {
        self.declare(doctor, &id, &["I-02"]).await;
        self.prove(doctor, &id, "practical:I-02").await.expect("a proof");
        id
    }

    pub async fn submitted(&self, doctor: &Doctor) -> Case {
        let id = self.complete_draft(doctor).await;
        let version = self.case(doctor, &id).await.version;
        backend::applications::submit::submit(&self.backend, doctor, &id, version)
            .await
            .expect("a receipt");
        self.case(doctor, &id).await
    }

    /// Nothing is lost and nothing half done.
    pub async fn is_in_order(&self) {
        let violations = verify(&self.backend).await.expect("verify runs").violations;
        assert!(violations.is_empty(), "{}: {violations:?}", self.test_db.name);
    }
}

/// The refusal in an outcome.
pub fn refusal<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("no refusal but {other:?}"),
    }
}

/// The fields that an outcome complains of.
pub fn fields<T: std::fmt::Debug>(outcome: Result<T>) -> Vec<String> {
    match outcome {
        Err(Error::Fields(errors)) => errors.into_iter().map(|error| error.field).collect(),
        other => panic!("no field errors but {other:?}"),
    }
}

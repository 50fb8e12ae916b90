//! A demonstration and what stands in it: a draft, an application that was sent, returned or refused, whatever the last
//! request has made of it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU16, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use backend::Backend;
use backend::accounts::{log_in, visitor};
use backend::admin::seed::{PASSWORD, seed_demo};
use backend::applications::choose::save_choices;
use backend::applications::delete::delete_draft;
use backend::applications::lecture::{remove_lecture, save_lecture};
use backend::applications::open::{blank, open_application, own_case};
use backend::applications::practical::save_practical;
use backend::applications::start::start;
use backend::applications::submit::submit;
use backend::applications::typed;
use backend::applications::withdraw::withdraw;
use backend::clock::Clock;
use backend::evidence::child::Inspector;
use backend::evidence::remove::remove_proof;
use backend::evidence::store::{Incoming, store_proof};
use backend::evidence::upload::announce::{Announcement, announce};
use backend::evidence::upload::piece::keep_piece;
use backend::jobs::run::run_due;
use backend::mail::Mailer;
use backend::mail::failed::failed_letters;
use backend::random;
use backend::reviews::decide::decide;
use backend::testing::TestDb;
use backend::visitor::{Doctor, Visitor};
use backend::{evidence::camera, hex};
use chrono::DateTime;
use clap::Parser;
use domain::application::{Case, ChoicesForm, Claim, LectureForm, PracticalForm, Status};
use domain::ids::{ApplicationId, MailFailureId, UploadId};
use domain::policy::Category;
use domain::review::{Decision, ReturnItem};
use http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use http::{Request, StatusCode};
use server::routes;
use server::serve::Peer;
use server::state::AppState;

use super::forms::How;
use crate::support::ask;
use crate::whole::Line;

/// What every proof here proves.
pub(super) const CLAIM: &str = "practical:I-02";
/// Proofs and lectures that a draft keeps from one request to the next.
const KEPT: usize = 3;

/// Somebody who is logged in.
pub(super) struct Person {
    pub(super) cookie: String,
    visitor: Visitor,
}

impl Person {
    pub(super) fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    pub(super) fn doctor(&self) -> Doctor {
        self.visitor.as_doctor().unwrap()
    }
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// The address that it leads to, and the body.
    pub(super) text: String,
}

/// The program with the example people, of whom each has a part to play.
pub(super) struct Site<'a> {
    pub(super) test_db: &'a TestDb,
    pub(super) backend: Backend,
    /// Has a draft that could be sent.
    pub(super) member: Person,
    /// Has sent one.
    pub(super) sender: Person,
    /// Has a closed one.
    pub(super) done: Person,
    /// Has none.
    pub(super) guest: Person,
    pub(super) reviewer: Person,
    pub(super) office: Person,
    app: Router,
    /// Counts the addresses that requests come from: no throttle ever sees the same one twice.
    addresses: AtomicU16,
}

impl<'a> Site<'a> {
    pub(super) async fn open(test_db: &'a TestDb) -> Site<'a> {
        let noon = DateTime::parse_from_rfc3339("2026-01-20T03:00:00Z").unwrap().to_utc();
        let (db, files) = (test_db.db.clone(), test_db.files.clone());
        let fonts = vec!["/usr/share/fonts".into()];
        let backend = Backend::new(db, files, Clock::fixed(noon), Inspector::in_process(), fonts);
        seed_demo(&backend).await.unwrap();
        let config = Line::try_parse_from(["serve", "--demo"])
            .unwrap()
            .serve
            .check()
            .unwrap();
        Site {
            test_db,
            member: person(&backend, "demo-member").await,
            sender: person(&backend, "demo-district").await,
            done: person(&backend, "demo-done").await,
            guest: person(&backend, "demo-guest").await,
            reviewer: person(&backend, "demo-reviewer").await,
            office: person(&backend, "demo-office").await,
            app: routes::service(AppState::new(config, backend.clone())),
            addresses: AtomicU16::new(0),
            backend,
        }
    }

    /// A session that nobody will miss.
    pub(super) async fn passer_by(&self) -> Person {
        person(&self.backend, "demo-admin").await
    }

    pub(super) async fn send(&self, cookie: &str, path: &str, how: How, body: Vec<u8>) -> Answer {
        let request = Request::post(path)
            .header(CONTENT_TYPE, how.content_type())
            .header(COOKIE, cookie);
        let mut request = request.body(Body::from(body)).unwrap();
        let [high, low] = self.addresses.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let from = SocketAddr::from(([198, 18, high, low], 1));
        request.extensions_mut().insert(Peer(from));
        let response = ask(&self.app, request).await;
        let status = response.status();
        let mut text = response
            .headers()
            .get(LOCATION)
            .map_or_else(String::new, |to| to.to_str().unwrap().to_owned());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        text.push_str(&String::from_utf8_lossy(&body));
        Answer { status, text }
    }

    pub(super) async fn case(&self, doctor: &Doctor, id: &ApplicationId) -> Case {
        own_case(&self.backend, doctor, id).await.unwrap()
    }

    async fn open_case(&self, doctor: &Doctor) -> Option<Case> {
        let open = open_application(&self.backend, doctor).await.unwrap()?;
        Some(self.case(doctor, &open).await)
    }

    /// Ends whatever is open.
    pub(super) async fn clear(&self, doctor: &Doctor) {
        let Some(case) = self.open_case(doctor).await else {
            return;
        };
        let ended = if case.status == Status::Draft {
            delete_draft(&self.backend, doctor, &case.id, case.version).await
        } else {
            withdraw(&self.backend, doctor, &case.id, case.version).await
        };
        ended.unwrap();
    }

    /// The member's draft with everything in it: choices, a lecture and an item, each with a proof, and nothing typed
    /// that is not registered.
    pub(super) async fn draft(&self) -> Case {
        let doctor = self.member.doctor();
        let open = self.open_case(&doctor).await;
        if open.is_some_and(|case| !case.status.is_open_to_the_doctor()) {
            self.clear(&doctor).await;
        }
        let id = self.whole_draft(&doctor).await;
        let case = self.case(&doctor, &id).await;
        if case.draft.lectures.is_empty() {
            let lecture = self.begun_lecture(&doctor, &case).await;
            let saved = save_lecture(&self.backend, &doctor, &id, case.version, &lecture.values()).await;
            saved.unwrap();
        }
        for lecture in case.draft.lectures.iter().skip(KEPT) {
            let version = self.case(&doctor, &id).await.version;
            remove_lecture(&self.backend, &doctor, &id, version, &lecture.id)
                .await
                .unwrap();
        }
        for (screen, _) in typed::all(&self.backend, &doctor, &id).await.unwrap() {
            typed::discard(&self.backend, &doctor, &id, &screen).await.unwrap();
        }
        self.case(&doctor, &id).await
    }

    /// A lecture whose proof is there already and which can be added.
    pub(super) async fn begun_lecture(&self, doctor: &Doctor, case: &Case) -> LectureForm {
        let added: Vec<_> = case.draft.lectures.iter().map(|lecture| &lecture.id).collect();
        let begun = case.documents.iter().find_map(|document| match &document.claim {
            Claim::Lecture(lecture) if !added.contains(&lecture) => Some(lecture.clone()),
            _ => None,
        });
        let id = if let Some(id) = begun {
            id
        } else {
            let id = random::id();
            self.prove(doctor, &case.id, &format!("lecture:{id}")).await;
            id.parse().unwrap()
        };
        LectureForm {
            units: "1.5".to_owned(),
            codes: "12".to_owned(),
            ..LectureForm::blank(&id, self.backend.clock.today())
        }
    }

    /// A draft that could be sent.
    async fn whole_draft(&self, doctor: &Doctor) -> ApplicationId {
        let (draft, _) = blank(&self.backend, doctor).await.unwrap();
        let choices = ChoicesForm {
            years_from: draft.years_from,
            destination: "13-001".parse().ok(),
        };
        let id = match open_application(&self.backend, doctor).await.unwrap() {
            Some(id) => id,
            None => start(&self.backend, doctor, &random::id(), choices.clone())
                .await
                .unwrap(),
        };
        let version = self.case(doctor, &id).await.version;
        let version = save_choices(&self.backend, doctor, &id, version, choices)
            .await
            .unwrap();
        let items = vec!["I-02".parse().unwrap()];
        let case = self.case(doctor, &id).await;
        if case.draft.practical.items().into_iter().ne(&items) {
            let form = PracticalForm {
                category: Some(Category::Recognised),
                items,
                description: String::new(),
            };
            save_practical(&self.backend, doctor, &id, version, &form.values())
                .await
                .unwrap();
        }
        let claim = CLAIM.parse().unwrap();
        if case.proofs(&claim).count() < 2 {
            self.prove(doctor, &id, CLAIM).await;
        }
        for proof in case.proofs(&claim).skip(KEPT) {
            remove_proof(&self.backend, doctor, &id, &proof.id).await.unwrap();
        }
        id
    }

    async fn prove(&self, doctor: &Doctor, id: &ApplicationId, claim: &str) {
        let incoming = Incoming {
            claim: claim.parse().unwrap(),
            file_name: "見本.png".to_owned(),
            path: &proof_path(),
            sha256: hex::sha256(&proof()),
            announced: None,
        };
        store_proof(&self.backend, doctor, id, incoming).await.unwrap();
    }

    /// The sender's application, as it waits for its association.
    pub(super) async fn submitted(&self) -> Case {
        let doctor = self.sender.doctor();
        match self.open_case(&doctor).await {
            Some(case) if case.status == Status::Submitted => case,
            _ => self.sent_anew(&doctor).await,
        }
    }

    /// The same, as it was returned over one item.
    pub(super) async fn returned(&self) -> Case {
        let doctor = self.sender.doctor();
        if let Some(case) = self.open_case(&doctor).await
            && case.status == Status::Returned
        {
            return case;
        }
        let case = self.sent_anew(&doctor).await;
        let items = vec![ReturnItem::new(CLAIM.parse().unwrap(), "日付が読めません")];
        let reason = String::new();
        self.decided(&doctor, &case, Decision::Return { reason, items }).await
    }

    /// A refused application of somebody who has no other one open.
    pub(super) async fn refused(&self, last: Option<&ApplicationId>) -> Case {
        let doctor = self.done.doctor();
        if let Some(last) = last {
            let case = self.case(&doctor, last).await;
            if case.may_ask_reexamination() {
                return case;
            }
        }
        let case = self.sent_anew(&doctor).await;
        let reason = "対象外です。".to_owned();
        self.decided(&doctor, &case, Decision::Refuse { reason }).await
    }

    async fn sent_anew(&self, doctor: &Doctor) -> Case {
        self.clear(doctor).await;
        let id = self.whole_draft(doctor).await;
        let version = self.case(doctor, &id).await.version;
        submit(&self.backend, doctor, &id, version).await.unwrap();
        self.case(doctor, &id).await
    }

    async fn decided(&self, doctor: &Doctor, case: &Case, decision: Decision) -> Case {
        let reviewer = self.reviewer.visitor.as_reviewer().unwrap();
        decide(&self.backend, &reviewer, &case.id, case.version, decision)
            .await
            .unwrap();
        self.case(doctor, &case.id).await
    }

    /// A letter that could not be sent, because its address is none.
    pub(super) async fn failed_letter(&self) -> MailFailureId {
        let office = self.office.visitor.as_administrator().unwrap();
        loop {
            let failed = failed_letters(&self.backend, &office, None).await.unwrap();
            if let Some(letter) = failed.letters.into_iter().next() {
                return letter.id;
            }
            self.test_db.change_email("demo-district", "nobody @example.jp").await;
            self.sent_anew(&self.sender.doctor()).await;
            let outbox = Mailer::Folder(self.test_db.folder().join("outbox"));
            run_due(&self.backend.clone().with_mailer(outbox)).await.unwrap();
        }
    }

    /// A phone that may send for a draft.
    pub(super) async fn phone(&self, case: &Case) -> String {
        let doctor = self.member.doctor();
        camera::end(&self.backend, &doctor, &case.id, None).await.unwrap();
        camera::make(&self.backend, &doctor, &case.id, &CLAIM.parse().unwrap())
            .await
            .unwrap()
    }

    /// An upload of these bytes to a draft, of which no piece is there yet, or all.
    pub(super) async fn upload(&self, case: &Case, bytes: &[u8], whole: bool) -> UploadId {
        let doctor = self.member.doctor();
        let announcement = Announcement {
            claim: CLAIM.parse().unwrap(),
            file_name: "見本.pdf".to_owned(),
            size_bytes: bytes.len() as u64,
            sha256_chosen: hex::sha256(bytes),
            sha256_sent: hex::sha256(bytes),
        };
        let upload = announce(&self.backend, &doctor, &case.id, announcement).await.unwrap();
        if whole {
            let piece = bytes.to_vec().into();
            keep_piece(&self.backend, &doctor, &case.id, &upload.id, 0, piece)
                .await
                .unwrap();
        }
        upload.id
    }
}

pub(super) async fn person(backend: &Backend, login: &str) -> Person {
    let session = log_in(backend, login, PASSWORD, "192.0.2.1", None).await.unwrap();
    Person {
        cookie: format!("shuryo_session={}", session.token),
        visitor: visitor(backend, &session.token).await.unwrap().unwrap(),
    }
}

/// The same person in the same session, if that goes on.
pub(super) async fn again(backend: &Backend, cookie: &str) -> Option<Person> {
    let token = cookie.split_once('=')?.1;
    let visitor = visitor(backend, token).await.unwrap()?;
    Some(Person {
        cookie: cookie.to_owned(),
        visitor,
    })
}

fn proof_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("backend/data/demo_proof.png")
}

/// A picture that is taken as a proof.
pub(super) fn proof() -> Vec<u8> {
    std::fs::read(proof_path()).unwrap()
}

//! Sixteen doctors write at once, through two programs on one database: nobody is told that it is locked, and whatever
//! was acknowledged is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use backend::accounts::{Grant, NewAccount, create_account};
use backend::admin::import::{Kind, commit};
use backend::applications::choose::save_choices;
use backend::applications::open::own_case;
use backend::applications::practical::save_practical;
use backend::applications::start::start;
use backend::applications::submit::submit;
use backend::applications::typed::{keep, typed};
use backend::db::Db;
use backend::error::Refusal;
use backend::evidence::remove::remove_proof;
use backend::evidence::store::{Incoming, store_proof};
use backend::evidence::upload::announce::{Announcement, announce};
use backend::evidence::upload::finish::finish;
use backend::evidence::upload::piece::keep_piece;
use backend::visitor::Doctor;
use backend::{Backend, hex};
use bytes::Bytes;
use domain::application::{Case, ChoicesForm, Document, Kept, PracticalForm, Status, TypedScreen, names};
use domain::field::FormValues;
use domain::fiscal_year::FiscalYear;
use domain::ids::{ApplicationId, DocumentId};
use domain::policy::Category;
use domain::upload::{PIECE_BYTES, UploadProgress};
use futures::future::join_all;

use crate::house::{House, PASSWORD, houses, refusal};
use crate::looking::number;

const WRITERS: usize = 16;
/// Proofs that a claim keeps from one round to the next: it may have ten.
const KEPT: usize = 4;
const STORED: &str = "SELECT count(*) FROM audit_log WHERE action = 'document.stored'";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_doctors_who_write_at_once_never_see_locked_and_lose_nothing() {
    let houses = houses().await;
    let each = Duration::from_secs(4) / u32::try_from(houses.len()).expect("one or two");
    for house in houses {
        write_at_once(&house, each).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "a minute on each database: make soak"]
async fn soak_sixteen_doctors_who_write_for_a_minute_never_see_locked_and_lose_nothing() {
    for house in houses().await {
        write_at_once(&house, Duration::from_mins(1)).await;
    }
}

async fn write_at_once(house: &House, long: Duration) {
    let doctors = roster(house).await;
    let before = number(house, STORED).await;
    // A second set of connections stands for another program.
    let mut other = house.backend.clone();
    other.db = Db::connect(&house.test_db.url).await.expect("a second connection");
    let until = Instant::now() + long;
    let writers = doctors.into_iter().enumerate().map(|(n, doctor)| {
        let backend = if n % 2 == 0 { &house.backend } else { &other }.clone();
        tokio::spawn(async move { Writer::begin(n, backend, doctor).await.write_until(until).await })
    });
    let writers = join_all(writers.collect::<Vec<_>>()).await;
    let mut receipts = BTreeSet::new();
    let mut stored = 0;
    for writer in writers {
        let (writer, receipt) = writer.expect("nothing else came back");
        writer.finds_everything().await;
        assert!(receipts.insert(receipt), "a number was given out twice");
        stored += writer.stored;
    }
    assert_eq!(number(house, STORED).await - before, stored, "{}", house.test_db.name);
    house.is_in_order().await;
    other.db.close().await.expect("closed");
}

/// Doctors who have enough units to apply.
async fn roster(house: &House) -> Vec<Doctor> {
    let mut roster = "licence_number,name,name_kana,birth_date,district_code,prefecture_code,national\n".to_owned();
    let mut credits = "licence_number,acquired_on,title,organiser,units,codes,source,external_ref\n".to_owned();
    for n in 0..WRITERS {
        let licence = 700_000 + n;
        writeln!(roster, "{licence},見本 {n}郎,ミホン {n}ロウ,1960-01-01,13-001,13,1").expect("a line");
        writeln!(
            credits,
            "{licence},2024-06-01,見本の講演会,見本市医師会,10,12,event,crowd-{n}"
        )
        .expect("a line");
    }
    for (kind, file) in [(Kind::Doctors, roster), (Kind::Credits, credits)] {
        commit(&house.backend, kind, file.as_bytes(), None)
            .await
            .expect("imported");
    }
    let mut doctors = Vec::new();
    for n in 0..WRITERS {
        let account = NewAccount {
            login: format!("crowd-{n}"),
            password: PASSWORD.to_owned(),
            display_name: format!("見本 {n}郎"),
            grants: vec![Grant {
                role: "doctor".to_owned(),
                association: String::new(),
            }],
            licence_number: (700_000 + n).to_string(),
        };
        create_account(&house.backend, account).await.expect("an account");
        doctors.push(house.doctor(&format!("crowd-{n}")).await);
    }
    doctors
}

/// One doctor at work, with everything that was acknowledged so far.
struct Writer {
    n: usize,
    backend: Backend,
    doctor: Doctor,
    application: ApplicationId,
    version: i64,
    revision: i64,
    description: String,
    years_from: Option<FiscalYear>,
    documents: BTreeMap<DocumentId, Document>,
    stored: i64,
}

impl Writer {
    async fn begin(n: usize, backend: Backend, doctor: Doctor) -> Writer {
        let choices = ChoicesForm {
            years_from: None,
            destination: None,
        };
        let draft = start(&backend, &doctor, "a-form", choices).await;
        Writer {
            n,
            backend,
            doctor,
            application: draft.expect("a draft"),
            version: 1,
            revision: 0,
            description: String::new(),
            years_from: None,
            documents: BTreeMap::new(),
            stored: 0,
        }
    }

    /// Writes in rounds until the time has come, and then sends the application.
    async fn write_until(mut self, until: Instant) -> (Writer, String) {
        for round in 0.. {
            self.type_and_register(round).await;
            self.choose(round).await;
            // Looking at a picture takes longer than all the writing.
            if round.is_multiple_of(8) {
                self.prove(round).await;
                self.remove_old().await;
            }
            if Instant::now() >= until {
                break;
            }
        }
        let receipt = submit(&self.backend, &self.doctor, &self.application, self.version).await;
        let receipt = receipt.expect("a receipt").number;
        (self, receipt)
    }

    async fn type_and_register(&mut self, round: usize) {
        let screen = TypedScreen::Practical;
        for part in ["半分", "全部"] {
            self.description = format!("{}人目の{round}回目の{part}", self.n);
            let form = self.form();
            let kept = keep(
                &self.backend,
                &self.doctor,
                &self.application,
                &screen,
                self.revision,
                &form,
            )
            .await;
            let Kept::Saved(kept) = kept.expect("kept") else {
                panic!("nobody else types here");
            };
            assert_eq!(kept.revision, self.revision + 1);
            self.revision += 1;
        }
        // A second window that has not heard of it.
        let late = FormValues::new(vec![(names::DESCRIPTION.to_owned(), "別の画面".to_owned())]);
        let seen = self.revision - 1;
        let told = keep(&self.backend, &self.doctor, &self.application, &screen, seen, &late).await;
        assert!(matches!(told.expect("told"), Kept::Newer(kept) if kept.revision == self.revision));

        let (form, stale) = (self.form(), self.version - 1);
        save_practical(&self.backend, &self.doctor, &self.application, self.version, &form)
            .await
            .expect("registered");
        self.version += 1;
        self.revision += 1;
        let late = save_practical(&self.backend, &self.doctor, &self.application, stale, &form).await;
        assert_eq!(refusal(late), Refusal::Stale);
    }

    fn form(&self) -> FormValues {
        let form = PracticalForm {
            category: Some(Category::Recognised),
            items: ["I-02", "I-03"].map(|code| code.parse().expect("an item")).to_vec(),
            description: self.description.clone(),
        };
        let mut values = form.values();
        values.push(names::TYPED, self.revision.to_string());
        values
    }

    async fn choose(&mut self, round: usize) {
        let years_from = FiscalYear::new(if round.is_multiple_of(2) { 2023 } else { 2024 });
        let choices = ChoicesForm {
            years_from,
            destination: "13-001".parse().ok(),
        };
        let seen = self.version;
        let saved = save_choices(&self.backend, &self.doctor, &self.application, seen, choices.clone()).await;
        assert_eq!(saved.expect("saved"), seen + 1);
        (self.version, self.years_from) = (seen + 1, years_from);
        let late = save_choices(&self.backend, &self.doctor, &self.application, seen, choices).await;
        assert_eq!(refusal(late), Refusal::Stale);
    }

    /// One proof in pieces and one at once.
    async fn prove(&mut self, round: usize) {
        let bytes = picture(u32::try_from(self.n * 10_000 + round).expect("a few"));
        assert!(bytes.len() as u64 > PIECE_BYTES, "{} bytes are one piece", bytes.len());
        let announcement = Announcement {
            claim: "practical:I-02".parse().expect("a claim"),
            file_name: "当番表.png".to_owned(),
            size_bytes: bytes.len() as u64,
            sha256_chosen: hex::sha256(&bytes),
            sha256_sent: hex::sha256(&bytes),
        };
        let announced = announce(&self.backend, &self.doctor, &self.application, announcement).await;
        let UploadProgress { id, present } = announced.expect("announced");
        assert_eq!(present, [0; 0]);
        let size = usize::try_from(PIECE_BYTES).expect("a length");
        for (number, piece) in (0..).zip(bytes.chunks(size)) {
            let piece = Bytes::copy_from_slice(piece);
            keep_piece(&self.backend, &self.doctor, &self.application, &id, number, piece)
                .await
                .expect("a piece");
        }
        let finished = finish(&self.backend, &self.doctor, &self.application, &id).await;
        self.has(finished.expect("a proof in pieces"));

        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), &bytes).expect("written");
        let incoming = Incoming {
            claim: "practical:I-03".parse().expect("a claim"),
            file_name: "当番表.png".to_owned(),
            path: file.path(),
            sha256: hex::sha256(&bytes),
            announced: None,
        };
        let stored = store_proof(&self.backend, &self.doctor, &self.application, incoming).await;
        self.has(stored.expect("a proof"));
    }

    fn has(&mut self, document: Document) {
        self.documents.insert(document.id.clone(), document);
        self.stored += 1;
    }

    async fn remove_old(&mut self) {
        let case = self.case().await;
        for claim in case.claims() {
            let proofs: Vec<_> = case.proofs(&claim).collect();
            for proof in &proofs[..proofs.len().saturating_sub(KEPT)] {
                remove_proof(&self.backend, &self.doctor, &self.application, &proof.id)
                    .await
                    .expect("removed");
                self.documents.remove(&proof.id);
            }
        }
    }

    async fn case(&self) -> Case {
        let case = own_case(&self.backend, &self.doctor, &self.application).await;
        case.expect("the own case")
    }

    async fn finds_everything(&self) {
        let case = self.case().await;
        assert_eq!((case.status, case.version), (Status::Submitted, self.version + 1));
        assert_eq!(case.draft.years_from, self.years_from);
        let documents = case
            .documents
            .into_iter()
            .map(|document| (document.id.clone(), document));
        assert_eq!(documents.collect::<BTreeMap<_, _>>(), self.documents);
        let typed = typed(&self.backend, &self.doctor, &self.application, &TypedScreen::Practical).await;
        let typed = typed.expect("read").expect("kept");
        assert_eq!((typed.revision, typed.registered), (self.revision, true));
        assert_eq!(typed.values.text(names::DESCRIPTION), self.description);
    }
}

/// A picture of noise, as no other round makes it: a little more than one piece.
fn picture(seed: u32) -> Vec<u8> {
    let mut state = seed;
    let noise = (0..660 * 140 * 3).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    let picture = image::RgbImage::from_raw(660, 140, noise.collect()).expect("a picture");
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).expect("encoded");
    png.into_inner()
}

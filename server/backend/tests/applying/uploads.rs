//! Proofs that arrive in pieces: what is cut off goes on, and nothing is ever half there or there twice.

use std::path::Path;
use std::time::Duration;

use backend::applications::delete::delete_draft;
use backend::applications::receipt::{receipt, sealed_files};
use backend::applications::submit::submit;
use backend::error::{Error, Refusal, Result};
use backend::evidence::remove::remove_proof;
use backend::evidence::store::{Incoming, store_proof};
use backend::evidence::upload::announce::{Announcement, announce};
use backend::evidence::upload::finish::finish;
use backend::evidence::upload::piece::keep_piece;
use backend::evidence::upload::progress;
use backend::evidence::upload::sweep::sweep;
use backend::testing::{Fault, FaultPlan};
use backend::verify::verify;
use backend::visitor::Doctor;
use backend::{Backend, hex};
use bytes::Bytes;
use chrono::TimeDelta;
use domain::application::Document;
use domain::evidence::ProofRefusal;
use domain::ids::{ApplicationId, UploadId};
use domain::upload::{PIECE_BYTES, UPLOADS_OPEN_MAX, UploadProgress, UploadRefusal, piece_count};
use futures::TryStreamExt;
use futures::future::join_all;

use crate::house::{House, houses, refusal};

const CLAIM: &str = "practical:I-02";

/// A picture of noise, which no packing makes smaller: 1.3 MB with 660 lines.
fn picture(lines: u32) -> Bytes {
    let mut state = 1_u32;
    let noise = (0..660 * lines * 3).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    let picture = image::RgbImage::from_raw(660, lines, noise.collect()).expect("a picture");
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).expect("encoded");
    Bytes::from(png.into_inner())
}

/// A file, and the way of a browser with it.
struct Sending<'a> {
    backend: &'a Backend,
    doctor: &'a Doctor,
    application: &'a ApplicationId,
    bytes: Bytes,
}

impl Sending<'_> {
    fn announcement(&self) -> Announcement {
        Announcement {
            claim: CLAIM.parse().expect("a claim"),
            file_name: "当番表.png".to_owned(),
            size_bytes: self.bytes.len() as u64,
            sha256_chosen: "c".repeat(64),
            sha256_sent: hex::sha256(&self.bytes),
        }
    }

    async fn announce(&self) -> Result<UploadProgress> {
        announce(self.backend, self.doctor, self.application, self.announcement()).await
    }

    fn piece(&self, number: u32) -> Bytes {
        let start = usize::try_from(u64::from(number) * PIECE_BYTES).expect("a position");
        let end = self
            .bytes
            .len()
            .min(start + usize::try_from(PIECE_BYTES).expect("a length"));
        self.bytes.slice(start..end)
    }

    async fn keep(&self, id: &UploadId, number: u32, bytes: Bytes) -> Result<()> {
        keep_piece(self.backend, self.doctor, self.application, id, number, bytes).await
    }

    async fn finish(&self, id: &UploadId) -> Result<Document> {
        finish(self.backend, self.doctor, self.application, id).await
    }

    /// Announces, sends what is not there, finishes.
    async fn send(&self) -> Result<Document> {
        let UploadProgress { id, present } = self.announce().await?;
        for number in (0..piece_count(self.bytes.len() as u64)).filter(|number| !present.contains(number)) {
            self.keep(&id, number, self.piece(number)).await?;
        }
        self.finish(&id).await
    }
}

async fn pieces_left(house: &House) -> Vec<String> {
    house
        .test_db
        .files
        .keys_in("uploads")
        .try_collect()
        .await
        .expect("listed")
}

/// The same bytes by the plain way, for what an upload must come to.
async fn plainly(house: &House, doctor: &Doctor, id: &ApplicationId, path: &Path) -> Result<Document> {
    let bytes = std::fs::read(path).expect("the file");
    let incoming = Incoming {
        claim: CLAIM.parse().expect("a claim"),
        file_name: "当番表.png".to_owned(),
        path,
        sha256: hex::sha256(&bytes),
        announced: None,
    };
    store_proof(&house.backend, doctor, id, incoming).await
}

#[tokio::test]
async fn a_line_that_is_cut_anywhere_costs_a_piece_and_never_the_file() {
    let bytes = picture(660);
    assert!(bytes.len() > 1_300_000, "{}", bytes.len());
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        house.declare(&doctor, &id, &["I-02"]).await;
        let file = house.test_db.folder().join("當番表.png");
        std::fs::write(&file, &bytes).expect("written");
        let plain = plainly(&house, &doctor, &id, &file).await.expect("stored");
        remove_proof(&house.backend, &doctor, &id, &plain.id)
            .await
            .expect("removed");

        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: bytes.clone(),
        };
        for cut in (0..bytes.len()).step_by(64 * 1024) {
            let (whole, part) = (
                cut as u64 / PIECE_BYTES,
                cut % usize::try_from(PIECE_BYTES).expect("a length"),
            );
            let whole = u32::try_from(whole).expect("a number");
            let upload = sending.announce().await.expect("announced").id;
            for number in 0..whole {
                sending
                    .keep(&upload, number, sending.piece(number))
                    .await
                    .expect("kept");
            }
            // What was cut inside a piece is not there.
            let torn = sending.keep(&upload, whole, sending.piece(whole).slice(..part)).await;
            assert_eq!(refusal(torn), Refusal::Upload(UploadRefusal::WrongSize), "cut at {cut}");
            assert_eq!(
                refusal(sending.finish(&upload).await),
                Refusal::Upload(UploadRefusal::PieceMissing)
            );
            let case = house.case(&doctor, &id).await;
            assert!(case.documents.is_empty(), "half a file is none");
            let sent = submit(&house.backend, &doctor, &id, case.version).await;
            assert!(matches!(refusal(sent), Refusal::NotEligible(_)), "cut at {cut}");
            house.is_in_order().await;

            // The page is opened again, or the line is back.
            let again = sending.announce().await.expect("announced");
            assert_eq!(
                (&again.id, again.present.len()),
                (&upload, whole as usize),
                "cut at {cut}"
            );
            assert_eq!(
                progress(&house.backend, &doctor, &id, &upload).await.expect("asked"),
                again
            );
            let document = sending.send().await.expect("stored");
            assert_eq!(document.sha256_received, hex::sha256(&bytes));
            assert_eq!(
                document.sha256_stored, plain.sha256_stored,
                "cut at {cut} on {}",
                house.test_db.name
            );
            assert_eq!(document.sha256_chosen, Some("c".repeat(64)));
            assert_eq!(
                house.case(&doctor, &id).await.documents,
                std::slice::from_ref(&document)
            );
            assert_eq!(pieces_left(&house).await, [""; 0]);
            house.is_in_order().await;
            remove_proof(&house.backend, &doctor, &id, &document.id)
                .await
                .expect("removed");
        }
        house.is_in_order().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_tabs_that_send_the_same_file_at_once_make_one_document() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(200),
        };
        let announced = join_all((0..10).map(|_| sending.announce())).await;
        let ids: Vec<_> = announced.into_iter().map(|told| told.expect("announced").id).collect();
        assert!(ids.iter().all(|id| id == &ids[0]), "{}", house.test_db.name);

        let sent = join_all((0..10).map(|_| sending.send())).await;
        let documents: Vec<_> = sent.into_iter().filter_map(std::result::Result::ok).collect();
        assert!(!documents.is_empty() && documents.iter().all(|document| document == &documents[0]));
        // Whoever comes later is given the same.
        assert_eq!(sending.finish(&ids[0]).await.expect("finished before"), documents[0]);
        assert_eq!(sending.send().await.expect("sent before"), documents[0]);
        let finished = join_all((0..10).map(|_| sending.finish(&ids[0]))).await;
        assert!(
            finished
                .into_iter()
                .all(|document| document.expect("finished before") == documents[0])
        );
        assert_eq!(house.case(&doctor, &id).await.documents, [documents[0].clone()]);
        assert_eq!(pieces_left(&house).await, [""; 0]);
        house.is_in_order().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_who_finish_at_once_are_all_given_the_one_document() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(200),
        };
        let upload = sending.announce().await.expect("announced").id;
        for number in 0..piece_count(sending.bytes.len() as u64) {
            sending
                .keep(&upload, number, sending.piece(number))
                .await
                .expect("kept");
            sending
                .keep(&upload, number, sending.piece(number))
                .await
                .expect("kept before");
        }
        let finished = join_all((0..10).map(|_| sending.finish(&upload))).await;
        let documents: Vec<_> = finished
            .into_iter()
            .map(|document| document.expect("a document"))
            .collect();
        assert!(documents.iter().all(|document| document == &documents[0]));
        assert_eq!(house.case(&doctor, &id).await.documents.len(), 1);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn the_upload_of_somebody_elses_application_is_not_found() {
    for house in houses().await {
        let (doctor, other) = (house.doctor("demo-member").await, house.doctor("demo-district").await);
        let id = house.draft(&doctor).await;
        let others = house.draft(&other).await;
        let bytes = picture(10);
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: bytes.clone(),
        };
        let upload = sending.announce().await.expect("announced").id;
        for application in [&id, &others] {
            let foreign = Sending {
                backend: &house.backend,
                doctor: &other,
                application,
                bytes: bytes.clone(),
            };
            if application == &id {
                assert_eq!(refusal(foreign.announce().await), Refusal::NotFound);
            }
            assert_eq!(
                refusal(foreign.keep(&upload, 0, bytes.clone()).await),
                Refusal::NotFound
            );
            assert_eq!(refusal(foreign.finish(&upload).await), Refusal::NotFound);
            let asked = progress(&house.backend, &other, application, &upload).await;
            assert_eq!(refusal(asked), Refusal::NotFound);
        }
        assert_eq!(sending.announce().await.expect("announced").present, [0; 0]);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_file_that_is_not_what_was_announced_leaves_nothing() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(10),
        };
        let upload = sending.announce().await.expect("announced").id;
        let mut other = sending.bytes.to_vec();
        other[5_000] ^= 1;
        sending.keep(&upload, 0, Bytes::from(other)).await.expect("kept");
        assert_eq!(
            refusal(sending.finish(&upload).await),
            Refusal::Upload(UploadRefusal::Altered)
        );
        assert!(house.case(&doctor, &id).await.documents.is_empty());
        assert_eq!(pieces_left(&house).await, [""; 0]);
        assert_eq!(refusal(sending.finish(&upload).await), Refusal::NotFound);

        // Another piece in the place of one that is there: nobody knows which is right.
        let upload = sending.announce().await.expect("announced").id;
        sending.keep(&upload, 0, sending.piece(0)).await.expect("kept");
        let other = Bytes::from(vec![7; sending.bytes.len()]);
        assert_eq!(
            refusal(sending.keep(&upload, 0, other).await),
            Refusal::Upload(UploadRefusal::Altered)
        );
        assert_ne!(sending.announce().await.expect("announced anew").id, upload);
        sending.send().await.expect("stored");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn what_is_no_proof_is_refused_when_it_is_announced_or_when_it_is_whole() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: Bytes::from_static(b"%PDF-1.4 and no more"),
        };
        let told = |announcement| announce(&house.backend, &doctor, &id, announcement);
        let sound = sending.announcement();
        let refused = told(Announcement {
            size_bytes: 0,
            ..sound.clone()
        })
        .await;
        assert_eq!(refusal(refused), Refusal::File(ProofRefusal::Empty));
        let refused = told(Announcement {
            size_bytes: 20 * 1024 * 1024 + 1,
            ..sound.clone()
        })
        .await;
        assert_eq!(refusal(refused), Refusal::File(ProofRefusal::TooLarge));
        let refused = told(Announcement {
            sha256_sent: "A".repeat(64),
            ..sound.clone()
        })
        .await;
        assert_eq!(refusal(refused), Refusal::Upload(UploadRefusal::BadAnnouncement));
        let refused = told(Announcement {
            claim: "practical:I-99".parse().expect("a claim"),
            ..sound
        })
        .await;
        assert_eq!(refusal(refused), Refusal::NotFound);

        assert_eq!(refusal(sending.send().await), Refusal::File(ProofRefusal::BrokenPdf));
        assert_eq!(pieces_left(&house).await, [""; 0]);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn an_upload_that_nobody_comes_back_for_is_swept_away_after_a_day() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(300),
        };
        let upload = sending.announce().await.expect("announced").id;
        sending.keep(&upload, 0, sending.piece(0)).await.expect("kept");
        house.backend.clock.advance(TimeDelta::hours(23));
        // A piece keeps it alive.
        sending.keep(&upload, 1, sending.piece(1)).await.expect("kept");
        house.backend.clock.advance(TimeDelta::hours(23));
        assert_eq!(sweep(&house.backend).await.expect("swept"), 0);
        assert_eq!(pieces_left(&house).await.len(), 2);
        house.backend.clock.advance(TimeDelta::hours(2));
        assert_eq!(sweep(&house.backend).await.expect("swept"), 1, "{}", house.test_db.name);
        assert_eq!(pieces_left(&house).await, [""; 0]);
        assert_eq!(refusal(sending.finish(&upload).await), Refusal::NotFound);

        let document = sending.send().await.expect("stored");
        house.backend.clock.advance(TimeDelta::hours(25));
        assert_eq!(
            sweep(&house.backend).await.expect("swept"),
            1,
            "a finished one has told enough"
        );
        assert_eq!(house.case(&doctor, &id).await.documents, [document]);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_piece_without_its_upload_is_noticed_and_swept_away() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(300),
        };
        let upload = sending.announce().await.expect("announced").id;
        sending.keep(&upload, 0, sending.piece(0)).await.expect("kept");
        let folder = house.test_db.folder().join("files/uploads");
        std::fs::create_dir_all(folder.join("zz")).expect("a folder");
        std::fs::write(folder.join("zz/zz00-0"), b"left behind").expect("written");
        let rules = async || -> Vec<&'static str> {
            let found = verify(&house.backend).await.expect("verify runs");
            found.violations.into_iter().map(|violation| violation.rule).collect()
        };
        assert_eq!(rules().await, ["uploads.stray"]);
        assert_eq!(sweep(&house.backend).await.expect("swept"), 0);
        house.is_in_order().await;

        let piece = house.test_db.folder().join("files").join(&pieces_left(&house).await[0]);
        std::fs::write(&piece, b"something else").expect("written");
        assert_eq!(rules().await, ["uploads.file"], "{}", house.test_db.name);
        assert_eq!(refusal(sending.send().await), Refusal::Upload(UploadRefusal::Altered));
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_copy_that_left_out_what_was_on_its_way_begins_the_file_anew() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(300),
        };
        let upload = sending.announce().await.expect("announced").id;
        sending.keep(&upload, 0, sending.piece(0)).await.expect("kept");
        let pieces = house.test_db.folder().join("files/uploads");
        std::fs::remove_dir_all(pieces).expect("left out");
        let found = verify(&house.backend).await.expect("verify runs");
        assert_eq!((found.violations.len(), found.notes.len()), (0, 1), "{:?}", found.notes);
        assert_eq!(refusal(sending.send().await), Refusal::Upload(UploadRefusal::PieceLost));
        sending.send().await.expect("stored");
        assert_eq!(house.case(&doctor, &id).await.documents.len(), 1);
        house.is_in_order().await;
    }
}

/// A future that is dropped half-way is what a browser that hangs up leaves of its request.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_hangs_up_at_any_moment_leaves_one_document_or_none_and_no_stray_file() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(200),
        };
        for patience in 0..60 {
            let _ = tokio::time::timeout(Duration::from_micros(patience * 700), sending.send()).await;
        }
        // What was begun goes on without its client.
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(
            house.case(&doctor, &id).await.documents.len() <= 1,
            "{}",
            house.test_db.name
        );
        let document = sending.send().await.expect("stored");
        assert_eq!(house.case(&doctor, &id).await.documents, [document]);
        let found = verify(&house.backend).await.expect("verify runs");
        assert_eq!((found.violations, found.notes), (Vec::new(), Vec::new()));
        sweep(&house.backend).await.expect("swept");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn too_many_uploads_wait_and_idle_ones_make_room() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let file = |lines| Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(lines),
        };
        let most = u32::try_from(UPLOADS_OPEN_MAX).expect("a few");
        for lines in 1..=most {
            file(lines).announce().await.expect("announced");
        }
        let one_more = file(most + 1);
        assert_eq!(
            refusal(one_more.announce().await),
            Refusal::Upload(UploadRefusal::TooMany)
        );
        // The first moves once more, so the second is the one that waits longest.
        let second = file(2).announce().await.expect("one of them").id;
        house.backend.clock.advance(TimeDelta::minutes(30));
        for lines in (1..=most).filter(|lines| *lines != 2) {
            file(lines).announce().await.expect("one of them");
        }
        house.backend.clock.advance(TimeDelta::minutes(31));
        one_more.announce().await.expect("announced");
        assert_eq!(
            refusal(progress(&house.backend, &doctor, &id, &second).await),
            Refusal::NotFound
        );
        let another = file(most + 2).announce().await;
        assert_eq!(
            refusal(another),
            Refusal::Upload(UploadRefusal::TooMany),
            "the others are under way"
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_deleted_draft_takes_its_uploads_along() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(300),
        };
        let upload = sending.announce().await.expect("announced").id;
        sending.keep(&upload, 0, sending.piece(0)).await.expect("kept");
        let version = house.case(&doctor, &id).await.version;
        delete_draft(&house.backend, &doctor, &id, version)
            .await
            .expect("deleted");
        assert_eq!(pieces_left(&house).await, [""; 0]);
        assert_eq!(
            refusal(sending.keep(&upload, 1, sending.piece(1)).await),
            Refusal::NotFound
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_proof_that_was_removed_can_be_sent_again() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(10),
        };
        let document = sending.send().await.expect("stored");
        remove_proof(&house.backend, &doctor, &id, &document.id)
            .await
            .expect("removed");
        let again = sending.send().await.expect("stored again");
        assert_ne!(again.id, document.id);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn nothing_arrives_in_an_application_that_was_sent_and_the_receipt_names_what_did() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let refused = receipt(&house.backend, &doctor, &id).await.err();
        assert!(
            matches!(refused, Some(Error::Refused(Refusal::NotFound))),
            "a draft has no receipt"
        );
        house.declare(&doctor, &id, &["I-02"]).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(300),
        };
        let document = sending.send().await.expect("stored");
        let late = Sending {
            bytes: picture(301),
            ..sending
        };
        let upload = late.announce().await.expect("announced").id;
        late.keep(&upload, 0, late.piece(0)).await.expect("kept");
        let version = house.case(&doctor, &id).await.version;
        submit(&house.backend, &doctor, &id, version).await.expect("submitted");

        assert_eq!(
            refusal(late.keep(&upload, 1, late.piece(1)).await),
            Refusal::WrongStatus
        );
        assert_eq!(refusal(late.finish(&upload).await), Refusal::WrongStatus);
        let case = house.case(&doctor, &id).await;
        let sealed = sealed_files(&house.backend, &case).await.expect("sealed");
        let [file] = &sealed[..] else { panic!("{sealed:?}") };
        assert_eq!(file.document, document.id);
        assert_eq!(file.prints.chosen, document.sha256_chosen);
        assert_eq!(file.prints.received, hex::sha256(&picture(300)));
        assert_eq!(file.prints.stored, document.sha256_stored);

        let pdf = receipt(&house.backend, &doctor, &id).await.expect("a receipt");
        assert!(pdf.bytes.starts_with(b"%PDF-") && Some(&pdf.number) == case.receipt_number.as_ref());
        let again = receipt(&house.backend, &doctor, &id).await.expect("a receipt");
        assert_eq!(again.sha256, pdf.sha256);
        let other = house.doctor("demo-district").await;
        let foreign = receipt(&house.backend, &other, &id).await.err();
        assert!(matches!(foreign, Some(Error::Refused(Refusal::NotFound))));
        house.is_in_order().await;
    }
}

/// The same means, with one failure planned.
fn failing(house: &House, at: u64, fault: Fault) -> (Backend, FaultPlan) {
    let plan = FaultPlan::at(at, fault);
    let mut backend = house.backend.clone();
    backend.db = backend.db.with_faults(plan.clone());
    backend.files = backend.files.with_faults(plan.clone());
    (backend, plan)
}

#[tokio::test]
async fn whatever_step_fails_the_next_try_makes_one_whole_document() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let sending = Sending {
            backend: &house.backend,
            doctor: &doctor,
            application: &id,
            bytes: picture(300),
        };
        for fault in [Fault::Error, Fault::Garble] {
            for step in 1.. {
                let (backend, plan) = failing(&house, step, fault);
                let tried = Sending {
                    backend: &backend,
                    bytes: sending.bytes.clone(),
                    ..sending
                }
                .send()
                .await;
                let case = house.case(&doctor, &id).await;
                assert!(tried.is_err() || case.documents.len() == 1);
                assert!(case.documents.len() <= 1, "{fault:?} at {step}");
                // A garbled piece is found when the file is put together; the upload begins anew then.
                let document = match sending.send().await {
                    Err(Error::Refused(Refusal::Upload(UploadRefusal::Altered))) => sending.send().await,
                    settled => settled,
                };
                let document = document.unwrap_or_else(|error| panic!("{fault:?} at {step}: {error:?}"));
                assert_eq!(
                    house.case(&doctor, &id).await.documents,
                    std::slice::from_ref(&document)
                );
                sweep(&house.backend).await.expect("swept");
                house.is_in_order().await;
                let notes = verify(&house.backend).await.expect("verify runs").notes;
                assert!(notes.is_empty(), "{fault:?} at {step}: {notes:?}");
                remove_proof(&house.backend, &doctor, &id, &document.id)
                    .await
                    .expect("removed");
                if !plan.fired() {
                    assert!(tried.is_ok() && step > 10, "{fault:?}: {step} steps");
                    break;
                }
            }
        }
    }
}

#[tokio::test]
async fn a_proof_that_is_not_stored_as_it_was_written_is_a_fault_and_leaves_nothing() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let file = house.test_db.folder().join("a.png");
        std::fs::write(&file, picture(10)).expect("written");
        let bytes = std::fs::read(&file).expect("the file");
        let incoming = Incoming {
            claim: CLAIM.parse().expect("a claim"),
            file_name: "a.png".to_owned(),
            path: &file,
            sha256: hex::sha256(&bytes),
            announced: None,
        };
        // The first step is the put.
        let (backend, plan) = failing(&house, 2, Fault::Garble);
        let stored = store_proof(&backend, &doctor, &id, incoming).await;
        assert!(matches!(stored, Err(Error::Fault(_))), "{stored:?}");
        assert!(plan.fired());
        assert!(house.case(&doctor, &id).await.documents.is_empty());
        let left: Vec<String> = house
            .test_db
            .files
            .keys_in("documents")
            .try_collect()
            .await
            .expect("listed");
        let known = verify(&house.backend).await.expect("verify runs");
        assert_eq!((known.violations, known.notes), (Vec::new(), Vec::new()), "{left:?}");
        house.is_in_order().await;
    }
}

//! Everything that is kept of a doctor, in one file: whole, readable, and of nobody else.

use std::io::{Cursor, Read};

use backend::applications::copy::copy;
use backend::applications::history::{HistoryFilter, history};
use backend::error::Refusal;
use backend::jobs::run::run_due;
use backend::own_data::{OwnData, take_out};
use backend::visitor::Doctor;
use futures::TryStreamExt;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::house::{House, houses, refusal};

type Archive = ZipArchive<Cursor<Vec<u8>>>;

async fn taken(house: &House, doctor: &Doctor) -> OwnData {
    take_out(&house.backend, doctor).await.expect("the own data")
}

async fn read(data: OwnData) -> (Archive, Value) {
    let reading = data.into_reading();
    let size = reading.size_bytes;
    let pieces: Vec<_> = reading.content.try_collect().await.expect("its bytes");
    let bytes = pieces.concat();
    assert_eq!(bytes.len() as u64, size);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    let records = bytes_of(&mut archive, "data.json");
    (archive, serde_json::from_slice(&records).expect("JSON in UTF-8"))
}

fn bytes_of(archive: &mut Archive, path: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = archive.by_name(path).expect("a file of this name");
    file.read_to_end(&mut bytes)
        .expect("its bytes, with the right checksum");
    bytes
}

fn sha256(bytes: &[u8]) -> String {
    backend::hex::encode(&Sha256::digest(bytes))
}

async fn entries(house: &House) -> i64 {
    let conn = house.backend.db.read();
    let sql = "SELECT COUNT(*) AS n FROM audit_log WHERE action = 'doctor.data_taken'";
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await.expect("an answer").expect("a row");
    row.try_get("", "n").expect("a number")
}

#[tokio::test]
async fn the_file_holds_the_records_and_every_file_as_it_was_stored() {
    for house in houses().await {
        let doctor = house.doctor("demo-done").await;
        run_due(&house.backend).await.expect("the jobs");
        let lines = history(&house.backend, &doctor, &HistoryFilter::default()).await;
        let approved = lines.expect("a history")[0].id.clone();
        // Later, as the order in the file is that of beginning.
        house.backend.clock.advance(chrono::TimeDelta::minutes(1));
        copy(&house.backend, &doctor, &approved, "k").await.expect("a copy");

        let data = taken(&house, &doctor).await;
        assert_eq!(data.name, "修了申請データ_2026-01-20.zip");
        let (mut archive, records) = read(data).await;
        assert_eq!(
            (&records["format"], &records["version"]),
            (&"shuryo.own-data".into(), &1.into())
        );
        assert!(records["doctor"]["name"].as_str().expect("a name").contains("見本"));
        assert!(!records["memberships"].as_array().expect("a list").is_empty());
        assert!(!records["credits"].as_array().expect("a list").is_empty());
        let letters = records["letters"].as_array().expect("a list");
        assert!(letters.iter().any(|letter| {
            letter["subject"]
                .as_str()
                .is_some_and(|subject| subject.contains("申請を受け付けました"))
        }));
        let applications = records["applications"].as_array().expect("a list");
        let statuses: Vec<_> = applications.iter().map(|one| one["status"].as_str()).collect();
        assert_eq!(statuses, [Some("approved"), Some("draft")]);
        assert_eq!(
            applications[0]["receipts"][0]["files"][0]["path"],
            applications[0]["proofs"][0]["path"]
        );

        let mut files = 1;
        for application in applications {
            for proof in application["proofs"].as_array().expect("a list") {
                let path = proof["path"].as_str().expect("a path");
                assert_eq!(proof["sha256_stored"], sha256(&bytes_of(&mut archive, path)), "{path}");
                files += 1;
            }
            for certificate in application["certificates"].as_array().expect("a list") {
                let bytes = bytes_of(&mut archive, certificate["path"].as_str().expect("a path"));
                assert!(bytes.starts_with(b"%PDF-"));
                assert_eq!(certificate["sha256"], sha256(&bytes));
                files += 1;
            }
        }
        assert_eq!(
            (files, archive.len()),
            (4, 4),
            "two proofs, one certificate, the records"
        );
        assert_eq!(entries(&house).await, 1);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn nothing_of_anybody_else_is_in_it() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        let reviewer = house.reviewer("demo-reviewer").await;
        let decision = domain::review::Decision::Refuse {
            reason: "対象外です。".to_owned(),
        };
        backend::reviews::decide::decide(&house.backend, &reviewer, &case.id, case.version, decision)
            .await
            .expect("refused");
        let (_, records) = read(taken(&house, &doctor).await).await;
        let text = records.to_string();
        assert!(text.contains("対象外です。") && text.contains("医師会"));
        let clerk = house.visitor("demo-reviewer").await;
        for foreign in [clerk.display_name.as_str(), clerk.account.as_str()] {
            assert!(!text.contains(foreign), "{foreign} is a clerk's");
        }
        let applications = records["applications"].as_array().expect("a list");
        assert_eq!(applications.len(), 1);

        let (_, others) = read(taken(&house, &house.doctor("demo-guest").await).await).await;
        assert!(others["applications"].as_array().expect("a list").is_empty());
        assert!(!others.to_string().contains(case.id.as_str()));
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn one_is_made_at_a_time_for_each_account() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let first = taken(&house, &doctor).await;
        let second = take_out(&house.backend, &doctor).await.map(|_| ());
        assert_eq!(refusal(second), Refusal::TakingOut);
        let other = house.doctor("demo-guest").await;
        drop(taken(&house, &other).await);
        let reading = first.into_reading();
        let third = take_out(&house.backend, &doctor).await.map(|_| ());
        assert_eq!(refusal(third), Refusal::TakingOut, "while the first is being read");
        drop(reading);
        drop(taken(&house, &doctor).await);
        assert_eq!(entries(&house).await, 3);
        house.is_in_order().await;
    }
}

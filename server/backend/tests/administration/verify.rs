//! `verify` finds nothing in a database that is whole, and everything that was done to one.

use std::fs;
use std::path::PathBuf;

use backend::verify::{Verified, verify};
use sea_orm::{ConnectionTrait, Database};

use crate::means::{Means, tamper, text};
use crate::seed::seeded;
use crate::tampering::{FOR_GOOD, TAMPERINGS};

async fn found(m: &Means) -> Verified {
    verify(&m.backend).await.expect("an answer")
}

async fn broken_rules(m: &Means) -> Vec<&'static str> {
    let mut rules: Vec<_> = found(m)
        .await
        .violations
        .into_iter()
        .map(|violation| violation.rule)
        .collect();
    rules.dedup();
    rules
}

#[tokio::test]
async fn every_change_of_a_row_is_noticed_and_its_undoing_too() {
    for m in seeded().await {
        for change in TAMPERINGS {
            tamper(&m.t.db, change.done).await;
            let rules = broken_rules(&m).await;
            assert!(
                rules.contains(&change.rule),
                "{} on {}: {rules:?}",
                change.done,
                m.t.name
            );
            tamper(&m.t.db, change.undone).await;
            assert_eq!(found(&m).await.violations, [], "{} on {}", change.undone, m.t.name);
        }
    }
}

#[tokio::test]
async fn a_row_that_is_lost_or_altered_behind_the_guards_is_noticed() {
    for (rule, change) in FOR_GOOD {
        for m in seeded().await {
            lay_down_guards(&m).await;
            tamper(&m.t.db, change).await;
            let rules = broken_rules(&m).await;
            assert!(rules.contains(&rule), "{change} on {}: {rules:?}", m.t.name);
        }
    }
}

async fn lay_down_guards(m: &Means) {
    for (table, trigger) in [
        ("audit_log", "audit_log_no_update"),
        ("audit_log", "audit_log_no_delete"),
        ("policies", "policies_stand"),
    ] {
        let on = if m.t.name == "SQLite" {
            String::new()
        } else {
            format!(" ON {table}")
        };
        tamper(&m.t.db, &format!("DROP TRIGGER {trigger}{on}")).await;
    }
}

/// Where the one file of a table lies.
async fn file_of(m: &Means, table: &str) -> PathBuf {
    let key = text(&m.t.db, &format!("SELECT storage_key FROM {table}"))
        .await
        .expect("a stored file");
    m.t.folder().join("files").join(key)
}

#[tokio::test]
async fn a_file_with_one_flipped_bit_is_noticed() {
    for m in seeded().await {
        for (table, rule) in [("documents", "documents.file"), ("certificates", "certificates.file")] {
            let path = file_of(&m, table).await;
            let whole = fs::read(&path).expect("the file");
            for at in [0, whole.len() / 2, whole.len() - 1] {
                let mut flipped = whole.clone();
                flipped[at] ^= 1;
                fs::write(&path, flipped).expect("written");
                assert_eq!(broken_rules(&m).await, [rule], "byte {at} of {table} on {}", m.t.name);
            }
            fs::write(&path, &whole[1..]).expect("written");
            assert_eq!(broken_rules(&m).await, [rule]);
            fs::remove_file(&path).expect("removed");
            assert!(found(&m).await.violations[0].what.contains("missing"));
            fs::write(&path, &whole).expect("written");
        }
        assert_eq!(found(&m).await.violations, []);
    }
}

#[tokio::test]
async fn a_file_that_only_a_receipt_names_is_looked_at_too() {
    for m in seeded().await {
        let path = file_of(&m, "documents").await;
        tamper(&m.t.db, "DELETE FROM documents").await;
        assert_eq!(found(&m).await.notes, Vec::<String>::new(), "the receipt names it");
        fs::remove_file(&path).expect("removed");
        assert!(broken_rules(&m).await.contains(&"submissions.file"), "{}", m.t.name);
    }
}

#[tokio::test]
async fn a_file_that_no_row_names_is_a_note_and_no_violation() {
    for m in seeded().await {
        let folder = m.t.folder().join("files/documents/zz");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("zz00"), b"left behind").expect("written");
        let found = found(&m).await;
        assert_eq!(found.violations, []);
        assert_eq!(found.notes, ["no row names the file documents/zz/zz00"], "{}", m.t.name);
    }
}

#[tokio::test]
async fn a_case_in_review_by_somebody_of_another_branch_is_noticed() {
    for m in seeded().await {
        let taken = "UPDATE applications SET status = 'in_review', reviewer_account_id = \
                     (SELECT id FROM accounts WHERE login = 'demo-other')";
        tamper(&m.t.db, taken).await;
        assert!(
            broken_rules(&m).await.contains(&"applications.reviewer"),
            "{}",
            m.t.name
        );
        let taken = taken.replace("demo-other", "demo-prefecture");
        tamper(&m.t.db, &taken).await;
        assert!(
            !broken_rules(&m).await.contains(&"applications.reviewer"),
            "a prefecture sees its districts"
        );
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_will_make_is_noticed() {
    for m in seeded().await {
        let unmade = "UPDATE certificates SET rendered_at = NULL, storage_key = NULL, sha256 = NULL, size_bytes = NULL";
        tamper(&m.t.db, unmade).await;
        assert_eq!(broken_rules(&m).await, ["certificates.job"], "{}", m.t.name);
        tamper(
            &m.t.db,
            "UPDATE jobs SET finished_at = NULL WHERE kind = 'certificate.make'",
        )
        .await;
        assert_eq!(broken_rules(&m).await, [""; 0]);
    }
}

#[tokio::test]
async fn a_letter_that_nobody_will_send_is_noticed() {
    for m in seeded().await {
        tamper(
            &m.t.db,
            "UPDATE jobs SET finished_at = created_at WHERE kind = 'mail.send'",
        )
        .await;
        tamper(&m.t.db, "UPDATE mails SET state = 'waiting', sent_at = NULL").await;
        assert_eq!(broken_rules(&m).await.first(), Some(&"mails.jobs"), "{}", m.t.name);
    }
}

#[tokio::test]
async fn a_reference_that_a_careless_program_broke_on_sqlite_is_noticed() {
    for m in seeded().await {
        if m.t.name != "SQLite" {
            continue;
        }
        let careless = Database::connect(&m.t.url).await.expect("a connection");
        careless
            .execute_unprepared("PRAGMA foreign_keys = OFF; DELETE FROM accounts WHERE login = 'demo-other'")
            .await
            .expect("done");
        careless.close().await.expect("closed");
        assert!(broken_rules(&m).await.contains(&"references"));
    }
}

#[tokio::test]
async fn a_broken_database_is_not_described_without_end() {
    for m in seeded().await {
        let many = match m.t.name {
            "SQLite" => "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) ".to_owned(),
            _ => "WITH n AS (SELECT generate_series(1, 300) AS i) ".to_owned(),
        };
        let many = format!(
            "{many} INSERT INTO counters (name, next) SELECT 'certificate:' || CAST(1000 + i AS TEXT), 9 FROM n"
        );
        tamper(&m.t.db, &many).await;
        let found = found(&m).await;
        assert_eq!(found.violations.len(), 101);
        assert_eq!(found.violations[100].what, "and more");
    }
}

//! Bringing the schema up to date.

use backend::db::Db;
use backend::testing::databases;

use crate::rows::{number, prepared};

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    for t in prepared().await {
        let before = number(&t, "SELECT count(*) FROM seaql_migrations").await;
        t.db.migrate().await.unwrap();
        assert_eq!(
            number(&t, "SELECT count(*) FROM seaql_migrations").await,
            before,
            "{}",
            t.name
        );
        assert_eq!(number(&t, "SELECT count(*) FROM doctors").await, 2, "{}", t.name);
    }
}

#[tokio::test]
async fn two_processes_that_start_at_once_migrate_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("new.db").display());
    let (one, two) = (Db::connect(&url).await.unwrap(), Db::connect(&url).await.unwrap());
    let (first, second) = tokio::join!(one.migrate(), two.migrate());
    first.unwrap();
    second.unwrap();
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused_without_repeating_its_password() {
    for url in [
        "mysql://root:secret@localhost/x",
        "sqlite::memory:",
        "sqlite://x?mode=memory",
    ] {
        let error = Db::connect(url).await.unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }
}

#[tokio::test]
async fn sqlite_keeps_commits_through_a_power_cut_and_checks_references() {
    let [t, ..] = &databases().await[..] else {
        panic!("SQLite is always there")
    };
    assert_eq!(t.name, "SQLite");
    let writer = writer_pragmas(&t.db).await;
    assert_eq!(
        writer,
        [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("foreign_keys", "1"),
            ("busy_timeout", "10000")
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

async fn writer_pragmas(db: &Db) -> Vec<(String, String)> {
    use backend::db::Txn;
    use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
    db.write(async |txn: &Txn| -> Result<_, DbErr> {
        let mut found = Vec::new();
        for name in ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"] {
            let query = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {name}"));
            let row = txn.query_one_raw(query).await?.expect("a pragma has a value");
            let value = row
                .try_get_by_index::<String>(0)
                .or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()))?;
            found.push((name.to_owned(), value));
        }
        Ok(found)
    })
    .await
    .expect("pragmas can be read")
}

//! Databases with everything that a use case needs, and ways to look at rows and to break them.

use std::path::PathBuf;

use backend::Backend;
use backend::certificates::render::DEFAULT_FONT_FOLDERS;
use backend::clock::Clock;
use backend::db::{Db, Txn};
use backend::evidence::child::Inspector;
use backend::testing::{TestDb, databases};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// A database with the program's means around it.
pub(crate) struct Means {
    /// The database itself; it is gone when this is dropped.
    pub(crate) t: TestDb,
    /// What use cases take.
    pub(crate) backend: Backend,
}

/// Noon in Japan on 1 February 2026, in the fiscal year 2025.
pub(crate) fn noon() -> DateTime<Utc> {
    "2026-02-01T03:00:00Z".parse().expect("a moment")
}

/// Fresh databases, at noon.
pub(crate) async fn everywhere() -> Vec<Means> {
    let with_means = |t: TestDb| {
        let fonts = DEFAULT_FONT_FOLDERS.map(PathBuf::from).to_vec();
        let clock = Clock::fixed(noon());
        let backend = Backend::new(t.db.clone(), t.files.clone(), clock, Inspector::in_process(), fonts);
        Means { t, backend }
    };
    databases().await.into_iter().map(with_means).collect()
}

/// The first column of the first row, as text.
pub(crate) async fn text(db: &Db, sql: &str) -> Option<String> {
    let statement = Statement::from_string(db.backend(), sql);
    let row = db.read().query_one_raw(statement).await.expect("the query runs")?;
    row.try_get_by_index::<Option<String>>(0).expect("a text")
}

/// The first column of the first row, as a number.
pub(crate) async fn number(db: &Db, sql: &str) -> i64 {
    let statement = Statement::from_string(db.backend(), sql);
    let row = db
        .read()
        .query_one_raw(statement)
        .await
        .expect("the query runs")
        .expect("a row");
    row.try_get_by_index(0).expect("a number")
}

/// How many rows a table has.
pub(crate) async fn count(db: &Db, table: &str) -> i64 {
    number(db, &format!("SELECT COUNT(*) FROM {table}")).await
}

/// Does to the database what no use case would.
pub(crate) async fn tamper(db: &Db, sql: &str) {
    let statement = sql.to_owned();
    let done = db
        .write(async move |txn: &Txn| txn.execute_unprepared(&statement).await.map(|_| ()))
        .await;
    done.unwrap_or_else(|error: DbErr| panic!("{sql}: {error}"));
}

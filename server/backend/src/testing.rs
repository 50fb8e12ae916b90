//! What tests need: fresh databases of both kinds, and failures on order. Nothing here is used while serving.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{ConnectionTrait, Database, DbBackend, FromQueryResult, Statement};
use serde_json::Value;
use tempfile::TempDir;

use crate::db::Db;
use crate::files::Files;
use crate::random;

/// The address of a PostgreSQL server for tests, `postgres://user@host:port/db`: its user may create schemas in it.
const POSTGRES_FOR_TESTS: &str = "SHURYO_TEST_POSTGRES";

/// How a planned failure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The step returns an error.
    Error,
    /// The process ends on the spot, as with a power cut.
    Abort,
    /// What a file store just wrote is not what it was given; at any other step nothing happens.
    Garble,
}

/// At which step of writing things go wrong. The default is never; a plan is given to `Db` and `Files` together so
/// that their steps are counted as one sequence.
#[derive(Clone, Debug, Default)]
pub struct FaultPlan(Option<Arc<Plan>>);

#[derive(Debug)]
struct Plan {
    at: u64,
    fault: Fault,
    passed: AtomicU64,
}

/// The error of a planned failure.
#[derive(Debug, thiserror::Error)]
#[error("a failure was planned at step {number} ({name})")]
pub struct InjectedFault {
    number: u64,
    name: String,
}

impl FaultPlan {
    /// A failure at the step of this number, counted from 1. The steps before and after it succeed.
    pub fn at(number: u64, fault: Fault) -> Self {
        Self(Some(Arc::new(Plan {
            at: number,
            fault,
            passed: AtomicU64::new(0),
        })))
    }

    /// Whether the step has been reached. A crash test raises the number until a run ends with this still false.
    pub fn fired(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|plan| plan.passed.load(Ordering::SeqCst) >= plan.at)
    }

    /// Counts a step and lets it fail if it is its turn.
    pub(crate) fn step(&self, name: &str) -> Result<(), InjectedFault> {
        match self.turn() {
            Some((number, Fault::Error)) => Err(InjectedFault {
                number,
                name: name.to_owned(),
            }),
            Some((_, Fault::Abort)) => std::process::abort(),
            Some((_, Fault::Garble)) | None => Ok(()),
        }
    }

    /// Whether what was just written is to be garbled. No step of its own: it would move the others.
    pub(crate) fn garbles(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|plan| plan.fault == Fault::Garble && plan.passed.load(Ordering::SeqCst) + 1 == plan.at)
    }

    /// Counts a step; the failure that is planned for it, if any.
    fn turn(&self) -> Option<(u64, Fault)> {
        let plan = self.0.as_ref()?;
        let number = plan.passed.fetch_add(1, Ordering::SeqCst) + 1;
        (number == plan.at).then_some((number, plan.fault))
    }
}

/// A migrated, empty database with a folder for files. Both are gone when it is dropped.
#[derive(Debug)]
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// The files that belong to it.
    pub files: Files,
    /// "SQLite" or "PostgreSQL", for messages of failed assertions.
    pub name: &'static str,
    /// The address, for a second connection or another process.
    pub url: String,
    folder: TempDir,
    lodging: Option<Lodging>,
}

/// What is to be cleared away on a PostgreSQL server.
#[derive(Debug)]
struct Lodging {
    server: String,
    schema: String,
}

impl TestDb {
    /// The folder that is removed with the database.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The details of all audit entries of this action, in order.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn audit_details(&self, action: &str) -> Vec<String> {
        let conn = self.db.read();
        let sql = "SELECT detail FROM audit_log WHERE action = $1 ORDER BY sequence";
        let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [action.into()]);
        let rows = conn.query_all_raw(statement).await.expect("the log is read");
        rows.iter()
            .map(|row| row.try_get("", "detail").expect("a detail"))
            .collect()
    }

    /// Every row of every table but these, in whatever order: to see that nothing has changed.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn rows_without(&self, left_out: &[&str]) -> BTreeMap<String, Vec<Value>> {
        let tables = match self.db.backend() {
            DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            _ => "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()",
        };
        let mut all = BTreeMap::new();
        for table in self.selected(tables).await {
            let name = table["name"].as_str().expect("a table's name").to_owned();
            if left_out.contains(&name.as_str()) {
                continue;
            }
            let rows = self.selected(&format!("SELECT * FROM {name}")).await;
            all.insert(name, rows);
        }
        all
    }

    async fn selected(&self, sql: &str) -> Vec<Value> {
        let statement = Statement::from_string(self.db.backend(), sql);
        let rows = Value::find_by_statement(statement).all(self.db.read()).await;
        rows.expect("the rows are read")
    }

    /// Gives a doctor another name, past every use case.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn rename_doctor(&self, id: &str, name: &str) {
        self.write("UPDATE doctors SET name = $1 WHERE id = $2", name, id).await;
    }

    /// Gives an example account another address, past every use case and every rule of what an address is.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn change_email(&self, login: &str, email: &str) {
        self.write("UPDATE accounts SET email = $1 WHERE login = $2", email, login)
            .await;
    }

    async fn write(&self, sql: &'static str, value: &str, key: &str) {
        let (value, key) = (value.to_owned(), key.to_owned());
        let written = self
            .db
            .write(async move |txn: &crate::db::Txn| -> Result<(), sea_orm::DbErr> {
                let values = [value.as_str().into(), key.as_str().into()];
                txn.execute_raw(Statement::from_sql_and_values(txn.get_database_backend(), sql, values))
                    .await?;
                Ok(())
            });
        written.await.expect("the row is changed");
    }
}

/// A fresh SQLite database and, where `SHURYO_TEST_POSTGRES` names a server, a fresh schema in its database:
/// `for t in databases().await { … }`.
///
/// # Panics
/// When one cannot be made: the test cannot run then.
pub async fn databases() -> Vec<TestDb> {
    let mut databases = vec![sqlite().await];
    if let Ok(server) = std::env::var(POSTGRES_FOR_TESTS) {
        databases.push(postgres(server).await);
    }
    databases
}

/// A fresh SQLite database alone.
///
/// # Panics
/// When it cannot be made.
pub async fn sqlite() -> TestDb {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let url = format!("sqlite://{}", folder.path().join("shuryo.db").display());
    opened("SQLite", url, folder, None).await
}

/// A schema of its own in the server's database: a database of its own would cost a checkpoint each time.
async fn postgres(server: String) -> TestDb {
    let schema = format!("shuryo_test_{}", random::token_hex(8));
    administer(&server, &format!("CREATE SCHEMA {schema}")).await;
    let separator = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{separator}options[search_path]={schema}");
    let folder = tempfile::tempdir().expect("a folder for the test");
    opened("PostgreSQL", url, folder, Some(Lodging { server, schema })).await
}

async fn opened(name: &'static str, url: String, folder: TempDir, lodging: Option<Lodging>) -> TestDb {
    let db = Db::connect(&url).await.expect("the test database answers");
    db.migrate().await.expect("the migrations run");
    let files = Files::local(&folder.path().join("files")).expect("a folder for files");
    TestDb {
        db,
        files,
        name,
        url,
        folder,
        lodging,
    }
}

async fn administer(server: &str, statement: &str) {
    let connection = Database::connect(server)
        .await
        .expect("the PostgreSQL server for tests answers");
    connection
        .execute_unprepared(statement)
        .await
        .expect("the user may create and drop schemas");
    connection.close().await.expect("the connection closes");
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Some(Lodging { server, schema }) = self.lodging.take() else {
            return;
        };
        // Dropping cannot wait for the test's own runtime, so another one does it. A schema that stays behind after a
        // failure is a nuisance, not a reason to hide that failure behind a second panic.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let statement = format!("DROP SCHEMA IF EXISTS {schema} CASCADE");
            runtime
                .expect("a runtime for cleaning up")
                .block_on(administer(&server, &statement));
        });
        let _ = dropped.join();
    }
}

/// The code that an authenticator app shows at a moment for a secret, as the account's page spells it.
pub fn code_at(secret: &str, at: chrono::DateTime<chrono::Utc>) -> Option<String> {
    crate::accounts::code_at(secret, at)
}

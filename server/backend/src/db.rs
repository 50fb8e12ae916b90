//! The database: who reads, who writes, and why a write cannot be cut short or seen half done.
//!
//! SQLite has one writer and many readers at a time, so it gets a pool of one for writing and a pool that can only
//! read. PostgreSQL sorts that out itself and gets one pool for both.

use std::error::Error;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use migrations::Migrator;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, RuntimeErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use tracing::Instrument;

use self::conflict::lost_to_another;
use crate::testing::FaultPlan;

mod conflict;

/// A transaction that is open for writing. Queries inside it take this, never the `Db`: on SQLite the `Db` would wait
/// for the very connection that the transaction holds.
pub type Txn = DatabaseTransaction;

/// How many readers SQLite serves at once.
const SQLITE_READERS: u32 = 8;
/// How many connections the program opens to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a request waits for a connection before it is told that the database is away.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a write waits for the writes before it in this process.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// How long SQLite waits for another process (worker, backup) to let go of the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// A PostgreSQL connection that was idle for this long is tried before it is used.
const TEST_AFTER_IDLE: Duration = Duration::from_secs(30);
/// How often a transaction that lost against another one starts over.
const RETRIES: u32 = 3;
/// Any number will do, as long as nothing else locks it.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(7283910042)";

/// What [`Db::write`] accepts: an async closure over a transaction whose future may change threads.
///
/// It is implemented for every such closure; nobody implements it by hand. (`AsyncFnOnce` cannot yet say `Send`.)
pub trait Work<'t, T, E>: FnOnce(&'t Txn) -> Self::Running {
    /// The running work.
    type Running: Future<Output = Result<T, E>> + Send + 't;
}

impl<'t, T, E, F, R> Work<'t, T, E> for F
where
    F: FnOnce(&'t Txn) -> R,
    R: Future<Output = Result<T, E>> + Send + 't,
{
    type Running = R;
}

/// The connections to the database. Copies share them.
#[derive(Clone, Debug)]
pub struct Db {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    faults: FaultPlan,
}

impl Db {
    /// Connects to `sqlite://path/to/file` (made if missing; its folder must exist) or
    /// `postgres://user:password@host:port/name`.
    ///
    /// # Errors
    /// When the address is of neither kind or the database does not answer.
    pub async fn connect(url: &str) -> Result<Self, DbErr> {
        if url.starts_with("sqlite:") {
            Self::connect_sqlite(url).await
        } else if url.starts_with("postgres://") {
            Self::connect_postgres(url).await
        } else {
            // The address may hold a password: it is not repeated.
            Err(connection_error(
                "the database address must begin with sqlite:// or postgres://",
            ))
        }
    }

    async fn connect_sqlite(url: &str) -> Result<Self, DbErr> {
        if url.contains(":memory:") || url.contains("mode=memory") {
            return Err(connection_error(
                "a database in memory would be another one for readers: name a file",
            ));
        }
        let mut writing = sqlite_options(url, 1, WRITE_TIMEOUT);
        writing.map_sqlx_sqlite_opts(|options| {
            options
                .create_if_missing(true)
                .busy_timeout(BUSY_TIMEOUT)
                .pragma("journal_mode", "WAL")
                // In WAL mode NORMAL forgets the last commits at a power cut.
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                // Without it, INSERT OR REPLACE deletes rows past the triggers that refuse deletion.
                .pragma("recursive_triggers", "ON")
        });
        let mut reading = sqlite_options(url, SQLITE_READERS, ACQUIRE_TIMEOUT);
        reading.map_sqlx_sqlite_opts(|options| options.busy_timeout(BUSY_TIMEOUT).pragma("query_only", "ON"));
        Ok(Self {
            writer: Database::connect(writing).await?,
            reader: Database::connect(reading).await?,
            faults: FaultPlan::default(),
        })
    }

    async fn connect_postgres(url: &str) -> Result<Self, DbErr> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire_if_idle_for(TEST_AFTER_IDLE)
            .sqlx_logging(false);
        let pool = Database::connect(options).await?;
        Ok(Self {
            writer: pool.clone(),
            reader: pool,
            faults: FaultPlan::default(),
        })
    }

    /// The same connections with failures planned, for crash tests.
    #[must_use]
    pub fn with_faults(mut self, faults: FaultPlan) -> Self {
        self.faults = faults;
        self
    }

    /// The same connections with every statement counted, for tests and benchmarks of how many a page needs.
    #[must_use]
    pub fn counting(mut self, statements: &Arc<AtomicU64>) -> Self {
        for connection in [&mut self.writer, &mut self.reader] {
            let statements = Arc::clone(statements);
            connection.set_metric_callback(move |_| {
                statements.fetch_add(1, Ordering::Relaxed);
            });
        }
        self
    }

    /// For queries that change nothing. On SQLite a statement that tries to write through it fails.
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// The kind of database behind the connections.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// Runs `work` in one transaction and commits it when it ends well; rolls back when it returns an error or panics.
    ///
    /// ```ignore
    /// db.write(async move |txn: &Txn| -> Result<(), DbErr> {
    ///     note.insert(txn).await?;
    ///     Ok(())
    /// })
    /// .await
    /// ```
    ///
    /// The closure names the type of its argument; without it the compiler fixes one lifetime too early.
    ///
    /// The transaction runs in a task of its own, so a visitor who hangs up cannot stop it half-way. It may run more
    /// than once (PostgreSQL asks the loser of a deadlock to start over), so what it does outside of the transaction
    /// must bear repetition; for the same reason what it captures must be `Clone`.
    ///
    /// # Errors
    /// What `work` returned, or a `DbErr` when the transaction could not begin or be committed.
    ///
    /// # Panics
    /// When `work` panics, with the same message.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> Work<'t, T, E> + Clone + Send + 'static,
        T: Send + 'static,
        E: Error + From<DbErr> + Send + 'static,
    {
        let db = self.clone();
        let task = async move { db.write_until_settled(work).await };
        match tokio::spawn(task.in_current_span()).await {
            Ok(outcome) => outcome,
            Err(stopped) if stopped.is_panic() => resume_unwind(stopped.into_panic()),
            Err(_) => Err(connection_error("the process is shutting down").into()),
        }
    }

    async fn write_until_settled<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> Work<'t, T, E> + Clone,
        E: Error + From<DbErr> + 'static,
    {
        for _ in 0..RETRIES {
            match self.write_once(work.clone()).await {
                Err(error) if lost_to_another(&error) => {}
                settled => return settled,
            }
        }
        self.write_once(work).await
    }

    async fn write_once<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> Work<'t, T, E>,
        E: From<DbErr>,
    {
        let txn = self.writer.begin_with_options(self.transaction()).await?;
        let outcome = match work(&txn).await {
            Ok(value) => self.step("before commit").map(|()| value).map_err(E::from),
            Err(error) => Err(error),
        };
        match outcome {
            Ok(value) => {
                txn.commit().await?;
                self.step("after commit")?;
                Ok(value)
            }
            Err(error) => {
                // The cause matters more to the caller than a rollback that failed with it.
                if let Err(lost) = txn.rollback().await {
                    tracing::warn!(error = %lost, "a rollback failed; the database does it when the connection closes");
                }
                Err(error)
            }
        }
    }

    fn transaction(&self) -> TransactionOptions {
        match self.backend() {
            // A deferred transaction that reads first fails with "locked" as soon as another one wrote.
            DbBackend::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::ReadCommitted),
                ..TransactionOptions::default()
            },
        }
    }

    /// A named point at which a crash test may let things fail; otherwise nothing happens.
    ///
    /// # Errors
    /// Only when a [`FaultPlan`] says so.
    pub fn step(&self, name: &str) -> Result<(), DbErr> {
        self.faults.step(name).map_err(|fault| DbErr::Custom(fault.to_string()))
    }

    /// Brings the schema up to date: all pending migrations in one transaction, or none. Two processes that start at
    /// once take turns.
    ///
    /// # Errors
    /// When a migration fails or the database is newer than this program.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        self.write(async |txn: &Txn| {
            if txn.get_database_backend() == DbBackend::Postgres {
                txn.execute_unprepared(MIGRATION_LOCK).await?;
            }
            Migrator::up(txn, None).await
        })
        .await
    }

    /// Closes all connections; writes that are under way end first.
    ///
    /// # Errors
    /// When a connection cannot be closed in order.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.reader.close_by_ref().await?;
        self.writer.close_by_ref().await
    }
}

/// The file is local: connections stay open and need no test before use. (Closing the last one would also throw away
/// the write-ahead log each time.)
fn sqlite_options(url: &str, connections: u32, acquire_timeout: Duration) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(acquire_timeout)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .sqlx_logging(false);
    options
}

fn connection_error(sentence: &str) -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(sentence.to_owned()))
}

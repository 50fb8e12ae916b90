//! Rows to start from, and the two questions that every test asks: is it accepted, is it refused for this reason?

use backend::db::{Db, Txn};
use backend::testing::{TestDb, databases};
use sea_orm::{ConnectionTrait, DbErr, SqlErr};

/// A moment that both databases read.
pub(crate) const AT: &str = "'2026-02-01 00:00:00+00:00'";

/// Why a statement must be refused.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Because<'a> {
    /// A second row of what may exist once, in this table.
    Twice(&'a str),
    /// A reference to something that does not exist or does not agree.
    NoSuch,
    /// A named rule, or the words of a trigger.
    Rule(&'a str),
}

/// Databases with two doctors, three associations, an account, a programme and four practical items.
pub(crate) async fn prepared() -> Vec<TestDb> {
    let databases = databases().await;
    for t in &databases {
        accepted(t, &ground().join("; ")).await;
    }
    databases
}

fn ground() -> Vec<String> {
    let policy = "0".repeat(64);
    let mut statements = vec![
        association("00", "national", "NULL", "NULL"),
        association("13", "prefectural", "'13'", "'00'"),
        association("13-001", "district", "'13'", "'13'"),
        doctor("d1", "123456"),
        doctor("d2", "7"),
        account("a1", "reviewer", "NULL"),
        "INSERT INTO programmes (code, name, sort) VALUES ('kakaritsuke', 'かかりつけ医機能報告制度にかかる研修', 1)"
            .to_owned(),
        format!("INSERT INTO policies (id, policy_json, created_at) VALUES ('{policy}', '{{}}', {AT})"),
    ];
    for (code, category) in [("I-01", "I"), ("I-02", "I"), ("II-01", "II"), ("II-02", "II")] {
        statements.push(format!(
            "INSERT INTO practical_items (code, category, heading, name, accepted_proof, standing, sort) \
             VALUES ('{code}', '{category}', '見出し', '見本 {code}', '証明書', '見本', 1)"
        ));
    }
    statements
}

pub(crate) fn association(code: &str, level: &str, prefecture: &str, parent: &str) -> String {
    format!(
        "INSERT INTO associations (code, level, prefecture_code, parent_code, name, is_example) \
         VALUES ('{code}', '{level}', {prefecture}, {parent}, '見本医師会', true)"
    )
}

pub(crate) fn doctor(id: &str, licence: &str) -> String {
    format!(
        "INSERT INTO doctors (id, licence_number, name, name_kana, folded_name, is_example, created_at) \
         VALUES ('{id}', '{licence}', '見本 太郎', 'ミホン タロウ', '見本太郎', true, {AT})"
    )
}

pub(crate) fn account(id: &str, login: &str, doctor: &str) -> String {
    format!(
        "INSERT INTO accounts (id, login, password_hash, doctor_id, display_name, created_at) \
         VALUES ('{id}', '{login}', '-', {doctor}, '見本 花子', {AT})"
    )
}

/// An application in any status, complete as if it had been sent.
pub(crate) fn application(id: &str, doctor: &str, status: &str) -> String {
    application_with(
        id,
        doctor,
        status,
        &format!("key-{id}"),
        &format!("'receipt-{id}'"),
        "none",
    )
}

pub(crate) fn application_with(
    id: &str,
    doctor: &str,
    status: &str,
    key: &str,
    receipt: &str,
    category: &str,
) -> String {
    let policy = "0".repeat(64);
    format!(
        "INSERT INTO applications (id, doctor_id, programme_code, fiscal_year, status, destination_code, \
         practical_category, policy_id, idempotency_key, receipt_number, submitted_at, created_at, updated_at) \
         VALUES ('{id}', '{doctor}', 'kakaritsuke', 2025, '{status}', '13-001', '{category}', '{policy}', '{key}', \
         {receipt}, {AT}, {AT}, {AT})"
    )
}

/// Runs a statement, or several with semicolons between them, in one transaction.
pub(crate) async fn run(db: &Db, statement: &str) -> Result<u64, DbErr> {
    let statement = statement.to_owned();
    db.write(async move |txn: &Txn| Ok(txn.execute_unprepared(&statement).await?.rows_affected()))
        .await
}

pub(crate) async fn accepted(t: &TestDb, statement: &str) {
    if let Err(error) = run(&t.db, statement).await {
        panic!("{}: {error}\n{statement}", t.name);
    }
}

pub(crate) async fn refused(t: &TestDb, statement: &str, because: Because<'_>) {
    let Err(error) = run(&t.db, statement).await else {
        panic!("{}: must be refused ({because:?})\n{statement}", t.name);
    };
    let right = match (because, error.sql_err()) {
        (Because::Twice(table), Some(SqlErr::UniqueConstraintViolation(message))) => message.contains(table),
        (Because::NoSuch, Some(SqlErr::ForeignKeyConstraintViolation(_))) => true,
        (Because::Rule(name), None) => error.to_string().contains(name),
        _ => false,
    };
    assert!(
        right,
        "{}: refused, but not because of {because:?}: {error}\n{statement}",
        t.name
    );
}

/// The number in the first column of the first row.
pub(crate) async fn number(t: &TestDb, query: &str) -> i64 {
    let statement = sea_orm::Statement::from_string(t.db.backend(), query);
    let row = t.db.read().query_one_raw(statement).await.expect("the query runs");
    let row = row.expect("the query gives a row");
    row.try_get_by_index(0).expect("the column is a number")
}

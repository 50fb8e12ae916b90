//! Looks into the rows, and changes them, past every use case.

use backend::db::Txn;
use backend::verify::verify;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};

use crate::house::House;

async fn row(house: &House, query: &str) -> QueryResult {
    let db = &house.test_db.db;
    let statement = Statement::from_string(db.backend(), query);
    let row = db.read().query_one_raw(statement).await.expect("the query runs");
    row.expect("the query gives a row")
}

/// The number in the first column of the first row.
pub async fn number(house: &House, query: &str) -> i64 {
    row(house, query)
        .await
        .try_get_by_index(0)
        .expect("the column is a number")
}

/// The text in the first column of the first row.
pub async fn text(house: &House, query: &str) -> String {
    row(house, query)
        .await
        .try_get_by_index(0)
        .expect("the column is a text")
}

/// Runs a statement.
pub async fn execute(house: &House, statement: &str) {
    let statement = statement.to_owned();
    let db = &house.test_db.db;
    let ran = db.write(async move |txn: &Txn| -> Result<(), DbErr> {
        txn.execute_unprepared(&statement).await?;
        Ok(())
    });
    ran.await.expect("the statement runs");
}

/// How many violations of a rule `verify` finds.
pub async fn findings(house: &House, rule: &str) -> usize {
    let violations = verify(&house.backend).await.expect("verify runs").violations;
    violations.iter().filter(|violation| violation.rule == rule).count()
}

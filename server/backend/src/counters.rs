//! Numbers without gaps: a counter is a row that is raised in the transaction which uses the number.

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, DbErr};

use crate::db::Txn;
use crate::entity::counter;

/// The next number of the counter `name`; the first is 1.
///
/// A rollback gives the number back. Until the transaction ends, others who want a number of the same counter wait:
/// draw it late.
///
/// # Errors
/// When the database fails.
pub async fn next(txn: &Txn, name: &str) -> Result<i64, DbErr> {
    let raise = Query::insert()
        .into_table(counter::Entity)
        .columns([counter::Column::Name, counter::Column::Next])
        .values_panic([name.into(), 2.into()])
        .on_conflict(
            OnConflict::column(counter::Column::Name)
                .value(
                    counter::Column::Next,
                    Expr::col((counter::Entity, counter::Column::Next)).add(1),
                )
                .to_owned(),
        )
        .returning_col(counter::Column::Next)
        .to_owned();
    let row = txn.query_one(&raise).await?;
    let following: i64 = row.ok_or(DbErr::RecordNotInserted)?.try_get("", "next")?;
    Ok(following - 1)
}

//! The few shapes that every table shares: keys, references, closed lists, statements written by hand.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::text;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::sea_query::{
    Check, ColumnDef, Expr, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, IndexCreateStatement,
};

/// A text column that is the whole primary key.
pub(crate) fn key(name: &'static str) -> ColumnDef {
    text(name).primary_key().take()
}

/// A named rule of a table. The name appears in the message of both databases, so tests and logs can tell rules apart.
pub(crate) fn rule(name: &'static str, condition: &str) -> Check {
    Check::named(name, Expr::cust(condition.to_owned()))
}

/// A rule that a column holds one word of a closed list.
pub(crate) fn one_of(name: &'static str, column: &str, words: &[&str]) -> Check {
    rule(name, &format!("{column} IN ('{}')", words.join("', '")))
}

/// A reference that refuses to be orphaned.
pub(crate) fn reference(
    from: (&'static str, &'static str),
    to: (&'static str, &'static str),
) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(from.0, from.1).to(to.0, to.1).take()
}

/// A reference to a parent whose deletion takes this row along (only drafts can be deleted).
pub(crate) fn part_of(
    from: (&'static str, &'static str),
    to: (&'static str, &'static str),
) -> ForeignKeyCreateStatement {
    reference(from, to).on_delete(ForeignKeyAction::Cascade).take()
}

/// A primary key of several columns, for use inside CREATE TABLE.
pub(crate) fn joint_key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col(*column);
    }
    key
}

/// An index named `table_column_column`.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = joint_key(columns);
    index.name(format!("{table}_{}", columns.join("_"))).table(table);
    index
}

/// A unique index named `table_column_column`.
pub(crate) fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(table, columns).unique().take()
}

/// One statement in words that both databases understand.
pub(crate) async fn run(manager: &SchemaManager<'_>, statement: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(statement).await?;
    Ok(())
}

/// A trigger that refuses `event` on `table` (for example "UPDATE OF status") for rows that meet `condition`, with
/// `message` as the error.
///
/// The condition sees OLD and NEW; the names of the trigger and, on PostgreSQL, of its function is `name`.
pub(crate) async fn refuse(
    manager: &SchemaManager<'_>,
    name: &str,
    event: &str,
    table: &str,
    condition: &str,
    message: &str,
) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        run(manager, &refusing_function(name, message)).await?;
        let trigger = format!(
            "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}()"
        );
        run(manager, &trigger).await
    } else {
        let trigger = format!(
            "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) \
             BEGIN SELECT RAISE(ABORT, '{message}'); END"
        );
        run(manager, &trigger).await
    }
}

/// TRUNCATE goes past row triggers on PostgreSQL; SQLite has no such statement.
pub(crate) async fn refuse_truncate(
    manager: &SchemaManager<'_>,
    name: &str,
    table: &str,
    message: &str,
) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    run(manager, &refusing_function(name, message)).await?;
    let trigger = format!("CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {name}()");
    run(manager, &trigger).await
}

/// The error carries the code of a violated check, so that callers meet one kind of refusal.
fn refusing_function(name: &str, message: &str) -> String {
    format!(
        "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ \
         BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END $$"
    )
}

//! The answers to a return are kept while they are typed, as the sub-screens are.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{boolean, integer, text, timestamp_with_time_zone};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{joint_key, part_of, rule, run};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// SQLite changes no rule of a table, so the table is made anew.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = "application_id, screen, values_json, revision, registered, saved_at";
        manager.create_table(typed_forms()).await?;
        run(
            manager,
            &format!("INSERT INTO typed_forms_new ({columns}) SELECT {columns} FROM typed_forms"),
        )
        .await?;
        run(manager, "DROP TABLE typed_forms").await?;
        run(manager, "ALTER TABLE typed_forms_new RENAME TO typed_forms").await
    }
}

fn typed_forms() -> TableCreateStatement {
    Table::create()
        .table("typed_forms_new")
        .col(text("application_id"))
        .col(text("screen"))
        .col(text("values_json"))
        .col(integer("revision"))
        .col(boolean("registered").default(false))
        .col(timestamp_with_time_zone("saved_at"))
        .primary_key(&mut joint_key(&["application_id", "screen"]))
        .foreign_key(&mut part_of(
            ("typed_forms_new", "application_id"),
            ("applications", "id"),
        ))
        .check(rule(
            "typed_forms_screen",
            "screen IN ('practical', 'answers') OR screen LIKE 'lecture:_%'",
        ))
        .check(rule("typed_forms_revision", "revision > 0"))
        .take()
}

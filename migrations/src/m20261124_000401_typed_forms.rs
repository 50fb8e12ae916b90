//! What is typed on the sub-screens of an application, kept while it is typed; and what the two kinds of added lectures
//! have of their own.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{boolean, integer, text, timestamp_with_time_zone};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{joint_key, part_of, rule};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(typed_forms()).await?;
        // One change a statement: SQLite knows no other way.
        for column in ["organiser", "detail"] {
            let added = text(column).default("").take();
            manager
                .alter_table(Table::alter().table("added_lectures").add_column(added).take())
                .await?;
        }
        Ok(())
    }
}

fn typed_forms() -> TableCreateStatement {
    Table::create()
        .table("typed_forms")
        .col(text("application_id"))
        .col(text("screen"))
        .col(text("values_json"))
        .col(integer("revision"))
        .col(boolean("registered").default(false))
        .col(timestamp_with_time_zone("saved_at"))
        .primary_key(&mut joint_key(&["application_id", "screen"]))
        .foreign_key(&mut part_of(("typed_forms", "application_id"), ("applications", "id")))
        .check(rule(
            "typed_forms_screen",
            "screen = 'practical' OR screen LIKE 'lecture:_%'",
        ))
        .check(rule("typed_forms_revision", "revision > 0"))
        .take()
}

//! What happened to an application, step by step, and what a return asked for.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{integer, text, timestamp_with_time_zone};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{joint_key, key, one_of, part_of, reference, rule, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(review_events()).await?;
        manager
            .create_index(unique("review_events", &["application_id", "sequence"]))
            .await?;
        manager.create_table(return_items()).await
    }
}

fn review_events() -> TableCreateStatement {
    Table::create()
        .table("review_events")
        .col(key("id"))
        .col(text("application_id"))
        .col(integer("sequence"))
        .col(text("actor_account_id"))
        .col(text("action"))
        .col(text("reason").default(""))
        .col(timestamp_with_time_zone("at"))
        .foreign_key(&mut reference(
            ("review_events", "application_id"),
            ("applications", "id"),
        ))
        .foreign_key(&mut reference(
            ("review_events", "actor_account_id"),
            ("accounts", "id"),
        ))
        .check(one_of(
            "review_events_action",
            "action",
            &[
                "submitted",
                "taken",
                "returned",
                "resubmitted",
                "approved",
                "refused",
                "withdrawn",
                "undone",
                "reexamination_requested",
                "released",
            ],
        ))
        .check(rule("review_events_sequence", "sequence > 0"))
        .take()
}

fn return_items() -> TableCreateStatement {
    Table::create()
        .table("return_items")
        .col(text("review_event_id"))
        .col(text("claim"))
        .col(text("reason"))
        .col(text("answer").default(""))
        .primary_key(&mut joint_key(&["review_event_id", "claim"]))
        .foreign_key(&mut part_of(
            ("return_items", "review_event_id"),
            ("review_events", "id"),
        ))
        .check(rule(
            "return_items_claim",
            "claim IN ('licence', 'destination', 'years', 'whole') OR claim LIKE 'practical:_%' \
             OR claim LIKE 'lecture:_%'",
        ))
        .take()
}

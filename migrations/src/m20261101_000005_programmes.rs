//! The programmes, their settings by fiscal year, the list of practical items, and the policies made of them.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{integer, integer_null, text, text_uniq, timestamp_with_time_zone};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{joint_key, key, one_of, reference, refuse, rule, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(programmes()).await?;
        manager.create_table(programme_settings()).await?;
        manager.create_table(practical_items()).await?;
        manager
            .create_index(unique("practical_items", &["category", "name"]))
            .await?;
        // The target of references that must agree on the category.
        manager
            .create_index(unique("practical_items", &["code", "category"]))
            .await?;
        manager.create_table(policies()).await?;
        refuse(
            manager,
            "policies_stand",
            "UPDATE",
            "policies",
            "1 = 1",
            "policies: a policy never changes",
        )
        .await
    }
}

fn programmes() -> TableCreateStatement {
    Table::create()
        .table("programmes")
        .col(key("code"))
        .col(text_uniq("name"))
        .col(integer("sort"))
        .take()
}

fn programme_settings() -> TableCreateStatement {
    Table::create()
        .table("programme_settings")
        .col(text("programme_code"))
        .col(integer("fiscal_year"))
        .col(text("settings_json"))
        .primary_key(&mut joint_key(&["programme_code", "fiscal_year"]))
        .foreign_key(&mut reference(
            ("programme_settings", "programme_code"),
            ("programmes", "code"),
        ))
        .take()
}

fn practical_items() -> TableCreateStatement {
    Table::create()
        .table("practical_items")
        .col(key("code"))
        .col(text("category"))
        .col(text("heading"))
        .col(text("name"))
        .col(text("accepted_proof"))
        .col(text("standing"))
        .col(integer("sort"))
        .col(integer_null("from_fiscal_year"))
        .col(integer_null("to_fiscal_year"))
        .check(one_of("practical_items_category", "category", &["I", "II"]))
        .check(rule(
            "practical_items_years",
            "from_fiscal_year IS NULL OR to_fiscal_year IS NULL OR from_fiscal_year <= to_fiscal_year",
        ))
        .take()
}

/// The settings that an application began under, each set once: `id` is the SHA-256 of the JSON, so that thousands of
/// applications share a row and none can be given other settings afterwards.
fn policies() -> TableCreateStatement {
    Table::create()
        .table("policies")
        .col(key("id"))
        .col(text("policy_json"))
        .col(timestamp_with_time_zone("created_at"))
        .check(rule("policies_id", "length(id) = 64"))
        .take()
}

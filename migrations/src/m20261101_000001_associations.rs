//! The medical associations: the national one, the prefectural ones, the districts under them.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{boolean, text, text_null};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{key, one_of, reference, rule, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(associations()).await?;
        // The target of references that must agree on the level.
        manager.create_index(unique("associations", &["code", "level"])).await
    }
}

fn associations() -> TableCreateStatement {
    Table::create()
        .table("associations")
        .col(key("code"))
        .col(text("level"))
        .col(text_null("prefecture_code"))
        .col(text_null("parent_code"))
        .col(text("name"))
        .col(text("kana_key").default(""))
        .col(text("signatory").default(""))
        .col(boolean("is_example"))
        .foreign_key(&mut reference(
            ("associations", "parent_code"),
            ("associations", "code"),
        ))
        .check(one_of(
            "associations_level",
            "level",
            &["national", "prefectural", "district"],
        ))
        .check(rule(
            "associations_prefecture",
            "prefecture_code IS NULL OR (length(prefecture_code) = 2 AND prefecture_code BETWEEN '01' AND '47')",
        ))
        .check(rule(
            "associations_prefecture_by_level",
            "(level = 'national') = (prefecture_code IS NULL)",
        ))
        .check(rule(
            "associations_parent_by_level",
            "(level = 'national') = (parent_code IS NULL)",
        ))
        .take()
}

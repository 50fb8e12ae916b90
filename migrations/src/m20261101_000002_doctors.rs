//! The doctors and the associations that they belong to.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{boolean, date_null, integer, text, text_uniq, timestamp_with_time_zone};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{ForeignKey, Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{index, joint_key, key, reference, rule};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(doctors()).await?;
        manager.create_index(index("doctors", &["folded_name"])).await?;
        manager.create_table(memberships()).await?;
        manager.create_index(index("memberships", &["association_code"])).await
    }
}

fn doctors() -> TableCreateStatement {
    Table::create()
        .table("doctors")
        .col(key("id"))
        .col(text_uniq("licence_number"))
        .col(text("name"))
        .col(text("name_kana"))
        .col(text("folded_name"))
        .col(date_null("birth_date"))
        .col(boolean("is_example"))
        .col(timestamp_with_time_zone("created_at"))
        .col(integer("version").default(1))
        // Stripping digits leaves nothing: the one way to say "digits only" that both databases share.
        .check(rule(
            "doctors_licence_number",
            "length(licence_number) BETWEEN 1 AND 6 AND ltrim(licence_number, '0123456789') = '' \
             AND substr(licence_number, 1, 1) <> '0'",
        ))
        .take()
}

fn memberships() -> TableCreateStatement {
    Table::create()
        .table("memberships")
        .col(text("doctor_id"))
        .col(text("level"))
        .col(text("association_code"))
        .primary_key(&mut joint_key(&["doctor_id", "level"]))
        .foreign_key(&mut reference(("memberships", "doctor_id"), ("doctors", "id")))
        // With the level in the reference, nobody is a district member of a prefectural association, and no other word
        // can stand for a level.
        .foreign_key(
            ForeignKey::create()
                .from("memberships", ("association_code", "level"))
                .to("associations", ("code", "level")),
        )
        .take()
}

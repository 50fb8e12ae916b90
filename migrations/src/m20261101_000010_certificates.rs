//! The certificates: their numbers, what they say, and whether they still hold.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date, integer, text, text_null, text_uniq, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{index, key, one_of, reference, rule, run, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(certificates()).await?;
        manager
            .create_index(unique("certificates", &["fiscal_year", "sequence"]))
            .await?;
        manager.create_index(index("certificates", &["application_id"])).await?;
        run(
            manager,
            "CREATE UNIQUE INDEX certificates_one_valid ON certificates (application_id) WHERE status = 'valid'",
        )
        .await
    }
}

/// A re-issue goes in three steps, because one application never has two valid certificates, not even for a moment:
/// the old row becomes 'replaced', the new row is written, the old row then points to it.
fn certificates() -> TableCreateStatement {
    Table::create()
        .table("certificates")
        .col(key("id"))
        .col(text("application_id"))
        .col(text_uniq("number"))
        .col(big_integer("sequence"))
        .col(integer("fiscal_year"))
        .col(text_uniq("code"))
        .col(text("doctor_name"))
        .col(text("licence_number"))
        .col(text("training_name"))
        .col(text("association_name"))
        .col(text("association_code"))
        .col(text("signatory"))
        .col(date("issued_on"))
        .col(boolean("is_example"))
        .col(text("status"))
        .col(text_null("replaced_by"))
        .col(text_null("storage_key"))
        .col(text_null("sha256"))
        .col(big_integer_null("size_bytes"))
        .col(timestamp_with_time_zone_null("rendered_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference(
            ("certificates", "application_id"),
            ("applications", "id"),
        ))
        .foreign_key(&mut reference(
            ("certificates", "association_code"),
            ("associations", "code"),
        ))
        .foreign_key(&mut reference(("certificates", "replaced_by"), ("certificates", "id")))
        .check(one_of(
            "certificates_status",
            "status",
            &["valid", "voided", "revoked", "replaced"],
        ))
        .check(rule("certificates_sequence", "sequence > 0"))
        .check(rule(
            "certificates_replaced_by",
            "replaced_by IS NULL OR status = 'replaced'",
        ))
        .take()
}

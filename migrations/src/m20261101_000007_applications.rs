//! The applications and what they claim; the moves of their status are kept by triggers.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{
    boolean, date, integer, integer_null, text, text_null, text_uniq, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{ForeignKey, ForeignKeyAction, Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{index, joint_key, key, one_of, part_of, reference, refuse, rule, run, unique};

/// Every allowed move of the status, `from>to`. The same table stands in the crate `domain`.
const MOVES: [&str; 14] = [
    "draft>submitted",
    "submitted>in_review",
    "submitted>withdrawn",
    "in_review>approved",
    "in_review>returned",
    "in_review>refused",
    "in_review>withdrawn",
    "in_review>submitted",
    "returned>submitted",
    "returned>in_review",
    "returned>withdrawn",
    "approved>in_review",
    "refused>in_review",
    "refused>submitted",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(applications()).await?;
        // The target of the reference that keeps groups I and II apart.
        manager
            .create_index(unique("applications", &["id", "practical_category"]))
            .await?;
        run(
            manager,
            "CREATE UNIQUE INDEX applications_one_open ON applications (doctor_id) \
             WHERE status IN ('draft', 'submitted', 'in_review', 'returned')",
        )
        .await?;
        manager
            .create_index(index(
                "applications",
                &["destination_code", "status", "submitted_at", "id"],
            ))
            .await?;
        manager
            .create_index(index("applications", &["doctor_id", "created_at"]))
            .await?;
        guard_status(manager).await?;
        manager.create_table(added_lectures()).await?;
        manager
            .create_index(index("added_lectures", &["application_id"]))
            .await?;
        manager.create_table(practical_entries()).await?;
        run(
            manager,
            "CREATE UNIQUE INDEX practical_entries_one_of_ii ON practical_entries (application_id) \
             WHERE category = 'II'",
        )
        .await
    }
}

fn applications() -> TableCreateStatement {
    Table::create()
        .table("applications")
        .col(key("id"))
        .col(text("doctor_id"))
        .col(text("programme_code"))
        .col(integer_null("fiscal_year"))
        .col(text("status"))
        .col(integer("version").default(1))
        .col(integer_null("years_from"))
        .col(text_null("destination_code"))
        .col(text("practical_category").default("none"))
        .col(text("other_description").default(""))
        .col(text("policy_id"))
        .col(text_uniq("idempotency_key"))
        .col(text_null("receipt_number").unique_key())
        .col(timestamp_with_time_zone_null("submitted_at"))
        .col(text_null("reviewer_account_id"))
        .col(text_null("explanation_json"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(boolean("reexamined").default(false))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut reference(("applications", "doctor_id"), ("doctors", "id")))
        .foreign_key(&mut reference(
            ("applications", "programme_code"),
            ("programmes", "code"),
        ))
        .foreign_key(&mut reference(
            ("applications", "destination_code"),
            ("associations", "code"),
        ))
        .foreign_key(&mut reference(("applications", "policy_id"), ("policies", "id")))
        .foreign_key(&mut reference(
            ("applications", "reviewer_account_id"),
            ("accounts", "id"),
        ))
        .check(one_of(
            "applications_status",
            "status",
            &[
                "draft",
                "submitted",
                "in_review",
                "returned",
                "approved",
                "refused",
                "withdrawn",
            ],
        ))
        .check(one_of(
            "applications_practical_category",
            "practical_category",
            &["none", "I", "II"],
        ))
        .check(rule(
            "applications_sent_is_complete",
            "status = 'draft' OR (fiscal_year IS NOT NULL AND receipt_number IS NOT NULL \
             AND submitted_at IS NOT NULL AND destination_code IS NOT NULL)",
        ))
        .take()
}

async fn guard_status(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    refuse(
        manager,
        "applications_moves",
        "UPDATE OF status",
        "applications",
        &format!(
            "OLD.status <> NEW.status AND OLD.status || '>' || NEW.status NOT IN ('{}')",
            MOVES.join("', '")
        ),
        "applications: no such move of the status",
    )
    .await?;
    refuse(
        manager,
        "applications_kept",
        "DELETE",
        "applications",
        "OLD.status <> 'draft'",
        "applications: only a draft can be deleted",
    )
    .await
}

fn added_lectures() -> TableCreateStatement {
    Table::create()
        .table("added_lectures")
        .col(key("id"))
        .col(text("application_id"))
        .col(text("kind"))
        .col(text("activity").default(""))
        .col(text("title"))
        .col(boolean("self_declared"))
        .col(date("acquired_on"))
        .col(integer("half_units"))
        .col(text("codes"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut part_of(
            ("added_lectures", "application_id"),
            ("applications", "id"),
        ))
        .check(one_of("added_lectures_kind", "kind", &["a", "b"]))
        .check(rule("added_lectures_half_units", "half_units > 0"))
        .take()
}

/// The category stands in both references: an entry can only have the category that its application chose and its
/// item has, so I and II can never stand together.
fn practical_entries() -> TableCreateStatement {
    Table::create()
        .table("practical_entries")
        .col(text("application_id"))
        .col(text("category"))
        .col(text("item_code"))
        .primary_key(&mut joint_key(&["application_id", "item_code"]))
        .foreign_key(
            ForeignKey::create()
                .from("practical_entries", ("application_id", "category"))
                .to("applications", ("id", "practical_category"))
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from("practical_entries", ("item_code", "category"))
                .to("practical_items", ("code", "category")),
        )
        .check(one_of("practical_entries_category", "category", &["I", "II"]))
        .take()
}

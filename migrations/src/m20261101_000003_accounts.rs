//! Who may log in, as what, from which browser, and how often guessing failed.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{
    integer, text, text_null, text_uniq, timestamp_with_time_zone, timestamp_with_time_zone_null,
};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{index, key, one_of, part_of, reference, rule, run};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(accounts()).await?;
        manager.create_table(roles()).await?;
        // NULL never equals NULL in a unique index, so a role without an association needs its own.
        run(
            manager,
            "CREATE UNIQUE INDEX roles_once_per_association ON roles (account_id, role, association_code) \
             WHERE association_code IS NOT NULL",
        )
        .await?;
        run(
            manager,
            "CREATE UNIQUE INDEX roles_once ON roles (account_id, role) WHERE association_code IS NULL",
        )
        .await?;
        manager.create_index(index("roles", &["association_code"])).await?;
        manager.create_table(sessions()).await?;
        manager.create_index(index("sessions", &["account_id"])).await?;
        manager.create_index(index("sessions", &["expires_at"])).await?;
        manager.create_table(login_attempts()).await
    }
}

fn accounts() -> TableCreateStatement {
    Table::create()
        .table("accounts")
        .col(key("id"))
        .col(text_uniq("login"))
        .col(text("password_hash"))
        .col(text_null("doctor_id").unique_key())
        .col(text("display_name"))
        .col(text_null("email"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("disabled_at"))
        .col(integer("version").default(1))
        .foreign_key(&mut reference(("accounts", "doctor_id"), ("doctors", "id")))
        .check(rule("accounts_login_is_lower_case", "login = lower(login)"))
        .take()
}

fn roles() -> TableCreateStatement {
    Table::create()
        .table("roles")
        .col(key("id"))
        .col(text("account_id"))
        .col(text("role"))
        .col(text_null("association_code"))
        .foreign_key(&mut part_of(("roles", "account_id"), ("accounts", "id")))
        .foreign_key(&mut reference(("roles", "association_code"), ("associations", "code")))
        .check(one_of(
            "roles_role",
            "role",
            &[
                "doctor",
                "reviewer",
                "decider",
                "organiser",
                "association_admin",
                "national_admin",
            ],
        ))
        .check(rule(
            "roles_association_by_role",
            "(role IN ('doctor', 'national_admin')) = (association_code IS NULL)",
        ))
        .take()
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(key("token_hash"))
        .col(text("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("last_seen_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(&mut part_of(("sessions", "account_id"), ("accounts", "id")))
        .take()
}

fn login_attempts() -> TableCreateStatement {
    Table::create()
        .table("login_attempts")
        .col(key("key"))
        .col(timestamp_with_time_zone("window_start"))
        .col(integer("failures"))
        .take()
}

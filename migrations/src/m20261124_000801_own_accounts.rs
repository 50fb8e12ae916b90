//! Accounts that people look after themselves: registration, confirmed addresses, second factors, agents.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::schema::{
    big_integer, boolean, date, integer, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};
use sea_orm_migration::sea_orm::{DbErr, DeriveMigrationName};
use sea_orm_migration::sea_query::{Table, TableCreateStatement};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use crate::column::{index, joint_key, key, one_of, part_of, reference, rule, run, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(registrations()).await?;
        // What waits for one association, the longest first.
        manager
            .create_index(index("registrations", &["association_code", "state", "confirmed_at"]))
            .await?;
        manager.create_index(unique("registrations", &["account_id"])).await?;
        manager.create_table(confirmations()).await?;
        manager.create_index(unique("confirmations", &["token_hash"])).await?;
        manager.create_index(index("confirmations", &["expires_at"])).await?;
        mails_without_account(manager).await?;
        manager.create_table(second_factors()).await?;
        manager.create_table(recovery_codes()).await?;
        manager.create_table(agents()).await?;
        manager.create_index(index("agents", &["doctor_id"])).await?;
        // A letter's address leads to an account; who is registered with it is looked up by it.
        manager.create_index(index("accounts", &["email"])).await?;
        for column in ["browser TEXT NOT NULL DEFAULT ''", "address TEXT NOT NULL DEFAULT ''"] {
            run(manager, &format!("ALTER TABLE sessions ADD COLUMN {column}")).await?;
        }
        // A password was right, and the second factor is still asked for: nobody is logged in yet.
        run(
            manager,
            "ALTER TABLE sessions ADD COLUMN awaits_code BOOLEAN NOT NULL DEFAULT FALSE",
        )
        .await
    }
}

fn registrations() -> TableCreateStatement {
    Table::create()
        .table("registrations")
        .col(key("id"))
        .col(text("email"))
        .col(text("name"))
        .col(text("name_kana"))
        .col(text("folded_name"))
        .col(date("birth_date"))
        .col(text("licence_number"))
        .col(boolean("is_member"))
        .col(text("association_code"))
        .col(text("state"))
        .col(text_null("doubt"))
        .col(text_null("account_id"))
        .col(text_null("doctor_id"))
        .col(text("reason").default(""))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(text_null("decided_by"))
        .col(integer("version").default(1))
        .foreign_key(&mut reference(
            ("registrations", "association_code"),
            ("associations", "code"),
        ))
        .foreign_key(&mut part_of(("registrations", "account_id"), ("accounts", "id")))
        .foreign_key(&mut reference(("registrations", "doctor_id"), ("doctors", "id")))
        .foreign_key(&mut reference(("registrations", "decided_by"), ("accounts", "id")))
        .check(one_of(
            "registrations_state",
            "state",
            &["unconfirmed", "waiting", "accepted", "refused"],
        ))
        .check(rule(
            "registrations_confirmed",
            "(state = 'unconfirmed') = (confirmed_at IS NULL) AND (confirmed_at IS NULL) = (account_id IS NULL)",
        ))
        .check(rule(
            "registrations_accepted",
            "(state = 'accepted') = (doctor_id IS NOT NULL)",
        ))
        .take()
}

fn confirmations() -> TableCreateStatement {
    Table::create()
        .table("confirmations")
        .col(key("id"))
        .col(text("purpose"))
        .col(text_null("registration_id"))
        .col(text_null("account_id"))
        .col(text("address"))
        .col(text_null("token_hash"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(&mut part_of(
            ("confirmations", "registration_id"),
            ("registrations", "id"),
        ))
        .foreign_key(&mut part_of(("confirmations", "account_id"), ("accounts", "id")))
        .check(one_of(
            "confirmations_purpose",
            "purpose",
            &["registration", "password", "email", "agent"],
        ))
        .check(rule(
            "confirmations_subject",
            "(purpose = 'registration') = (registration_id IS NOT NULL) AND (purpose = 'registration') = (account_id IS NULL)",
        ))
        .take()
}

/// A letter to somebody who has no account yet belongs to a confirmation. Neither database changes a column and a rule
/// in one way, so the table is made anew.
async fn mails_without_account(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = "id, account_id, application_id, kind, recipient, subject, body, state, created_at, send_at, sent_at";
    manager.create_table(mails()).await?;
    run(
        manager,
        &format!("INSERT INTO mails_new ({columns}) SELECT {columns} FROM mails"),
    )
    .await?;
    run(manager, "DROP TABLE mails").await?;
    run(manager, "ALTER TABLE mails_new RENAME TO mails").await?;
    manager.create_index(index("mails", &["created_at", "id"])).await?;
    manager.create_index(index("mails", &["application_id"])).await
}

fn mails() -> TableCreateStatement {
    Table::create()
        .table("mails_new")
        .col(key("id"))
        .col(text_null("account_id"))
        .col(text_null("application_id"))
        .col(text_null("confirmation_id"))
        .col(text("kind"))
        .col(text("recipient"))
        .col(text("subject"))
        .col(text("body"))
        .col(text("state"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("send_at"))
        .col(timestamp_with_time_zone_null("sent_at"))
        .foreign_key(&mut part_of(("mails_new", "account_id"), ("accounts", "id")))
        .foreign_key(&mut part_of(("mails_new", "application_id"), ("applications", "id")))
        .foreign_key(&mut part_of(("mails_new", "confirmation_id"), ("confirmations", "id")))
        .check(one_of("mails_state", "state", &["waiting", "sent", "not_sent"]))
        .check(rule("mails_sent", "(state = 'sent') = (sent_at IS NOT NULL)"))
        .check(rule("mails_recipient", "recipient LIKE '_%@_%'"))
        .check(rule(
            "mails_reader",
            "account_id IS NOT NULL OR confirmation_id IS NOT NULL",
        ))
        .take()
}

fn second_factors() -> TableCreateStatement {
    Table::create()
        .table("second_factors")
        .col(key("account_id"))
        .col(text("secret"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        // The period of the last code that was taken: a code counts once.
        .col(big_integer("last_step").default(0))
        .foreign_key(&mut part_of(("second_factors", "account_id"), ("accounts", "id")))
        .take()
}

fn recovery_codes() -> TableCreateStatement {
    Table::create()
        .table("recovery_codes")
        .col(text("account_id"))
        .col(text("code_hash"))
        .col(timestamp_with_time_zone_null("used_at"))
        .primary_key(&mut joint_key(&["account_id", "code_hash"]))
        .foreign_key(&mut part_of(
            ("recovery_codes", "account_id"),
            ("second_factors", "account_id"),
        ))
        .take()
}

fn agents() -> TableCreateStatement {
    Table::create()
        .table("agents")
        .col(key("account_id"))
        .col(text("doctor_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut part_of(("agents", "account_id"), ("accounts", "id")))
        .foreign_key(&mut reference(("agents", "doctor_id"), ("doctors", "id")))
        .take()
}

//! Shuryo's database schema, for SQLite and PostgreSQL alike: one file a migration, forward only.
//!
//! Rules that the database keeps by itself, whatever a program above it does:
//! an "exactly one" is a unique index, a closed list of words is a named check, a forbidden move is refused by a
//! trigger. There is no way down: records of decisions are never thrown away by a schema change.

use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod column;
mod m20261101_000001_associations;
mod m20261101_000002_doctors;
mod m20261101_000003_accounts;
mod m20261101_000004_curriculum;
mod m20261101_000005_programmes;
mod m20261101_000006_credits;
mod m20261101_000007_applications;
mod m20261101_000008_documents;
mod m20261101_000009_reviews;
mod m20261101_000010_certificates;
mod m20261101_000011_log;
mod m20261101_000012_jobs;
mod m20261124_000101_uploads;
mod m20261124_000201_camera;
mod m20261124_000301_after;
mod m20261124_000401_typed_forms;
mod m20261124_000501_mails;
mod m20261124_000601_imports;
mod m20261124_000701_typed_answers;
mod m20261124_000801_own_accounts;
mod m20261124_000901_mail_failures;
mod m20261124_000902_reminders;

/// The list of migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261101_000001_associations::Migration),
            Box::new(m20261101_000002_doctors::Migration),
            Box::new(m20261101_000003_accounts::Migration),
            Box::new(m20261101_000004_curriculum::Migration),
            Box::new(m20261101_000005_programmes::Migration),
            Box::new(m20261101_000006_credits::Migration),
            Box::new(m20261101_000007_applications::Migration),
            Box::new(m20261101_000008_documents::Migration),
            Box::new(m20261101_000009_reviews::Migration),
            Box::new(m20261101_000010_certificates::Migration),
            Box::new(m20261101_000011_log::Migration),
            Box::new(m20261101_000012_jobs::Migration),
            Box::new(m20261124_000401_typed_forms::Migration),
            Box::new(m20261124_000501_mails::Migration),
            Box::new(m20261124_000101_uploads::Migration),
            Box::new(m20261124_000201_camera::Migration),
            Box::new(m20261124_000301_after::Migration),
            Box::new(m20261124_000601_imports::Migration),
            Box::new(m20261124_000701_typed_answers::Migration),
            Box::new(m20261124_000801_own_accounts::Migration),
            Box::new(m20261124_000901_mail_failures::Migration),
            Box::new(m20261124_000902_reminders::Migration),
        ]
    }
}

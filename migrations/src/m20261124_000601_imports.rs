//! Finds the last import of a kind of file without reading the whole log.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr, DeriveMigrationName};
use sea_orm_migration::{MigrationTrait, SchemaManager};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Over the few imports alone: every other entry of the log is written as fast as before.
        let sql = "CREATE INDEX audit_log_imports ON audit_log (subject, at) WHERE action = 'data.imported'";
        manager.get_connection().execute_unprepared(sql).await.map(|_| ())
    }
}

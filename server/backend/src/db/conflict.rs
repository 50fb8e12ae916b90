//! Telling a transaction that PostgreSQL wants to be tried again from one that failed.

use std::error::Error;

use sea_orm::{DbErr, RuntimeErr, SqlxError};

/// Whether PostgreSQL ended the transaction because it stood in the way of another one: trying again will do.
///
/// The caller's error type wraps the database's, so its chain of causes is searched.
pub(super) fn lost_to_another(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(DbErr::Exec(inner) | DbErr::Query(inner)) = error.downcast_ref() {
            return is_conflict(inner);
        }
        if let Some(inner) = error.downcast_ref() {
            return is_conflict(inner);
        }
        cause = error.source();
    }
    false
}

fn is_conflict(error: &RuntimeErr) -> bool {
    const SERIALIZATION_FAILURE: &str = "40001";
    const DEADLOCK_DETECTED: &str = "40P01";
    let RuntimeErr::SqlxError(error) = error else {
        return false;
    };
    let SqlxError::Database(error) = error.as_ref() else {
        return false;
    };
    matches!(error.code().as_deref(), Some(SERIALIZATION_FAILURE | DEADLOCK_DETECTED))
}

//! Lists inside a row: the rows of another table as one JSON column, so that a page needs one query and not one a list.

use sea_orm::DbBackend;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::error::{Error, Fault};

/// The SQL of a JSON array with an object for each row of `from`. `columns` may be qualified; the part behind the dot
/// is the object's key.
pub(crate) fn rows(backend: DbBackend, columns: &[&str], from: &str) -> String {
    let pairs: Vec<_> = columns
        .iter()
        .map(|column| format!("'{}', {column}", column.rsplit('.').next().unwrap_or(column)))
        .collect();
    let pairs = pairs.join(", ");
    match backend {
        DbBackend::Postgres => {
            format!("(SELECT coalesce(json_agg(json_build_object({pairs})), '[]')::text FROM {from})")
        }
        _ => format!("(SELECT json_group_array(json_object({pairs})) FROM {from})"),
    }
}

/// Reads such a column; `table` and `row` name it in the fault where it cannot be read.
pub(crate) fn read<T: DeserializeOwned>(table: &'static str, row: &str, text: &str) -> Result<Vec<T>, Error> {
    serde_json::from_str(text).map_err(|error| Fault::bad_row(table, row, error))
}

/// SQLite has no booleans in JSON: 0 and 1 stand for them.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Bool(bool),
        Number(i64),
    }
    Ok(match Flag::deserialize(deserializer)? {
        Flag::Bool(flag) => flag,
        Flag::Number(number) => number != 0,
    })
}

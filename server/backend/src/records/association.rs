//! Associations, from rows to the domain.

use domain::association::{Association, AssociationCode, Level};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::entity::association;
use crate::error::{Fault, Result};

/// The associations that can examine in a prefecture: its own, the districts under it, and 日本医師会 last.
pub(crate) async fn in_prefecture(conn: &impl ConnectionTrait, prefecture: &str) -> Result<Vec<Association>> {
    let rows = association::Entity::find()
        .filter(
            Condition::any()
                .add(association::Column::PrefectureCode.eq(prefecture))
                .add(association::Column::Level.eq(Level::National.key())),
        )
        .order_by_asc(association::Column::Code)
        .all(conn)
        .await?;
    let mut associations = rows.into_iter().map(into_association).collect::<Result<Vec<_>>>()?;
    // Codes sort 日本医師会 first; who looks for the own association wants it last.
    associations.sort_by_key(|association| association.code.level() == Level::National);
    Ok(associations)
}

/// All prefectural associations.
pub(crate) async fn prefectural(conn: &impl ConnectionTrait) -> Result<Vec<Association>> {
    let rows = association::Entity::find()
        .filter(association::Column::Level.eq(Level::Prefectural.key()))
        .order_by_asc(association::Column::Code)
        .all(conn)
        .await?;
    rows.into_iter().map(into_association).collect()
}

/// Whether there is an association with this code.
pub(crate) async fn exists(conn: &impl ConnectionTrait, code: &AssociationCode) -> Result<bool> {
    Ok(association::Entity::find_by_id(code.as_str()).count(conn).await? > 0)
}

fn into_association(row: association::Model) -> Result<Association> {
    Ok(Association {
        code: row
            .code
            .parse()
            .map_err(|error| Fault::bad_row("associations", &row.code, error))?,
        name: row.name,
        signatory: row.signatory,
        example: row.is_example,
    })
}

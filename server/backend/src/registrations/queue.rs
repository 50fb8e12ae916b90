//! The registrations that an association has to look at, and one of them beside the roster.

use domain::association::AssociationCode;
use domain::registration::{Registration, RegistrationState, RosterEntry};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{record, roster};
use crate::Backend;
use crate::entity::{association, registration as row};
use crate::error::{Fault, Refusal, Result};
use crate::visitor::Administrator;

/// More than these are shown once some of them are decided.
const SHOWN: u64 = 50;

/// What waits for the administrator's associations and those below them, the longest first.
pub async fn waiting(backend: &Backend, administrator: &Administrator) -> Result<Vec<Registration>> {
    let mut query = row::Entity::find().filter(row::Column::State.eq(RegistrationState::Waiting.key()));
    if !administrator.everywhere {
        let mut seen = sea_orm::Condition::any();
        for code in &administrator.associations {
            seen = seen.add(row::Column::AssociationCode.eq(code.as_str()));
            if let (Some(prefecture), None) = (code.prefecture(), code.as_str().split_once('-')) {
                seen = seen.add(row::Column::AssociationCode.starts_with(format!("{prefecture}-")));
            }
        }
        query = query.filter(seen);
    }
    let rows = query
        .order_by_asc(row::Column::ConfirmedAt)
        .order_by_asc(row::Column::Id)
        .limit(SHOWN)
        .all(backend.db.read())
        .await?;
    let codes = rows.iter().map(|row| row.association_code.as_str());
    let associations = association::Entity::find()
        .filter(association::Column::Code.is_in(codes))
        .all(backend.db.read())
        .await?;
    rows.into_iter()
        .map(|row| {
            let named = associations.iter().find(|named| named.code == row.association_code);
            let name = named.map(|named| named.name.clone()).unwrap_or_default();
            record(row, name)
        })
        .collect()
}

/// One registration with everybody whom the roster could mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationCase {
    /// What was typed.
    pub registration: Registration,
    /// Doctors with the same licence number, or with the same name and birth date.
    pub candidates: Vec<RosterEntry>,
}

/// One that the administrator may see. Another association's is not found.
///
/// # Errors
/// `Refused` with `NotFound`; a fault.
pub async fn registration(backend: &Backend, administrator: &Administrator, id: &str) -> Result<RegistrationCase> {
    case_of(backend.db.read(), administrator, id).await
}

/// The same, also for who decides it in this transaction.
pub(super) async fn case_of(
    conn: &impl ConnectionTrait,
    administrator: &Administrator,
    id: &str,
) -> Result<RegistrationCase> {
    let found = row::Entity::find_by_id(id).one(conn).await?;
    let row = found
        .filter(|row| row.confirmed_at.is_some())
        .ok_or(Refusal::NotFound)?;
    let code: AssociationCode = row
        .association_code
        .parse()
        .map_err(|_| Fault::bad_row("registrations", &row.id, "association_code"))?;
    if !administrator.looks_after(&code) {
        return Err(Refusal::NotFound.into());
    }
    let candidates = roster(conn, &row.licence_number, &row.folded_name, row.birth_date).await?;
    let named = association::Entity::find_by_id(code.as_str()).one(conn).await?;
    let name = named.map(|named| named.name).unwrap_or_default();
    Ok(RegistrationCase {
        registration: record(row, name)?,
        candidates,
    })
}

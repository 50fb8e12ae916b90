//! 利用者登録: somebody asks for an account, proves the address, and is found on the roster or looked at by the
//! association.

mod confirm;
mod decide;
mod queue;
mod register;

use chrono::NaiveDate;
use domain::registration::{Doubt, Registration, RegistrationState, RosterEntry};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

pub use self::confirm::{finish, own_registration};
pub use self::decide::{Verdict, decide};
pub use self::queue::{RegistrationCase, registration, waiting};
pub use self::register::{ask_again, register};
use crate::entity::{account, doctor, registration as row};
use crate::error::{Fault, Result};

fn record(row: row::Model, association_name: String) -> Result<Registration> {
    let bad = |what: &str| Fault::bad_row("registrations", &row.id, what);
    Ok(Registration {
        state: RegistrationState::from_key(&row.state).ok_or_else(|| bad("state"))?,
        doubt: row
            .doubt
            .as_deref()
            .map(|key| Doubt::from_key(key).ok_or_else(|| bad("doubt")))
            .transpose()?,
        version: i64::from(row.version),
        id: row.id,
        email: row.email,
        name: row.name,
        name_kana: row.name_kana,
        birth_date: row.birth_date,
        licence_number: row.licence_number,
        is_member: row.is_member,
        association: row.association_code,
        association_name,
        reason: row.reason,
        confirmed_at: row.confirmed_at,
    })
}

/// Every doctor with this licence number, or with this folded name and birth date.
async fn roster(
    conn: &impl ConnectionTrait,
    licence_number: &str,
    folded_name: &str,
    birth_date: NaiveDate,
) -> Result<Vec<RosterEntry>> {
    let same_person = doctor::Column::FoldedName
        .eq(folded_name)
        .and(doctor::Column::BirthDate.eq(birth_date));
    let doctors = doctor::Entity::find()
        .filter(doctor::Column::LicenceNumber.eq(licence_number).or(same_person))
        .all(conn)
        .await?;
    let ids = doctors.iter().map(|doctor| doctor.id.as_str());
    let accounts = account::Entity::find()
        .filter(account::Column::DoctorId.is_in(ids))
        .all(conn)
        .await?;
    doctors
        .into_iter()
        .map(|row| {
            let bad = |what: &str| Fault::bad_row("doctors", &row.id, what);
            Ok(RosterEntry {
                id: row.id.parse().map_err(|_| bad("id"))?,
                licence_number: row.licence_number.parse().map_err(|_| bad("licence_number"))?,
                has_account: accounts
                    .iter()
                    .any(|account| account.doctor_id.as_ref() == Some(&row.id)),
                birth_date: row.birth_date,
                name: row.name.clone(),
            })
        })
        .collect()
}

//! The demonstration: example people with what they need, never beside real ones (domain.md, section 8).

mod done;
mod people;
mod reset;

pub use people::PASSWORD;
pub use reset::reset_demo;

use chrono::{DateTime, NaiveDate, Utc};
use domain::association::AssociationCode;
use domain::fiscal_year::FiscalYear;
use domain::text::folded;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set,
};
use serde_json::json;

use self::people::{DoctorOf, Lecture, PEOPLE, Person};
use super::reference;
use crate::Backend;
use crate::accounts::{AccountRow, hash_password, insert_account};
use crate::db::Txn;
use crate::entity::{account, counter, credit, doctor, membership};
use crate::error::{Error, Fault, Result};
use crate::{audit, counters, random};

/// The row that marks a database as a demonstration: a counter that nothing else uses.
const MARKER: &str = "demonstration";
/// Names the one credit that is always of today.
const TODAY: &str = "demo-member-today";

/// Sets the demonstration up, or, where it is already, dates its "today" anew and touches nothing else.
///
/// # Errors
/// A fault when the database holds an account that is no example, or something else fails. What was interrupted is
/// taken up again by the next call.
pub async fn seed_demo(backend: &Backend) -> Result<()> {
    refuse_strangers(backend.db.read()).await?;
    if is_marked(backend.db.read()).await? {
        return date_today_anew(backend).await;
    }
    let now = backend.clock.now();
    let today = backend.clock.today();
    let password_hash = hash_password(PASSWORD).await?;
    backend
        .db
        .write(async move |txn: &Txn| add_people(txn, now, today, &password_hash).await)
        .await?;
    done::apply(backend).await?;
    backend
        .db
        .write(async move |txn: &Txn| {
            counters::next(txn, MARKER).await?;
            audit::record(txn, now, None, "demonstration.set_up", MARKER, &json!({})).await?;
            Ok::<_, Error>(())
        })
        .await
}

/// A demonstration has accounts with a known password: it is never put beside real ones.
async fn refuse_strangers(conn: &impl ConnectionTrait) -> Result<()> {
    let examples = PEOPLE.iter().map(|person| person.login);
    let strangers = account::Entity::find()
        .filter(account::Column::Login.is_not_in(examples))
        .count(conn)
        .await?;
    if strangers == 0 {
        Ok(())
    } else {
        Err(Fault::other(format!(
            "the database holds {strangers} accounts that are no examples: no demonstration here"
        )))
    }
}

async fn is_marked(conn: &impl ConnectionTrait) -> Result<bool> {
    Ok(counter::Entity::find_by_id(MARKER).one(conn).await?.is_some())
}

async fn date_today_anew(backend: &Backend) -> Result<()> {
    let today = backend.clock.today();
    backend
        .db
        .write(async move |txn: &Txn| {
            credit::Entity::update_many()
                .col_expr(credit::Column::AcquiredOn, Expr::value(today))
                .col_expr(credit::Column::FiscalYear, Expr::value(FiscalYear::of(today).year()))
                .filter(credit::Column::Source.eq("e_learning"))
                .filter(credit::Column::ExternalRef.eq(TODAY))
                .exec(txn)
                .await?;
            Ok::<_, Error>(())
        })
        .await
}

async fn add_people(txn: &Txn, now: DateTime<Utc>, today: NaiveDate, password_hash: &str) -> Result<()> {
    reference::load(txn, now).await?;
    let known: Vec<String> = account::Entity::find()
        .select_only()
        .column(account::Column::Login)
        .into_tuple()
        .all(txn)
        .await?;
    for person in PEOPLE
        .iter()
        .filter(|person| !known.iter().any(|login| login == person.login))
    {
        let doctor_id = match &person.doctor {
            Some(doctor) => Some(add_doctor(txn, now, today, person, doctor).await?),
            None => None,
        };
        let row = AccountRow {
            id: random::id(),
            login: person.login.to_owned(),
            password_hash: password_hash.to_owned(),
            doctor_id,
            display_name: person.name.to_owned(),
            email: Some(format!("{}@example.jp", person.login)),
            roles: person
                .roles
                .iter()
                .map(|(role, association)| Ok((*role, association.map(code).transpose()?)))
                .collect::<Result<_>>()?,
        };
        let (id, detail) = (row.id.clone(), json!({ "login": row.login }));
        insert_account(txn, now, row).await?;
        audit::record(txn, now, None, "account.created", &id, &detail).await?;
    }
    Ok(())
}

fn code(text: &str) -> Result<AssociationCode> {
    text.parse().map_err(Fault::other)
}

async fn add_doctor(txn: &Txn, now: DateTime<Utc>, today: NaiveDate, person: &Person, of: &DoctorOf) -> Result<String> {
    let id = random::id();
    let row = doctor::ActiveModel {
        id: Set(id.clone()),
        licence_number: Set(of.licence_number.to_owned()),
        name: Set(person.name.to_owned()),
        name_kana: Set(of.name_kana.to_owned()),
        folded_name: Set(folded(person.name)),
        birth_date: Set(None),
        is_example: Set(true),
        created_at: Set(now),
        version: Set(1),
    };
    row.insert(txn).await?;
    for association in of.memberships {
        let row = membership::ActiveModel {
            doctor_id: Set(id.clone()),
            level: Set(code(association)?.level().key().to_owned()),
            association_code: Set((*association).to_owned()),
        };
        row.insert(txn).await?;
    }
    for (number, lecture) in (1..).zip(of.credits) {
        add_credit(txn, now, today, &id, lecture, format!("{}-{number}", person.login)).await?;
    }
    Ok(id)
}

async fn add_credit(
    txn: &Txn,
    now: DateTime<Utc>,
    today: NaiveDate,
    doctor: &str,
    lecture: &Lecture,
    external_ref: String,
) -> Result<()> {
    let (acquired_on, external_ref) = match lecture.held_on {
        Some((year, month, day)) => {
            let held_on = NaiveDate::from_ymd_opt(year, month, day);
            (
                held_on.ok_or_else(|| Fault::other(format!("{external_ref}: no such day")))?,
                external_ref,
            )
        }
        None => (today, TODAY.to_owned()),
    };
    let row = credit::ActiveModel {
        id: Set(random::id()),
        doctor_id: Set(doctor.to_owned()),
        fiscal_year: Set(FiscalYear::of(acquired_on).year()),
        acquired_on: Set(acquired_on),
        title: Set(lecture.title.to_owned()),
        organiser: Set(lecture.organiser.to_owned()),
        half_units: Set(lecture.half_units),
        codes: Set(lecture.codes.to_owned()),
        source: Set(lecture.source.key().to_owned()),
        external_ref: Set(external_ref),
        imported_at: Set(now),
    };
    row.insert(txn).await?;
    Ok(())
}

//! Keeps what a doctor types on the sub-screens, before it is registered and whether or not it could be.

use chrono::{DateTime, Utc};
use domain::application::{Kept, Typed, TypedScreen, UNFINISHED_MAX};
use domain::field::FormValues;
use domain::ids::ApplicationId;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set,
};

use crate::Backend;
use crate::db::Txn;
use crate::entity::{application, typed_form};
use crate::error::{Fault, Refusal, Result};
use crate::evidence::store::hold_open;
use crate::visitor::Doctor;

/// Keeps what a form says, if nobody has kept it since `base`, the revision that the form was made from.
pub async fn keep(
    backend: &Backend,
    doctor: &Doctor,
    id: &ApplicationId,
    screen: &TypedScreen,
    base: i64,
    form: &FormValues,
) -> Result<Kept> {
    let now = backend.clock.now();
    let (doctor, id, screen, values) = (doctor.clone(), id.clone(), screen.clone(), screen.kept(form));
    backend
        .db
        .write(async move |txn: &Txn| -> Result<Kept> {
            hold_open(txn, &doctor, &id, now).await?;
            let kept = find(txn, &id, &screen).await?;
            match kept {
                Some(kept) if kept.revision != base => return Ok(Kept::Newer(kept)),
                Some(kept) if kept.values == values => return Ok(Kept::Saved(kept)),
                None if unfinished_count(txn, &id).await? >= UNFINISHED_MAX as u64 => {
                    return Err(Refusal::TooManyUnfinished.into());
                }
                _ => {}
            }
            let typed = Typed {
                values,
                revision: after(base),
                registered: false,
                saved_at: now,
            };
            write(txn, &id, &screen, &typed).await?;
            Ok(Kept::Saved(typed))
        })
        .await
}

/// What is kept for one screen of the doctor's own application.
pub async fn typed(
    backend: &Backend,
    doctor: &Doctor,
    id: &ApplicationId,
    screen: &TypedScreen,
) -> Result<Option<Typed>> {
    Ok(all(backend, doctor, id)
        .await?
        .into_iter()
        .find(|(of, _)| of == screen)
        .map(|(_, typed)| typed))
}

/// Everything that is kept for the doctor's own application, the latest first; nothing for somebody else's.
pub async fn all(backend: &Backend, doctor: &Doctor, id: &ApplicationId) -> Result<Vec<(TypedScreen, Typed)>> {
    let own = sea_orm::sea_query::Query::select()
        .column(application::Column::Id)
        .from(application::Entity)
        .and_where(application::Column::DoctorId.eq(doctor.doctor.as_str()))
        .to_owned();
    let rows = typed_form::Entity::find()
        .filter(typed_form::Column::ApplicationId.eq(id.as_str()))
        .filter(typed_form::Column::ApplicationId.in_subquery(own))
        .order_by_desc(typed_form::Column::SavedAt)
        .all(backend.db.read())
        .await?;
    rows.into_iter()
        .map(|row| {
            let screen = row.screen.parse();
            let screen = screen.map_err(|_| Fault::bad_row("typed_forms", &row.application_id, "screen"))?;
            Ok((screen, record(&row)?))
        })
        .collect()
}

/// Throws away what was typed on a screen and not registered.
pub async fn discard(backend: &Backend, doctor: &Doctor, id: &ApplicationId, screen: &TypedScreen) -> Result<()> {
    let now = backend.clock.now();
    let (doctor, id, screen) = (doctor.clone(), id.clone(), screen.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            hold_open(txn, &doctor, &id, now).await?;
            remove(txn, &id, &screen).await
        })
        .await
}

/// Within the transaction that registers a form: it is kept as registered, unless another window has kept something
/// since `seen`, which then stays what it is.
pub(super) async fn registered(
    txn: &Txn,
    id: &ApplicationId,
    screen: &TypedScreen,
    seen: i64,
    form: &FormValues,
    now: DateTime<Utc>,
) -> Result<()> {
    let kept = find(txn, id, screen).await?;
    if kept.is_some_and(|kept| kept.revision != seen) {
        return Ok(());
    }
    let typed = Typed {
        values: screen.kept(form),
        revision: after(seen),
        registered: true,
        saved_at: now,
    };
    write(txn, id, screen, &typed).await
}

/// The same for a lecture, of which nothing needs to be kept once it is added.
pub(super) async fn finished(txn: &Txn, id: &ApplicationId, screen: &TypedScreen, seen: i64) -> Result<()> {
    let kept = find(txn, id, screen).await?;
    if kept.is_some_and(|kept| kept.revision == seen) {
        remove(txn, id, screen).await?;
    }
    Ok(())
}

pub(super) async fn remove(txn: &Txn, id: &ApplicationId, screen: &TypedScreen) -> Result<()> {
    typed_form::Entity::delete_by_id((id.to_string(), screen.to_string()))
        .exec(txn)
        .await?;
    Ok(())
}

/// The revision that follows the one that a form was made from. A page says what it was told; whatever else a caller
/// says is brought to a revision that can be kept.
fn after(seen: i64) -> i64 {
    seen.clamp(0, i64::from(i32::MAX) - 1) + 1
}

async fn find(conn: &impl ConnectionTrait, id: &ApplicationId, screen: &TypedScreen) -> Result<Option<Typed>> {
    let row = typed_form::Entity::find_by_id((id.to_string(), screen.to_string()))
        .one(conn)
        .await?;
    row.as_ref().map(record).transpose()
}

async fn unfinished_count(txn: &Txn, id: &ApplicationId) -> Result<u64> {
    let rows = typed_form::Entity::find().filter(typed_form::Column::ApplicationId.eq(id.as_str()));
    Ok(rows.count(txn).await?)
}

async fn write(txn: &Txn, id: &ApplicationId, screen: &TypedScreen, typed: &Typed) -> Result<()> {
    remove(txn, id, screen).await?;
    let row = typed_form::ActiveModel {
        application_id: Set(id.to_string()),
        screen: Set(screen.to_string()),
        values_json: Set(serde_json::to_string(&typed.values).map_err(Fault::other)?),
        revision: Set(i32::try_from(typed.revision).map_err(Fault::other)?),
        registered: Set(typed.registered),
        saved_at: Set(typed.saved_at),
    };
    row.insert(txn).await?;
    Ok(())
}

fn record(row: &typed_form::Model) -> Result<Typed> {
    let values = serde_json::from_str(&row.values_json);
    Ok(Typed {
        values: values.map_err(|_| Fault::bad_row("typed_forms", &row.application_id, "values_json"))?,
        revision: i64::from(row.revision),
        registered: row.registered,
        saved_at: row.saved_at,
    })
}

//! Guessing is slow: failures are counted before they are known to be failures, so that many tries at once gain nothing.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::Backend;
use crate::db::Txn;
use crate::entity::login_attempt::{Column, Entity};
use crate::error::{Error, Fault, Refusal, Result};
use crate::hex;

/// Failures are forgotten this long after the first of them.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Something that is counted, and how often it may fail in a window.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    key: String,
    most: i32,
}

impl Counted {
    /// Tries of one account's password from one place. Who guesses from elsewhere does not lock out the owner.
    ///
    /// The name is hashed: people type their password into this field by mistake, and names may be of any length.
    pub(super) fn login(login: &str, address: &str) -> Counted {
        let place = network(address);
        Counted {
            key: format!("login:{}", hex::sha256(format!("{login}\n{place}").as_bytes())),
            most: 10,
        }
    }

    /// Tries from one place, whatever the account. A clinic or an association sits behind one address, hence more; at
    /// the border of two windows twice as many are possible.
    pub(super) fn address(address: &str) -> Counted {
        Counted {
            key: format!("ip:{}", network(address)),
            most: 50,
        }
    }

    /// Tries of the password by somebody who is logged in already.
    pub(super) fn own_password(account: &str) -> Counted {
        Counted {
            key: format!("password:{account}"),
            most: 10,
        }
    }

    /// Letters that somebody at one place asks for: registrations, links for a new password.
    pub(crate) fn letters_from(address: &str) -> Counted {
        Counted {
            key: format!("letters-from:{}", network(address)),
            most: 20,
        }
    }

    /// Letters to one reader: nobody fills another one's box.
    pub(crate) fn letters_to(reader: &str) -> Counted {
        Counted {
            key: format!("letters-to:{}", hex::sha256(reader.as_bytes())),
            most: 3,
        }
    }

    /// Codes of a second factor, tried for one account.
    pub(super) fn code(account: &str) -> Counted {
        Counted {
            key: format!("code:{account}"),
            most: 10,
        }
    }

    /// Counts a try in a transaction of its own, before what is tried is looked at.
    pub(super) async fn count_by_itself(&self, backend: &Backend, now: DateTime<Utc>) -> Result<()> {
        let tries = self.clone();
        backend
            .db
            .write(async move |txn: &Txn| {
                end_windows(txn, now).await?;
                tries.count(txn, now).await
            })
            .await
    }

    /// Counts, and says whether it was too often instead of refusing.
    pub(crate) async fn is_over(&self, txn: &Txn, now: DateTime<Utc>) -> Result<bool> {
        match self.count(txn, now).await {
            Ok(()) => Ok(false),
            Err(Error::Refused(Refusal::TooManyTries(_))) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Counts a try as failed, or refuses it when there were too many. Every try counts before the password is looked
    /// at; [`Counted::forget`] or [`Counted::take_back`] follow when it was right.
    pub(crate) async fn count(&self, txn: &Txn, now: DateTime<Utc>) -> Result<()> {
        let column = |column: Column| Expr::col((Entity, column));
        let counted = Query::insert()
            .into_table(Entity)
            .columns([Column::Key, Column::WindowStart, Column::Failures])
            .values_panic([self.key.as_str().into(), now.into(), 1.into()])
            .on_conflict(
                OnConflict::column(Column::Key)
                    .value(Column::Failures, column(Column::Failures).add(1))
                    .to_owned(),
            )
            .returning(Query::returning().columns([Column::WindowStart, Column::Failures]))
            .to_owned();
        let row = txn
            .query_one(&counted)
            .await?
            .ok_or_else(|| Fault::other("login_attempts: nothing counted"))?;
        let failures: i32 = row.try_get("", "failures")?;
        let window_start: DateTime<Utc> = row.try_get("", "window_start")?;
        if failures > self.most {
            let left = (window_start + WINDOW - now)
                .num_seconds()
                .clamp(1, WINDOW.num_seconds());
            return Err(Refusal::TooManyTries(u32::try_from((left + 59) / 60).unwrap_or(1)).into());
        }
        Ok(())
    }

    /// The password was right: earlier failures no longer count.
    pub(super) async fn forget(&self, txn: &Txn) -> Result<()> {
        Entity::delete_many()
            .filter(Column::Key.eq(&self.key))
            .exec(txn)
            .await?;
        Ok(())
    }

    /// The password was right: this try was no failure, the others still were.
    pub(super) async fn take_back(&self, txn: &Txn) -> Result<()> {
        Entity::update_many()
            .col_expr(Column::Failures, Expr::col(Column::Failures).sub(1))
            .filter(Column::Key.eq(&self.key))
            .filter(Column::Failures.gt(0))
            .exec(txn)
            .await?;
        Ok(())
    }
}

/// Windows that have ended are thrown away before anything is counted, so that the table holds a quarter of an hour.
pub(crate) async fn end_windows(txn: &Txn, now: DateTime<Utc>) -> Result<()> {
    Entity::delete_many()
        .filter(Column::WindowStart.lte(now - WINDOW))
        .exec(txn)
        .await?;
    Ok(())
}

/// One household or office has a whole /64 of IPv6 addresses: they count as one place.
fn network(address: &str) -> String {
    match address.parse().map(|ip: IpAddr| ip.to_canonical()) {
        Ok(IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(IpAddr::V4(v4)) => v4.to_string(),
        Err(_) => address.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn addresses_of_one_household_are_one_place() {
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), network("192.0.2.7"));
        assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
    }
}

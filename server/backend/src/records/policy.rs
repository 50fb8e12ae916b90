//! The settings of a programme: assembled for a fiscal year, and kept for an application's life.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, NaiveDate, Utc};
use domain::fiscal_year::FiscalYear;
use domain::policy::{Category, Policy, PracticalItem};
use domain::units::Units;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Set,
    Statement,
};
use serde::{Deserialize, Serialize};

use crate::db::Txn;
use crate::entity::{policy, practical_item};
use crate::error::{Error, Fault, Result};
use crate::hex;

/// What an administrator sets for a programme, as it stands in `programme_settings.settings_json`. Units are counted
/// in half-units, as everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) total_needed: Units,
    pub(crate) units_per_item: Units,
    pub(crate) units_for_other: Units,
    pub(crate) least_lecture: Units,
    #[serde(default)]
    pub(crate) guideline_url: String,
    #[serde(default)]
    pub(crate) self_declaration_url: String,
    #[serde(default)]
    pub(crate) fee_yen: u32,
    #[serde(default)]
    pub(crate) deadline: Option<NaiveDate>,
    #[serde(default = "three")]
    pub(crate) retention_years: u32,
}

fn three() -> u32 {
    3
}

impl Default for Settings {
    /// The defaults of domain.md, section 4. Where the 実施要綱 can be read is not known.
    fn default() -> Self {
        Settings {
            total_needed: Units::whole(10),
            units_per_item: Units::whole(5),
            units_for_other: Units::whole(5),
            least_lecture: Units::from_halves(1),
            guideline_url: String::new(),
            self_declaration_url: "https://www.med.or.jp/cme/about/shinkokusyo.html".to_owned(),
            fee_yen: 0,
            deadline: None,
            retention_years: three(),
        }
    }
}

/// The settings that hold for a programme in a fiscal year: those of the latest year that is not after it, with the
/// items offered in it. Two queries.
///
/// # Errors
/// A fault when the programme has no settings for that year, or a row cannot be read.
pub(crate) async fn current_policy(
    conn: &impl ConnectionTrait,
    programme: &str,
    fiscal_year: FiscalYear,
) -> Result<Policy> {
    let policy = policy_in(conn, programme, fiscal_year).await?;
    policy.ok_or_else(|| Fault::other(format!("programme {programme} has no settings for {fiscal_year}")))
}

/// The same, or none where the programme has no settings for that year.
pub(crate) async fn policy_in(
    conn: &impl ConnectionTrait,
    programme: &str,
    fiscal_year: FiscalYear,
) -> Result<Option<Policy>> {
    let row = SettingRow::find_by_statement(Statement::from_sql_and_values(
        conn.get_database_backend(),
        "SELECT p.name, s.fiscal_year, s.settings_json FROM programme_settings s \
         JOIN programmes p ON p.code = s.programme_code \
         WHERE s.programme_code = $1 AND s.fiscal_year <= $2 ORDER BY s.fiscal_year DESC LIMIT 1",
        [programme.into(), fiscal_year.year().into()],
    ));
    let Some(row) = row.one(conn).await? else {
        return Ok(None);
    };
    let bad = |what: &dyn std::fmt::Display| -> Error { Fault::bad_row("programme_settings", programme, what) };
    let settings: Settings = serde_json::from_str(&row.settings_json).map_err(|error| bad(&error))?;
    Ok(Some(Policy {
        programme: programme.to_owned(),
        programme_name: row.name,
        fiscal_year: FiscalYear::new(row.fiscal_year).ok_or_else(|| bad(&"fiscal_year"))?,
        total_needed: settings.total_needed,
        units_per_item: settings.units_per_item,
        units_for_other: settings.units_for_other,
        least_lecture: settings.least_lecture,
        items: items_in(conn, fiscal_year).await?,
        guideline_url: settings.guideline_url,
        self_declaration_url: settings.self_declaration_url,
        fee_yen: settings.fee_yen,
        deadline: settings.deadline,
        retention_years: settings.retention_years,
    }))
}

#[derive(FromQueryResult)]
struct SettingRow {
    name: String,
    fiscal_year: i32,
    settings_json: String,
}

async fn items_in(conn: &impl ConnectionTrait, fiscal_year: FiscalYear) -> Result<Vec<PracticalItem>> {
    use practical_item::Column::{Code, FromFiscalYear, Sort, ToFiscalYear};
    let year = fiscal_year.year();
    let rows = practical_item::Entity::find()
        .filter(
            Condition::any()
                .add(FromFiscalYear.is_null())
                .add(FromFiscalYear.lte(year)),
        )
        .filter(Condition::any().add(ToFiscalYear.is_null()).add(ToFiscalYear.gte(year)))
        .order_by_asc(Sort)
        .order_by_asc(Code)
        .all(conn)
        .await?;
    rows.into_iter().map(item).collect()
}

fn item(row: practical_item::Model) -> Result<PracticalItem> {
    let bad = |what: &str| -> Error { Fault::bad_row("practical_items", &row.code, what) };
    Ok(PracticalItem {
        code: row.code.parse().map_err(bad)?,
        category: match row.category.as_str() {
            "I" => Category::Recognised,
            "II" => Category::Other,
            _ => return Err(bad("category")),
        },
        heading: row.heading,
        name: row.name,
        accepted_proof: row.accepted_proof,
    })
}

/// Keeps a policy for applications to refer to; says its id. The same policy is kept once.
pub(crate) async fn store_policy(txn: &Txn, policy: &Policy, now: DateTime<Utc>) -> Result<String> {
    let policy_json = serde_json::to_string(policy).map_err(Fault::other)?;
    let id = hex::sha256(policy_json.as_bytes());
    let row = policy::ActiveModel {
        id: Set(id.clone()),
        policy_json: Set(policy_json),
        created_at: Set(now),
    };
    policy::Entity::insert(row)
        .on_conflict_do_nothing_on([policy::Column::Id])
        .exec_without_returning(txn)
        .await?;
    Ok(id)
}

/// The policy with this id, from memory where it was read before: a stored policy never changes.
///
/// # Errors
/// A fault when there is none or it cannot be read.
pub(crate) async fn policy_by_id(cache: &PolicyCache, conn: &impl ConnectionTrait, id: &str) -> Result<Arc<Policy>> {
    if let Some(known) = cache.get(id) {
        return Ok(known);
    }
    let row = policy::Entity::find_by_id(id).one(conn).await?;
    let row = row.ok_or_else(|| Error::from(DbErr::RecordNotFound(format!("policies {id}"))))?;
    let policy: Policy = serde_json::from_str(&row.policy_json).map_err(|e| Fault::bad_row("policies", id, e))?;
    Ok(cache.keep(id, policy))
}

/// The policies that were read so far. A programme has a few a year, so none is ever dropped. Copies share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct PolicyCache(Arc<RwLock<HashMap<String, Arc<Policy>>>>);

impl PolicyCache {
    fn get(&self, id: &str) -> Option<Arc<Policy>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    fn keep(&self, id: &str, policy: Policy) -> Arc<Policy> {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(id.to_owned()).or_insert_with(|| Arc::new(policy)))
    }
}

#[cfg(test)]
mod tests;

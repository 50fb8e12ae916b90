//! An application; `policy_id` names the settings that it began under.

use sea_orm::prelude::DateTimeUtc;
use sea_orm::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "applications")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) doctor_id: String,
    pub(crate) programme_code: String,
    pub(crate) fiscal_year: Option<i32>,
    pub(crate) status: String,
    pub(crate) version: i32,
    pub(crate) years_from: Option<i32>,
    pub(crate) destination_code: Option<String>,
    pub(crate) practical_category: String,
    pub(crate) other_description: String,
    pub(crate) policy_id: String,
    pub(crate) idempotency_key: String,
    pub(crate) receipt_number: Option<String>,
    pub(crate) submitted_at: Option<DateTimeUtc>,
    pub(crate) reviewer_account_id: Option<String>,
    pub(crate) explanation_json: Option<String>,
    pub(crate) decided_at: Option<DateTimeUtc>,
    pub(crate) reexamined: bool,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

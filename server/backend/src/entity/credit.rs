//! Registered lecture units of a doctor; `codes` is a comma-separated list.

use sea_orm::prelude::{Date, DateTimeUtc};
use sea_orm::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credits")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) doctor_id: String,
    pub(crate) fiscal_year: i32,
    pub(crate) acquired_on: Date,
    pub(crate) title: String,
    pub(crate) organiser: String,
    pub(crate) half_units: i32,
    pub(crate) codes: String,
    pub(crate) source: String,
    pub(crate) external_ref: String,
    pub(crate) imported_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

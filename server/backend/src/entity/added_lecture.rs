//! Lecture units that the doctor adds by hand; `codes` is a comma-separated list.

use sea_orm::prelude::{Date, DateTimeUtc};
use sea_orm::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "added_lectures")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) application_id: String,
    pub(crate) kind: String,
    pub(crate) activity: String,
    pub(crate) title: String,
    pub(crate) organiser: String,
    pub(crate) detail: String,
    pub(crate) self_declared: bool,
    pub(crate) acquired_on: Date,
    pub(crate) half_units: i32,
    pub(crate) codes: String,
    pub(crate) created_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

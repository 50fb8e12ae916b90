//! A doctor; `licence_number` holds digits without leading zeros, `folded_name` is the search key.

use sea_orm::prelude::{Date, DateTimeUtc};
use sea_orm::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "doctors")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) licence_number: String,
    pub(crate) name: String,
    pub(crate) name_kana: String,
    pub(crate) folded_name: String,
    pub(crate) birth_date: Option<Date>,
    pub(crate) is_example: bool,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) version: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

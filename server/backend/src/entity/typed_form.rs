//! What was typed on a sub-screen of an application, kept by itself; `values_json` is a `FormValues`.

use sea_orm::prelude::DateTimeUtc;
use sea_orm::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "typed_forms")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) application_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) screen: String,
    pub(crate) values_json: String,
    pub(crate) revision: i32,
    pub(crate) registered: bool,
    pub(crate) saved_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

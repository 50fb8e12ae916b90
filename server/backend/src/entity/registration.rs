//! Who asked for an account; `state` is `unconfirmed`, `waiting`, `accepted` or `refused`.

use sea_orm::prelude::{Date, DateTimeUtc};
use sea_orm::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registrations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) name_kana: String,
    pub(crate) folded_name: String,
    pub(crate) birth_date: Date,
    pub(crate) licence_number: String,
    pub(crate) is_member: bool,
    pub(crate) association_code: String,
    pub(crate) state: String,
    pub(crate) doubt: Option<String>,
    pub(crate) account_id: Option<String>,
    pub(crate) doctor_id: Option<String>,
    pub(crate) reason: String,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) confirmed_at: Option<DateTimeUtc>,
    pub(crate) decided_at: Option<DateTimeUtc>,
    pub(crate) decided_by: Option<String>,
    pub(crate) version: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

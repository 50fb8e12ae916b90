//! A letter that was given up: the letter's `round`-th time, and who sent it again, if anybody did.

use sea_orm::prelude::DateTimeUtc;
use sea_orm::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_failures")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) mail_id: String,
    pub(crate) round: i32,
    pub(crate) failure: String,
    /// How often it was tried until then, earlier rounds included.
    pub(crate) tries: i32,
    pub(crate) failed_at: DateTimeUtc,
    pub(crate) resent_at: Option<DateTimeUtc>,
    pub(crate) resent_by: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

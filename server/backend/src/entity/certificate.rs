//! A certificate; the columns from `storage_key` to `rendered_at` are empty until the job has made its bytes.

use sea_orm::prelude::{Date, DateTimeUtc};
use sea_orm::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificates")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) application_id: String,
    pub(crate) number: String,
    pub(crate) sequence: i64,
    pub(crate) fiscal_year: i32,
    pub(crate) code: String,
    pub(crate) doctor_name: String,
    pub(crate) licence_number: String,
    pub(crate) training_name: String,
    pub(crate) association_name: String,
    pub(crate) association_code: String,
    pub(crate) signatory: String,
    pub(crate) issued_on: Date,
    pub(crate) is_example: bool,
    pub(crate) status: String,
    pub(crate) replaced_by: Option<String>,
    pub(crate) storage_key: Option<String>,
    pub(crate) sha256: Option<String>,
    pub(crate) size_bytes: Option<i64>,
    pub(crate) rendered_at: Option<DateTimeUtc>,
    pub(crate) created_at: DateTimeUtc,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

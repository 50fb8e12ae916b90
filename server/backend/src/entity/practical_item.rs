//! An item of practical training, group `I` or `II`, with the fiscal years in which it is offered.

use sea_orm::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practical_items")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) code: String,
    pub(crate) category: String,
    pub(crate) heading: String,
    pub(crate) name: String,
    pub(crate) accepted_proof: String,
    pub(crate) standing: String,
    pub(crate) sort: i32,
    pub(crate) from_fiscal_year: Option<i32>,
    pub(crate) to_fiscal_year: Option<i32>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! The settings of a programme in a fiscal year (domain.md, section 4). An application keeps those it began under.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fiscal_year::FiscalYear;
use crate::units::Units;

/// The two groups of practical training, which cannot be combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Category {
    /// Ⅰ 都道府県・郡市区医師会が認めた研修等.
    #[serde(rename = "I")]
    Recognised,
    /// Ⅱ その他.
    #[serde(rename = "II")]
    Other,
}

impl Category {
    /// As it stands in the database and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Category::Recognised => "I",
            Category::Other => "II",
        }
    }

    /// As it stands on screens.
    pub fn label(self) -> &'static str {
        match self {
            Category::Recognised => "Ⅰ都道府県・郡市区医師会が認めた研修等",
            Category::Other => "Ⅱその他",
        }
    }
}

/// Names a practical item, such as `I-02`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ItemCode(String);

impl ItemCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for ItemCode {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<ItemCode, Self::Err> {
        let (category, number) = text.split_once('-').ok_or("not an item code")?;
        let digits = (2..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        if digits && matches!(category, "I" | "II") {
            Ok(ItemCode(text.to_owned()))
        } else {
            Err("not an item code")
        }
    }
}

impl TryFrom<String> for ItemCode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ItemCode> for String {
    fn from(code: ItemCode) -> String {
        code.0
    }
}

impl std::fmt::Display for ItemCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One item of practical training that can be declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticalItem {
    /// Its code.
    pub code: ItemCode,
    /// Its group, Ⅰ or Ⅱ.
    pub category: Category,
    /// The heading it stands under.
    pub heading: String,
    /// Its text, as on screens.
    pub name: String,
    /// Which documents prove it.
    pub accepted_proof: String,
}

/// The rules of one programme in one fiscal year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// The programme's code.
    pub programme: String,
    /// 講座種別, as on screens and on the certificate.
    pub programme_name: String,
    /// The first fiscal year these settings hold for.
    pub fiscal_year: FiscalYear,
    /// The total that lecture and practical units must reach.
    pub total_needed: Units,
    /// Units for each item of Ⅰ.
    pub units_per_item: Units,
    /// Units for Ⅱ, once.
    pub units_for_other: Units,
    /// The least that lecture units must reach; the manual says only that there must be some.
    pub least_lecture: Units,
    /// What can be declared as practical training.
    pub items: Vec<PracticalItem>,
    /// Address of the 実施要綱; empty where none is set.
    #[serde(default)]
    pub guideline_url: String,
    /// Address of the page on self-declaration for 日本医学会分科会 (manual 2-3).
    #[serde(default)]
    pub self_declaration_url: String,
    /// Fee in yen; shown only where above zero.
    #[serde(default)]
    pub fee_yen: u32,
    /// The last day to apply; a banner stands where one is set.
    #[serde(default)]
    pub deadline: Option<NaiveDate>,
    /// Years for which proofs are kept after the decision.
    #[serde(default = "three")]
    pub retention_years: u32,
}

fn three() -> u32 {
    3
}

impl Policy {
    /// The item with this code, where it is offered.
    pub fn item(&self, code: &ItemCode) -> Option<&PracticalItem> {
        self.items.iter().find(|item| &item.code == code)
    }

    /// The items of one group, in their order.
    pub fn items_of(&self, category: Category) -> impl Iterator<Item = &PracticalItem> {
        self.items.iter().filter(move |item| item.category == category)
    }
}

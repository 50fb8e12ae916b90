//! What if: announced or imagined lectures and practical items beside what a draft says, without changing it.

use std::cmp::Ordering;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Assessment, amount, judge, practical_units};
use crate::application::{Chosen, Draft, Practical};
use crate::field::{FieldError, FormValues};
use crate::policy::{Category, Policy};
use crate::units::Units;

/// The names of the fields. No form that is saved has them.
pub mod names {
    /// 予定の座学（単位）.
    pub const LECTURE: &str = "what_if_lecture";
    /// 予定の実地（項目）.
    pub const ITEMS: &str = "what_if_items";
}

/// 予定の座学（単位）, as the page and its errors call it.
pub const LECTURE_LABEL: &str = "予定の座学（単位）";
/// 予定の実地（項目）, likewise.
pub const ITEMS_LABEL: &str = "予定の実地（項目）";

/// What is still to come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imagined {
    /// Lecture units, however they come: registered by an organiser or added.
    pub lecture: Units,
    /// Further items of Ⅰ.
    pub items: usize,
}

/// Judges a draft as it would be with what is imagined, every imagined proof attached. Never less than without it.
pub fn what_if(draft: &Draft, policy: &Policy, today: NaiveDate, imagined: Imagined) -> Assessment {
    let draft = Draft {
        practical: with_items(&draft.practical, policy, imagined.items),
        ..draft.clone()
    };
    judge(&draft, policy, today, imagined.lecture)
}

/// Ⅰ and Ⅱ cannot be combined: who has declared Ⅱ and adds an item would enter the Ⅱ activity under the nearest item
/// of Ⅰ, with the proofs that it has (domain.md, rule 4).
fn with_items(practical: &Practical, policy: &Policy, more: usize) -> Practical {
    if more == 0 {
        return practical.clone();
    }
    let (mut chosen, stand_in) = match practical {
        Practical::None => (Vec::new(), None),
        Practical::Recognised(chosen) => (chosen.clone(), None),
        Practical::Other { proofs, .. } => (Vec::new(), Some(*proofs)),
    };
    let left = policy
        .items_of(Category::Recognised)
        .filter(|item| !practical.has(&item.code));
    let proofs = stand_in.into_iter().chain(std::iter::repeat_n(1, more));
    chosen.extend(left.zip(proofs).map(|(item, proofs)| Chosen {
        item: item.code.clone(),
        proofs,
    }));
    let with = Practical::Recognised(chosen);
    // Where a policy pays more for Ⅱ than for these items, nobody would change over.
    match practical_units(&with, policy).cmp(&practical_units(practical, policy)) {
        Ordering::Less => practical.clone(),
        Ordering::Equal | Ordering::Greater => with,
    }
}

/// The two fields, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIfForm {
    /// Units.
    pub lecture: String,
    /// A number of items.
    pub items: String,
}

impl WhatIfForm {
    /// Reads the form.
    pub fn read(form: &FormValues) -> WhatIfForm {
        WhatIfForm {
            lecture: form.text(names::LECTURE).to_owned(),
            items: form.text(names::ITEMS).to_owned(),
        }
    }

    /// Whether nothing is imagined.
    pub fn is_blank(&self) -> bool {
        self.lecture.trim().is_empty() && self.items.trim().is_empty()
    }

    /// What is imagined, or everything that is wrong with it.
    pub fn imagined(&self, policy: &Policy) -> Result<Imagined, Vec<FieldError>> {
        let most = policy.items_of(Category::Recognised).count();
        let lecture = amount::units(names::LECTURE, LECTURE_LABEL, &self.lecture);
        let items = amount::items(names::ITEMS, ITEMS_LABEL, &self.items, 0, most);
        match (lecture, items) {
            (Ok(lecture), Ok(items)) => Ok(Imagined { lecture, items }),
            (lecture, items) => Err([lecture.err(), items.err()].into_iter().flatten().collect()),
        }
    }
}

/// What the screen says to what is imagined; empty where there is nothing to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// 「試算：座学 8.5 + 実地 5.0 = 合計 13.5 / 10.0（予定を含む）」.
    pub line: String,
    /// What would still be missing, or that nothing would.
    pub sentence: String,
    /// That Ⅱ is counted under Ⅰ.
    pub note: &'static str,
    /// What is wrong with the fields.
    pub errors: Vec<FieldError>,
}

impl Said {
    /// What is wrong with one field; empty for nothing.
    pub fn error(&self, field: &str) -> &str {
        let error = self.errors.iter().find(|error| error.field == field);
        error.map_or("", |error| error.sentence.as_str())
    }
}

impl WhatIfForm {
    /// What the screen says.
    pub fn said(&self, draft: &Draft, policy: &Policy, today: NaiveDate) -> Said {
        let imagined = match self.imagined(policy) {
            Ok(_) if self.is_blank() => return Said::default(),
            Ok(imagined) => imagined,
            Err(errors) => {
                return Said {
                    errors,
                    ..Said::default()
                };
            }
        };
        let assessment = what_if(draft, policy, today, imagined);
        let sentence = if assessment.is_eligible() {
            "予定どおりに取得すると、要件を満たします。".to_owned()
        } else {
            format!("予定を含めても、次のものが足りません。{}", assessment.sentence())
        };
        let changed_over = imagined.items > 0 && matches!(draft.practical, Practical::Other { .. });
        Said {
            line: format!("試算：{}（予定を含む）", assessment.summary()),
            sentence,
            note: if changed_over {
                "ⅠとⅡの併用はできないため、Ⅱの内容もⅠの最も近い項目で申告するものとして試算しています。"
            } else {
                ""
            },
            errors: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;

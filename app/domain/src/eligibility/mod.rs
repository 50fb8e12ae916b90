//! The one place that says whether an application may be sent, and if not, what is missing and what to do.
//!
//! [`assess`] runs the rules of domain.md, section 3, in a fixed order. Each rule that is not met gives a [`Lack`]:
//! the amount, the place on the screen, the smallest fix, and one Japanese sentence. An application may be sent
//! exactly when there is no lack.

mod amount;
mod lack;
mod rules;
pub mod trial;
pub mod what_if;

pub use lack::{Fix, Lack, Place};
pub use what_if::what_if;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::application::{Draft, Practical};
use crate::policy::Policy;
use crate::units::Units;

/// What the rules say to a draft. Stored with the case when it is submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Registered lecture units that count.
    pub registered: Units,
    /// Units of added lectures that count.
    pub added: Units,
    /// Practical units.
    pub practical: Units,
    /// The total that must be reached.
    pub needed: Units,
    /// What is missing, the most important first.
    pub lacks: Vec<Lack>,
}

/// Judges a draft by a policy, on a day in Japan.
pub fn assess(draft: &Draft, policy: &Policy, today: NaiveDate) -> Assessment {
    judge(draft, policy, today, Units::ZERO)
}

/// The same with lecture units that the draft does not hold: those of [`what_if`].
fn judge(draft: &Draft, policy: &Policy, today: NaiveDate, more_lecture: Units) -> Assessment {
    let mut assessment = Assessment {
        registered: draft.registered_from(draft.years_from, today),
        added: draft
            .lectures
            .iter()
            .filter(|lecture| draft.fiscal_year_at(today).contains(lecture.acquired_on))
            .map(|lecture| lecture.units)
            .chain([more_lecture])
            .sum(),
        practical: practical_units(&draft.practical, policy),
        needed: policy.total_needed,
        lacks: Vec::new(),
    };
    assessment.lacks = rules::IN_ORDER
        .iter()
        .flat_map(|(_, rule)| rule(draft, policy, today, &assessment))
        .collect();
    assessment
}

/// Only items that the policy offers count, and one item counts once.
fn practical_units(practical: &Practical, policy: &Policy) -> Units {
    let offered = |code| {
        policy
            .item(code)
            .is_some_and(|item| Some(item.category) == practical.category())
    };
    match practical {
        Practical::None => Units::ZERO,
        Practical::Recognised(chosen) => {
            let mut codes: Vec<_> = chosen.iter().map(|c| &c.item).filter(|code| offered(code)).collect();
            codes.sort_unstable();
            codes.dedup();
            policy.units_per_item * codes.len()
        }
        Practical::Other { item, .. } => policy.units_for_other * usize::from(offered(item)),
    }
}

impl Assessment {
    /// 座学: registered and added lecture units together.
    pub fn lecture(&self) -> Units {
        self.registered + self.added
    }

    /// 合計.
    pub fn total(&self) -> Units {
        self.lecture() + self.practical
    }

    /// Whether the application may be sent.
    pub fn is_eligible(&self) -> bool {
        self.lacks.is_empty()
    }

    /// 「座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0」.
    pub fn summary(&self) -> String {
        format!(
            "座学 {} + 実地 {} = 合計 {} / {}",
            self.lecture(),
            self.practical,
            self.total(),
            self.needed
        )
    }

    /// Everything that is missing, as one text; each part of it is one lack's sentence.
    pub fn sentence(&self) -> String {
        if self.is_eligible() {
            "要件を満たしています。内容を確認して申請できます。".to_owned()
        } else {
            self.lacks.iter().map(Lack::sentence).collect()
        }
    }
}

#[cfg(test)]
mod tests;

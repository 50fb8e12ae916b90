//! The rules, one function each, in the order in which a doctor is told of them.

use chrono::NaiveDate;

use super::{Assessment, Lack};
use crate::application::{Claim, Draft, Practical};
use crate::association::Level;
use crate::fiscal_year::FiscalYear;
use crate::policy::{Category, Policy};
use crate::units::Units;

/// A rule looks at the draft and at the totals so far, and names what is missing.
type Rule = fn(&Draft, &Policy, NaiveDate, &Assessment) -> Vec<Lack>;

/// Every rule by its name. The order is the order of the sentences on the screen.
pub(super) const IN_ORDER: [(&str, Rule); 9] = [
    ("total", total),
    ("lecture", lecture),
    ("practical", practical),
    ("destination", destination),
    ("offered", offered),
    ("description", description),
    ("year", year),
    ("proof", proof),
    ("licence", licence),
];

/// Rule 1: the total of both is 10 units or more.
fn total(draft: &Draft, policy: &Policy, today: NaiveDate, sums: &Assessment) -> Vec<Lack> {
    let missing = policy.total_needed.above(sums.total());
    if missing.is_zero() {
        return Vec::new();
    }
    // What the first practical item will bring, which another rule asks for anyway.
    let first_item = if sums.practical.is_zero() {
        policy.units_per_item
    } else {
        Units::ZERO
    };
    let more_items = match &draft.practical {
        Practical::Recognised(_) if !sums.practical.is_zero() => more_items(draft, policy, missing),
        _ => None,
    };
    let after_practical = missing.above(first_item);
    vec![Lack::Total {
        missing,
        after_practical,
        more_items,
        from_year: earlier_year(draft, today, sums.registered, after_practical),
    }]
}

/// The latest year before the chosen ones from which the registered units bring as much more as is missing.
fn earlier_year(draft: &Draft, today: NaiveDate, registered: Units, missing: Units) -> Option<FiscalYear> {
    if missing.is_zero() {
        return None;
    }
    let mut years: Vec<FiscalYear> = draft.credits.iter().map(|credit| credit.fiscal_year).collect();
    years.sort_unstable_by(|one, other| other.cmp(one));
    years.dedup();
    years
        .into_iter()
        .filter(|year| draft.years_from.is_none_or(|from| *year < from))
        .find(|year| draft.registered_from(Some(*year), today) >= registered + missing)
}

fn more_items(draft: &Draft, policy: &Policy, missing: Units) -> Option<usize> {
    let each = policy.units_per_item.halves();
    let items = usize::try_from(missing.halves().div_ceil(each.max(1))).ok()?;
    let left = policy
        .items_of(Category::Recognised)
        .filter(|item| !draft.practical.has(&item.code))
        .count();
    (each > 0 && items <= left).then_some(items)
}

/// Rule 1: lecture training is required.
fn lecture(draft: &Draft, policy: &Policy, today: NaiveDate, sums: &Assessment) -> Vec<Lack> {
    let missing = policy.least_lecture.above(sums.lecture());
    if missing.is_zero() {
        Vec::new()
    } else {
        vec![Lack::Lecture {
            missing,
            from_year: earlier_year(draft, today, sums.registered, missing),
        }]
    }
}

/// Rule 1: practical training is required.
fn practical(_: &Draft, _: &Policy, _: NaiveDate, sums: &Assessment) -> Vec<Lack> {
    if sums.practical.is_zero() {
        vec![Lack::Practical]
    } else {
        Vec::new()
    }
}

/// Rules 5 and 6: there is a destination, and with Ⅱ it is a prefecture's or 日本医師会.
fn destination(draft: &Draft, _: &Policy, _: NaiveDate, _: &Assessment) -> Vec<Lack> {
    match &draft.destination {
        None => vec![Lack::Destination],
        Some(code) if draft.practical.category() == Some(Category::Other) && code.level() == Level::District => {
            vec![Lack::DestinationForOther]
        }
        Some(_) => Vec::new(),
    }
}

/// Only items of the policy's list can be declared, each in its own group.
fn offered(draft: &Draft, policy: &Policy, _: NaiveDate, _: &Assessment) -> Vec<Lack> {
    let category = draft.practical.category();
    let unknown =
        |code: &&crate::policy::ItemCode| policy.item(code).is_none_or(|item| Some(item.category) != category);
    draft
        .practical
        .items()
        .into_iter()
        .filter(unknown)
        .map(|code| Lack::NotOffered { item: code.clone() })
        .collect()
}

/// Rule 4: Ⅱ is described.
fn description(draft: &Draft, _: &Policy, _: NaiveDate, _: &Assessment) -> Vec<Lack> {
    match &draft.practical {
        Practical::Other { item, description, .. } if description.trim().is_empty() => {
            vec![Lack::Description { item: item.clone() }]
        }
        _ => Vec::new(),
    }
}

/// Rule 3: added lectures were acquired in the fiscal year of the application.
fn year(draft: &Draft, _: &Policy, today: NaiveDate, _: &Assessment) -> Vec<Lack> {
    let year = draft.fiscal_year_at(today);
    let outside = draft
        .lectures
        .iter()
        .filter(|lecture| !year.contains(lecture.acquired_on));
    outside
        .map(|lecture| Lack::OutsideTheYear {
            lecture: lecture.id.clone(),
            name: lecture.name().to_owned(),
            acquired_on: lecture.acquired_on,
            year,
        })
        .collect()
}

/// Rule 8: every practical item and every added lecture has a proof. What another rule asks to be taken out needs none.
fn proof(draft: &Draft, policy: &Policy, today: NaiveDate, _: &Assessment) -> Vec<Lack> {
    let items: Vec<_> = match &draft.practical {
        Practical::None => Vec::new(),
        Practical::Recognised(chosen) => chosen.iter().map(|c| (&c.item, c.proofs)).collect(),
        Practical::Other { item, proofs, .. } => vec![(item, *proofs)],
    };
    let year = draft.fiscal_year_at(today);
    let items = items
        .into_iter()
        .filter(|(_, proofs)| *proofs == 0)
        .filter_map(|(code, _)| policy.item(code));
    let lectures = draft
        .lectures
        .iter()
        .filter(|l| l.proofs == 0 && year.contains(l.acquired_on));
    items
        .map(|item| Lack::Proof {
            claim: Claim::Practical(item.code.clone()),
            name: item.name.clone(),
        })
        .chain(lectures.map(|lecture| Lack::Proof {
            claim: Claim::Lecture(lecture.id.clone()),
            name: lecture.name().to_owned(),
        }))
        .collect()
}

/// Rule 7: non-members show their licence.
fn licence(draft: &Draft, _: &Policy, _: NaiveDate, _: &Assessment) -> Vec<Lack> {
    if draft.memberships.is_member() || draft.licence_proofs > 0 {
        Vec::new()
    } else {
        vec![Lack::Licence]
    }
}

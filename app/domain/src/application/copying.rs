//! What of a closed application a new draft takes over, and what it cannot.

use chrono::NaiveDate;

use super::{AddedLecture, Case, ChoicesForm, Claim, Practical};
use crate::field::FormValues;
use crate::fiscal_year::FiscalYear;
use crate::policy::{Category, ItemCode, Policy};

/// What a new draft begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The years and the destination.
    pub choices: ChoicesForm,
    /// The items that are still offered, with the description of Ⅱ.
    pub practical: Practical,
    /// The lectures of the present fiscal year: others cannot be added to a new application (domain.md, rule 3).
    pub lectures: Vec<AddedLecture>,
    /// The claims whose proofs go along.
    pub claims: Vec<Claim>,
}

/// How much could not be taken over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Lectures of another fiscal year.
    pub lectures: usize,
    /// Practical items that are not offered any more.
    pub items: usize,
    /// Proofs whose file does not exist any more.
    pub proofs: usize,
}

impl Carried {
    /// What of `case` goes into a draft that begins under `policy` on a day in Japan.
    pub fn of(case: &Case, policy: &Policy, today: NaiveDate) -> (Carried, LeftOut) {
        let year = FiscalYear::of(today);
        let fits = |lecture: &&AddedLecture| year.contains(lecture.acquired_on) && lecture.acquired_on <= today;
        let lectures: Vec<AddedLecture> = case.draft.lectures.iter().filter(fits).cloned().collect();
        let practical = still_offered(&case.draft.practical, policy);
        let left_out = LeftOut {
            lectures: case.draft.lectures.len() - lectures.len(),
            items: case.draft.practical.items().len() - practical.items().len(),
            proofs: 0,
        };
        let of_lectures = lectures.iter().map(|lecture| Claim::Lecture(lecture.id.clone()));
        let of_items = practical.items().into_iter().cloned().map(Claim::Practical);
        let licence = (!case.draft.memberships.is_member()).then_some(Claim::Licence);
        let claims = of_lectures.chain(of_items).chain(licence).collect();
        let choices = ChoicesForm::of(&case.draft);
        let carried = Carried {
            choices,
            practical,
            lectures,
            claims,
        };
        (carried, left_out)
    }
}

fn still_offered(practical: &Practical, policy: &Policy) -> Practical {
    let offered = |code: &ItemCode, category| policy.item(code).is_some_and(|item| item.category == category);
    match practical {
        Practical::Recognised(chosen) => {
            let kept: Vec<_> = chosen
                .iter()
                .filter(|chosen| offered(&chosen.item, Category::Recognised))
                .cloned()
                .collect();
            if kept.is_empty() {
                Practical::None
            } else {
                Practical::Recognised(kept)
            }
        }
        Practical::Other { item, .. } if offered(item, Category::Other) => practical.clone(),
        Practical::Other { .. } | Practical::None => Practical::None,
    }
}

/// The names in the address of the new draft, which carries the numbers there.
const NAMES: [&str; 3] = ["lectures", "items", "proofs"];

impl LeftOut {
    /// For the address of the new draft: `lectures=1&items=0&proofs=0`.
    pub fn query(self) -> String {
        let numbers = [self.lectures, self.items, self.proofs];
        let pairs: Vec<_> = NAMES
            .iter()
            .zip(numbers)
            .map(|(name, n)| format!("{name}={n}"))
            .collect();
        pairs.join("&")
    }

    /// Reads [`LeftOut::query`] back; what is no number is none.
    pub fn read(asked: &FormValues) -> LeftOut {
        let [lectures, items, proofs] = NAMES.map(|name| asked.text(name).parse::<u16>().unwrap_or(0).into());
        LeftOut {
            lectures,
            items,
            proofs,
        }
    }

    /// Said on the new draft.
    pub fn sentence(self) -> String {
        let parts = [
            ("今年度に取得したものではない座学研修", self.lectures),
            ("現在の一覧にない実地研修の項目", self.items),
            ("ファイルが残っていない証明書", self.proofs),
        ];
        let parts: Vec<_> = parts
            .into_iter()
            .filter(|(_, number)| *number > 0)
            .map(|(what, number)| format!("{what}{number}件"))
            .collect();
        if parts.is_empty() {
            "前の申請の内容をもとに、新しい下書きを作成しました。内容を確認して申請してください。".to_owned()
        } else {
            format!(
                "前の申請の内容をもとに、新しい下書きを作成しました。{}は引き継いでいません。必要なものを追加して申請してください。",
                parts.join("、")
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_told_in_one_sentence_and_survives_the_address() {
        let left_out = LeftOut {
            lectures: 2,
            items: 0,
            proofs: 1,
        };
        let pairs = left_out
            .query()
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(LeftOut::read(&FormValues::new(pairs)), left_out);
        let sentence = left_out.sentence();
        assert!(
            sentence.contains("座学研修2件、ファイルが残っていない証明書1件は引き継いでいません"),
            "{sentence}"
        );
        assert!(!LeftOut::default().sentence().contains("引き継いでいません"));
    }
}

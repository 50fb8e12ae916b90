//! The requirement tried with a few answers, by somebody who has no account and no application yet.
//!
//! The answers become a [`Draft`], and [`assess`] judges it as it judges every other: the page that tries and the
//! screen that applies cannot disagree.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Assessment, Lack, Place, amount, assess};
use crate::application::{AddedLecture, Chosen, Claim, Draft, LectureKind, Practical};
use crate::association::AssociationCode;
use crate::credits::{Credit, CreditSource};
use crate::doctor::Memberships;
use crate::field::{FieldError, FormValues};
use crate::fiscal_year::FiscalYear;
use crate::policy::{Category, Policy};
use crate::units::Units;

/// The names of the fields, as they stand in the address.
pub mod names {
    /// 会員 on which level.
    pub const MEMBERSHIP: &str = "membership";
    /// Lecture units registered so far.
    pub const REGISTERED: &str = "registered";
    /// Lecture units that would be added in this fiscal year.
    pub const ADDED: &str = "added";
    /// Nothing, Ⅰ or Ⅱ.
    pub const PRACTICAL: &str = "practical";
    /// How many items of Ⅰ.
    pub const ITEMS: &str = "items";
    /// The level of the 申請先医師会.
    pub const DESTINATION: &str = "destination";
    /// Ticked where the image of the licence is at hand.
    pub const LICENCE: &str = "licence";
}

/// 登録済みの座学研修の単位, as the page and its errors call it.
pub const REGISTERED_LABEL: &str = "登録済みの座学研修の単位";
/// 今年度に追加する座学研修の単位, likewise.
pub const ADDED_LABEL: &str = "今年度に追加する座学研修の単位";
/// Ⅰの項目数, likewise.
pub const ITEMS_LABEL: &str = "Ⅰの項目数";

/// Where somebody is a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belongs {
    /// 日本医師会, and whatever lies between.
    National,
    /// A 都道府県医師会 or 郡市区医師会 only.
    Elsewhere,
    /// Nowhere.
    Nowhere,
}

impl Belongs {
    /// In the order of the page.
    pub const ALL: [Belongs; 3] = [Belongs::National, Belongs::Elsewhere, Belongs::Nowhere];

    /// As it stands in the address.
    pub fn key(self) -> &'static str {
        match self {
            Belongs::National => "national",
            Belongs::Elsewhere => "other",
            Belongs::Nowhere => "none",
        }
    }

    /// As it stands on the page.
    pub fn label(self) -> &'static str {
        match self {
            Belongs::National => "日本医師会の会員",
            Belongs::Elsewhere => "都道府県医師会・郡市区医師会のみの会員",
            Belongs::Nowhere => "会員ではない",
        }
    }

    fn memberships(self) -> Memberships {
        let code = match self {
            Belongs::National => Some(AssociationCode::national()),
            // Any prefecture's: the rules ask for the level only.
            Belongs::Elsewhere => "13".parse().ok(),
            Belongs::Nowhere => None,
        };
        Memberships::new(code.into_iter().collect())
    }
}

/// 実地研修, as far as a trial asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declares {
    /// Nothing yet.
    Nothing,
    /// So many items of Ⅰ.
    Recognised(usize),
    /// Ⅱ.
    Other,
}

/// 申請先医師会, as far as a trial asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoesTo {
    /// A 郡市区医師会.
    District,
    /// A 都道府県医師会 or 日本医師会.
    Higher,
}

impl GoesTo {
    /// In the order of the page.
    pub const ALL: [GoesTo; 2] = [GoesTo::District, GoesTo::Higher];

    /// As it stands in the address.
    pub fn key(self) -> &'static str {
        match self {
            GoesTo::District => "district",
            GoesTo::Higher => "higher",
        }
    }

    /// As it stands on the page.
    pub fn label(self) -> &'static str {
        match self {
            GoesTo::District => "郡市区医師会",
            GoesTo::Higher => "都道府県医師会または日本医師会",
        }
    }

    fn code(self) -> Option<AssociationCode> {
        match self {
            // Any of the level, likewise.
            GoesTo::District => "13-001".parse().ok(),
            GoesTo::Higher => Some(AssociationCode::national()),
        }
    }
}

/// What somebody answered. Nothing in it says who.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers {
    /// Where they are a member.
    pub belongs: Belongs,
    /// Lecture units that count already.
    pub registered: Units,
    /// Lecture units to be added in this fiscal year.
    pub added: Units,
    /// 実地研修.
    pub declares: Declares,
    /// 申請先医師会; none while it is open.
    pub goes_to: Option<GoesTo>,
    /// Whether the image of the 医師免許証 or 医師資格証 is at hand.
    pub licence: bool,
}

impl Answers {
    /// The draft that these answers would make, with every proof attached: which documents there will be is no
    /// question of a trial.
    pub fn draft(&self, policy: &Policy, today: NaiveDate) -> Draft {
        let year = FiscalYear::of(today);
        let credit = Credit {
            fiscal_year: year,
            acquired_on: year.first_day(),
            title: String::new(),
            organiser: String::new(),
            units: self.registered,
            codes: Vec::new(),
            source: CreditSource::Event,
        };
        let lecture = |id| AddedLecture {
            id,
            kind: LectureKind::Event,
            title: String::new(),
            organiser: String::new(),
            detail: String::new(),
            self_declared: false,
            acquired_on: today,
            units: self.added,
            codes: Vec::new(),
            proofs: 1,
        };
        Draft {
            memberships: self.belongs.memberships(),
            credits: vec![credit],
            fiscal_year: None,
            years_from: Some(year),
            destination: self.goes_to.and_then(GoesTo::code),
            lectures: "added".parse().ok().map(lecture).into_iter().collect(),
            practical: self.practical(policy),
            licence_proofs: usize::from(self.licence),
        }
    }

    fn practical(&self, policy: &Policy) -> Practical {
        let chosen = |code: &crate::policy::ItemCode| Chosen {
            item: code.clone(),
            proofs: 1,
        };
        match self.declares {
            Declares::Nothing => Practical::None,
            Declares::Recognised(number) => Practical::Recognised(
                policy
                    .items_of(Category::Recognised)
                    .take(number)
                    .map(|item| chosen(&item.code))
                    .collect(),
            ),
            Declares::Other => match policy.items_of(Category::Other).next() {
                Some(item) => Practical::Other {
                    item: item.code.clone(),
                    description: "試算".to_owned(),
                    proofs: 1,
                },
                None => Practical::None,
            },
        }
    }
}

/// The form of a trial, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialForm {
    /// A key of [`Belongs`].
    pub membership: String,
    /// Units.
    pub registered: String,
    /// Units.
    pub added: String,
    /// A key of [`Category`]; anything else is nothing.
    pub practical: String,
    /// A number; looked at with Ⅰ only.
    pub items: String,
    /// A key of [`GoesTo`]; anything else is still open.
    pub destination: String,
    /// Ticked.
    pub licence: bool,
}

/// What a trial says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was answered yet.
    Blank,
    /// Something cannot be read, or the one answer is missing without which there is nothing to judge.
    Wrong(Vec<FieldError>),
    /// What the rules say.
    Judged(Assessment),
}

impl TrialForm {
    /// The form before anybody answered.
    pub fn blank() -> TrialForm {
        TrialForm {
            items: "1".to_owned(),
            ..TrialForm::default()
        }
    }

    /// Reads the form.
    pub fn read(form: &FormValues) -> TrialForm {
        let text = |name| form.text(name).to_owned();
        TrialForm {
            membership: text(names::MEMBERSHIP),
            registered: text(names::REGISTERED),
            added: text(names::ADDED),
            practical: text(names::PRACTICAL),
            items: text(names::ITEMS),
            destination: text(names::DESTINATION),
            licence: form.has(names::LICENCE),
        }
    }

    /// Whether an address or a form asks for a trial at all.
    pub fn is_in(form: &FormValues) -> bool {
        [
            names::MEMBERSHIP,
            names::REGISTERED,
            names::ADDED,
            names::PRACTICAL,
            names::DESTINATION,
        ]
        .into_iter()
        .any(|name| form.has(name))
    }

    /// Whether nothing was answered: that there is no practical training yet is how the form begins, and the number of
    /// items is looked at with Ⅰ only.
    fn is_blank(&self) -> bool {
        let empty = [&self.membership, &self.registered, &self.added, &self.destination];
        let declared = [Category::Recognised, Category::Other].map(Category::key);
        empty.into_iter().all(String::is_empty) && !declared.contains(&self.practical.as_str()) && !self.licence
    }

    /// The answers, or everything that is wrong with the form.
    pub fn answers(&self, policy: &Policy) -> Result<Answers, Vec<FieldError>> {
        let belongs = Belongs::ALL
            .into_iter()
            .find(|belongs| belongs.key() == self.membership)
            .ok_or_else(|| FieldError::new(names::MEMBERSHIP, "医師会の会員かどうかを選択してください。"));
        let registered = amount::units(names::REGISTERED, REGISTERED_LABEL, &self.registered);
        let added = amount::units(names::ADDED, ADDED_LABEL, &self.added);
        let declares = self.declares(policy);
        match (belongs, registered, added, declares) {
            (Ok(belongs), Ok(registered), Ok(added), Ok(declares)) => Ok(Answers {
                belongs,
                registered,
                added,
                declares,
                goes_to: GoesTo::ALL.into_iter().find(|level| level.key() == self.destination),
                licence: self.licence,
            }),
            (belongs, registered, added, declares) => {
                Err([belongs.err(), registered.err(), added.err(), declares.err()]
                    .into_iter()
                    .flatten()
                    .collect())
            }
        }
    }

    fn declares(&self, policy: &Policy) -> Result<Declares, FieldError> {
        if self.practical == Category::Recognised.key() {
            let most = policy.items_of(Category::Recognised).count();
            amount::items(names::ITEMS, ITEMS_LABEL, &self.items, 1, most).map(Declares::Recognised)
        } else if self.practical == Category::Other.key() {
            Ok(Declares::Other)
        } else {
            Ok(Declares::Nothing)
        }
    }

    /// What the rules say to the answers, on a day in Japan.
    pub fn judge(&self, policy: &Policy, today: NaiveDate) -> Verdict {
        if self.is_blank() {
            return Verdict::Blank;
        }
        match self.answers(policy) {
            Ok(answers) => Verdict::Judged(assess(&answers.draft(policy, today), policy, today)),
            Err(errors) => Verdict::Wrong(errors),
        }
    }
}

/// The field of a trial that mends a lack.
pub fn field_of(lack: &Lack) -> &'static str {
    match lack.place() {
        Place::Years => names::REGISTERED,
        Place::Lectures | Place::Lecture(_) | Place::Proof(Claim::Lecture(_)) => names::ADDED,
        Place::Practical | Place::Description | Place::Proof(_) => names::PRACTICAL,
        Place::Destination => names::DESTINATION,
        Place::Licence => names::LICENCE,
    }
}

#[cfg(test)]
mod tests;

//! Everything that the rules look at: what the doctor chose and declared, beside what is registered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::association::AssociationCode;
use crate::credits::Credit;
use crate::curriculum::CurriculumCode;
use crate::doctor::Memberships;
use crate::fiscal_year::FiscalYear;
use crate::ids::LectureId;
use crate::policy::{Category, ItemCode};
use crate::units::Units;

/// An application as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The doctor's memberships.
    pub memberships: Memberships,
    /// All credits registered for the doctor, whether they count or not.
    pub credits: Vec<Credit>,
    /// The fiscal year of the first submission; none before it (domain.md, rule 13).
    pub fiscal_year: Option<FiscalYear>,
    /// Registered units count from this fiscal year on.
    pub years_from: Option<FiscalYear>,
    /// 申請先医師会.
    pub destination: Option<AssociationCode>,
    /// 座学研修（生涯教育制度）単位等追加.
    pub lectures: Vec<AddedLecture>,
    /// 実地研修.
    pub practical: Practical,
    /// How many images of the 医師免許証 or 医師資格証 are attached.
    pub licence_proofs: usize,
}

impl Draft {
    /// The fiscal year the application belongs to: its own, or today's until it is first submitted.
    pub fn fiscal_year_at(&self, today: NaiveDate) -> FiscalYear {
        self.fiscal_year.unwrap_or_else(|| FiscalYear::of(today))
    }

    /// The sum of the registered units that count from a fiscal year on; from none, nothing does.
    pub fn registered_from(&self, from: Option<FiscalYear>, today: NaiveDate) -> Units {
        let counting = self
            .credits
            .iter()
            .filter(|credit| credit.counts(&self.memberships, from, today).is_ok());
        counting.map(|credit| credit.units).sum()
    }
}

/// Units that the doctor adds to the application, with proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedLecture {
    /// Its identifier.
    pub id: LectureId,
    /// Which of the two kinds of domain.md, rule 3.
    pub kind: LectureKind,
    /// Its title; may be empty.
    pub title: String,
    /// 主催者 of an event (kind (a)); may be empty.
    pub organiser: String,
    /// What was done, of an activity (kind (b)); may be empty.
    pub detail: String,
    /// Whether units and codes are declared by the doctor, as at a general meeting of a 日本医学会分科会.
    pub self_declared: bool,
    /// The day in Japan on which the units were acquired.
    pub acquired_on: NaiveDate,
    /// One number of units.
    pub units: Units,
    /// The curriculum codes beside it; they carry no units of their own.
    pub codes: Vec<CurriculumCode>,
    /// How many proofs are attached.
    pub proofs: usize,
}

impl AddedLecture {
    /// How the lecture is named to people: by its title, or by its kind where it has none.
    pub fn name(&self) -> &str {
        if self.title.is_empty() {
            self.kind.label()
        } else {
            &self.title
        }
    }
}

/// The two kinds of added lectures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LectureKind {
    /// (a) An event that hands out a 参加証 and is not registered by its organiser.
    Event,
    /// (b) One of the other activities.
    Activity(Activity),
}

impl LectureKind {
    /// As it stands on screens.
    pub fn label(self) -> &'static str {
        match self {
            LectureKind::Event => "参加証が交付される研修会",
            LectureKind::Activity(activity) => activity.label(),
        }
    }

    /// `a` or `b`, as in the database and in forms.
    pub fn key(self) -> &'static str {
        match self {
            LectureKind::Event => "a",
            LectureKind::Activity(_) => "b",
        }
    }

    /// The activity's key; empty for kind (a).
    pub fn activity_key(self) -> &'static str {
        match self {
            LectureKind::Event => "",
            LectureKind::Activity(activity) => activity.key(),
        }
    }

    /// Reads [`LectureKind::key`] and [`LectureKind::activity_key`] back.
    pub fn from_keys(kind: &str, activity: &str) -> Option<LectureKind> {
        match kind {
            "a" => Some(LectureKind::Event),
            "b" => Activity::ALL
                .into_iter()
                .find(|a| a.key() == activity)
                .map(LectureKind::Activity),
            _ => None,
        }
    }
}

/// What kind (b) may be (manual 2-2, ②; domain.md, rule 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Activity {
    /// 体験学習.
    Experience,
    /// 医師国家試験問題作成.
    ExamQuestions,
    /// Teaching in 臨床実習・臨床研修・専門研修.
    Teaching,
    /// 医学学術論文・医学著書の執筆.
    Writing,
    /// Others of that kind.
    Other,
}

impl Activity {
    /// In the order of the manual.
    pub const ALL: [Activity; 5] = [
        Activity::Experience,
        Activity::ExamQuestions,
        Activity::Teaching,
        Activity::Writing,
        Activity::Other,
    ];

    /// As it stands on screens.
    pub fn label(self) -> &'static str {
        match self {
            Activity::Experience => "体験学習",
            Activity::ExamQuestions => "医師国家試験問題作成",
            Activity::Teaching => "臨床実習・臨床研修・専門研修制度における指導",
            Activity::Writing => "医学学術論文・医学著書の執筆",
            Activity::Other => "その他",
        }
    }

    /// As it stands in the database and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Activity::Experience => "experience",
            Activity::ExamQuestions => "exam_questions",
            Activity::Teaching => "teaching",
            Activity::Writing => "writing",
            Activity::Other => "other",
        }
    }
}

/// Practical training (実地研修). The type cannot hold Ⅰ and Ⅱ together (domain.md, rule 4).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Practical {
    /// Nothing is declared yet.
    #[default]
    None,
    /// Items of Ⅰ.
    Recognised(Vec<Chosen>),
    /// Ⅱ, once.
    Other {
        /// The item of group Ⅱ.
        item: ItemCode,
        /// 実地研修の内容, in the doctor's words.
        description: String,
        /// How many proofs are attached.
        proofs: usize,
    },
}

impl Practical {
    /// The group that was chosen.
    pub fn category(&self) -> Option<Category> {
        match self {
            Practical::None => None,
            Practical::Recognised(_) => Some(Category::Recognised),
            Practical::Other { .. } => Some(Category::Other),
        }
    }

    /// The items that were chosen, of whichever group.
    pub fn items(&self) -> Vec<&ItemCode> {
        match self {
            Practical::None => Vec::new(),
            Practical::Recognised(chosen) => chosen.iter().map(|c| &c.item).collect(),
            Practical::Other { item, .. } => vec![item],
        }
    }

    /// Whether this item is chosen.
    pub fn has(&self, code: &ItemCode) -> bool {
        self.items().contains(&code)
    }
}

/// One chosen item of Ⅰ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Which item.
    pub item: ItemCode,
    /// How many proofs are attached.
    pub proofs: usize,
}

/// What a proof is attached to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Claim {
    /// A practical item.
    Practical(ItemCode),
    /// An added lecture.
    Lecture(LectureId),
    /// The licence of a non-member.
    Licence,
}

/// Text that names no claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a claim")]
pub struct NotAClaim;

/// As in the database and in form fields: `practical:I-02`, `lecture:…`, `licence`.
impl std::fmt::Display for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Claim::Practical(item) => write!(f, "practical:{item}"),
            Claim::Lecture(id) => write!(f, "lecture:{id}"),
            Claim::Licence => f.write_str("licence"),
        }
    }
}

impl std::str::FromStr for Claim {
    type Err = NotAClaim;

    fn from_str(text: &str) -> Result<Claim, NotAClaim> {
        match text.split_once(':') {
            Some(("practical", item)) => item.parse().map(Claim::Practical).map_err(|_| NotAClaim),
            Some(("lecture", id)) => id.parse().map(Claim::Lecture).map_err(|_| NotAClaim),
            None if text == "licence" => Ok(Claim::Licence),
            _ => Err(NotAClaim),
        }
    }
}

impl TryFrom<String> for Claim {
    type Error = NotAClaim;

    fn try_from(text: String) -> Result<Self, NotAClaim> {
        text.parse()
    }
}

impl From<Claim> for String {
    fn from(claim: Claim) -> String {
        claim.to_string()
    }
}

//! One thing that is missing: how much, where on the screen, and the smallest fix.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::application::{Claim, names};
use crate::field::field_id;
use crate::fiscal_year::FiscalYear;
use crate::ids::{ApplicationId, LectureId};
use crate::policy::ItemCode;
use crate::units::Units;

/// What one rule found missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lack {
    /// The total is too small.
    Total {
        /// How much is missing.
        missing: Units,
        /// How much of it lecture units must still bring, once practical training is declared at all.
        after_practical: Units,
        /// How many more items of Ⅰ would do instead, where that is possible.
        more_items: Option<usize>,
        /// The latest earlier year from which the registered units would bring as much as lecture units must.
        #[serde(default)]
        from_year: Option<FiscalYear>,
    },
    /// There are no lecture units, or fewer than the policy's least.
    Lecture {
        /// How much is missing.
        missing: Units,
        /// The latest earlier year from which the registered units would suffice.
        #[serde(default)]
        from_year: Option<FiscalYear>,
    },
    /// No practical training is declared.
    Practical,
    /// No destination is chosen.
    Destination,
    /// Ⅱ goes to a prefectural association or to 日本医師会 only.
    DestinationForOther,
    /// An item is not offered in this fiscal year.
    NotOffered {
        /// Which item.
        item: ItemCode,
    },
    /// Ⅱ has no description.
    Description {
        /// The item of group Ⅱ.
        item: ItemCode,
    },
    /// An added lecture was not acquired in the fiscal year of the application.
    OutsideTheYear {
        /// Which lecture.
        lecture: LectureId,
        /// What it is called.
        name: String,
        /// When it was acquired.
        acquired_on: NaiveDate,
        /// The fiscal year of the application.
        year: FiscalYear,
    },
    /// A claim has no proof.
    Proof {
        /// Which claim.
        claim: Claim,
        /// What it is called.
        name: String,
    },
    /// A non-member has not shown the licence.
    Licence,
}

/// The smallest change that removes a lack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// Add lecture units; zero where the fixes of earlier lacks bring enough.
    AddLectureUnits(Units),
    /// Let the registered units count from this earlier year on.
    CountFrom(FiscalYear),
    /// Declare one item of practical training.
    ChooseAnItem,
    /// Choose a destination.
    ChooseDestination,
    /// Choose a prefectural association or 日本医師会.
    ChooseHigherDestination,
    /// Take this item out.
    RemoveItem(ItemCode),
    /// Describe what was done.
    Describe,
    /// Take this lecture out.
    RemoveLecture(LectureId),
    /// Attach a proof.
    Attach(Claim),
}

/// Where on the screens a lack is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// 年度 on the application screen.
    Years,
    /// 申請先医師会 on the application screen.
    Destination,
    /// The added lectures on the application screen.
    Lectures,
    /// One added lecture, on its own screen.
    Lecture(LectureId),
    /// The practical screen.
    Practical,
    /// 実地研修の内容 on the practical screen.
    Description,
    /// The files of a claim, on the claim's screen.
    Proof(Claim),
    /// The licence on the practical screen.
    Licence,
}

impl Place {
    /// The address of the place. Without an application there is only the screen for a new one.
    pub fn href(&self, application: Option<&ApplicationId>) -> String {
        let Some(id) = application else {
            return match self {
                Place::Years => "#year",
                Place::Destination => "#destination",
                Place::Lectures | Place::Lecture(_) | Place::Proof(Claim::Lecture(_)) => "#lectures",
                Place::Practical | Place::Description | Place::Proof(_) | Place::Licence => "#practical",
            }
            .to_owned();
        };
        let path = match self {
            Place::Years => "#year".to_owned(),
            Place::Destination => "#destination".to_owned(),
            Place::Lectures => "#lectures".to_owned(),
            Place::Lecture(lecture) => format!("/lectures/{lecture}#{}", names::ACQUIRED_ON),
            Place::Practical => "/practical#category".to_owned(),
            Place::Description => format!("/practical#{}", names::DESCRIPTION),
            Place::Proof(claim @ Claim::Lecture(lecture)) => format!("/lectures/{lecture}#{}", files_of(claim)),
            Place::Proof(claim) => format!("/practical#{}", files_of(claim)),
            Place::Licence => "/practical#licence".to_owned(),
        };
        format!("/applications/{id}{path}")
    }
}

/// What to do so that the registered units count from a year on.
fn searching(year: FiscalYear) -> String {
    format!("年度で「{year}」を選んで検索する")
}

/// The id of the file input of a claim.
fn files_of(claim: &Claim) -> String {
    field_id(&format!("{}{claim}", names::FILE))
}

impl Lack {
    /// Where it is mended.
    pub fn place(&self) -> Place {
        match self {
            Lack::Total {
                missing,
                after_practical,
                ..
            } if after_practical < missing => Place::Practical,
            Lack::Total { from_year: Some(_), .. } | Lack::Lecture { .. } => Place::Years,
            Lack::Total {
                more_items: Some(_), ..
            }
            | Lack::Practical
            | Lack::NotOffered { .. } => Place::Practical,
            Lack::Total { .. } => Place::Lectures,
            Lack::Destination | Lack::DestinationForOther => Place::Destination,
            Lack::Description { .. } => Place::Description,
            Lack::OutsideTheYear { lecture, .. } => Place::Lecture(lecture.clone()),
            Lack::Proof { claim, .. } => Place::Proof(claim.clone()),
            Lack::Licence => Place::Licence,
        }
    }

    /// The smallest fix.
    pub fn fix(&self) -> Fix {
        match self {
            Lack::Total {
                from_year: Some(year), ..
            }
            | Lack::Lecture {
                from_year: Some(year), ..
            } => Fix::CountFrom(*year),
            Lack::Total { after_practical, .. } => Fix::AddLectureUnits(*after_practical),
            Lack::Lecture { missing, .. } => Fix::AddLectureUnits(*missing),
            Lack::Practical => Fix::ChooseAnItem,
            Lack::Destination => Fix::ChooseDestination,
            Lack::DestinationForOther => Fix::ChooseHigherDestination,
            Lack::NotOffered { item } => Fix::RemoveItem(item.clone()),
            Lack::Description { .. } => Fix::Describe,
            Lack::OutsideTheYear { lecture, .. } => Fix::RemoveLecture(lecture.clone()),
            Lack::Proof { claim, .. } => Fix::Attach(claim.clone()),
            Lack::Licence => Fix::Attach(Claim::Licence),
        }
    }

    /// One sentence for the doctor: what is missing and what to do.
    pub fn sentence(&self) -> String {
        match self {
            Lack::Total {
                missing,
                after_practical,
                more_items,
                from_year,
            } => {
                let lectures = match from_year {
                    Some(year) => searching(*year),
                    None => format!("座学研修を{after_practical}単位追加する"),
                };
                let way = match more_items {
                    _ if after_practical < missing && after_practical.is_zero() => {
                        "実地研修を1項目選ぶと足ります".to_owned()
                    }
                    _ if after_practical < missing => {
                        format!("実地研修を1項目選び、{lectures}と足ります")
                    }
                    Some(items) => {
                        format!("実地研修は入力されています。{lectures}か、実地研修Ⅰをあと{items}項目選ぶと足ります")
                    }
                    None => format!("実地研修は入力されています。{lectures}と足ります"),
                };
                format!("あと{missing}単位必要です（{way}）。")
            }
            Lack::Lecture { missing, from_year } => {
                let way = match from_year {
                    Some(year) => format!("{}と足ります", searching(*year)),
                    None => "単位等を追加してください".to_owned(),
                };
                format!("座学研修の単位が必要です（あと{missing}単位以上）。{way}。")
            }
            Lack::Practical => "実地研修の実績を入力してください。".to_owned(),
            Lack::Destination => "申請先医師会を選択してください。".to_owned(),
            Lack::DestinationForOther => {
                "Ⅱその他を選んだときの申請先は、都道府県医師会または日本医師会です。申請先医師会を変更してください。"
                    .to_owned()
            }
            Lack::NotOffered { item } => {
                format!("実地研修の項目（{item}）はこの年度の一覧にありません。選び直してください。")
            }
            Lack::Description { .. } => "「実地研修の内容」を入力してください。".to_owned(),
            Lack::OutsideTheYear {
                name,
                acquired_on,
                year,
                ..
            } => format!(
                "追加した座学研修「{name}」（{acquired_on}取得）は申請年度（{year}）の取得ではないため使用できません。取得日を確認するか、削除してください。"
            ),
            Lack::Proof { name, .. } => format!("「{name}」の証明書を添付してください。"),
            Lack::Licence => "医師免許証または医師資格証の画像を添付してください。".to_owned(),
        }
    }
}

//! One thing that is missing: how much, where on the screen, and the smallest fix.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::application::Claim;
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
    },
    /// There are no lecture units, or fewer than the policy's least.
    Lecture {
        /// How much is missing.
        missing: Units,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// 年度 on the application screen.
    Years,
    /// 申請先医師会 on the application screen.
    Destination,
    /// The added lectures on the application screen.
    Lectures,
    /// The practical screen.
    Practical,
    /// The licence on the practical screen.
    Licence,
}

impl Place {
    /// The address of the place. Without an application there is only the screen for a new one.
    pub fn href(self, application: Option<&ApplicationId>) -> String {
        let Some(id) = application else {
            return match self {
                Place::Years => "#year",
                Place::Destination => "#destination",
                Place::Lectures => "#lectures",
                Place::Practical | Place::Licence => "#practical",
            }
            .to_owned();
        };
        match self {
            Place::Years => format!("/applications/{id}#year"),
            Place::Destination => format!("/applications/{id}#destination"),
            Place::Lectures => format!("/applications/{id}#lectures"),
            Place::Practical => format!("/applications/{id}/practical#category"),
            Place::Licence => format!("/applications/{id}/practical#licence"),
        }
    }
}

impl Lack {
    /// Where it is mended.
    pub fn place(&self) -> Place {
        match self {
            Lack::Lecture { .. } => Place::Years,
            Lack::Total {
                more_items: Some(_), ..
            }
            | Lack::Practical => Place::Practical,
            Lack::Total { .. }
            | Lack::OutsideTheYear { .. }
            | Lack::Proof {
                claim: Claim::Lecture(_),
                ..
            } => Place::Lectures,
            Lack::Destination | Lack::DestinationForOther => Place::Destination,
            Lack::NotOffered { .. } | Lack::Description { .. } | Lack::Proof { .. } => Place::Practical,
            Lack::Licence => Place::Licence,
        }
    }

    /// The smallest fix.
    pub fn fix(&self) -> Fix {
        match self {
            Lack::Total { after_practical, .. } => Fix::AddLectureUnits(*after_practical),
            Lack::Lecture { missing } => Fix::AddLectureUnits(*missing),
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
            } => {
                let way = match more_items {
                    _ if after_practical < missing && after_practical.is_zero() => {
                        "実地研修を1項目選ぶと足ります".to_owned()
                    }
                    _ if after_practical < missing => {
                        format!("実地研修を1項目選び、座学研修を{after_practical}単位追加すると足ります")
                    }
                    Some(items) => format!(
                        "実地研修は入力されています。座学研修を{missing}単位追加するか、実地研修Ⅰをあと{items}項目選ぶと足ります"
                    ),
                    None => format!("実地研修は入力されています。座学研修を{missing}単位追加すると足ります"),
                };
                format!("あと{missing}単位必要です（{way}）。")
            }
            Lack::Lecture { missing } => format!(
                "座学研修の単位が必要です（あと{missing}単位以上）。年度を変えて検索するか、単位等を追加してください。"
            ),
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

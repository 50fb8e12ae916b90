//! Registered credits: units that came by themselves, from organisers and from e-learning.

pub mod attendance;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::curriculum::CurriculumCode;
use crate::doctor::Memberships;
use crate::fiscal_year::FiscalYear;
use crate::units::Units;

/// Where a registered credit came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditSource {
    /// 研修会, registered by its organiser.
    Event,
    /// 日医e-ラーニング.
    ELearning,
    /// Another way of the CME scheme.
    Other,
}

impl CreditSource {
    /// As it stands on screens and on paper.
    pub fn label(self) -> &'static str {
        match self {
            CreditSource::Event => "研修会",
            CreditSource::ELearning => "日医e-ラーニング",
            CreditSource::Other => "その他",
        }
    }

    /// As it stands in the database and in import files.
    pub fn key(self) -> &'static str {
        match self {
            CreditSource::Event => "event",
            CreditSource::ELearning => "e_learning",
            CreditSource::Other => "other",
        }
    }

    /// Reads [`CreditSource::key`] back.
    pub fn from_key(key: &str) -> Option<CreditSource> {
        [CreditSource::Event, CreditSource::ELearning, CreditSource::Other]
            .into_iter()
            .find(|s| s.key() == key)
    }
}

/// One registered credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The fiscal year it is registered under.
    pub fiscal_year: FiscalYear,
    /// The day it was acquired, in Japan.
    pub acquired_on: NaiveDate,
    /// The lecture's title.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// Its units.
    pub units: Units,
    /// Its curriculum codes.
    pub codes: Vec<CurriculumCode>,
    /// Where it came from.
    pub source: CreditSource,
}

/// Why a registered credit does not count, or not yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotCounted {
    /// e-learning counts from the day after it was taken (manual 1, ①).
    FromTomorrow,
    /// e-learning is for members of 日本医師会 only (manual 1, ①).
    NationalMembersOnly,
    /// The day of the lecture has not come.
    NotYetHeld,
    /// It lies before the fiscal years that the doctor chose.
    BeforeTheChosenYears,
}

impl NotCounted {
    /// What to tell the doctor.
    pub fn sentence(self) -> &'static str {
        match self {
            NotCounted::FromTomorrow => "e-ラーニングの単位は受講の翌日から反映されます。",
            NotCounted::NationalMembersOnly => "e-ラーニングの単位は日医会員に限り使用できます。",
            NotCounted::NotYetHeld => "開催日より前のため、まだ使用できません。",
            NotCounted::BeforeTheChosenYears => "選択した年度より前のため、合計に含まれていません。",
        }
    }
}

impl Credit {
    /// Whether the credit counts today for a doctor with these memberships, whatever years are chosen.
    pub fn standing(&self, memberships: &Memberships, today: NaiveDate) -> Result<(), NotCounted> {
        let e_learning = self.source == CreditSource::ELearning;
        if e_learning && !memberships.is_national_member() {
            Err(NotCounted::NationalMembersOnly)
        } else if self.acquired_on > today {
            Err(NotCounted::NotYetHeld)
        } else if e_learning && self.acquired_on == today {
            Err(NotCounted::FromTomorrow)
        } else {
            Ok(())
        }
    }

    /// Whether the credit counts in an application that uses the years from `from` on.
    pub fn counts(
        &self,
        memberships: &Memberships,
        from: Option<FiscalYear>,
        today: NaiveDate,
    ) -> Result<(), NotCounted> {
        self.standing(memberships, today)?;
        match from {
            Some(from) if self.fiscal_year >= from => Ok(()),
            _ => Err(NotCounted::BeforeTheChosenYears),
        }
    }
}

/// The earliest year with credits: the widest range, to which the search is preset.
pub fn earliest_year(credits: &[Credit]) -> Option<FiscalYear> {
    credits.iter().map(|credit| credit.fiscal_year).min()
}

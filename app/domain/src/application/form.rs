//! The forms of an application. The browser reads the form on the page and the server the one that was posted, both
//! here, so that the total that was shown is the total that is judged.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AddedLecture, Chosen, Claim, Draft, LectureKind, Practical};
use crate::association::AssociationCode;
use crate::curriculum::{CodeNames, parse_codes, read_codes};
use crate::field::{FieldError, FormValues, LINE_MAX, TEXT_MAX, check_line, check_text};
use crate::fiscal_year::FiscalYear;
use crate::ids::LectureId;
use crate::policy::{Category, ItemCode, Policy};
use crate::text::to_half_width;
use crate::units::Units;

/// The names of the form fields.
pub mod names {
    /// The fiscal year that was searched; registered units count from it.
    pub const FROM: &str = "from";
    /// The fiscal year that is picked and takes effect on 検索.
    pub const YEAR: &str = "year";
    /// 申請先医師会.
    pub const DESTINATION: &str = "destination";
    /// 都道府県, which narrows the list of associations.
    pub const PREFECTURE: &str = "prefecture";
    /// Ⅰ or Ⅱ.
    pub const CATEGORY: &str = "category";
    /// A chosen item of Ⅰ.
    pub const ITEM: &str = "item";
    /// 実地研修の内容.
    pub const DESCRIPTION: &str = "description";
    /// The added lecture's identifier.
    pub const LECTURE: &str = "lecture";
    /// 種別: (a) or (b).
    pub const KIND: &str = "kind";
    /// Which activity of (b).
    pub const ACTIVITY: &str = "activity";
    /// 名称.
    pub const TITLE: &str = "title";
    /// 主催者, of kind (a).
    pub const ORGANISER: &str = "organiser";
    /// 活動の内容, of kind (b).
    pub const DETAIL: &str = "detail";
    /// Ticked where units and codes are self-declared.
    pub const SELF_DECLARED: &str = "self_declared";
    /// 取得日.
    pub const ACQUIRED_ON: &str = "acquired_on";
    /// 単位数.
    pub const UNITS: &str = "units";
    /// カリキュラムコード.
    pub const CODES: &str = "codes";
    /// The version that the form was made from.
    pub const VERSION: &str = "version";
    /// The revision of the kept text that the form was made from.
    pub const TYPED: &str = "typed";
    /// Before a claim: one stored proof of it. Only the browser's live total reads it; the server counts its own.
    pub const PROOF: &str = "proof:";
    /// Before a claim: the file input for it.
    pub const FILE: &str = "file:";
    /// Before a claim: the list of earlier proofs, of which one can be used again. Alone: the button beside the list.
    pub const REUSE: &str = "reuse:";
}

/// Which form is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Screen {
    /// 認定（修了）申請.
    Application,
    /// 実地研修実績入力.
    Practical,
    /// 座学研修（生涯教育制度）単位等追加入力.
    Lecture,
    /// 申請内容の確認: nothing can be changed there.
    Check,
}

impl Screen {
    /// The draft as it would be if the form on the page were saved: what the live total is computed from. What
    /// cannot be read yet (half a number) is left out rather than refused.
    pub fn preview(self, saved: &Draft, form: &FormValues, policy: &Policy, today: NaiveDate) -> Draft {
        let mut draft = saved.clone();
        match self {
            Screen::Application => ChoicesForm::read(form).apply(&mut draft),
            Screen::Practical => {
                draft.practical = PracticalForm::read(form).practical(policy, |claim| proofs_on_page(form, claim));
                draft.licence_proofs = proofs_on_page(form, &Claim::Licence);
            }
            Screen::Lecture => {
                if let Ok(mut lecture) = LectureForm::read(form).unproved(today) {
                    lecture.proofs = proofs_on_page(form, &Claim::Lecture(lecture.id.clone()));
                    draft.lectures.retain(|other| other.id != lecture.id);
                    draft.lectures.push(lecture);
                }
            }
            Screen::Check => {}
        }
        draft
    }
}

fn proofs_on_page(form: &FormValues, claim: &Claim) -> usize {
    form.all(&format!("{}{claim}", names::PROOF)).count()
}

/// What is chosen on the application screen itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicesForm {
    /// Registered units count from this fiscal year on.
    pub years_from: Option<FiscalYear>,
    /// 申請先医師会.
    pub destination: Option<AssociationCode>,
}

impl ChoicesForm {
    /// What a draft says.
    pub fn of(draft: &Draft) -> ChoicesForm {
        ChoicesForm {
            years_from: draft.years_from,
            destination: draft.destination.clone(),
        }
    }

    /// Reads the form; what is not a year or a code is as if it were not chosen.
    pub fn read(form: &FormValues) -> ChoicesForm {
        ChoicesForm {
            years_from: form.text(names::FROM).parse().ok().and_then(FiscalYear::new),
            destination: form.text(names::DESTINATION).parse().ok(),
        }
    }

    /// Puts the choices into a draft.
    pub fn apply(self, draft: &mut Draft) {
        draft.years_from = self.years_from;
        draft.destination = self.destination;
    }
}

/// What is declared on the practical screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticalForm {
    /// The group; none where neither radio button is set.
    pub category: Option<Category>,
    /// The ticked items of Ⅰ, each once, in the order of the page.
    pub items: Vec<ItemCode>,
    /// 実地研修の内容.
    pub description: String,
}

impl PracticalForm {
    /// Reads the form.
    pub fn read(form: &FormValues) -> PracticalForm {
        let mut items = Vec::new();
        for item in form.all(names::ITEM).filter_map(|code| code.parse::<ItemCode>().ok()) {
            if !items.contains(&item) {
                items.push(item);
            }
        }
        PracticalForm {
            category: match form.text(names::CATEGORY) {
                "I" => Some(Category::Recognised),
                "II" => Some(Category::Other),
                _ => None,
            },
            items,
            description: form.text(names::DESCRIPTION).to_owned(),
        }
    }

    /// The form as it would be sent.
    pub fn values(&self) -> FormValues {
        let mut values = FormValues::default();
        values.push(names::CATEGORY, self.category.map_or("", Category::key));
        for item in &self.items {
            values.push(names::ITEM, item.as_str());
        }
        values.push(names::DESCRIPTION, &self.description);
        values
    }

    /// What the form declares. `proofs` tells how many proofs a claim has; items that the policy does not offer are
    /// left for `assess` to name.
    pub fn practical(&self, policy: &Policy, proofs: impl Fn(&Claim) -> usize) -> Practical {
        let count = |item: &ItemCode| proofs(&Claim::Practical(item.clone()));
        match self.category {
            Some(Category::Recognised) => Practical::Recognised(
                self.items
                    .iter()
                    .map(|item| Chosen {
                        item: item.clone(),
                        proofs: count(item),
                    })
                    .collect(),
            ),
            Some(Category::Other) => match policy.items_of(Category::Other).next() {
                Some(item) => Practical::Other {
                    item: item.code.clone(),
                    description: self.description.clone(),
                    proofs: count(&item.code),
                },
                None => Practical::None,
            },
            None => Practical::None,
        }
    }

    /// What keeps the form from being saved. A draft may be incomplete, so only limits are checked; what is missing
    /// for a submission `assess` says.
    pub fn errors(&self, policy: &Policy) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if let Err(error) = check_text(names::DESCRIPTION, "実地研修の内容", &self.description, TEXT_MAX) {
            errors.push(error);
        }
        if self.category == Some(Category::Recognised) {
            let offered = |code: &ItemCode| {
                policy
                    .item(code)
                    .is_some_and(|item| item.category == Category::Recognised)
            };
            if !self.items.iter().all(offered) {
                errors.push(FieldError::new(
                    names::ITEM,
                    "この年度の一覧にない項目が含まれています。画面を開き直して選択してください。",
                ));
            }
        }
        errors
    }
}

/// What is typed on the added-lecture screen, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LectureForm {
    /// The lecture's identifier, which the page proposes.
    pub id: String,
    /// 種別.
    pub kind: String,
    /// Which activity of (b).
    pub activity: String,
    /// 名称.
    pub title: String,
    /// 主催者.
    pub organiser: String,
    /// 活動の内容.
    pub detail: String,
    /// Whether units and codes are self-declared.
    pub self_declared: bool,
    /// 取得日.
    pub acquired_on: String,
    /// 単位数.
    pub units: String,
    /// カリキュラムコード.
    pub codes: String,
}

impl LectureForm {
    /// Reads the form.
    pub fn read(form: &FormValues) -> LectureForm {
        let text = |name| form.text(name).to_owned();
        LectureForm {
            id: text(names::LECTURE),
            kind: text(names::KIND),
            activity: text(names::ACTIVITY),
            title: text(names::TITLE),
            organiser: text(names::ORGANISER),
            detail: text(names::DETAIL),
            self_declared: form.has(names::SELF_DECLARED),
            acquired_on: text(names::ACQUIRED_ON),
            units: text(names::UNITS),
            codes: text(names::CODES),
        }
    }

    /// The form as it would be sent.
    pub fn values(&self) -> FormValues {
        let mut values = FormValues::default();
        for (name, value) in [
            (names::LECTURE, &self.id),
            (names::KIND, &self.kind),
            (names::ACTIVITY, &self.activity),
            (names::TITLE, &self.title),
            (names::ORGANISER, &self.organiser),
            (names::DETAIL, &self.detail),
            (names::ACQUIRED_ON, &self.acquired_on),
            (names::UNITS, &self.units),
            (names::CODES, &self.codes),
        ] {
            values.push(name, value);
        }
        if self.self_declared {
            values.push(names::SELF_DECLARED, "1");
        }
        values
    }

    /// A form for a new lecture: kind (a), acquired today.
    pub fn blank(id: &LectureId, today: NaiveDate) -> LectureForm {
        LectureForm {
            id: id.to_string(),
            kind: LectureKind::Event.key().to_owned(),
            activity: String::new(),
            title: String::new(),
            organiser: String::new(),
            detail: String::new(),
            self_declared: false,
            acquired_on: today.to_string(),
            units: String::new(),
            codes: String::new(),
        }
    }

    /// The lecture without its proofs, as far as the live total needs it: kind, day and units.
    fn unproved(&self, today: NaiveDate) -> Result<AddedLecture, FieldError> {
        Ok(AddedLecture {
            id: self.id()?,
            kind: self.kind().unwrap_or(LectureKind::Event),
            title: self.title.clone(),
            organiser: self.organiser.clone(),
            detail: self.detail.clone(),
            self_declared: self.self_declared,
            acquired_on: self.day().unwrap_or(today),
            units: self.units()?,
            codes: parse_codes(&self.codes).unwrap_or_default(),
            proofs: 0,
        })
    }

    /// The lecture, or everything that is wrong with the form. `fiscal_year` is the application's: units acquired in
    /// another one cannot be added (manual 2-2, ②). `proofs` is the number of proofs that the server holds, and
    /// `code_names` is what codes may be called instead of their numbers.
    pub fn lecture(
        &self,
        fiscal_year: FiscalYear,
        today: NaiveDate,
        proofs: usize,
        code_names: &CodeNames,
    ) -> Result<AddedLecture, Vec<FieldError>> {
        let kind = self.kind();
        let day = self.day().and_then(|day| within(day, fiscal_year, today));
        let units = self.units();
        let codes = read_codes(&self.codes, code_names).map_err(|why| FieldError::new(names::CODES, why.sentence()));
        let title = check_line(names::TITLE, "名称", &self.title, LINE_MAX);
        let organiser = check_line(names::ORGANISER, "主催者", &self.organiser, LINE_MAX);
        let detail = check_text(names::DETAIL, "活動の内容", &self.detail, TEXT_MAX);
        let proofs = if proofs > 0 {
            Ok(proofs)
        } else {
            Err(FieldError::new(
                format!("{}lecture:{}", names::FILE, self.id),
                "参加証や証明書のファイルを1つ以上選択してください。",
            ))
        };
        match (self.id(), kind, title, organiser, detail, day, units, codes, proofs) {
            (
                Ok(id),
                Ok(kind),
                Ok(title),
                Ok(organiser),
                Ok(detail),
                Ok(acquired_on),
                Ok(units),
                Ok(codes),
                Ok(proofs),
            ) => Ok(AddedLecture {
                id,
                kind,
                title,
                organiser,
                detail,
                self_declared: self.self_declared,
                acquired_on,
                units,
                codes,
                proofs,
            }),
            (id, kind, title, organiser, detail, day, units, codes, proofs) => Err([
                id.err(),
                kind.err(),
                title.err(),
                organiser.err(),
                detail.err(),
                day.err(),
                units.err(),
                codes.err(),
                proofs.err(),
            ]
            .into_iter()
            .flatten()
            .collect()),
        }
    }

    /// The identifier that the page proposed.
    pub fn id(&self) -> Result<LectureId, FieldError> {
        self.id
            .parse()
            .map_err(|_| FieldError::new(names::LECTURE, "画面を開き直して、もう一度入力してください。"))
    }

    fn kind(&self) -> Result<LectureKind, FieldError> {
        match (self.kind.as_str(), self.activity.as_str()) {
            ("b", "") => Err(FieldError::new(names::ACTIVITY, "活動の種類を選択してください。")),
            (kind, activity) => LectureKind::from_keys(kind, activity)
                .ok_or_else(|| FieldError::new(names::KIND, "種別を選択してください。")),
        }
    }

    fn units(&self) -> Result<Units, FieldError> {
        self.units
            .parse()
            .map_err(|why: crate::units::NotUnits| FieldError::new(names::UNITS, why.sentence()))
    }

    fn day(&self) -> Result<NaiveDate, FieldError> {
        let typed = to_half_width(&self.acquired_on).replace(['/', '.'], "-");
        typed
            .parse()
            .map_err(|_| FieldError::new(names::ACQUIRED_ON, "取得日を「2026-01-20」のように入力してください。"))
    }
}

fn within(day: NaiveDate, fiscal_year: FiscalYear, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    if !fiscal_year.contains(day) {
        let (first, last) = (fiscal_year.first_day(), fiscal_year.last_day());
        Err(FieldError::new(
            names::ACQUIRED_ON,
            format!(
                "追加できるのは申請年度（{fiscal_year}：{first}から{last}まで）に取得した単位だけです。取得日を確認してください。"
            ),
        ))
    } else if day > today {
        Err(FieldError::new(
            names::ACQUIRED_ON,
            "取得日は今日までの日付を入力してください。",
        ))
    } else {
        Ok(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn filled(pairs: &[(&str, &str)]) -> LectureForm {
        let mut form = FormValues::default();
        for (name, value) in [
            ("lecture", "abc"),
            ("kind", "a"),
            ("acquired_on", "2026-01-20"),
            ("units", "3.5"),
            ("codes", "12"),
        ] {
            let value = pairs.iter().find(|(n, _)| *n == name).map_or(value, |(_, v)| v);
            form.push(name, value);
        }
        LectureForm::read(&form)
    }

    fn fields(form: &LectureForm, proofs: usize) -> Vec<String> {
        let year = FiscalYear::new(2025).expect("a year");
        let errors = form
            .lecture(year, day("2026-01-20"), proofs, &CodeNames::new())
            .err()
            .unwrap_or_default();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn units_codes_and_a_proof_alone_suffice() {
        assert!(fields(&filled(&[]), 1).is_empty());
    }

    #[test]
    fn each_field_is_refused_in_its_own_place() {
        for (name, value) in [
            ("kind", "c"),
            ("acquired_on", "2025-03-31"),
            ("acquired_on", "2026-04-01"),
            ("acquired_on", "2026-01-21"),
            ("acquired_on", "yesterday"),
            ("units", "1.2"),
            ("codes", "84"),
        ] {
            assert_eq!(fields(&filled(&[(name, value)]), 1), [name], "{name}={value}");
        }
        assert_eq!(fields(&filled(&[("kind", "b")]), 1), ["activity"]);
        assert_eq!(fields(&filled(&[]), 0), ["file:lecture:abc"]);
    }

    #[test]
    fn all_errors_are_told_at_once() {
        assert_eq!(
            fields(&filled(&[("units", ""), ("codes", "")]), 0),
            ["units", "codes", "file:lecture:abc"]
        );
    }

    #[test]
    fn a_claim_reads_back() {
        for text in ["practical:I-02", "lecture:abc", "licence"] {
            assert_eq!(
                text.parse::<Claim>().map(|claim| claim.to_string()),
                Ok(text.to_owned())
            );
        }
        for text in ["", "practical:", "practical:III-1", "lecture:", "licence:1", "whole"] {
            assert!(text.parse::<Claim>().is_err(), "{text}");
        }
    }
}

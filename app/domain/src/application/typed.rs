//! What was typed on a sub-screen and is not registered yet. It is kept by itself while the doctor types, and brought
//! together again where two windows or devices typed at once.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ANSWER, ANSWER_LABEL, Claim, ITEM_ANSWER, names};
use crate::field::{FormValues, TEXT_MAX};
use crate::ids::{LectureId, NotAnId};

/// The most unfinished lectures of one application whose typed text is kept.
pub const UNFINISHED_MAX: usize = 20;
/// The most values of one typed form: more than any screen has controls.
const VALUES_MAX: usize = 200;

/// A screen whose typed text is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum TypedScreen {
    /// 実地研修実績入力.
    Practical,
    /// 座学研修（生涯教育制度）単位等追加入力 of one lecture, which may not be added yet.
    Lecture(LectureId),
    /// The answers to a return, on the page before it is sent again.
    Answers,
}

impl TypedScreen {
    /// Whether a field is kept. Hidden ones belong to the page and not to the person.
    pub fn keeps(&self, field: &str) -> bool {
        match self {
            TypedScreen::Practical => matches!(field, names::CATEGORY | names::DESCRIPTION | names::ITEM),
            TypedScreen::Lecture(_) => matches!(
                field,
                names::ACQUIRED_ON
                    | names::ACTIVITY
                    | names::CODES
                    | names::DETAIL
                    | names::KIND
                    | names::ORGANISER
                    | names::SELF_DECLARED
                    | names::TITLE
                    | names::UNITS
            ),
            TypedScreen::Answers => {
                let claim = field.strip_prefix(ITEM_ANSWER).map(str::parse::<Claim>);
                field == ANSWER || claim.is_some_and(|claim| claim.is_ok())
            }
        }
    }

    /// What a kept field is called on its screen.
    pub fn label(field: &str) -> &'static str {
        match field {
            names::CATEGORY => "実地研修の区分",
            names::DESCRIPTION => "実地研修の内容",
            names::KIND => "種別",
            names::ACTIVITY => "活動の種類",
            names::TITLE => "名称",
            names::ORGANISER => "主催者",
            names::DETAIL => "活動の内容",
            names::SELF_DECLARED => "日本医学会分科会の自己申告",
            names::ACQUIRED_ON => "取得日",
            names::UNITS => "単位数",
            names::CODES => "カリキュラムコード",
            field if TypedScreen::Answers.keeps(field) => ANSWER_LABEL,
            _ => "入力欄",
        }
    }

    /// What a form says in the fields that are kept, in one order and within limits. What is longer than any field
    /// may be is cut: it can be kept, and is refused when it is registered. Lines end as on a page, although a browser
    /// posts them otherwise: the same text must not look like another one.
    pub fn kept(&self, form: &FormValues) -> FormValues {
        let typed = form
            .pairs()
            .iter()
            .filter(|(field, value)| self.keeps(field) && !value.is_empty());
        let mut pairs: Vec<(String, String)> = typed
            .map(|(field, value)| {
                let text = value.replace("\r\n", "\n");
                (field.clone(), text.chars().take(2 * TEXT_MAX).collect())
            })
            .collect();
        pairs.sort();
        pairs.dedup();
        pairs.truncate(VALUES_MAX);
        FormValues::new(pairs)
    }
}

impl fmt::Display for TypedScreen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TypedScreen::Practical => f.write_str("practical"),
            TypedScreen::Lecture(id) => write!(f, "lecture:{id}"),
            TypedScreen::Answers => f.write_str("answers"),
        }
    }
}

impl std::str::FromStr for TypedScreen {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<TypedScreen, NotAnId> {
        match text.split_once(':') {
            None if text == "practical" => Ok(TypedScreen::Practical),
            None if text == "answers" => Ok(TypedScreen::Answers),
            Some(("lecture", id)) => id.parse().map(TypedScreen::Lecture),
            _ => Err(NotAnId),
        }
    }
}

impl TryFrom<String> for TypedScreen {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<TypedScreen, NotAnId> {
        text.parse()
    }
}

impl From<TypedScreen> for String {
    fn from(screen: TypedScreen) -> String {
        screen.to_string()
    }
}

/// A typed form as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// What it says, as [`TypedScreen::kept`] puts it.
    pub values: FormValues,
    /// Counts how often it was kept; 0 is a form that never was.
    pub revision: i64,
    /// Whether it was registered as it stands. It is kept all the same: the group that was not chosen is part of it.
    pub registered: bool,
    /// When it was kept.
    pub saved_at: DateTime<Utc>,
}

/// What became of a form that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is kept, under this revision.
    Saved(Typed),
    /// Another window or device has kept the form since; nothing was written.
    Newer(Typed),
}

/// Two typed forms brought together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What both say together. Where they dispute, it says what was typed here.
    pub values: FormValues,
    /// The fields that both changed, each to something else, with what the other one says.
    pub disputed: Vec<(String, String)>,
}

/// Brings together what was typed here and what was kept elsewhere, since both parted from `base`. A field that only
/// one of them changed is as that one says; nothing is dropped without being named in [`Merged::disputed`].
pub fn merge(base: &FormValues, mine: &FormValues, theirs: &FormValues) -> Merged {
    let mut pairs = Vec::new();
    let mut disputed = Vec::new();
    let fields: BTreeSet<&str> = [base, mine, theirs].into_iter().flat_map(FormValues::fields).collect();
    for field in fields {
        let [was, here, there] = [base, mine, theirs].map(|form| form.all(field).collect::<BTreeSet<_>>());
        let merged: Vec<&str> = if field == names::ITEM {
            // Ticks are one question each: what either ticked is ticked, what either took out is out.
            let kept = |item: &&&str| here.contains(**item) == there.contains(**item) || !was.contains(**item);
            here.union(&there).filter(kept).copied().collect()
        } else if here == was {
            there.iter().copied().collect()
        } else {
            if there != was && there != here {
                disputed.push((field.to_owned(), there.iter().copied().collect()));
            }
            here.iter().copied().collect()
        };
        pairs.extend(merged.into_iter().map(|value| (field.to_owned(), value.to_owned())));
    }
    pairs.sort();
    Merged {
        values: FormValues::new(pairs),
        disputed,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormValues {
        FormValues::new(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn a_text_is_the_same_as_it_stands_on_the_page_and_as_it_is_posted() {
        let kept = |text: &str| {
            let mut form = FormValues::default();
            form.push(names::DESCRIPTION, text);
            TypedScreen::Practical.kept(&form)
        };
        assert_eq!(kept("一行目\r\n二行目"), kept("一行目\n二行目"));
    }

    #[test]
    fn only_what_the_person_typed_is_kept() {
        let posted = form(&[
            ("version", "3"),
            ("item", "I-02"),
            ("item", "I-01"),
            ("category", "II"),
            ("description", ""),
            ("units", "2"),
        ]);
        assert_eq!(
            TypedScreen::Practical.kept(&posted),
            form(&[("category", "II"), ("item", "I-01"), ("item", "I-02")])
        );
        let long = form(&[("description", &"長".repeat(3 * TEXT_MAX))]);
        assert_eq!(
            TypedScreen::Practical.kept(&long).text("description").chars().count(),
            2 * TEXT_MAX
        );
    }

    #[test]
    fn a_screen_reads_back() {
        for text in ["practical", "lecture:abc"] {
            assert_eq!(
                text.parse::<TypedScreen>().map(|screen| screen.to_string()),
                Ok(text.to_owned())
            );
        }
        for text in ["lecture:", "lecture", "practical:I-02", "check", ""] {
            assert!(text.parse::<TypedScreen>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_field_that_both_changed_is_disputed_and_mine_stays() {
        let merged = merge(
            &form(&[("units", "1.0"), ("title", "講演会")]),
            &form(&[("units", "2.0"), ("title", "講演会"), ("codes", "12")]),
            &form(&[("units", "3.0"), ("title", "研修会")]),
        );
        assert_eq!(
            merged.values,
            form(&[("codes", "12"), ("title", "研修会"), ("units", "2.0")])
        );
        assert_eq!(merged.disputed, [("units".to_owned(), "3.0".to_owned())]);
    }

    #[test]
    fn ticks_of_both_come_together() {
        let merged = merge(
            &form(&[("item", "I-01"), ("item", "I-02")]),
            &form(&[("item", "I-02"), ("item", "I-03")]),
            &form(&[("item", "I-01"), ("item", "I-02"), ("item", "I-04")]),
        );
        assert_eq!(
            merged.values,
            form(&[("item", "I-02"), ("item", "I-03"), ("item", "I-04")])
        );
        assert!(merged.disputed.is_empty());
    }

    fn any_form() -> impl Strategy<Value = FormValues> {
        let pair = prop_oneof![("item", "I-0[1-4]"), ("(units|codes|title)", "[a-c]"),];
        prop::collection::vec(pair, 0..8).prop_map(|mut pairs| {
            pairs.sort();
            // One value a field, but for ticks.
            pairs.dedup_by(|a, b| a == b || (a.0 == b.0 && a.0 != "item"));
            FormValues::new(pairs)
        })
    }

    proptest! {
        #[test]
        fn who_typed_alone_has_the_say(base in any_form(), other in any_form()) {
            let alone = Merged { values: other.clone(), disputed: Vec::new() };
            prop_assert_eq!(merge(&base, &other, &base), alone.clone());
            prop_assert_eq!(merge(&base, &base, &other), alone.clone());
            prop_assert_eq!(merge(&base, &other, &other), alone);
        }

        #[test]
        fn nothing_typed_is_dropped_without_being_named(base in any_form(), mine in any_form(), theirs in any_form()) {
            let merged = merge(&base, &mine, &theirs);
            for field in ["units", "codes", "title"] {
                let changed = |form: &FormValues| form.text(field) != base.text(field);
                if changed(&mine) {
                    prop_assert_eq!(merged.values.text(field), mine.text(field));
                } else {
                    prop_assert_eq!(merged.values.text(field), theirs.text(field));
                }
                let named = merged.disputed.iter().any(|(name, value)| name == field && value == theirs.text(field));
                prop_assert_eq!(named, changed(&mine) && changed(&theirs) && mine.text(field) != theirs.text(field));
            }
            for item in mine.all("item").chain(theirs.all("item")) {
                let new = !base.all("item").any(|it| it == item);
                if new {
                    prop_assert!(merged.values.all("item").any(|it| it == item));
                }
            }
        }
    }
}

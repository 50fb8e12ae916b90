//! A trial says what an application with the same facts would say, and refuses what it cannot read.

use proptest::prelude::*;

use super::*;
use crate::eligibility::tests::{credit, lecture, other, policy, recognised, today, year};

fn answers() -> Answers {
    Answers {
        belongs: Belongs::National,
        registered: Units::from_halves(13),
        added: Units::ZERO,
        declares: Declares::Recognised(1),
        goes_to: Some(GoesTo::District),
        licence: false,
    }
}

fn said(answers: Answers) -> (String, String) {
    let assessment = assess(&answers.draft(&policy(), today()), &policy(), today());
    (assessment.summary(), assessment.sentence())
}

/// One row a sentence: how the answers are changed, and the summary and first words that follow.
#[test]
fn each_answer_counts() {
    type Change = fn(&mut Answers);
    let rows: [(Change, &str, &str); 9] = [
        (|_| {}, "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0", "要件を満たしています"),
        (
            |a| a.registered = Units::from_halves(3),
            "座学 1.5 + 実地 5.0 = 合計 6.5 / 10.0",
            "あと3.5単位必要です",
        ),
        (
            |a| {
                a.registered = Units::from_halves(3);
                a.added = Units::from_halves(7);
            },
            "座学 5.0 + 実地 5.0 = 合計 10.0 / 10.0",
            "要件を満たしています",
        ),
        (
            |a| {
                a.registered = Units::ZERO;
                a.declares = Declares::Recognised(2);
            },
            "座学 0.0 + 実地 10.0 = 合計 10.0 / 10.0",
            "座学研修の単位が必要です",
        ),
        (
            |a| {
                a.registered = Units::whole(12);
                a.declares = Declares::Nothing;
            },
            "座学 12.0 + 実地 0.0 = 合計 12.0 / 10.0",
            "実地研修の実績を入力してください",
        ),
        (
            |a| a.declares = Declares::Other,
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "Ⅱその他を選んだときの申請先は",
        ),
        (
            |a| {
                a.declares = Declares::Other;
                a.goes_to = Some(GoesTo::Higher);
            },
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "要件を満たしています",
        ),
        (
            |a| a.goes_to = None,
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "申請先医師会を選択してください",
        ),
        (
            |a| a.belongs = Belongs::Nowhere,
            "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0",
            "医師免許証または医師資格証の画像を添付してください",
        ),
    ];
    for (change, summary, says) in rows {
        let mut changed = answers();
        change(&mut changed);
        let (its_summary, its_sentence) = said(changed);
        assert_eq!(its_summary, summary, "{changed:?}");
        assert!(its_sentence.starts_with(says), "{changed:?}: {its_sentence}");
    }
}

fn form(pairs: &[(&str, &str)]) -> TrialForm {
    let pairs = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    TrialForm::read(&FormValues::new(pairs))
}

#[test]
fn the_form_is_read_as_people_write_it() {
    let form = form(&[
        ("membership", "national"),
        ("registered", "６．５"),
        ("added", ""),
        ("practical", "I"),
        ("items", "１項目"),
        ("destination", "district"),
    ]);
    assert_eq!(form.answers(&policy()), Ok(answers()));
}

#[test]
fn all_that_cannot_be_read_is_told_at_once_each_in_its_field() {
    let errors = form(&[
        ("registered", "1.2"),
        ("added", "たくさん"),
        ("practical", "I"),
        ("items", "5"),
    ])
    .answers(&policy())
    .expect_err("nothing of it can be read");
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["membership", "registered", "added", "items"]);
}

#[test]
fn the_number_of_items_is_looked_at_with_the_first_group_only() {
    let with = |practical| form(&[("membership", "other"), ("practical", practical), ("items", "x")]);
    assert!(with("I").answers(&policy()).is_err());
    assert_eq!(with("II").answers(&policy()).map(|a| a.declares), Ok(Declares::Other));
    assert_eq!(with("").answers(&policy()).map(|a| a.declares), Ok(Declares::Nothing));
}

#[test]
fn nothing_is_said_before_anything_is_answered() {
    assert_eq!(TrialForm::blank().judge(&policy(), today()), Verdict::Blank);
    assert_eq!(form(&[]).judge(&policy(), today()), Verdict::Blank);
    // As a browser sends the form that nobody touched.
    let untouched = form(&[("registered", ""), ("added", ""), ("practical", "none"), ("items", "1")]);
    assert_eq!(untouched.judge(&policy(), today()), Verdict::Blank);
    assert!(matches!(
        form(&[("registered", "1")]).judge(&policy(), today()),
        Verdict::Wrong(_)
    ));
    assert!(matches!(
        form(&[("membership", "none")]).judge(&policy(), today()),
        Verdict::Judged(_)
    ));
}

fn any_answers() -> impl Strategy<Value = Answers> {
    let declares = prop_oneof![
        Just(Declares::Nothing),
        (0usize..=4).prop_map(Declares::Recognised),
        Just(Declares::Other),
    ];
    (
        proptest::sample::select(Belongs::ALL.to_vec()),
        0u32..30,
        0u32..10,
        declares,
        proptest::option::of(proptest::sample::select(GoesTo::ALL.to_vec())),
        any::<bool>(),
    )
        .prop_map(|(belongs, registered, added, declares, goes_to, licence)| Answers {
            belongs,
            registered: Units::from_halves(registered),
            added: Units::from_halves(added),
            declares,
            goes_to,
            licence,
        })
}

/// An application with the same facts, as a doctor would have filled it: units of several years, proofs, words.
fn application(answers: &Answers) -> Draft {
    let code = |text: &str| text.parse::<AssociationCode>().expect("a code");
    let registered = answers.registered.halves();
    let codes: &[&str] = match answers.belongs {
        Belongs::National => &["27-004", "27", "00"],
        Belongs::Elsewhere => &["27-004", "27"],
        Belongs::Nowhere => &[],
    };
    Draft {
        memberships: Memberships::new(codes.iter().map(|text| code(text)).collect()),
        credits: vec![
            credit(year(2019), registered / 2),
            credit(year(2025), registered - registered / 2),
        ],
        fiscal_year: None,
        years_from: Some(year(2019)),
        destination: answers.goes_to.map(|level| match level {
            GoesTo::District => code("27-004"),
            GoesTo::Higher => code("27"),
        }),
        lectures: vec![lecture("x", today(), answers.added.halves(), 2)],
        practical: match answers.declares {
            Declares::Nothing => Practical::None,
            // Not the first ones, and in another order.
            Declares::Recognised(number) => {
                recognised(&(1..=4).rev().take(number).map(|item| (item, 3)).collect::<Vec<_>>())
            }
            Declares::Other => other("実習", 1),
        },
        licence_proofs: usize::from(answers.licence) * 2,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_trial_says_word_for_word_what_an_application_with_its_facts_says(answers in any_answers()) {
        let trial = assess(&answers.draft(&policy(), today()), &policy(), today());
        let application = assess(&application(&answers), &policy(), today());
        prop_assert_eq!(trial.is_eligible(), application.is_eligible());
        prop_assert_eq!(trial.summary(), application.summary());
        prop_assert_eq!(trial.sentence(), application.sentence());
    }

    #[test]
    fn every_lack_leads_to_a_field_of_the_form(answers in any_answers()) {
        let fields = [
            names::REGISTERED, names::ADDED, names::PRACTICAL, names::DESTINATION, names::LICENCE,
        ];
        for lack in assess(&answers.draft(&policy(), today()), &policy(), today()).lacks {
            prop_assert!(fields.contains(&field_of(&lack)));
            // What a trial does not ask for it cannot find missing.
            let asked = !matches!(
                lack,
                Lack::Proof { .. } | Lack::Description { .. } | Lack::NotOffered { .. } | Lack::OutsideTheYear { .. }
            );
            prop_assert!(asked, "{}", lack.sentence());
        }
    }
}

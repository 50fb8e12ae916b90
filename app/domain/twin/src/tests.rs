use std::collections::BTreeMap;

use domain::eligibility::{Lack, assess};

use crate::{answers, batch};

/// What a lack is called in this test.
fn name(lack: &Lack) -> &'static str {
    match lack {
        Lack::Total { from_year: Some(_), .. } => "total, or an earlier year",
        Lack::Total {
            more_items: Some(_), ..
        } => "total, or more items",
        Lack::Total {
            missing,
            after_practical,
            ..
        } if after_practical < missing => "total after an item",
        Lack::Total { .. } => "total",
        Lack::Lecture { from_year: Some(_), .. } => "lecture, or an earlier year",
        Lack::Lecture { .. } => "lecture",
        Lack::Practical => "practical",
        Lack::Destination => "destination",
        Lack::DestinationForOther => "destination for other",
        Lack::NotOffered { .. } => "not offered",
        Lack::Description { .. } => "description",
        Lack::OutsideTheYear { .. } => "outside the year",
        Lack::Proof { .. } => "proof",
        Lack::Licence => "licence",
    }
}

/// A comparison of questions that never touch a rule would prove nothing.
#[test]
fn the_questions_meet_every_rule_often_and_many_may_be_sent() {
    let mut met = BTreeMap::new();
    let batch = batch(1, 0, 5_000);
    for question in &batch.questions {
        let assessment = assess(&question.draft, &batch.policies[question.policy], question.today);
        if assessment.is_eligible() {
            *met.entry("nothing is missing").or_insert(0) += 1;
        }
        for lack in &assessment.lacks {
            *met.entry(name(lack)).or_insert(0) += 1;
        }
    }
    assert_eq!(met.len(), 15, "{met:?}");
    assert!(met.values().all(|times| *times >= 50), "{met:?}");
}

#[test]
fn the_same_seed_asks_the_same_and_another_does_not() {
    let text = |seed, number| serde_json::to_string(&batch(seed, number, 50)).expect("JSON");
    assert_eq!(text(1, 0), text(1, 0));
    assert_ne!(text(1, 0), text(2, 0));
    assert_ne!(text(1, 0), text(1, 1));
}

#[test]
fn every_question_has_one_line_and_what_is_no_batch_has_the_reason() {
    let batch = batch(1, 0, 500);
    let text = serde_json::to_string(&batch).expect("JSON");
    let lines = answers(&text);
    assert_eq!(lines.lines().count(), 500);
    assert!(lines.lines().all(|line| line.starts_with(r#"{"totals":["#)));
    assert!(answers("{}").starts_with("the batch cannot be read"));
}

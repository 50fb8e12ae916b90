//! What the doctor is told of a case, in the words of `templates/`: the first line is the subject, the rest the letter.
//!
//! No letter says more of a person than the name, the number of the application and, in a receipt, what it declares:
//! mail is read by others, too. Nor
//! does one hold a link, so that a forged one is known by it.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use domain::application::{Case, EventAction};
use domain::fiscal_year::written_moment;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::send::enqueue;
use crate::db::Txn;
use crate::entity::{account, mail};
use crate::error::Result;
use crate::random;

/// A decision can be taken back so long; its letter waits until then.
const UNDO: TimeDelta = TimeDelta::minutes(10);

/// The template of a letter.
struct Template {
    kind: &'static str,
    text: &'static str,
    /// How long after the event it leaves.
    pause: TimeDelta,
}

/// Which letter an event asks for, if any.
fn template(action: EventAction) -> Option<Template> {
    let template = |kind, text, pause| Some(Template { kind, text, pause });
    let at_once = TimeDelta::zero();
    match action {
        EventAction::Submitted => template("submitted", include_str!("templates/submitted.txt"), at_once),
        EventAction::Resubmitted => template("resubmitted", include_str!("templates/resubmitted.txt"), at_once),
        EventAction::ReexaminationRequested => {
            template("reexamination", include_str!("templates/reexamination.txt"), at_once)
        }
        EventAction::Withdrawn => template("withdrawn", include_str!("templates/withdrawn.txt"), at_once),
        EventAction::Returned => template("returned", include_str!("templates/returned.txt"), UNDO),
        EventAction::Approved => template("approved", include_str!("templates/approved.txt"), UNDO),
        EventAction::Refused => template("refused", include_str!("templates/refused.txt"), UNDO),
        EventAction::Taken | EventAction::Released | EventAction::Undone => None,
    }
}

/// Writes the letter that tells the doctor of an event, with the job that sends it, where the doctor has an address.
/// A case that has been submitted has its 受付番号 by then.
pub(crate) async fn tell_doctor(txn: &Txn, case: &Case, action: EventAction, at: DateTime<Utc>) -> Result<()> {
    let Some(template) = template(action) else {
        return Ok(());
    };
    let reader = account::Entity::find()
        .filter(account::Column::DoctorId.eq(case.doctor.id.as_str()))
        .filter(account::Column::DisabledAt.is_null())
        .one(txn)
        .await?;
    let Some((reader, address)) = reader.and_then(|reader| reader.email.clone().map(|address| (reader, address)))
    else {
        return Ok(());
    };
    let association = case.destination.as_ref().map_or("", |association| &association.name);
    let (subject, body) = written(
        template.text,
        &[
            ("name", &case.doctor.name),
            ("number", case.receipt_number.as_deref().unwrap_or_default()),
            ("association", association),
            ("programme", &case.policy.programme_name),
            ("at", &written_moment(at)),
            ("files", &files(case)),
        ],
    );
    let id = random::id();
    let send_at = at + template.pause;
    let row = mail::ActiveModel {
        id: Set(id.clone()),
        account_id: Set(reader.id),
        application_id: Set(Some(case.id.to_string())),
        kind: Set(template.kind.to_owned()),
        recipient: Set(address),
        subject: Set(subject),
        body: Set(body),
        state: Set("waiting".to_owned()),
        created_at: Set(at),
        send_at: Set(send_at),
        sent_at: Set(None),
    };
    row.insert(txn).await?;
    enqueue(txn, &id, 0, send_at).await
}

/// The fingerprints of the files as they are stored, so that the proof of what arrived lies with the doctor, too.
fn files(case: &Case) -> String {
    let mut lines = String::new();
    for claim in case.claims() {
        for (index, document) in case.proofs(&claim).enumerate() {
            // Writing to a String cannot fail.
            let _ = writeln!(
                lines,
                "{}（{}）\n  {}",
                case.claim_name(&claim),
                index + 1,
                document.sha256_stored
            );
        }
    }
    lines.trim_end().to_owned()
}

/// The subject and the letter. What is put in is taken as it is: a name with braces stays a name.
fn written(template: &str, facts: &[(&str, &str)]) -> (String, String) {
    let mut text = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(
            facts
                .iter()
                .find(|(fact, _)| *fact == name)
                .map_or("", |(_, value)| value),
        );
        rest = behind;
    }
    text.push_str(rest);
    let (subject, body) = text.split_once('\n').unwrap_or((&text, ""));
    // A subject is one line, whatever a name holds.
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    (subject, body.trim_start().to_owned())
}

#[cfg(test)]
mod tests {
    use domain::application::EventAction;

    use super::{template, written};

    const FACTS: [&str; 6] = ["name", "number", "association", "programme", "at", "files"];

    #[test]
    fn every_letter_is_whole_and_names_nothing_that_nobody_fills_in() {
        for action in [
            EventAction::Submitted,
            EventAction::Resubmitted,
            EventAction::ReexaminationRequested,
            EventAction::Withdrawn,
            EventAction::Returned,
            EventAction::Approved,
            EventAction::Refused,
        ] {
            let template = template(action).unwrap();
            for name in template
                .text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split('}').next())
            {
                assert!(FACTS.contains(&name), "{name} in {}", template.kind);
            }
            let (subject, body) = written(template.text, &FACTS.map(|fact| (fact, "★")));
            assert!(subject.starts_with("【修了申請】"), "{subject}");
            assert!(body.starts_with("★ 先生"), "{body}");
            assert!(body.contains("受付番号：★"), "{body}");
            assert!(!body.contains("http"), "{body}");
        }
    }

    #[test]
    fn what_is_put_in_is_taken_as_it_is() {
        let (subject, body) = written(
            "件名 {name}\n\n{name} 先生 {number}",
            &[("name", "{number}\nBcc: x"), ("number", "R1")],
        );
        assert_eq!(subject, "件名 {number}");
        assert_eq!(body, "Bcc: x\n\n{number}\nBcc: x 先生 R1");
    }
}

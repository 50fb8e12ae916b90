//! What the doctor is told of a case, in the words of `templates/`: the first line is the subject, the rest the letter.
//!
//! No letter says more of a person than the name, the number of the application and, in a receipt, what it declares:
//! mail is read by others, too. Nor
//! does one hold a link, so that a forged one is known by it.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use domain::application::{Case, EventAction};
use domain::fiscal_year::written_moment;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::write::NewLetter;
use crate::db::Txn;
use crate::entity::account;
use crate::error::Result;

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
    let letter = NewLetter {
        kind: template.kind,
        template: template.text,
        facts: &[
            ("name", &case.doctor.name),
            ("number", case.receipt_number.as_deref().unwrap_or_default()),
            ("association", association),
            ("programme", &case.policy.programme_name),
            ("at", &written_moment(at)),
            ("files", &files(case)),
        ],
        account: Some(&reader.id),
        application: Some(case.id.as_str()),
        confirmation: None,
        recipient: &address,
    };
    letter.insert(txn, at, at + template.pause).await
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

#[cfg(test)]
mod tests {
    use domain::application::EventAction;

    use super::template;
    use crate::mail::write::written;

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
}

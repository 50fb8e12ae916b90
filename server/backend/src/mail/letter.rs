//! What the doctor is told of a case, in the words of `templates/`: the first line is the subject, the rest the letter.
//!
//! No letter says more of a person than the name, the number of the application and, in a receipt, what it declares:
//! mail is read by others, too. Nor
//! does one about a case hold a link, so that a forged one is known by it.

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
    let Some(reader) = reader_of(txn, case).await? else {
        return Ok(());
    };
    let letter = CaseLetter {
        kind: template.kind,
        text: template.text,
        facts: vec![("at", written_moment(at)), ("files", files(case))],
        at,
        send_at: at + template.pause,
    };
    post(txn, case, reader, &letter).await?;
    Ok(())
}

/// Somebody who can be written to.
pub(super) struct Reader {
    account: String,
    address: String,
}

/// The doctor of a case, where the account may be used and has an address.
pub(super) async fn reader_of(txn: &Txn, case: &Case) -> Result<Option<Reader>> {
    let reader = account::Entity::find()
        .filter(account::Column::DoctorId.eq(case.doctor.id.as_str()))
        .filter(account::Column::DisabledAt.is_null())
        .one(txn)
        .await?;
    Ok(reader.and_then(|reader| {
        Some(Reader {
            account: reader.id,
            address: reader.email?,
        })
    }))
}

/// What a letter about a case is made of, beside what every such letter says.
pub(super) struct CaseLetter {
    pub(super) kind: &'static str,
    /// The template.
    pub(super) text: &'static str,
    /// What this kind of letter puts into its template.
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) at: DateTime<Utc>,
    pub(super) send_at: DateTime<Utc>,
}

/// Writes a letter about a case, with the job that sends it. Gives back its id.
pub(super) async fn post(txn: &Txn, case: &Case, reader: Reader, letter: &CaseLetter) -> Result<String> {
    let association = case.destination.as_ref();
    let association = association.map_or("（選択されていません）", |association| &association.name);
    let mut facts = vec![
        ("name", case.doctor.name.as_str()),
        ("number", case.receipt_number.as_deref().unwrap_or_default()),
        ("association", association),
        ("programme", &case.policy.programme_name),
    ];
    facts.extend(letter.facts.iter().map(|(name, value)| (*name, value.as_str())));
    let written = NewLetter {
        kind: letter.kind,
        template: letter.text,
        facts: &facts,
        account: Some(&reader.account),
        application: Some(case.id.as_str()),
        confirmation: None,
        recipient: &reader.address,
    };
    written.insert(txn, letter.at, letter.send_at).await
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

/// What a template may name.
#[cfg(test)]
pub(super) const FACTS: [&str; 6] = ["name", "number", "association", "programme", "at", "files"];

#[cfg(test)]
mod tests {
    use domain::application::EventAction;

    use super::{FACTS, template};
    use crate::mail::write::written;

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

//! What takes a look at each row, one at a time: numbers with a text around them, texts with a meaning, the log.

use domain::eligibility::Assessment;
use domain::policy::Policy;
use futures::TryStreamExt;
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, Statement};

use super::Verified;
use crate::audit;
use crate::entity::{counter, policy};
use crate::error::Result;
use crate::hex;

pub(super) async fn check(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    receipts(snapshot, verified).await?;
    receipt_counters(snapshot, verified).await?;
    explanations(snapshot, verified).await?;
    policies(snapshot, verified).await?;
    for violation in audit::verify_chain(snapshot).await? {
        let what = match violation {
            audit::Violation::Missing { from, to } => format!("the entries {from} to {to} are missing"),
            audit::Violation::Altered { sequence } => format!("the entry {sequence} was altered"),
            audit::Violation::Unlinked { sequence } => format!("the entry {sequence} does not follow the one before"),
        };
        verified.add("audit", what);
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Receipt {
    fiscal_year: i32,
    receipt_number: String,
}

/// `R2025-000001`, `R2025-000002`, … in each fiscal year, as many as the counter has given out.
async fn receipts(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    let backend = snapshot.get_database_backend();
    let numbered = "SELECT fiscal_year, receipt_number FROM applications \
                    WHERE fiscal_year IS NOT NULL AND receipt_number IS NOT NULL \
                    ORDER BY fiscal_year, length(receipt_number), receipt_number";
    let mut found = Receipt::find_by_statement(Statement::from_string(backend, numbered))
        .stream(snapshot)
        .await?;
    let (mut year, mut last) = (0, 0);
    let mut years = Vec::new();
    while let Some(receipt) = found.try_next().await? {
        if receipt.fiscal_year != year {
            years.push((year, last));
            (year, last) = (receipt.fiscal_year, 0);
        }
        match number_in(&receipt) {
            Some(number) => {
                if number != last + 1 {
                    let what = format!("in {year} the numbers {} to {} are missing", last + 1, number - 1);
                    verified.add("receipts.numbers", what);
                }
                last = number;
            }
            None => verified.add("receipts.numbers", format!("{} in {year}", receipt.receipt_number)),
        }
    }
    drop(found);
    years.push((year, last));
    for (year, last) in years.into_iter().filter(|(year, _)| *year != 0) {
        let counter = counter::Entity::find_by_id(format!("receipt:{year}"))
            .one(snapshot)
            .await?;
        let given_out = counter.map_or(0, |counter| counter.next - 1);
        if given_out != last {
            verified.add(
                "receipts.counter",
                format!("receipt:{year} gave out {given_out} numbers, the last is {last}"),
            );
        }
    }
    Ok(())
}

fn number_in(receipt: &Receipt) -> Option<i64> {
    let digits = receipt
        .receipt_number
        .strip_prefix(&format!("R{}-", receipt.fiscal_year))?;
    let number = digits.parse().ok()?;
    (digits == format!("{number:06}")).then_some(number)
}

#[derive(FromQueryResult)]
struct Unused {
    name: String,
}

async fn receipt_counters(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    let without = "SELECT name FROM counters WHERE name LIKE 'receipt:%' AND next <> 1 AND NOT EXISTS \
                   (SELECT 1 FROM applications a WHERE 'receipt:' || CAST(a.fiscal_year AS TEXT) = counters.name)";
    let without = Statement::from_string(snapshot.get_database_backend(), without);
    for counter in Unused::find_by_statement(without).all(snapshot).await? {
        verified.add(
            "receipts.counter",
            format!("{} gave out numbers that no application has", counter.name),
        );
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Explained {
    id: String,
    explanation_json: Option<String>,
}

/// What the rules said when it was sent stands with every application that was sent, and they had nothing to say
/// against it.
async fn explanations(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    let sent = "SELECT id, explanation_json FROM applications WHERE status <> 'draft' ORDER BY id";
    let sent = Statement::from_string(snapshot.get_database_backend(), sent);
    let mut found = Explained::find_by_statement(sent).stream(snapshot).await?;
    while let Some(application) = found.try_next().await? {
        let explanation = application
            .explanation_json
            .as_deref()
            .map(serde_json::from_str::<Assessment>);
        match explanation {
            Some(Ok(explanation)) if explanation.is_eligible() && explanation.total() >= explanation.needed => {}
            Some(Ok(explanation)) => {
                let what = format!("{} was sent although: {}", application.id, explanation.summary());
                verified.add("applications.eligible", what);
            }
            _ => verified.add(
                "applications.eligible",
                format!("{} has no explanation", application.id),
            ),
        }
    }
    Ok(())
}

async fn policies(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    let mut found = policy::Entity::find().stream(snapshot).await?;
    while let Some(policy) = found.try_next().await? {
        if hex::sha256(policy.policy_json.as_bytes()) != policy.id {
            verified.add("policies", format!("{} was altered", policy.id));
        } else if serde_json::from_str::<Policy>(&policy.policy_json).is_err() {
            verified.add("policies", format!("{} cannot be read", policy.id));
        }
    }
    Ok(())
}

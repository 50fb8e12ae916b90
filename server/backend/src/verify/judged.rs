//! Judges every case that is with an association or approved once more, from the rows as they are now.

use domain::eligibility::assess;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement};

use super::Verified;
use crate::Backend;
use crate::error::{Error, Fault, Result};
use crate::records::case::case_by_id;

/// How many cases are asked for at a time.
const PAGE: u64 = 500;

#[derive(FromQueryResult)]
struct Id {
    id: String,
}

/// The rules refuse none of them. What the doctor is mending just now may be incomplete.
pub(super) async fn check(backend: &Backend, snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    let today = backend.clock.today();
    let sql = format!(
        "SELECT id FROM applications WHERE status IN ('submitted', 'in_review', 'approved') AND id > $1 \
         ORDER BY id LIMIT {PAGE}"
    );
    let mut last = String::new();
    loop {
        let values = [last.as_str().into()];
        let statement = Statement::from_sql_and_values(snapshot.get_database_backend(), &sql, values);
        let ids = Id::find_by_statement(statement).all(snapshot).await?;
        let Some(end) = ids.last() else { return Ok(()) };
        last.clone_from(&end.id);
        for Id { id } in ids {
            let case = match case_by_id(snapshot, &backend.policies, &id).await {
                Ok(Some(case)) => case,
                Ok(None) => continue,
                // One row that cannot be read must not hide what is wrong with the others.
                Err(Error::Fault(fault @ Fault::BadRow { .. })) => {
                    verified.add("rows.readable", fault.to_string());
                    continue;
                }
                Err(error) => return Err(error),
            };
            let assessment = assess(&case.draft, &case.policy, today);
            if !assessment.is_eligible() {
                verified.add("applications.rules", format!("{id}: {}", assessment.summary()));
            }
        }
    }
}

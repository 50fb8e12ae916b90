//! Returns and re-examinations: answers belong to what was sent again, another look is asked for once and taken by
//! another reviewer.

use sea_orm::DatabaseTransaction;

use super::Verified;
use super::rules::find;
use crate::error::Result;

/// Name, and statement with one column `what`, in words that both databases understand.
const RULES: [(&str, &str); 3] = [
    (
        "returns.answers",
        "SELECT t.review_event_id || ': an answer about ' || t.claim || ' that was never sent' AS what \
         FROM return_items t JOIN review_events v ON v.id = t.review_event_id \
         WHERE t.answer <> '' AND NOT EXISTS (SELECT 1 FROM review_events w \
             WHERE w.application_id = v.application_id AND w.sequence > v.sequence AND w.action = 'resubmitted')",
    ),
    (
        "reexaminations.once",
        "SELECT a.id || ' was to be examined again ' || CAST(COUNT(v.id) AS TEXT) || ' times' AS what \
         FROM applications a LEFT JOIN review_events v ON v.application_id = a.id \
             AND v.action = 'reexamination_requested' \
         GROUP BY a.id, a.reexamined HAVING COUNT(v.id) <> CASE WHEN a.reexamined THEN 1 ELSE 0 END",
    ),
    (
        "reexaminations.another",
        "SELECT d.application_id || ' was examined again by who refused it, ' || d.actor_account_id AS what \
         FROM review_events d JOIN review_events q ON q.application_id = d.application_id \
             AND q.action = 'reexamination_requested' AND q.sequence < d.sequence \
         JOIN review_events r ON r.application_id = d.application_id AND r.sequence = \
             (SELECT MAX(x.sequence) FROM review_events x WHERE x.application_id = d.application_id \
              AND x.action = 'refused' AND x.sequence < q.sequence) \
         WHERE d.action IN ('taken', 'returned', 'approved', 'refused') AND d.actor_account_id = r.actor_account_id",
    ),
];

pub(super) async fn check(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    for (rule, statement) in RULES {
        find(snapshot, rule, statement, verified).await?;
    }
    Ok(())
}

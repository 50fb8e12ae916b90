//! What one SQL statement can find, in words that both databases understand: each returned row is a violation.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult, Statement};

use super::{LISTED, Verified};
use crate::error::Result;

/// Name, and statement with one column `what`.
const RULES: [(&str, &str); 26] = [
    (
        "associations.branch",
        "SELECT code AS what FROM associations WHERE (level = 'national' AND code <> '00') \
         OR (level = 'prefectural' AND (code <> prefecture_code OR parent_code <> '00')) \
         OR (level = 'district' AND (length(code) <> 6 OR substr(code, 1, 3) <> prefecture_code || '-' \
             OR parent_code <> prefecture_code))",
    ),
    (
        "roles.branch",
        "SELECT 'role ' || r.role || ' of the account ' || r.account_id || ' for ' || r.association_code AS what \
         FROM roles r LEFT JOIN associations n ON n.code = r.association_code \
         WHERE r.association_code IS NOT NULL AND n.code IS NULL",
    ),
    (
        "roles.doctor",
        "SELECT 'the account ' || a.id || ' is a doctor without a doctor' AS what \
         FROM roles r JOIN accounts a ON a.id = r.account_id WHERE r.role = 'doctor' AND a.doctor_id IS NULL",
    ),
    (
        "registrations.accepted",
        "SELECT r.id AS what FROM registrations r JOIN accounts a ON a.id = r.account_id \
         WHERE r.state = 'accepted' AND (a.doctor_id IS NULL OR a.doctor_id <> r.doctor_id)",
    ),
    (
        "confirmations.token",
        "SELECT id AS what FROM confirmations WHERE used_at IS NOT NULL AND token_hash IS NULL",
    ),
    (
        "agents.doctor",
        "SELECT g.account_id || ' helps and is a doctor' AS what FROM agents g JOIN accounts a ON a.id = g.account_id \
         WHERE a.doctor_id IS NOT NULL",
    ),
    (
        "applications.destination",
        "SELECT a.id || ' for ' || a.destination_code AS what FROM applications a \
         LEFT JOIN associations n ON n.code = a.destination_code \
         WHERE a.destination_code IS NOT NULL AND n.code IS NULL",
    ),
    (
        // A prefecture's reviewer sees the districts under it; the first two digits of a code are the prefecture.
        "applications.reviewer",
        "SELECT a.id || ' is in review by ' || COALESCE(a.reviewer_account_id, 'nobody') AS what FROM applications a \
         WHERE a.status = 'in_review' AND NOT EXISTS (SELECT 1 FROM roles r \
         WHERE r.account_id = a.reviewer_account_id AND r.role IN ('reviewer', 'decider') \
         AND r.association_code IN (a.destination_code, substr(a.destination_code, 1, 2)))",
    ),
    (
        "applications.sent",
        "SELECT id AS what FROM applications WHERE status <> 'draft' AND (fiscal_year IS NULL \
         OR receipt_number IS NULL OR submitted_at IS NULL OR destination_code IS NULL)",
    ),
    (
        "applications.practical",
        "SELECT e.application_id || ': ' || e.item_code AS what FROM practical_entries e \
         JOIN applications a ON a.id = e.application_id JOIN practical_items i ON i.code = e.item_code \
         WHERE e.category <> a.practical_category OR e.category <> i.category",
    ),
    (
        "reviews.sequence",
        "SELECT application_id || ': an event before number ' || CAST(sequence AS TEXT) || ' is missing' AS what \
         FROM (SELECT application_id, sequence, COALESCE(LAG(sequence) OVER \
             (PARTITION BY application_id ORDER BY sequence), 0) AS previous FROM review_events) AS numbered \
         WHERE sequence <> previous + 1",
    ),
    (
        "reviews.status",
        "SELECT a.id || ' is ' || a.status || ' after ' || COALESCE(v.action, 'nothing') AS what \
         FROM applications a LEFT JOIN review_events v ON v.application_id = a.id AND v.sequence = \
             (SELECT MAX(w.sequence) FROM review_events w WHERE w.application_id = a.id) \
         WHERE a.status <> CASE WHEN v.action IS NULL THEN 'draft' \
             WHEN v.action IN ('submitted', 'released', 'reexamination_requested') THEN 'submitted' \
             WHEN v.action IN ('taken', 'resubmitted', 'undone') THEN 'in_review' ELSE v.action END",
    ),
    (
        "submissions.documents",
        "SELECT s.application_id || ': the document ' || s.document_id || ' is not the one of submission ' \
             || CAST(s.submission AS TEXT) AS what \
         FROM submitted_files s JOIN documents d ON d.id = s.document_id \
         WHERE d.application_id <> s.application_id OR d.file_name <> s.file_name OR d.size_bytes <> s.size_bytes \
         OR d.sha256_received <> s.sha256_received OR d.sha256_stored <> s.sha256_stored \
         OR COALESCE(d.sha256_chosen, '') <> COALESCE(s.sha256_chosen, '')",
    ),
    (
        // From the submission on, what the association sees is what the receipt says; a doctor who was asked to mend it,
        // or withdrew after that, may have taken a document out.
        "submissions.lost",
        "SELECT s.application_id || ': the document ' || s.document_id || ' is gone' AS what \
         FROM submitted_files s JOIN applications a ON a.id = s.application_id \
         WHERE a.status IN ('submitted', 'in_review', 'approved', 'refused') AND s.submission = \
             (SELECT MAX(t.submission) FROM submitted_files t WHERE t.application_id = s.application_id) \
         AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = s.document_id)",
    ),
    (
        "submissions.unsealed",
        "SELECT a.id || ': the document ' || d.id || ' came after the submission' AS what \
         FROM applications a JOIN documents d ON d.application_id = a.id \
         WHERE a.status IN ('submitted', 'in_review', 'approved', 'refused') \
         AND (EXISTS (SELECT 1 FROM practical_entries e WHERE e.application_id = a.id \
                 AND d.claim = 'practical:' || e.item_code) \
             OR EXISTS (SELECT 1 FROM added_lectures l WHERE l.application_id = a.id AND d.claim = 'lecture:' || l.id)) \
         AND NOT EXISTS (SELECT 1 FROM submitted_files s WHERE s.document_id = d.id AND s.submission = \
             (SELECT MAX(t.submission) FROM submitted_files t WHERE t.application_id = a.id))",
    ),
    (
        "submissions.count",
        "SELECT s.application_id || ' has files of submission ' || CAST(MAX(s.submission) AS TEXT) AS what \
         FROM submitted_files s GROUP BY s.application_id HAVING MAX(s.submission) > \
             (SELECT COUNT(*) FROM review_events v WHERE v.application_id = s.application_id \
              AND v.action IN ('submitted', 'resubmitted'))",
    ),
    (
        "uploads.application",
        "SELECT u.id || ' is for no application' AS what FROM uploads u WHERE u.status <> 'discarded' \
         AND NOT EXISTS (SELECT 1 FROM applications a WHERE a.id = u.application_id)",
    ),
    (
        // What a finished upload was announced as is what its document says.
        "uploads.document",
        "SELECT u.id || ' became the document ' || d.id || ' of something else' AS what \
         FROM uploads u JOIN documents d ON d.id = u.document_id WHERE d.application_id <> u.application_id \
         OR d.claim <> u.claim OR d.sha256_received <> u.sha256_sent OR COALESCE(d.sha256_chosen, '') <> u.sha256_chosen",
    ),
    (
        "certificates.numbers",
        "SELECT 'in ' || CAST(fiscal_year AS TEXT) || ' the numbers ' || CAST(previous + 1 AS TEXT) || ' to ' \
             || CAST(sequence - 1 AS TEXT) || ' are missing' AS what \
         FROM (SELECT fiscal_year, sequence, COALESCE(LAG(sequence) OVER \
             (PARTITION BY fiscal_year ORDER BY sequence), 0) AS previous FROM certificates) AS numbered \
         WHERE sequence <> previous + 1",
    ),
    (
        // Number 1 begins at the first of five zeros, number 12 at the second: always six digits.
        "certificates.printed_number",
        "SELECT number AS what FROM certificates WHERE sequence < 1000000 AND number <> CAST(fiscal_year AS TEXT) || '-' \
         || substr('00000' || CAST(sequence AS TEXT), length(CAST(sequence AS TEXT)))",
    ),
    (
        "certificates.counter",
        "SELECT issued.name || ' stands at ' || COALESCE(CAST(c.next AS TEXT), 'nothing') || ' after ' \
             || CAST(issued.last AS TEXT) AS what \
         FROM (SELECT 'certificate:' || CAST(fiscal_year AS TEXT) AS name, MAX(sequence) AS last \
             FROM certificates GROUP BY fiscal_year) AS issued LEFT JOIN counters c ON c.name = issued.name \
         WHERE c.next IS NULL OR c.next <> issued.last + 1",
    ),
    (
        "certificates.counter",
        "SELECT name || ' stands at ' || CAST(next AS TEXT) || ' without a certificate' AS what FROM counters \
         WHERE name LIKE 'certificate:%' AND next <> 1 AND NOT EXISTS (SELECT 1 FROM certificates c \
         WHERE 'certificate:' || CAST(c.fiscal_year AS TEXT) = counters.name)",
    ),
    (
        // A certificate that was revoked leaves its application approved, and without a valid one.
        "certificates.one",
        "SELECT a.id || ' is ' || a.status || ' with ' || CAST(COUNT(v.id) AS TEXT) || ' valid certificates' AS what \
         FROM applications a LEFT JOIN certificates v ON v.application_id = a.id AND v.status = 'valid' \
         GROUP BY a.id, a.status HAVING (a.status <> 'approved' AND COUNT(v.id) > 0) OR COUNT(v.id) > 1 \
         OR (a.status = 'approved' AND COUNT(v.id) = 0 AND NOT EXISTS \
             (SELECT 1 FROM certificates r WHERE r.application_id = a.id AND r.status = 'revoked'))",
    ),
    (
        "certificates.branch",
        "SELECT c.number || ' is of ' || c.association_code || ' for ' || COALESCE(a.destination_code, 'nobody') AS what \
         FROM certificates c JOIN applications a ON a.id = c.application_id \
         WHERE a.destination_code IS NULL \
         OR c.association_code NOT IN (a.destination_code, substr(a.destination_code, 1, 2))",
    ),
    (
        "certificates.made",
        "SELECT number || ' is half made' AS what FROM certificates WHERE \
         (CASE WHEN storage_key IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sha256 IS NULL THEN 0 ELSE 1 END) \
         + (CASE WHEN size_bytes IS NULL THEN 0 ELSE 1 END) + (CASE WHEN rendered_at IS NULL THEN 0 ELSE 1 END) \
         NOT IN (0, 4)",
    ),
    (
        "certificates.job",
        "SELECT c.number || ' waits for bytes that no job will make' AS what FROM certificates c \
         WHERE c.status = 'valid' AND c.rendered_at IS NULL AND NOT EXISTS (SELECT 1 FROM jobs j \
         WHERE j.kind = 'certificate.make' AND j.payload = '{\"certificate\":\"' || c.id || '\"}' \
         AND j.finished_at IS NULL)",
    ),
];

/// PostgreSQL has no way around its foreign keys; on SQLite any program that forgets to turn them on has one.
const SQLITE_REFERENCES: &str = "SELECT \"table\" || ' row ' || COALESCE(rowid, '?') || ' names a missing row of ' || \
     parent AS what FROM pragma_foreign_key_check";

#[derive(FromQueryResult)]
struct Finding {
    what: Option<String>,
}

pub(super) async fn check(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    for (rule, statement) in RULES {
        find(snapshot, rule, statement, verified).await?;
    }
    if snapshot.get_database_backend() == DbBackend::Sqlite {
        find(snapshot, "references", SQLITE_REFERENCES, verified).await?;
    }
    Ok(())
}

/// Adds what a statement finds.
pub(super) async fn find(
    snapshot: &DatabaseTransaction,
    rule: &'static str,
    statement: &str,
    verified: &mut Verified,
) -> Result<()> {
    // One more than is listed, to know that there are more.
    let bounded = format!("SELECT what FROM ({statement}) AS found LIMIT {}", LISTED + 1);
    let bounded = Statement::from_string(snapshot.get_database_backend(), bounded);
    for finding in Finding::find_by_statement(bounded).all(snapshot).await? {
        verified.add(
            rule,
            finding.what.unwrap_or_else(|| "a row with an empty key".to_owned()),
        );
    }
    Ok(())
}

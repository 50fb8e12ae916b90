//! What is done to the rows of a database that is whole, how it is undone, and which rule must notice.

/// One way to break the database.
pub(crate) struct Tampering {
    pub(crate) rule: &'static str,
    pub(crate) done: &'static str,
    pub(crate) undone: &'static str,
}

const fn tampering(rule: &'static str, done: &'static str, undone: &'static str) -> Tampering {
    Tampering { rule, done, undone }
}

/// Changes that break no constraint, so that only `verify` can notice.
pub(crate) const TAMPERINGS: [Tampering; 24] = [
    tampering(
        "certificates.numbers",
        "UPDATE certificates SET sequence = 3",
        "UPDATE certificates SET sequence = 1",
    ),
    tampering(
        "certificates.counter",
        "UPDATE counters SET next = 7 WHERE name LIKE 'certificate:%'",
        "UPDATE counters SET next = 2 WHERE name LIKE 'certificate:%'",
    ),
    tampering(
        "certificates.counter",
        "INSERT INTO counters (name, next) VALUES ('certificate:1999', 2)",
        "DELETE FROM counters WHERE name = 'certificate:1999'",
    ),
    tampering(
        "certificates.printed_number",
        "UPDATE certificates SET number = '2025-000010'",
        "UPDATE certificates SET number = '2025-000001'",
    ),
    tampering(
        "certificates.one",
        "UPDATE certificates SET status = 'voided'",
        "UPDATE certificates SET status = 'valid'",
    ),
    tampering(
        "certificates.branch",
        "UPDATE certificates SET association_code = '14-001'",
        "UPDATE certificates SET association_code = '13-001'",
    ),
    tampering(
        "certificates.made",
        "UPDATE certificates SET rendered_at = NULL",
        "UPDATE certificates SET rendered_at = created_at",
    ),
    tampering(
        "certificates.file",
        "UPDATE certificates SET size_bytes = size_bytes + 1",
        "UPDATE certificates SET size_bytes = size_bytes - 1",
    ),
    tampering(
        "documents.file",
        "UPDATE documents SET storage_key = storage_key || '0'",
        "UPDATE documents SET storage_key = substr(storage_key, 1, length(storage_key) - 1)",
    ),
    tampering(
        "submissions.documents",
        "UPDATE submitted_files SET size_bytes = size_bytes + 1",
        "UPDATE submitted_files SET size_bytes = size_bytes - 1",
    ),
    tampering(
        "submissions.documents",
        "UPDATE submitted_files SET sha256_chosen = 'another'",
        "UPDATE submitted_files SET sha256_chosen = NULL",
    ),
    tampering(
        "uploads.application",
        "INSERT INTO uploads (id, application_id, claim, file_name, size_bytes, sha256_chosen, sha256_sent, status, \
         created_at, moved_at) SELECT 'u', 'nowhere', claim, file_name, 1, '', '', 'open', created_at, created_at \
         FROM documents",
        "DELETE FROM uploads",
    ),
    tampering(
        "uploads.document",
        "INSERT INTO uploads (id, application_id, claim, file_name, size_bytes, sha256_chosen, sha256_sent, status, \
         document_id, created_at, moved_at) SELECT 'u', application_id, claim, file_name, 1, '', 'another', 'finished', \
         id, created_at, created_at FROM documents",
        "DELETE FROM uploads",
    ),
    tampering(
        "submissions.unsealed",
        "UPDATE submitted_files SET document_id = 'another'",
        "UPDATE submitted_files SET document_id = (SELECT id FROM documents)",
    ),
    tampering(
        "submissions.count",
        "UPDATE submitted_files SET submission = 2",
        "UPDATE submitted_files SET submission = 1",
    ),
    tampering(
        "receipts.numbers",
        "UPDATE applications SET receipt_number = 'R2025-000002'",
        "UPDATE applications SET receipt_number = 'R2025-000001'",
    ),
    tampering(
        "receipts.counter",
        "UPDATE counters SET next = 3 WHERE name LIKE 'receipt:%'",
        "UPDATE counters SET next = 2 WHERE name LIKE 'receipt:%'",
    ),
    tampering(
        "reviews.sequence",
        "UPDATE review_events SET sequence = 9 WHERE action = 'approved'",
        "UPDATE review_events SET sequence = 3 WHERE action = 'approved'",
    ),
    tampering(
        "reviews.status",
        "UPDATE review_events SET action = 'released' WHERE action = 'approved'",
        "UPDATE review_events SET action = 'approved' WHERE action = 'released'",
    ),
    tampering(
        "applications.eligible",
        "UPDATE applications SET explanation_json = replace(explanation_json, '\"lacks\":[]', '\"lacks\":[\"practical\"]')",
        "UPDATE applications SET explanation_json = replace(explanation_json, '\"lacks\":[\"practical\"]', '\"lacks\":[]')",
    ),
    tampering(
        "rows.readable",
        "UPDATE applications SET explanation_json = '?' || explanation_json",
        "UPDATE applications SET explanation_json = substr(explanation_json, 2)",
    ),
    tampering(
        "roles.doctor",
        "INSERT INTO roles (id, account_id, role) SELECT 'x', id, 'doctor' FROM accounts WHERE login = 'demo-admin'",
        "DELETE FROM roles WHERE id = 'x'",
    ),
    tampering(
        "associations.branch",
        "UPDATE associations SET prefecture_code = '14', parent_code = '14' WHERE code = '13-001'",
        "UPDATE associations SET prefecture_code = '13', parent_code = '13' WHERE code = '13-001'",
    ),
    tampering(
        "audit",
        "UPDATE counters SET next = next + 1 WHERE name = 'audit'",
        "UPDATE counters SET next = next - 1 WHERE name = 'audit'",
    ),
];

/// Rows that can only be deleted or changed after the database's own guards are gone: each breaks for good.
pub(crate) const FOR_GOOD: [(&str, &str); 7] = [
    ("submissions.lost", "DELETE FROM documents"),
    ("reviews.status", "DELETE FROM review_events WHERE action = 'approved'"),
    ("certificates.one", "DELETE FROM certificates"),
    ("certificates.counter", "DELETE FROM certificates"),
    (
        "policies",
        "UPDATE policies SET policy_json = replace(policy_json, '20', '02')",
    ),
    ("audit", "UPDATE audit_log SET detail = '{}' WHERE sequence = 3"),
    ("audit", "DELETE FROM audit_log WHERE sequence = 5"),
];

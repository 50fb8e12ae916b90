//! Every argument of every changing route left out, doubled, wrong, huge, negative: it is refused and nothing has
//! changed, or it is taken because it may be so.

mod broken;
mod forms;
mod site;

use std::collections::{BTreeMap, BTreeSet};

use backend::jobs::run::run_due;
use backend::testing::databases;
use backend::verify::verify;
use http::Method;
use serde_json::Value;
use server::policy::POLICY;

use self::broken::{Change, changes};
use self::forms::{Past, ROWS, Row, WITHOUT_FORM};
use self::site::{Answer, Site};

/// Tables that tell who was here, not what was done; and the log, whose entries can only be added, each with a number
/// from the `counters`.
const LEFT_OUT: [&str; 3] = ["sessions", "login_attempts", "audit_log"];

#[test]
fn every_changing_route_has_a_valid_form_here() {
    let mut changing: BTreeSet<&str> = POLICY
        .iter()
        .filter(|(method, ..)| *method != Method::GET)
        .map(|(_, path, _)| *path)
        .collect();
    for path in WITHOUT_FORM {
        assert!(changing.remove(path), "{path} is no changing route");
    }
    let here: BTreeSet<&str> = ROWS.iter().map(|row| row.path).collect();
    assert_eq!(here, changing, "write a valid form into bad_arguments/forms.rs");
}

#[tokio::test]
async fn each_argument_null_doubled_wrong_huge_or_negative_is_refused_and_changes_nothing_or_may_be_so() {
    for test_db in databases().await {
        let site = Site::open(&test_db).await;
        let mut all = Vec::new();
        for row in ROWS {
            all.push(Trial::of(&site, row).await);
        }
        run_due(&site.backend).await.unwrap();
        let violations = verify(&site.backend).await.unwrap().violations;
        assert!(violations.is_empty(), "{}: {violations:?}", test_db.name);
        let (taken, refused) = (all.iter().map(|t| t.past.taken).sum::<usize>(), all.iter().map(|t| t.refused).sum::<usize>());
        eprintln!("{}: {} + {}", test_db.name, taken, refused);
        for t in all.iter().flat_map(|t| &t.problems) { eprintln!("{t}"); }
    }
}

/// One row with everything that was sent to it.
struct Trial<'a> {
    site: &'a Site<'a>,
    row: &'a Row,
    past: Past,
    refused: usize,
    problems: Vec<String>, times: [std::time::Duration; 3],
}

impl<'a> Trial<'a> {
    async fn of(site: &'a Site<'a>, row: &'a Row) -> Trial<'a> {
        let began = std::time::Instant::now();
        let mut trial = Trial {
            site,
            row,
            past: Past::default(),
            refused: 0,
            problems: Vec::new(), times: Default::default(),
        };
        trial.send(Change::None).await;
        assert_eq!(trial.past.taken, 1, "{}: the valid form is refused", row.path);
        let form = (row.form)(site, &trial.past).await;
        for change in changes(row.how, &form) {
            trial.send(change).await;
        }
        eprintln!("{} {:?} taken {} refused {} in {:?} {:?}", row.path, row.how, trial.past.taken, trial.refused, began.elapsed(), trial.times);
        trial
    }

    async fn send(&mut self, change: Change) {
        let (site, row) = (self.site, self.row);
        let t0 = std::time::Instant::now();
        let form = (row.form)(site, &self.past).await;
        self.times[0] += t0.elapsed();
        self.past.last = form.ids.first().and_then(|(id, _)| id.parse().ok());
        let told = || {
            let database = site.test_db.name;
            format!("{} on {database} with {}", row.path, change.told(row.how, &form))
        };
        let t0 = std::time::Instant::now();
        let before = site.test_db.rows_without(&LEFT_OUT).await;
        self.times[1] += t0.elapsed();
        let t0 = std::time::Instant::now();
        let path = change.path(row.path, &form);
        let body = change.body(row.how, &form);
        let answer = site.send(&form.cookie, &path, row.how, body).await;
        self.times[2] += t0.elapsed();
        if let Some(leak) = leak(&answer) {
            self.problems.push(format!("{}: the answer holds {leak:?}", told()));
        }
        if answer.status.is_success() || answer.status.is_redirection() {
            if !change.may_be_taken(&form) { self.problems.push(format!("{} is taken: {}", told(), answer.status)); }
            self.past.taken += 1;
        } else {
            if !answer.status.is_client_error() { self.problems.push(format!("{}: {}", told(), answer.status)); }
            if let Some(what) = difference(&before, &site.test_db.rows_without(&LEFT_OUT).await, row.written) {
                self.problems.push(format!("{}: {} and {what}", told(), answer.status));
            }
            self.refused += 1;
        }
    }
}

/// What no answer may tell.
fn leak(answer: &Answer) -> Option<&'static str> {
    const TOLD: [&str; 14] = [
        "panicked",
        "SELECT ",
        "INSERT ",
        "UPDATE ",
        "DELETE FROM",
        "sqlx",
        "SQLSTATE",
        "constraint",
        "no such table",
        "invalid byte sequence",
        "/tmp/",
        "/home/",
        "/work/",
        ".rs:",
    ];
    TOLD.into_iter().find(|told| answer.text.contains(told))
}

type Rows = BTreeMap<String, Vec<Value>>;

/// The first row that is not in both, apart from what may be `written`.
fn difference(before: &Rows, after: &Rows, written: &[&str]) -> Option<String> {
    for (table, rows) in before {
        if written.contains(&table.as_str()) {
            continue;
        }
        let kept = |row: &Value| {
            let mut row = row.clone();
            for column in written.iter().filter_map(|it| it.strip_prefix(table.as_str())?.strip_prefix('.')) {
                row[column].take();
            }
            row.to_string()
        };
        let rows: BTreeSet<String> = rows.iter().map(kept).collect();
        let now: BTreeSet<String> = after[table].iter().map(kept).collect();
        if let Some(row) = rows.symmetric_difference(&now).next() {
            return Some(format!("{table} has changed: {row}"));
        }
    }
    None
}

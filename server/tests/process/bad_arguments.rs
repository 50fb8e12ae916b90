//! Every argument of every changing route left out, doubled, wrong, huge, negative: it is refused and nothing has
//! changed, or it is taken because it may be so.

mod accounts;
mod broken;
mod forms;
mod site;

use std::collections::{BTreeMap, BTreeSet};

use backend::jobs::run::run_due;
use backend::testing::{TestDb, databases};
use backend::verify::verify;
use futures::future::join_all;
use http::Method;
use serde_json::Value;
use server::policy::POLICY;

use self::broken::{Change, changes};
use self::forms::{Form, Past, ROWS, Row, WITHOUT_FORM};
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
async fn each_argument_left_out_doubled_wrong_huge_or_negative_is_refused_and_changes_nothing_or_may_be_so() {
    let databases = databases().await;
    join_all(databases.iter().map(try_everything)).await;
}

async fn try_everything(test_db: &TestDb) {
    let site = Site::open(test_db).await;
    let (mut taken, mut refused) = (0, 0);
    for row in ROWS {
        let mut trial = Trial::new(&site, row);
        trial.run().await;
        taken += trial.past.taken;
        refused += trial.refused;
    }
    assert!(taken < refused, "{taken} taken, {refused} refused: this tries little");
    run_due(&site.backend).await.unwrap();
    let violations = verify(&site.backend).await.unwrap().violations;
    assert!(violations.is_empty(), "{}: {violations:?}", test_db.name);
}

/// One row of the table with everything that is sent to it.
struct Trial<'a> {
    site: &'a Site<'a>,
    row: &'a Row,
    past: Past,
    refused: usize,
}

impl<'a> Trial<'a> {
    fn new(site: &'a Site<'a>, row: &'a Row) -> Trial<'a> {
        Trial {
            site,
            row,
            past: Past::default(),
            refused: 0,
        }
    }

    async fn run(&mut self) {
        self.one(Change::None).await;
        let form = self.form().await;
        assert_eq!(self.past.taken, 1, "{}", self.told(Change::None, &form));
        let (free, wrong): (Vec<_>, Vec<_>) = changes(self.row.how, &form)
            .into_iter()
            .partition(|change| change.may_be_taken(&form));
        // What must be refused leaves everything as it is, so one look before and one after will do for all of it.
        let before = self.rows().await;
        for change in &wrong {
            assert!(
                !self.is_taken(*change, &form).await,
                "taken: {}",
                self.told(*change, &form)
            );
        }
        if difference(&before, &self.rows().await, self.row.written).is_some() {
            for change in wrong {
                self.one(change).await;
            }
            panic!("{}: something has changed", self.row.path);
        }
        for change in free {
            self.one(change).await;
        }
    }

    /// Sends one changed form, made of what stands there now, and looks at what it has changed.
    async fn one(&mut self, change: Change) {
        let form = self.form().await;
        let before = self.rows().await;
        if !self.is_taken(change, &form).await {
            let difference = difference(&before, &self.rows().await, self.row.written);
            assert_eq!(difference, None, "{}", self.told(change, &form));
        }
    }

    async fn is_taken(&mut self, change: Change, form: &Form) -> bool {
        let (path, body) = (change.path(self.row.path, form), change.body(self.row.how, form));
        let answer = self.site.send(&form.cookie, &path, self.row.how, body).await;
        assert_eq!(leak(&answer), None, "{}", self.told(change, form));
        let taken = answer.status.is_success() || answer.status.is_redirection();
        if taken {
            self.past.taken += 1;
        } else {
            assert!(
                answer.status.is_client_error(),
                "{}: {}",
                self.told(change, form),
                answer.status
            );
            self.refused += 1;
        }
        taken
    }

    async fn form(&mut self) -> Form {
        let form = (self.row.form)(self.site, &self.past).await;
        self.past.last = form.ids.first().and_then(|(id, _)| id.parse().ok());
        form
    }

    async fn rows(&self) -> Rows {
        self.site.test_db.rows_without(&LEFT_OUT).await
    }

    fn told(&self, change: Change, form: &Form) -> String {
        let (path, database) = (self.row.path, self.site.test_db.name);
        format!("{path} on {database}, {}", change.told(self.row.how, form))
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
        if *rows == after[table] || written.contains(&table.as_str()) {
            continue;
        }
        let kept = |row: &Value| {
            let mut row = row.clone();
            for column in written
                .iter()
                .filter_map(|it| it.strip_prefix(table.as_str())?.strip_prefix('.'))
            {
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

//! The demonstration: who is in it, that it can be dated anew and thrown away, and that it stays away from real data.

use backend::accounts::{create_account, log_in, visitor};
use backend::admin::reference::load_reference_data;
use backend::admin::seed::{PASSWORD, reset_demo, seed_demo};
use backend::applications::open::blank;
use backend::db::Txn;
use backend::jobs::run::run_due;
use backend::verify::verify;
use chrono::TimeDelta;
use domain::credits::Credit;
use domain::units::Units;
use sea_orm::{ConnectionTrait, DbErr};

use crate::accounts::{HERE, account};
use crate::means::{Means, count, everywhere, number, text};

const LOGINS: [&str; 13] = [
    "demo-member",
    "demo-district",
    "demo-short",
    "demo-guest",
    "demo-done",
    "demo-reviewer",
    "demo-reviewer2",
    "demo-prefecture",
    "demo-national",
    "demo-other",
    "demo-organiser",
    "demo-office",
    "demo-admin",
];

pub(crate) async fn seeded() -> Vec<Means> {
    let all = everywhere().await;
    for m in &all {
        seed_demo(&m.backend).await.expect("a demonstration");
        run_due(&m.backend).await.expect("jobs");
    }
    all
}

/// The credits of an example doctor, and the association that the application is preset to.
async fn doctor(m: &Means, login: &str) -> (Vec<Credit>, Option<String>) {
    let session = log_in(&m.backend, login, PASSWORD, HERE, None)
        .await
        .expect("a session");
    let visitor = visitor(&m.backend, &session.token)
        .await
        .expect("an answer")
        .expect("a visitor");
    let (draft, _) = blank(&m.backend, &visitor.as_doctor().expect("a doctor"))
        .await
        .expect("a draft");
    (draft.credits, draft.destination.map(String::from))
}

fn units_of(credits: &[Credit], year: i32) -> String {
    let units: Units = credits
        .iter()
        .filter(|c| c.fiscal_year.year() == year)
        .map(|c| c.units)
        .sum();
    units.to_string()
}

#[tokio::test]
async fn everybody_of_the_demonstration_is_there_and_logs_in_with_the_one_password() {
    for m in seeded().await {
        assert_eq!(count(&m.t.db, "accounts").await, 13);
        for login in LOGINS {
            log_in(&m.backend, login, PASSWORD, HERE, None)
                .await
                .unwrap_or_else(|error| panic!("{login}: {error}"));
        }
        let unmarked = "SELECT COUNT(*) FROM doctors WHERE NOT is_example OR name NOT LIKE '%見本%'";
        assert_eq!(number(&m.t.db, unmarked).await, 0);
        assert_eq!(
            number(&m.t.db, "SELECT COUNT(*) FROM roles").await,
            14,
            "demo-prefecture holds two"
        );
    }
}

#[tokio::test]
async fn the_example_doctors_have_the_units_that_the_journeys_count_on() {
    for m in seeded().await {
        let (member, destination) = doctor(&m, "demo-member").await;
        let years = [2023, 2024].map(|year| units_of(&member, year));
        assert_eq!(years, ["2.0", "3.5"], "{}", m.t.name);
        assert_eq!(
            units_of(&member, 2025),
            "2.0",
            "1.0 of a lecture and 1.0 of today's e-learning"
        );
        assert_eq!(destination.as_deref(), Some("13-001"));
        let (district, _) = doctor(&m, "demo-district").await;
        assert_eq!(units_of(&district, 2024), "6.0");
        let (short, _) = doctor(&m, "demo-short").await;
        assert_eq!((short.len(), units_of(&short, 2022).as_str()), (1, "1.5"));
        let (guest, destination) = doctor(&m, "demo-guest").await;
        assert_eq!((units_of(&guest, 2025).as_str(), destination), ("4.5", None));
        let today = m.backend.clock.today();
        assert_eq!(member.iter().filter(|credit| credit.acquired_on == today).count(), 1);
        assert!(member.iter().chain(&guest).all(|credit| credit.acquired_on <= today));
    }
}

#[tokio::test]
async fn the_finished_example_has_its_certificate_and_nothing_is_amiss() {
    for m in seeded().await {
        let certificate = "SELECT number || ' ' || status || ' ' || doctor_name FROM certificates WHERE is_example";
        assert_eq!(
            text(&m.t.db, certificate).await.as_deref(),
            Some("2025-000001 valid 見本 和子")
        );
        assert_eq!(
            number(
                &m.t.db,
                "SELECT COUNT(*) FROM certificates WHERE rendered_at IS NOT NULL"
            )
            .await,
            1
        );
        let found = verify(&m.backend).await.expect("an answer");
        assert_eq!((found.violations, found.notes), (vec![], vec![]), "{}", m.t.name);
    }
}

#[tokio::test]
async fn seeding_again_dates_today_anew_and_touches_nothing_else() {
    for m in seeded().await {
        let before = everything(&m).await;
        m.backend.clock.advance(TimeDelta::days(60));
        seed_demo(&m.backend).await.expect("dated anew");
        let (member, _) = doctor(&m, "demo-member").await;
        let today = m.backend.clock.today();
        assert_eq!(today.to_string(), "2026-04-02");
        let dated: Vec<_> = member.iter().filter(|credit| credit.acquired_on == today).collect();
        assert_eq!((dated.len(), dated[0].fiscal_year.year()), (1, 2026), "{}", m.t.name);
        // The log-in above wrote a session and an entry in the log; those are left out here.
        assert_eq!(everything(&m).await, before);
    }
}

/// Something of every row that seeding could touch.
async fn everything(m: &Means) -> Vec<Option<String>> {
    let mut rows = Vec::new();
    for (table, columns) in [
        ("accounts", "id || login || password_hash || CAST(version AS TEXT)"),
        ("doctors", "id || name || CAST(version AS TEXT)"),
        ("roles", "id"),
        ("memberships", "doctor_id || association_code"),
        ("credits", "id || title || CAST(half_units AS TEXT)"),
        ("applications", "id || status || CAST(version AS TEXT)"),
        ("certificates", "id || number"),
        ("documents", "id || sha256_stored"),
    ] {
        let all = match m.t.name {
            "SQLite" => format!("SELECT group_concat(x, ' ') FROM (SELECT {columns} AS x FROM {table} ORDER BY 1)"),
            _ => format!("SELECT string_agg(x, ' ') FROM (SELECT {columns} AS x FROM {table} ORDER BY 1) AS t"),
        };
        rows.push(text(&m.t.db, &all).await);
    }
    rows
}

#[tokio::test]
async fn a_demonstration_is_never_put_beside_real_accounts() {
    for m in everywhere().await {
        load_reference_data(&m.backend).await.expect("reference data");
        create_account(&m.backend, account("real", "national_admin", "", ""))
            .await
            .expect("an account");
        assert!(seed_demo(&m.backend).await.is_err());
        assert_eq!(count(&m.t.db, "accounts").await, 1, "{}", m.t.name);
        assert!(reset_demo(&m.backend).await.is_err());
        assert_eq!(count(&m.t.db, "associations").await, 95);
    }
}

#[tokio::test]
async fn a_demonstration_that_got_a_real_account_is_neither_dated_nor_thrown_away() {
    for m in seeded().await {
        create_account(&m.backend, account("real", "national_admin", "", ""))
            .await
            .expect("an account");
        assert!(seed_demo(&m.backend).await.is_err() && reset_demo(&m.backend).await.is_err());
        assert_eq!(count(&m.t.db, "accounts").await, 14, "{}", m.t.name);
    }
}

#[tokio::test]
async fn a_reset_throws_everything_away_and_leaves_the_guards_up() {
    for m in seeded().await {
        reset_demo(&m.backend).await.expect("a reset");
        for table in [
            "accounts",
            "applications",
            "audit_log",
            "associations",
            "policies",
            "counters",
        ] {
            assert_eq!(count(&m.t.db, table).await, 0, "{table} on {}", m.t.name);
        }
        let found = verify(&m.backend).await.expect("an answer");
        assert_eq!(
            (found.violations, found.notes),
            (vec![], vec![]),
            "no file stays behind"
        );

        seed_demo(&m.backend).await.expect("a demonstration");
        assert_eq!(count(&m.t.db, "accounts").await, 13);
        for forbidden in [
            "DELETE FROM audit_log",
            "DELETE FROM applications",
            "UPDATE policies SET id = id",
        ] {
            let refused =
                m.t.db
                    .write(async move |txn: &Txn| txn.execute_unprepared(forbidden).await.map(|_| ()));
            assert!(
                matches!(refused.await, Err(DbErr::Exec(_))),
                "{forbidden} on {}",
                m.t.name
            );
        }
    }
}

#[tokio::test]
async fn an_interrupted_seeding_is_taken_up_again() {
    for m in everywhere().await {
        // Without fonts no certificate can be approved: the seeding stops after the submission.
        let clock = m.backend.clock.clone();
        let inspector = backend::evidence::child::Inspector::in_process();
        let without_fonts = backend::Backend::new(
            m.t.db.clone(),
            m.t.files.clone(),
            clock,
            inspector,
            vec![m.t.folder().to_owned()],
        );
        assert!(seed_demo(&without_fonts).await.is_err());
        assert_eq!(
            text(&m.t.db, "SELECT status FROM applications").await.as_deref(),
            Some("submitted")
        );
        seed_demo(&m.backend).await.expect("taken up again");
        run_due(&m.backend).await.expect("jobs");
        assert_eq!(
            text(&m.t.db, "SELECT status FROM applications").await.as_deref(),
            Some("approved")
        );
        assert_eq!(
            verify(&m.backend).await.expect("an answer").violations,
            [],
            "{}",
            m.t.name
        );
    }
}

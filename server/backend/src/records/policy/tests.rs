use chrono::{DateTime, Utc};
use domain::fiscal_year::FiscalYear;
use domain::policy::{Category, Policy};
use domain::units::Units;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, PaginatorTrait, Set};

use super::{PolicyCache, Settings, current_policy, policy_by_id, store_policy};
use crate::admin::reference;
use crate::db::Txn;
use crate::entity::{policy, programme_setting};
use crate::error::{Error, Result};
use crate::testing::{TestDb, databases};

fn now() -> DateTime<Utc> {
    "2026-02-01T03:00:00Z".parse().expect("a moment")
}

fn year(year: i32) -> FiscalYear {
    FiscalYear::new(year).expect("a year")
}

async fn with_reference_data() -> Vec<TestDb> {
    let all = databases().await;
    for t in &all {
        t.db.write(async move |txn: &Txn| reference::load(txn, now()).await)
            .await
            .expect("reference data");
    }
    all
}

async fn policy_of(t: &TestDb, of: i32) -> Result<Policy> {
    current_policy(t.db.read(), "kakaritsuke", year(of)).await
}

#[tokio::test]
async fn the_settings_of_a_year_hold_until_later_ones() {
    for t in with_reference_data().await {
        assert!(
            policy_of(&t, 2024).await.is_err(),
            "nothing was set for years before the programme"
        );
        let later = Settings {
            total_needed: Units::whole(12),
            ..Settings::default()
        };
        let row = programme_setting::ActiveModel {
            programme_code: Set("kakaritsuke".to_owned()),
            fiscal_year: Set(2028),
            settings_json: Set(serde_json::to_string(&later).expect("JSON")),
        };
        t.db.write(async move |txn: &Txn| row.insert(txn).await.map(|_| ()))
            .await
            .expect("inserted");
        for (asked, since, needed) in [(2025, 2025, 10), (2027, 2025, 10), (2028, 2028, 12), (2040, 2028, 12)] {
            let policy = policy_of(&t, asked).await.expect("a policy");
            assert_eq!(
                (policy.fiscal_year, policy.total_needed),
                (year(since), Units::whole(needed)),
                "{asked}"
            );
        }
    }
}

#[tokio::test]
async fn the_first_settings_are_those_of_the_manual() {
    for t in with_reference_data().await {
        let policy = policy_of(&t, 2025).await.expect("a policy");
        assert_eq!(policy.programme_name, "かかりつけ医機能報告制度にかかる研修");
        assert_eq!(
            (policy.units_per_item, policy.units_for_other),
            (Units::whole(5), Units::whole(5))
        );
        assert_eq!(policy.least_lecture, Units::from_halves(1), "more than none");
        assert_eq!(policy.items_of(Category::Recognised).count(), 32);
        assert_eq!(
            policy
                .items_of(Category::Other)
                .map(|item| item.code.as_str())
                .collect::<Vec<_>>(),
            ["II-01"]
        );
        assert_eq!(policy.items[0].name, "平日夜間・休日の輪番業務");
        assert_eq!((policy.fee_yen, policy.retention_years, policy.deadline), (0, 3, None));
    }
}

#[tokio::test]
async fn an_item_is_offered_in_its_years_only() {
    for t in with_reference_data().await {
        let limited = "UPDATE practical_items SET from_fiscal_year = 2026, to_fiscal_year = 2027 WHERE code = 'I-03'";
        let done =
            t.db.write(async move |txn: &Txn| txn.execute_unprepared(limited).await.map(|_| ()));
        done.await.expect("limited");
        for (asked, offered) in [(2025, false), (2026, true), (2027, true), (2028, false)] {
            let policy = policy_of(&t, asked).await.expect("a policy");
            assert_eq!(
                policy.item(&"I-03".parse().expect("a code")).is_some(),
                offered,
                "{asked} on {}",
                t.name
            );
        }
    }
}

#[tokio::test]
async fn a_policy_is_kept_once_and_read_back_as_it_was() {
    for t in with_reference_data().await {
        let policy = policy_of(&t, 2025).await.expect("a policy");
        let twice = policy.clone();
        let ids = t.db.write(async move |txn: &Txn| {
            let (first, second) = (
                store_policy(txn, &twice, now()).await?,
                store_policy(txn, &twice, now()).await?,
            );
            Ok::<_, Error>((first, second))
        });
        let (first, second) = ids.await.expect("stored");
        assert_eq!(first, second);
        assert_eq!(policy::Entity::find().count(t.db.read()).await.expect("a count"), 1);

        let cache = PolicyCache::default();
        let read = policy_by_id(&cache, t.db.read(), &first).await.expect("a policy");
        assert_eq!(*read, policy, "{}", t.name);
        let gone =
            t.db.write(async move |txn: &Txn| txn.execute_unprepared("DELETE FROM policies").await.map(|_| ()));
        gone.await.expect("deleted");
        let again = policy_by_id(&cache.clone(), t.db.read(), &first)
            .await
            .expect("from memory");
        assert!(std::sync::Arc::ptr_eq(&read, &again));
        assert!(
            policy_by_id(&PolicyCache::default(), t.db.read(), &first)
                .await
                .is_err()
        );
    }
}

#[tokio::test]
async fn a_kept_policy_cannot_be_changed() {
    for t in with_reference_data().await {
        let policy = policy_of(&t, 2025).await.expect("a policy");
        let changed = t.db.write(async move |txn: &Txn| {
            store_policy(txn, &policy, now()).await?;
            txn.execute_unprepared("UPDATE policies SET policy_json = '{}'").await?;
            Ok::<_, Error>(())
        });
        let error = changed.await.expect_err("refused").to_string();
        assert!(error.contains("a policy never changes"), "{error}");
    }
}

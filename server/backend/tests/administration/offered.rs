//! The settings that everybody may ask for.

use backend::admin::reference::load_reference_data;
use backend::applications::offered::offered_policy;
use backend::error::{Error, Refusal};
use chrono::TimeDelta;
use domain::units::Units;

use crate::means::{everywhere, tamper};

#[tokio::test]
async fn where_nothing_is_set_up_there_is_nothing_to_try() {
    for m in everywhere().await {
        let outcome = offered_policy(&m.backend).await;
        assert!(
            matches!(outcome, Err(Error::Refused(Refusal::NotFound))),
            "{}: {outcome:?}",
            m.t.name
        );
    }
}

#[tokio::test]
async fn the_settings_come_from_memory_for_a_minute_and_no_longer() {
    for m in everywhere().await {
        load_reference_data(&m.backend).await.expect("reference data");
        let needed = async || offered_policy(&m.backend).await.expect("the settings").total_needed;
        assert_eq!(needed().await, Units::whole(10), "{}", m.t.name);

        let more = r#"UPDATE programme_settings SET settings_json = REPLACE(settings_json, '"total_needed":20', '"total_needed":30')"#;
        tamper(&m.t.db, more).await;
        m.backend.clock.advance(TimeDelta::seconds(59));
        assert_eq!(needed().await, Units::whole(10), "{}", m.t.name);
        m.backend.clock.advance(TimeDelta::seconds(1));
        assert_eq!(needed().await, Units::whole(15), "{}", m.t.name);
    }
}

#[tokio::test]
async fn a_new_fiscal_year_has_its_own_settings_at_once() {
    for m in everywhere().await {
        load_reference_data(&m.backend).await.expect("reference data");
        let next = r#"INSERT INTO programme_settings (programme_code, fiscal_year, settings_json)
            SELECT programme_code, 2026, REPLACE(settings_json, '"total_needed":20', '"total_needed":24')
            FROM programme_settings"#;
        tamper(&m.t.db, next).await;
        // The last second of 2025年度 in Japan.
        let end = "2026-03-31T14:59:59Z"
            .parse::<chrono::DateTime<chrono::Utc>>()
            .expect("a moment");
        m.backend.clock.advance(end - m.backend.clock.now());
        assert_eq!(
            offered_policy(&m.backend).await.expect("the settings").total_needed,
            Units::whole(10)
        );
        m.backend.clock.advance(TimeDelta::seconds(1));
        assert_eq!(
            offered_policy(&m.backend).await.expect("the settings").total_needed,
            Units::whole(12)
        );
    }
}

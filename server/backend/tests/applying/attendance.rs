//! 受講証明書 and the day of the last import: of the doctor's own credits, as they stand on the day.

use backend::admin::import::{self, Kind};
use backend::credits::attendance::{AttendancePdf, attendance};
use backend::credits::last_imported;
use backend::db::Txn;
use backend::error::{Refusal, Result};
use backend::visitor::Doctor;
use chrono::{DateTime, TimeDelta, Utc};
use domain::credits::attendance::PeriodForm;
use lopdf::Document;
use sea_orm::ConnectionTrait;

use crate::house::{House, fields, houses, noon, refusal};

fn typed(from: &str, to: &str) -> PeriodForm {
    PeriodForm {
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

async fn paper(house: &House, doctor: &Doctor, from: &str, to: &str) -> Result<AttendancePdf> {
    attendance(&house.backend, doctor, &typed(from, to)).await
}

fn text(paper: &AttendancePdf) -> String {
    let document = Document::load_mem(&paper.bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).expect("its text");
    text.split_whitespace().collect()
}

async fn import(house: &House, file: &str) {
    let file = format!("licence_number,acquired_on,title,organiser,units,codes,source,external_ref\n{file}");
    let report = import::commit(&house.backend, Kind::Credits, file.as_bytes(), None).await;
    assert!(report.expect("an answer").is_clean());
}

async fn imported(house: &House, login: &str) -> Option<DateTime<Utc>> {
    let doctor = house.doctor(login).await;
    last_imported(&house.backend, &doctor).await.expect("an answer")
}

#[tokio::test]
async fn the_paper_lists_the_doctors_own_credits_of_the_period_and_is_the_same_all_day() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let first = paper(&house, &doctor, "2024-04-01", "2026-03-31")
            .await
            .expect("a paper");
        let printed = text(&first);
        for part in [
            "見本太郎",
            "第900001号",
            "2024年4月1日から2026年3月31日まで",
            "在宅医療と多職種連携",
            "80在宅医療",
            "2024年度小計3.5",
            "2025年度小計1.0",
            "合計4.5単位",
            "令和8年1月20日",
            "日本医師会",
        ] {
            assert!(printed.contains(part), "{part} is not in {printed}");
        }
        assert!(!printed.contains("高血圧症の診療"), "2023年度 was not asked for");
        assert!(
            !printed.contains("医療の質と安全（e"),
            "e-learning of today counts tomorrow"
        );

        house.backend.clock.advance(TimeDelta::minutes(1));
        let again = paper(&house, &doctor, "2024-04-01", "2026-03-31")
            .await
            .expect("a paper");
        assert_eq!(first.sha256, again.sha256);
        house.backend.clock.advance(TimeDelta::days(1));
        let tomorrow = paper(&house, &doctor, "2024-04-01", "2026-03-31")
            .await
            .expect("a paper");
        assert!(text(&tomorrow).contains("合計5.5単位"), "with the e-learning");
        assert_ne!(first.sha256, tomorrow.sha256);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_wrong_or_empty_period_is_refused_beside_its_field() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        for (from, to, wrong) in [
            ("", "", vec!["from", "to"]),
            ("2025-04-01", "2025-03-31", vec!["to"]),
            ("2025-04-01", "2026-04-01", vec!["to"]),
            ("2020-04-01", "2021-03-31", vec!["from"]),
        ] {
            let outcome = paper(&house, &doctor, from, to).await;
            assert_eq!(fields(outcome), wrong, "{from} to {to}");
        }
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_name_that_cannot_be_printed_gives_no_paper_with_another_name() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let rename = async |txn: &Txn| {
            let sql = "UPDATE doctors SET name = '見本 😀' WHERE licence_number = '900001'";
            txn.execute_unprepared(sql).await.map(|_| ())
        };
        house.backend.db.write(rename).await.expect("another name");
        let outcome = paper(&house, &doctor, "2024-04-01", "2026-03-31").await;
        assert_eq!(refusal(outcome), Refusal::NameNotPrintable(vec!['😀']));
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn the_last_import_is_the_newest_of_any_file_of_credits_and_of_the_own_credits() {
    for house in houses().await {
        // The example credits were written at noon, by no import.
        assert_eq!(imported(&house, "demo-member").await, Some(noon()));
        house.backend.clock.advance(TimeDelta::hours(1));
        import(&house, "900004,2025-06-08,見本講座,北区医師会,1.0,12,event,L-1\n").await;
        let hour = Some(noon() + TimeDelta::hours(1));
        assert_eq!(imported(&house, "demo-guest").await, hour);
        assert_eq!(
            imported(&house, "demo-member").await,
            hour,
            "nothing of the doctor's was in the file"
        );
        house.is_in_order().await;
    }
}

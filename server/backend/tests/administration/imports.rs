//! Imports: what is new, what changed, what is wrong row by row, and that nothing is written by halves.

use std::fmt::Write;

use backend::Backend;
use backend::admin::import::{self, Kind, Report};
use backend::admin::reference::load_reference_data;

use crate::means::{Means, count, everywhere, number, tamper, text};

const DOCTORS: &str = "licence_number,name,name_kana,birth_date,district_code,prefecture_code,national\n";
const CREDITS: &str = "licence_number,acquired_on,title,organiser,units,codes,source,external_ref\n";

async fn with_reference_data() -> Vec<Means> {
    let all = everywhere().await;
    for m in &all {
        load_reference_data(&m.backend).await.expect("reference data");
    }
    all
}

async fn commit(backend: &Backend, kind: Kind, file: &str) -> Report {
    import::commit(backend, kind, file.as_bytes(), None)
        .await
        .expect("an answer")
}

async fn preview(backend: &Backend, kind: Kind, file: &str) -> Report {
    import::preview(backend, kind, file.as_bytes())
        .await
        .expect("an answer")
}

fn counted(report: &Report) -> (u64, u64, u64) {
    assert!(report.is_clean(), "{:?}", report.errors);
    (report.new, report.changed, report.unchanged)
}

/// Row and column of each error.
fn places(report: &Report) -> Vec<(u64, &str)> {
    report
        .errors
        .iter()
        .map(|error| (error.row, error.column.as_str()))
        .collect()
}

#[tokio::test]
async fn every_installation_begins_with_the_same_data_and_keeps_what_was_changed_since() {
    for m in with_reference_data().await {
        for (table, rows) in [
            ("associations", 95),
            ("curriculum_codes", 84),
            ("practical_items", 33),
            ("programme_settings", 1),
        ] {
            assert_eq!(count(&m.t.db, table).await, rows, "{table} on {}", m.t.name);
        }
        let real = "SELECT COUNT(*) FROM associations WHERE NOT is_example";
        assert_eq!(number(&m.t.db, real).await, 49);
        tamper(
            &m.t.db,
            "UPDATE associations SET signatory = '会長　見本 一郎' WHERE code = '13-001'",
        )
        .await;
        tamper(&m.t.db, "UPDATE programme_settings SET settings_json = '{}'").await;
        load_reference_data(&m.backend).await.expect("reference data");
        let signatory = text(&m.t.db, "SELECT signatory FROM associations WHERE code = '13-001'").await;
        assert_eq!(signatory.as_deref(), Some("会長　見本 一郎"));
        assert_eq!(
            text(&m.t.db, "SELECT settings_json FROM programme_settings")
                .await
                .as_deref(),
            Some("{}")
        );
    }
}

#[tokio::test]
async fn a_row_is_new_once_then_unchanged_then_changed() {
    for m in with_reference_data().await {
        let first =
            format!("{DOCTORS}123456,髙﨑 𠮷郎,タカサキ ヨシロウ,1960/4/1,13-001,13,1\n0007,葛\u{e0100}城 花子,,,,,\n");
        assert_eq!(counted(&commit(&m.backend, Kind::Doctors, &first).await), (2, 0, 0));
        assert_eq!(counted(&commit(&m.backend, Kind::Doctors, &first).await), (0, 0, 2));
        let moved = first.replace("13-001,13,1", "14-001,14,0");
        assert_eq!(counted(&preview(&m.backend, Kind::Doctors, &moved).await), (0, 1, 1));
        assert_eq!(counted(&commit(&m.backend, Kind::Doctors, &moved).await), (0, 1, 1));
        let codes = "SELECT association_code FROM memberships ORDER BY association_code DESC";
        assert_eq!(text(&m.t.db, codes).await.as_deref(), Some("14-001"));
        assert_eq!(
            count(&m.t.db, "memberships").await,
            2,
            "memberships are replaced, not added"
        );
        let version = "SELECT CAST(version AS BIGINT) FROM doctors WHERE licence_number = '123456'";
        assert_eq!(number(&m.t.db, version).await, 2);
    }
}

#[tokio::test]
async fn a_name_is_stored_as_it_was_written_and_found_by_its_folded_form() {
    for m in with_reference_data().await {
        let name = "髙﨑 𠮷\u{e0100}郎";
        let file = format!("\u{feff}{DOCTORS}123456, {name} ,タカサキ,,,,\n");
        commit(&m.backend, Kind::Doctors, &file).await;
        assert_eq!(text(&m.t.db, "SELECT name FROM doctors").await.as_deref(), Some(name));
        assert_eq!(
            text(&m.t.db, "SELECT folded_name FROM doctors").await.as_deref(),
            Some("高崎吉郎")
        );
    }
}

#[tokio::test]
async fn what_is_wrong_is_named_by_row_and_column_and_nothing_is_written() {
    for m in with_reference_data().await {
        let file = format!(
            "{DOCTORS}123456,見本 太郎,,,13-001,,1\n12a,見本,,,,,\n7,,,,,,\n8,見本,,1960-13-01,,,\n9,見本,,,13,,\n\
             10,見本,,,13-002,,\n11,見本,,,,13-001,\n12,見本,,,,,yes\n0123456,見本,,,,,\n13,見本,,\n"
        );
        let expected = [
            (3, "licence_number"),
            (4, "name"),
            (5, "birth_date"),
            (6, "district_code"),
            (7, "district_code"),
            (8, "prefecture_code"),
            (9, "national"),
            (10, "licence_number"),
            (11, ""),
        ];
        for report in [
            preview(&m.backend, Kind::Doctors, &file).await,
            commit(&m.backend, Kind::Doctors, &file).await,
        ] {
            assert_eq!(places(&report), expected, "{}", m.t.name);
            assert!(
                report
                    .errors
                    .iter()
                    .all(|error| error.sentence.ends_with('。') || error.sentence.contains('：'))
            );
        }
        assert!(
            preview(&m.backend, Kind::Doctors, &file).await.errors[7]
                .sentence
                .starts_with("2行目と同じ")
        );
        assert_eq!(count(&m.t.db, "doctors").await, 0);
    }
}

#[tokio::test]
async fn a_preview_writes_nothing_not_even_to_the_log() {
    for m in with_reference_data().await {
        let file = format!("{DOCTORS}123456,見本 太郎,,,13-001,,1\n");
        assert_eq!(counted(&preview(&m.backend, Kind::Doctors, &file).await), (1, 0, 0));
        assert_eq!(
            (count(&m.t.db, "doctors").await, count(&m.t.db, "audit_log").await),
            (0, 0)
        );
        commit(&m.backend, Kind::Doctors, &file).await;
        let audited = text(
            &m.t.db,
            "SELECT action || ' ' || subject || ' ' || detail FROM audit_log",
        )
        .await;
        assert_eq!(
            audited.as_deref(),
            Some(r#"data.imported doctors {"changed":0,"new":1,"unchanged":0}"#)
        );
    }
}

#[tokio::test]
async fn credits_are_found_by_their_source_and_reference() {
    for m in with_reference_data().await {
        commit(&m.backend, Kind::Doctors, &format!("{DOCTORS}123456,見本 太郎,,,,,1\n")).await;
        let file = format!(
            "{CREDITS}第123456号,2025-03-31,見本講座,北区医師会,１．５,12、73,event,A-1\n\
             123456,2025-04-01,見本講座,日本医師会,1,,e_learning,A-1\n"
        );
        assert_eq!(counted(&commit(&m.backend, Kind::Credits, &file).await), (2, 0, 0));
        assert_eq!(counted(&commit(&m.backend, Kind::Credits, &file).await), (0, 0, 2));
        let years = "SELECT CAST(SUM(fiscal_year) AS BIGINT) FROM credits";
        assert_eq!(number(&m.t.db, years).await, 2024 + 2025, "31 March and 1 April");
        let corrected = file.replace("１．５", "2.0");
        assert_eq!(counted(&commit(&m.backend, Kind::Credits, &corrected).await), (0, 1, 1));
        let units = "SELECT CAST(half_units AS BIGINT) FROM credits WHERE source = 'event'";
        assert_eq!(number(&m.t.db, units).await, 4);
        assert_eq!(
            text(&m.t.db, "SELECT codes FROM credits WHERE source = 'event'")
                .await
                .as_deref(),
            Some("12,73")
        );
    }
}

#[tokio::test]
async fn a_credit_needs_a_doctor_units_and_a_reference_of_its_own() {
    for m in with_reference_data().await {
        commit(&m.backend, Kind::Doctors, &format!("{DOCTORS}123456,見本 太郎,,,,,1\n")).await;
        let file = format!(
            "{CREDITS}123456,2025-05-01,見本,見本,1.3,12,event,A-1\n123456,2025-05-01,見本,見本,1,84,event,A-2\n\
             999999,2025-05-01,見本,見本,1,12,event,A-3\n123456,5月1日,見本,見本,1,12,event,A-4\n\
             123456,2025-05-01,見本,見本,1,12,video,A-5\n123456,2025-05-01,見本,見本,1,12,event,\n\
             123456,2025-05-01,見本,見本,1,12,event,A-7\n123456,2025-05-02,見本,見本,1,12,event,A-7\n"
        );
        let expected = [
            (2, "units"),
            (3, "codes"),
            (4, "licence_number"),
            (5, "acquired_on"),
            (6, "source"),
            (7, "external_ref"),
            (9, "external_ref"),
        ];
        let report = commit(&m.backend, Kind::Credits, &file).await;
        assert_eq!(places(&report), expected, "{}", m.t.name);
        assert_eq!(
            report.errors[0].sentence,
            "単位数は0.5単位きざみで入力してください（例：1.0、1.5）。"
        );
        assert_eq!(count(&m.t.db, "credits").await, 0);
    }
}

#[tokio::test]
async fn a_file_larger_than_one_statement_is_imported_whole_and_once() {
    for m in with_reference_data().await {
        let mut doctors = DOCTORS.to_owned();
        let mut credits = CREDITS.to_owned();
        for number in 1..=1_300 {
            writeln!(doctors, "{number},見本 {number},ミホン,,13-001,,{}", number % 2).expect("a line");
            writeln!(credits, "{number},2025-05-01,見本,見本,1.0,12,event,E-{number}").expect("a line");
        }
        for (kind, file) in [(Kind::Doctors, &doctors), (Kind::Credits, &credits)] {
            assert_eq!(
                counted(&commit(&m.backend, kind, file).await),
                (1_300, 0, 0),
                "{}",
                m.t.name
            );
            assert_eq!(counted(&preview(&m.backend, kind, file).await), (0, 0, 1_300));
        }
        assert_eq!(count(&m.t.db, "memberships").await, 1_300 + 650);
    }
}

#[tokio::test]
async fn associations_come_with_the_ones_above_them() {
    for m in everywhere().await {
        let header = "code,level,name,signatory,example\n";
        let orphan = format!("{header}13-002,district,見本区医師会,会長,1\n");
        assert_eq!(
            places(&commit(&m.backend, Kind::Associations, &orphan).await),
            [(2, "code")]
        );
        let upside_down = format!("{orphan}13,prefectural,東京都医師会,会長,0\n00,national,日本医師会,会長,0\n");
        assert_eq!(
            counted(&commit(&m.backend, Kind::Associations, &upside_down).await),
            (3, 0, 0)
        );
        let wrong = format!("{header}13-003,prefectural,見本,会長,0\n48,prefectural,見本,会長,0\n");
        assert_eq!(
            places(&commit(&m.backend, Kind::Associations, &wrong).await),
            [(2, "level"), (3, "code")]
        );
    }
}

#[tokio::test]
async fn a_practical_item_keeps_its_group_and_has_a_name_of_its_own() {
    for m in with_reference_data().await {
        let header = "code,category,heading,name,accepted_proof,standing,from_fiscal_year,to_fiscal_year\n";
        let wrong = format!(
            "{header}I-40,II,その他,見本の活動,証明書,working,,\nI-41,I,その他,在宅当番医,証明書,working,,\n\
             I-42,I,その他,見本,証明書,working,2027,2026\n"
        );
        let report = commit(&m.backend, Kind::PracticalItems, &wrong).await;
        assert_eq!(places(&report), [(2, "category"), (3, "name"), (4, "to_fiscal_year")]);
        let right = format!("{header}I-40,I,その他,見本の活動,証明書,working,2026,\n");
        assert_eq!(
            counted(&commit(&m.backend, Kind::PracticalItems, &right).await),
            (1, 0, 0)
        );
    }
}

//! Associations, doctors, accounts, roles, credits and the lists that JMA edits.

use crate::rows::{AT, Because, accepted, account, association, doctor, prepared, refused};

#[tokio::test]
async fn the_level_of_an_association_decides_whether_it_has_a_prefecture_and_a_parent() {
    for t in prepared().await {
        let by_prefecture = Because::Rule("associations_prefecture_by_level");
        refused(&t, &association("01", "national", "'01'", "NULL"), by_prefecture).await;
        refused(&t, &association("01", "prefectural", "NULL", "'00'"), by_prefecture).await;
        refused(
            &t,
            &association("01", "district", "'01'", "NULL"),
            Because::Rule("associations_parent_by_level"),
        )
        .await;
        refused(
            &t,
            &association("48", "prefectural", "'48'", "'00'"),
            Because::Rule("associations_prefecture"),
        )
        .await;
        refused(
            &t,
            &association("01", "regional", "'01'", "'00'"),
            Because::Rule("associations_level"),
        )
        .await;
        refused(&t, &association("01", "prefectural", "'01'", "'99'"), Because::NoSuch).await;
        accepted(&t, &association("01", "prefectural", "'01'", "'00'")).await;
    }
}

#[tokio::test]
async fn a_licence_number_belongs_to_one_doctor() {
    for t in prepared().await {
        refused(&t, &doctor("d3", "123456"), Because::Twice("doctors")).await;
        accepted(&t, &doctor("d3", "123457")).await;
    }
}

#[tokio::test]
async fn a_licence_number_is_one_to_six_digits_without_leading_zeros() {
    for t in prepared().await {
        for licence in ["", "012345", "1234567", "12a456", "１２３", "12 3"] {
            refused(&t, &doctor("d3", licence), Because::Rule("doctors_licence_number")).await;
        }
    }
}

#[tokio::test]
async fn a_doctor_belongs_to_one_association_a_level() {
    for t in prepared().await {
        let member = |level: &str, code: &str| {
            format!("INSERT INTO memberships (doctor_id, level, association_code) VALUES ('d1', '{level}', '{code}')")
        };
        accepted(&t, &association("13-002", "district", "'13'", "'13'")).await;
        accepted(&t, &member("district", "13-001")).await;
        refused(&t, &member("district", "13-002"), Because::Twice("memberships")).await;
        accepted(&t, &member("national", "00")).await;
    }
}

#[tokio::test]
async fn a_membership_has_the_level_of_its_association() {
    for t in prepared().await {
        for level in ["district", "national", "regional"] {
            let member =
                format!("INSERT INTO memberships (doctor_id, level, association_code) VALUES ('d1', '{level}', '13')");
            refused(&t, &member, Because::NoSuch).await;
        }
    }
}

#[tokio::test]
async fn a_login_belongs_to_one_account_and_is_lower_case() {
    for t in prepared().await {
        refused(&t, &account("a2", "reviewer", "NULL"), Because::Twice("accounts")).await;
        refused(
            &t,
            &account("a2", "Reviewer", "NULL"),
            Because::Rule("accounts_login_is_lower_case"),
        )
        .await;
        accepted(&t, &account("a2", "reviewer2", "NULL")).await;
    }
}

#[tokio::test]
async fn a_doctor_has_one_account() {
    for t in prepared().await {
        accepted(&t, &account("a2", "doctor", "'d1'")).await;
        refused(&t, &account("a3", "doctor2", "'d1'"), Because::Twice("accounts")).await;
        accepted(&t, &account("a3", "doctor2", "'d2'")).await;
    }
}

#[tokio::test]
async fn a_role_is_held_once_whether_or_not_it_is_tied_to_an_association() {
    for t in prepared().await {
        let role = |id: &str, role: &str, association: &str| {
            format!(
                "INSERT INTO roles (id, account_id, role, association_code) VALUES ('{id}', 'a1', '{role}', {association})"
            )
        };
        accepted(&t, &role("r1", "reviewer", "'13'")).await;
        refused(&t, &role("r2", "reviewer", "'13'"), Because::Twice("roles")).await;
        accepted(&t, &role("r2", "reviewer", "'13-001'")).await;
        accepted(&t, &role("r3", "national_admin", "NULL")).await;
        refused(&t, &role("r4", "national_admin", "NULL"), Because::Twice("roles")).await;
        refused(
            &t,
            &role("r4", "national_admin", "'00'"),
            Because::Rule("roles_association_by_role"),
        )
        .await;
        refused(
            &t,
            &role("r4", "organiser", "NULL"),
            Because::Rule("roles_association_by_role"),
        )
        .await;
        refused(&t, &role("r4", "owner", "'00'"), Because::Rule("roles_role")).await;
    }
}

#[tokio::test]
async fn registered_units_are_imported_once() {
    for t in prepared().await {
        let credit = |id: &str, source: &str, half_units: i32| {
            format!(
                "INSERT INTO credits (id, doctor_id, fiscal_year, acquired_on, title, organiser, half_units, codes, \
                 source, external_ref, imported_at) VALUES ('{id}', 'd1', 2025, '2025-05-01', '見本研修会', \
                 '見本医師会', {half_units}, '12,13', '{source}', 'X1', {AT})"
            )
        };
        accepted(&t, &credit("c1", "event", 3)).await;
        refused(&t, &credit("c2", "event", 3), Because::Twice("credits")).await;
        refused(&t, &credit("c2", "e_learning", 0), Because::Rule("credits_half_units")).await;
        refused(&t, &credit("c2", "sticker", 3), Because::Rule("credits_source")).await;
        accepted(&t, &credit("c2", "e_learning", 3)).await;
    }
}

#[tokio::test]
async fn a_programme_has_one_name_and_one_set_of_settings_a_year() {
    for t in prepared().await {
        let programme = |code: &str, name: &str| {
            format!("INSERT INTO programmes (code, name, sort) VALUES ('{code}', '{name}', 2)")
        };
        refused(
            &t,
            &programme("other", "かかりつけ医機能報告制度にかかる研修"),
            Because::Twice("programmes"),
        )
        .await;
        accepted(&t, &programme("other", "見本")).await;
        let settings = "INSERT INTO programme_settings (programme_code, fiscal_year, settings_json) \
                        VALUES ('other', 2025, '{}')";
        accepted(&t, settings).await;
        refused(&t, settings, Because::Twice("programme_settings")).await;
    }
}

#[tokio::test]
async fn a_practical_item_stands_once_in_its_group() {
    for t in prepared().await {
        let item = |code: &str, category: &str| {
            format!(
                "INSERT INTO practical_items (code, category, heading, name, accepted_proof, standing, sort) \
                 VALUES ('{code}', '{category}', '見出し', '見本 I-01', '証明書', '見本', 9)"
            )
        };
        refused(&t, &item("I-99", "I"), Because::Twice("practical_items")).await;
        refused(&t, &item("III-99", "III"), Because::Rule("practical_items_category")).await;
        accepted(&t, &item("II-99", "II")).await;
        let over = "UPDATE practical_items SET from_fiscal_year = 2026, to_fiscal_year = 2025";
        refused(&t, over, Because::Rule("practical_items_years")).await;
    }
}

#[tokio::test]
async fn curriculum_codes_run_from_0_to_83() {
    for t in prepared().await {
        let code = |code: i32| format!("INSERT INTO curriculum_codes (code, name) VALUES ({code}, '見本')");
        accepted(&t, &code(0)).await;
        accepted(&t, &code(83)).await;
        refused(&t, &code(84), Because::Rule("curriculum_codes_code")).await;
        refused(&t, &code(83), Because::Twice("curriculum_codes")).await;
    }
}

#[tokio::test]
async fn a_policy_never_changes() {
    for t in prepared().await {
        let change = "UPDATE policies SET policy_json = '{\"total\": 1}'";
        refused(&t, change, Because::Rule("policies: a policy never changes")).await;
        let unnamed = format!("INSERT INTO policies (id, policy_json, created_at) VALUES ('p', '{{}}', {AT})");
        refused(&t, &unnamed, Because::Rule("policies_id")).await;
    }
}

//! What the rules said: the doctor before sending, the database, and the reviewer afterwards read the same.

use backend::applications::submit::submit;
use backend::reviews::open::review_case;
use chrono::TimeDelta;

use crate::house::houses;
use crate::looking::text;

#[tokio::test]
async fn the_reviewer_reads_exactly_what_the_doctor_saw_whatever_happens_later() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.complete_draft(&doctor).await;
        let draft = house.case(&doctor, &id).await;
        // As the check page shows it.
        let seen = draft.assess(house.backend.clock.today());
        submit(&house.backend, &doctor, &id, draft.version)
            .await
            .expect("a receipt");

        // From the next day on the e-learning of that day counts too: asked again, the rules would say more.
        house.backend.clock.advance(TimeDelta::days(2));
        let reviewer = house.reviewer("demo-reviewer").await;
        let case = review_case(&house.backend, &reviewer, &id).await.expect("the case");
        let today = case.assess(house.backend.clock.today());
        assert_ne!(today.summary(), seen.summary(), "{}", house.test_db.name);

        let explained = case.explanation.expect("an explanation");
        assert_eq!(explained, seen, "{}", house.test_db.name);
        assert_eq!(explained.sentence(), seen.sentence());
        assert_eq!(explained.summary(), seen.summary());
        let stored = text(
            &house,
            "SELECT explanation_json FROM applications WHERE status = 'submitted'",
        )
        .await;
        assert_eq!(stored, serde_json::to_string(&seen).expect("JSON"), "byte by byte");
        // The doctor's own copy is the same.
        assert_eq!(house.case(&doctor, &id).await.explanation, Some(seen));
        house.is_in_order().await;
    }
}

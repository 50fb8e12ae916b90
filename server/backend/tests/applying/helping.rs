//! Somebody prepares applications for a doctor, and never sends them.

use backend::accounts::{Browser, agents, become_agent, end_agent, invite_agent, visitor};
use backend::applications::delete::delete_draft;
use backend::applications::submit::submit;
use backend::applications::withdraw::withdraw;
use backend::error::Refusal;
use backend::own_data::take_out;
use domain::field::FormValues;

use crate::house::{houses, refusal};
use crate::registering::{link, new_password, with_letters};

fn invitation() -> FormValues {
    let mut form = FormValues::default();
    form.push("email", "clerk@example.jp");
    form
}

#[tokio::test]
async fn a_helper_prepares_everything_and_only_the_doctor_sends_it() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        let doctor = house.doctor("demo-member").await;
        invite_agent(&backend, &doctor, &invitation()).await.expect("a letter");
        let token = link(&backend).await;
        let password = new_password("青い自転車で海まで走った夏の日");
        let session = become_agent(&backend, &token, password, Browser::default()).await;
        let session = session.expect("a session");
        let helper = visitor(&backend, &session.token)
            .await
            .expect("read")
            .expect("somebody");
        let helping = helper.as_doctor().expect("the doctor's applications");
        assert!(!helping.is_in_person());

        let id = house.complete_draft(&helping).await;
        let version = house.case(&doctor, &id).await.version;
        for refused in [
            submit(&backend, &helping, &id, version).await.map(|_| ()),
            delete_draft(&backend, &helping, &id, version).await,
            withdraw(&backend, &helping, &id, version).await,
            take_out(&backend, &helping).await.map(|_| ()),
            invite_agent(&backend, &helping, &invitation()).await,
            end_agent(&backend, &helping, helper.account.as_str()).await,
        ] {
            assert_eq!(refusal(refused), Refusal::DoctorOnly);
        }
        submit(&backend, &doctor, &id, version)
            .await
            .expect("the doctor sends it");

        let other = house.doctor("demo-short").await;
        let foreign = end_agent(&backend, &other, helper.account.as_str()).await;
        assert_eq!(refusal(foreign), Refusal::NotFound);
        assert_eq!(agents(&backend, &doctor).await.expect("read").len(), 1);
        end_agent(&backend, &doctor, helper.account.as_str())
            .await
            .expect("ended");
        assert_eq!(visitor(&backend, &session.token).await.expect("read"), None);
        house.is_in_order().await;
    }
}

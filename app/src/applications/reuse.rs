//! 前に添付したファイルを使う: a proof that was attached before, attached once more without looking for it again.

use domain::application::{Case, Claim, EarlierProof, names};
use leptos::prelude::*;

use super::fields;
use crate::ui::{Disclosure, SelectField, SelectOption, field_id};

/// The earlier proofs that a claim can have too, with the button that attaches one. It posts the whole form to `path`,
/// which comes back at the claim's file input with everything kept. Nothing where there is no earlier proof.
pub(super) fn reuse(case: &Case, earlier: &[EarlierProof], claim: &Claim, path: &str) -> Option<impl IntoView + use<>> {
    let mut options: Vec<SelectOption> = case
        .offered(earlier, claim)
        .map(|proof| SelectOption::new(proof.id.as_str(), proof.label(case), false))
        .collect();
    if options.is_empty() {
        return None;
    }
    options.insert(0, SelectOption::new("", "選択してください", true));
    let name = case.claim_name(claim);
    let action = format!("{path}#{}", field_id(&format!("{}{claim}", names::FILE)));
    let (list, label) = (
        format!("{}{claim}", names::REUSE),
        format!("前に添付したファイル（{name}）"),
    );
    let value = claim.to_string();
    Some(view! {
        <Disclosure summary="前に添付したファイルを使う">
            <SelectField label=label name=list options=options />
            <p>
                <button
                    class="button button--secondary button--small"
                    type="submit"
                    name=fields::REUSE
                    value=value
                    formaction=action
                    formnovalidate
                >
                    "このファイルを添付"
                    <span class="visually-hidden">{format!("：{name}")}</span>
                </button>
            </p>
        </Disclosure>
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::application::{Case, Claim, EarlierProof, Status};

    use super::reuse;
    use crate::samples;
    use crate::ui::testing::html;

    fn earlier(case: &Case) -> Vec<EarlierProof> {
        let proof = |document: &domain::application::Document| EarlierProof {
            id: document.id.clone(),
            application: case.id.clone(),
            claim: document.claim.clone(),
            file_name: document.file_name.clone(),
            sha256_stored: document.sha256_stored.clone(),
            attached_on: samples::day("2026-01-20"),
        };
        case.documents.iter().map(proof).collect()
    }

    #[test]
    fn a_claim_is_offered_what_others_have_and_not_what_it_has_itself() {
        let mut case = samples::case(Status::Draft);
        for (index, document) in case.documents.iter_mut().enumerate() {
            document.sha256_stored = format!("stored-{index}");
        }
        let own = case.documents[0].clone();
        let other = case
            .documents
            .iter()
            .find(|document| document.claim != own.claim)
            .unwrap()
            .clone();
        let earlier = earlier(&case);
        let page = html(|| reuse(&case, &earlier, &own.claim, "/applications/a/practical"));
        assert!(page.contains("前に添付したファイルを使う"), "{page}");
        assert!(page.contains(&format!(r#"<option value="{}">"#, other.id)), "{page}");
        assert!(!page.contains(&format!(r#"value="{}""#, own.id)), "{page}");
        assert!(
            page.contains(&format!(r#"name="reuse" value="{}""#, own.claim)),
            "{page}"
        );
        assert!(page.contains(&format!(r#"name="reuse:{}""#, own.claim)), "{page}");
    }

    #[test]
    fn where_nothing_was_attached_before_nothing_is_offered() {
        let case = samples::case(Status::Draft);
        assert!(reuse(&case, &[], &Claim::Licence, "/applications/a/practical").is_none());
    }
}

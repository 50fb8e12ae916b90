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

//! The files of an application, by what they prove.

use domain::application::{Case, Document};
use domain::evidence::format_bytes;
use leptos::prelude::*;

/// All claims with their files. With `fingerprints`, each file with its SHA-256: the proof of what arrived.
#[component]
pub(super) fn Documents(case: Case, #[prop(optional)] fingerprints: bool) -> impl IntoView {
    let claims = case
        .claims()
        .into_iter()
        .map(|claim| {
            let files = case
                .proofs(&claim)
                .map(|document| file(document, fingerprints))
                .collect::<Vec<_>>();
            let none = files
                .is_empty()
                .then(|| view! { <p class="quiet">"添付されていません"</p> });
            view! {
                <div class="stack stack--tight">
                    <h3>{case.claim_name(&claim)}</h3>
                    {none}
                    <ul class="file-list" role="list">{files}</ul>
                </div>
            }
        })
        .collect::<Vec<_>>();
    let none = claims
        .is_empty()
        .then(|| view! { <p class="quiet">"添付された証明書はありません。"</p> });
    view! {
        {none}
        {claims}
    }
    .into_any()
}

/// One file with the way to it.
pub(super) fn file(document: &Document, fingerprints: bool) -> impl IntoView + use<> {
    let pages = if document.pages > 1 {
        format!("{}ページ・", document.pages)
    } else {
        String::new()
    };
    let kind = document.media_type.extension().to_uppercase();
    let detail = format!("{pages}{}", format_bytes(document.size_bytes));
    let sha256 = document.sha256_received.clone();
    // Eight characters tell files apart at a glance; the whole stands one press away.
    let short: String = sha256.chars().take(8).collect();
    let fingerprint = fingerprints.then(|| {
        view! {
            <details class="fingerprint">
                <summary>"指紋（SHA-256） "<code>{short}"…"</code></summary>
                <code>{sha256}</code>
            </details>
        }
    });
    view! {
        <li class="file">
            <span class="file__thumb">{kind}</span>
            <div>
                <a class="file__name" href=format!("/documents/{}", document.id) target="_blank" rel="noopener">
                    {document.file_name.clone()}
                </a>
                <span class="file__detail">{detail}</span>
                {fingerprint}
            </div>
        </li>
    }
}

//! The files of an application, by what they prove.

use domain::application::{Case, Document, Print, twin_sentence};
use domain::evidence::{MediaType, format_bytes};
use domain::ids::DocumentId;
use leptos::either::Either;
use leptos::prelude::*;

/// All claims with their files, before they are sent; a file that is attached twice is named.
#[component]
pub(super) fn Documents(case: Case) -> impl IntoView {
    let all = case.claims();
    let mut prints = case.prints();
    // What was attached to an item that is not declared any more is not sent.
    prints.retain(|print| all.contains(&print.claim));
    let claims = all
        .into_iter()
        .map(|claim| {
            let files = case
                .proofs(&claim)
                .map(|document| file(document, &prints))
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

/// A small picture of a stored file; of a document only what it is. The page's name stands beside it.
pub(super) fn thumb(id: &DocumentId, media_type: MediaType) -> impl IntoView + use<> {
    if media_type == MediaType::Pdf {
        return Either::Left(media_type.extension().to_uppercase());
    }
    let address = format!("/documents/{id}");
    Either::Right(view! { <img src=address alt="" width="64" height="64" loading="lazy" decoding="async" /> })
}

/// One file with the way to it; `prints` are the files of which it may be a twin.
pub(super) fn file(document: &Document, prints: &[Print]) -> impl IntoView + use<> {
    let pages = if document.pages > 1 {
        format!("{}ページ・", document.pages)
    } else {
        String::new()
    };
    let detail = format!("{pages}{}", format_bytes(document.size_bytes));
    let twins = twin_sentence(prints, document).map(|twins| view! { <span class="file__hint">{twins}</span> });
    view! {
        <li class="file">
            <span class="file__thumb">{thumb(&document.id, document.media_type)}</span>
            <div>
                <a class="file__name" href=format!("/documents/{}", document.id) target="_blank" rel="noopener">
                    {document.file_name.clone()}
                </a>
                <span class="file__detail">{detail}</span>
                {twins}
            </div>
        </li>
    }
}

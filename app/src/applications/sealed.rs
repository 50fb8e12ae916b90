//! The files of a submission as they were sealed, each with its fingerprints: the proof of what arrived.

use domain::application::{Case, Fingerprints, SealedFile};
use domain::evidence::format_bytes;
use leptos::prelude::*;

/// 届いた証明書: the sealed files by what they prove, and why the fingerprints of one file can differ.
#[component]
pub(super) fn SealedFiles(case: Case, files: Vec<SealedFile>) -> impl IntoView {
    if files.is_empty() {
        return view! { <p class="quiet">"添付された証明書はありません。"</p> }.into_any();
    }
    let groups = files
        .chunk_by(|one, next| one.claim_name(&case) == next.claim_name(&case))
        .map(|group| {
            let heading = match group.first().map(|file| file.claim_name(&case)) {
                Some(name) if !name.is_empty() => name,
                _ => "申請のあとで外された証明書".to_owned(),
            };
            let files: Vec<_> = group.iter().map(file).collect();
            view! {
                <div class="stack stack--tight">
                    <h3>{heading}</h3>
                    <ul class="file-list" role="list">{files}</ul>
                </div>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <p class="small quiet">{Fingerprints::WHY_DIFFERENT}</p>
        {groups}
    }
    .into_any()
}

fn file(file: &SealedFile) -> impl IntoView + use<> {
    let kind = file
        .still
        .as_ref()
        .map(|(_, media_type)| media_type.extension().to_uppercase());
    let href = file.still.as_ref().map(|_| format!("/documents/{}", file.document));
    // Eight characters tell files apart at a glance; the whole stands one press away.
    let short: String = file.prints.received.chars().take(8).collect();
    let lines: Vec<_> = file
        .prints
        .lines()
        .map(|(label, value)| view! { <dt>{label}</dt><dd><code>{value.to_owned()}</code></dd> })
        .into();
    view! {
        <li class="file">
            <span class="file__thumb">{kind}</span>
            <div>
                <a class="file__name" href=href target="_blank" rel="noopener">{file.file_name.clone()}</a>
                <span class="file__detail">{format_bytes(file.size_bytes)}</span>
                <details class="fingerprint">
                    <summary>"指紋（SHA-256） "<code>{short}"…"</code></summary>
                    <dl class="fingerprint__lines">{lines}</dl>
                </details>
            </div>
        </li>
    }
}

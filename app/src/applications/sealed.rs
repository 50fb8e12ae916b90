//! The files of a submission as they were sealed, each with its fingerprints: the proof of what arrived.

use domain::application::{Case, Fingerprints, SealedFile};
use domain::evidence::format_bytes;
use leptos::prelude::*;

use super::documents::thumb;
use crate::ui::Disclosure;

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
        {groups}
        <Disclosure summary="指紋（SHA-256）とは">
            <p>{Fingerprints::WHY_DIFFERENT}</p>
        </Disclosure>
    }
    .into_any()
}

fn file(file: &SealedFile) -> impl IntoView + use<> {
    let thumb = file
        .still
        .as_ref()
        .map(|(_, media_type)| thumb(&file.document, *media_type));
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
            <span class="file__thumb">{thumb}</span>
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::application::{Fingerprints, SealedFile, Status};
    use domain::field::FormValues;
    use leptos::prelude::*;

    use crate::applications::{CasePage, CaseView};
    use crate::samples;
    use crate::ui::testing::html;

    fn page(sealed: Vec<SealedFile>) -> String {
        let view = CaseView {
            case: samples::case(Status::Submitted),
            sealed,
            just_sent: true,
            confirm: false,
            key: String::new(),
            typed: FormValues::default(),
            errors: Vec::new(),
            done: None,
            notice: None,
        };
        html(|| view! { <CasePage view=view /> })
    }

    fn sealed(document: usize) -> SealedFile {
        let document = &samples::case(Status::Submitted).documents[document];
        SealedFile {
            document: document.id.clone(),
            still: Some((document.claim.clone(), document.media_type)),
            file_name: document.file_name.clone(),
            size_bytes: document.size_bytes,
            prints: Fingerprints {
                chosen: Some("c".repeat(64)),
                received: "d".repeat(64),
                stored: "e".repeat(64),
            },
        }
    }

    #[test]
    fn each_sealed_file_shows_its_three_fingerprints_and_why_they_differ() {
        let page = page(vec![sealed(0), sealed(1), sealed(2)]);
        for (label, digit) in [("選んだとき", "c"), ("届いたとき", "d"), ("保存したとき", "e")] {
            let line = format!("<dt>{label}</dt><dd><code>{}</code></dd>", digit.repeat(64));
            assert_eq!(page.matches(&line).count(), 3, "{page}");
        }
        assert!(page.contains("位置情報やカメラの情報を取り除いて"), "{page}");
        assert_eq!(
            page.matches("<h3>学校保健（学校医・園医、学校健診）</h3>").count(),
            1,
            "{page}"
        );
        assert!(
            page.contains(r#"href="/applications/case1/receipt" target="_blank""#),
            "{page}"
        );
    }

    #[test]
    fn a_file_that_was_taken_out_since_stays_on_the_receipt_without_a_link() {
        let mut gone = sealed(0);
        gone.still = None;
        gone.prints.chosen = None;
        let page = page(vec![gone]);
        assert!(
            page.contains("申請のあとで外された証明書") && page.contains("参加証.jpg"),
            "{page}"
        );
        assert!(page.contains("<dd><code>記録なし</code></dd>"), "{page}");
        assert!(!page.contains("/documents/doc1"), "{page}");
    }
}

//! 届いたファイル: the files of the claim, asked for again while the phone may send.

use std::time::Duration;

use domain::application::{Claim, Document};
use domain::evidence::format_bytes;
use domain::ids::ApplicationId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::list_proofs;
use crate::ui::FileItem;

/// Seconds between two questions.
const EVERY: u32 = 3;

/// The files that have arrived. Without a script the page is loaded again instead.
#[island(lazy)]
pub fn Arrived(
    application: ApplicationId,
    claim: Claim,
    documents: Vec<Document>,
    /// How long the phone may still send; 0 where it may not.
    seconds: u32,
) -> impl IntoView {
    let documents = RwSignal::new(documents);
    let said = RwSignal::new(String::new());
    let wait = Wait {
        claim: StoredValue::new((application, claim)),
        documents,
        said,
        rounds: StoredValue::new(seconds.div_ceil(EVERY)),
        asking: StoredValue::new(false),
    };
    Effect::new(move || {
        if seconds > 0 {
            wait.begin();
        }
    });
    view! {
        <div class="stack stack--tight">
            {move || {
                let items = documents.with(|documents| documents.iter().map(item).collect_view());
                let none = documents.with(Vec::is_empty).then(|| view! { <p class="quiet">"まだ届いていません。"</p> });
                view! {
                    {none}
                    <ul class="file-list" role="list">{items}</ul>
                }
            }}
            <p role="status">{move || said.get()}</p>
        </div>
    }
}

fn item(document: &Document) -> impl IntoView + use<> {
    let kind = document.media_type.extension().to_uppercase();
    view! {
        <FileItem
            file_name=document.file_name.clone()
            detail=format!("添付済み・{}", format_bytes(document.size_bytes))
            href=format!("/documents/{}", document.id)
            kind=kind
        />
    }
}

/// What the rounds share.
#[derive(Clone, Copy)]
struct Wait {
    claim: StoredValue<(ApplicationId, Claim)>,
    documents: RwSignal<Vec<Document>>,
    said: RwSignal<String>,
    /// Rounds that are left.
    rounds: StoredValue<u32>,
    asking: StoredValue<bool>,
}

impl Wait {
    fn begin(self) {
        let timer = StoredValue::new(None::<leptos::leptos_dom::helpers::IntervalHandle>);
        let round = move || {
            let left = self.rounds.get_value().saturating_sub(1);
            self.rounds.set_value(left);
            if left == 0 {
                if let Some(timer) = timer.get_value() {
                    timer.clear();
                }
                self.said.set("時間になったため、受け付けを終了しました。".to_owned());
            } else if !self.asking.get_value() {
                self.ask();
            }
        };
        timer.set_value(set_interval_with_handle(round, Duration::from_secs(EVERY.into())).ok());
    }

    /// One question. One that fails is asked again in the next round; until then the page shows what it knows.
    fn ask(self) {
        self.asking.set_value(true);
        spawn_local(async move {
            let (application, claim) = self.claim.get_value();
            let answer = list_proofs(application, claim).await;
            self.asking.set_value(false);
            let Ok(now) = answer else { return };
            let before = self.documents.get_untracked();
            if now == before {
                return;
            }
            let new = now.iter().filter(|document| !before.contains(document)).count();
            if new > 0 {
                self.said.set(format!("{new}個のファイルが届きました。"));
            }
            self.documents.set(now);
        });
    }
}

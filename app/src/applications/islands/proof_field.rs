//! 証明書: the files of one claim. They set out for the server as soon as they are chosen.

mod row;

use domain::application::{Claim, Document, names};
use domain::evidence::{ACCEPT, PROOF_MAX_BYTES, PROOFS_PER_CLAIM, ProofRefusal, SNIFF_BYTES, format_bytes, sniff};
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use self::row::{Row, RowView, State};
use super::{Live, browser};
use crate::ui::{FieldErrorText, field_id};

/// The file input of one claim with the files that it has. It stands in a [`LiveForm`](super::LiveForm).
#[island]
pub fn ProofField(
    claim: Claim,
    label: String,
    /// Empty for none.
    hint: String,
    documents: Vec<Document>,
    /// What is wrong with it; empty for nothing.
    error: String,
) -> impl IntoView {
    let name = format!("{}{claim}", names::FILE);
    let id = field_id(&name);
    let rows: Vec<Row> = documents.into_iter().enumerate().map(|(key, document)| Row::stored(key, document)).collect();
    let field = Field {
        live: expect_context::<Live>(),
        id: StoredValue::new(id.clone()),
        claim: StoredValue::new(claim),
        rows: RwSignal::new(rows),
        said: RwSignal::new(String::new()),
    };
    // Files may have been chosen before the island woke up.
    Effect::new(move || field.take());
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = if error.is_empty() { hint_id.clone() } else { format!("{hint_id} {error_id}") };
    let invalid = (!error.is_empty()).then_some("true");
    view! {
        <div class="field">
            <div class="field__head"><label class="field__label" for=id.clone()>{label}</label></div>
            <p class="field__hint" id=hint_id>{hint}{limits()}</p>
            {(!error.is_empty()).then(|| view! { <FieldErrorText id=error_id sentence=error /> })}
            <input
                class="file-field"
                id=id
                name=name
                type="file"
                accept=ACCEPT
                multiple
                aria-describedby=described_by
                aria-invalid=invalid
                on:change=move |_| field.take()
            />
            <ul class="file-list" role="list">
                <For each=move || field.rows.get() key=|row| row.key let:row>
                    <RowView field=field row=row />
                </For>
            </ul>
            <p class="visually-hidden" role="status">{move || field.said.get()}</p>
        </div>
    }
}

/// What is taken, said before anything is refused.
fn limits() -> String {
    format!("写真（JPEG・PNG・WebP）またはPDF、1つ{}まで、{PROOFS_PER_CLAIM}個まで。", format_bytes(PROOF_MAX_BYTES))
}

/// What the rows of one field share.
#[derive(Clone, Copy)]
struct Field {
    live: Live,
    /// The id of the file input.
    id: StoredValue<String>,
    claim: StoredValue<Claim>,
    rows: RwSignal<Vec<Row>>,
    /// What is read out.
    said: RwSignal<String>,
}

impl Field {
    /// Takes the chosen files over from the input and sends them, several at once.
    fn take(self) {
        for file in self.id.with_value(|id| browser::take_files(id)) {
            let (key, full) = self.rows.with_untracked(|rows| {
                let key = rows.last().map_or(0, |last| last.key + 1);
                (key, rows.iter().filter(|row| row.counts()).count() >= PROOFS_PER_CLAIM)
            });
            let row = Row::chosen(key, file);
            self.rows.update(|rows| rows.push(row));
            if full {
                self.refuse(row, ProofRefusal::TooManyFiles);
            } else {
                self.start(row);
            }
        }
    }

    /// Looks at a file as the server will, then sends it.
    fn start(self, row: Row) {
        row.state.set(State::Sending(0));
        let Some(file) = row.held.with_value(|held| held.file.clone()) else { return };
        match file.size() {
            0 => return self.refuse(row, ProofRefusal::Empty),
            size if size > PROOF_MAX_BYTES => return self.refuse(row, ProofRefusal::TooLarge),
            _ => {}
        }
        self.live.begin();
        let start = file.read_start(SNIFF_BYTES, move |bytes| {
            // Later, because the reader cannot be let go while it is still telling.
            spawn_local(async move {
                match sniff(&bytes) {
                    Ok(media_type) => self.send(row, media_type.is_picture()),
                    Err(refusal) => {
                        self.refuse(row, refusal);
                        self.live.end(false);
                    }
                }
            });
        });
        row.held.update_value(|held| held.work = Some(start));
    }

    fn send(self, row: Row, is_picture: bool) {
        let Some(file) = row.held.with_value(|held| held.file.clone()) else { return };
        if is_picture {
            row.show(file.picture());
        }
        let progress = move |percent| row.state.set(State::Sending(percent));
        let done = move |answer| self.arrived(row, answer);
        let work = self.claim.with_value(|claim| browser::send(&self.address(), claim, &file, progress, done));
        if work.is_none() {
            self.arrived(row, Err(ProofRefusal::Interrupted.sentence()));
        }
        row.held.update_value(|held| held.work = work);
    }

    fn arrived(self, row: Row, answer: Result<Document, String>) {
        row.held.update_value(|held| held.work = None);
        let stopped = !self.rows.with_untracked(|rows| rows.iter().any(|other| other.key == row.key));
        self.live.end(answer.is_ok() || stopped);
        match answer {
            Ok(document) => {
                self.say(row, "を添付しました。");
                row.held.update_value(|held| held.file = None);
                row.state.set(State::Stored(document, String::new()));
                self.changed();
            }
            Err(sentence) => {
                self.say(row, &format!("は添付されていません。{sentence}"));
                row.state.set(State::Failed { sentence, again: true });
            }
        }
    }

    fn refuse(self, row: Row, refusal: ProofRefusal) {
        let sentence = refusal.sentence();
        self.say(row, &format!("は添付されていません。{sentence}"));
        row.state.set(State::Failed { sentence, again: false });
    }

    /// 削除, or 取り消す while it is on its way.
    fn remove(self, row: Row) {
        match row.state.get_untracked() {
            State::Stored(document, _) => {
                self.live.begin();
                let address = format!("{}/{}/remove", self.address(), document.id);
                browser::remove(&address, move |answer: Result<(), String>| {
                    self.live.end(answer.is_ok());
                    match answer {
                        Ok(()) => self.drop_row(row, "を削除しました。"),
                        Err(sentence) => row.state.set(State::Stored(document, sentence)),
                    }
                });
            }
            State::Sending(_) => {
                self.drop_row(row, "の送信を取り消しました。");
                let told = row.held.try_update_value(|held| held.work.take()).flatten().is_some_and(browser::Work::stop);
                if !told {
                    self.live.end(true);
                }
            }
            State::Failed { .. } => self.drop_row(row, "を一覧から外しました。"),
        }
    }

    fn drop_row(self, row: Row, what: &str) {
        self.say(row, what);
        self.rows.update(|rows| rows.retain(|other| other.key != row.key));
        self.id.with_value(|id| browser::focus(id));
        self.changed();
    }

    fn address(self) -> String {
        self.live.application.with_value(|id| id.as_ref().map(|id| format!("/applications/{id}/documents")).unwrap_or_default())
    }

    fn say(self, row: Row, what: &str) {
        self.said.set(format!("「{}」{what}", row.name()));
    }

    /// Lets the total follow, once the page shows the change.
    fn changed(self) {
        spawn_local(async move {
            tick().await;
            self.id.with_value(|id| browser::announce_change(id));
        });
    }
}

//! 証明書: the files of one claim. They set out for the server as soon as they are chosen.

mod camera;
mod row;

use domain::application::{Claim, Document, Print, names, twin_sentence};
use domain::evidence::{ACCEPT, PROOF_MAX_BYTES, PROOFS_PER_CLAIM, ProofRefusal, SNIFF_BYTES, format_bytes, sniff};
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use self::row::{ASKED, CUT, Row, State};
use super::Live;
use super::browser::{self, ChosenFile, Picture, Work};
use super::picture;
use super::upload::{self, Heard};
use crate::ui::{FieldErrorText, field_id};

/// The file input of one claim with the files that it has. It stands in a [`LiveForm`](super::LiveForm).
#[island(lazy)]
pub fn ProofField(
    claim: Claim,
    /// What the claim is called.
    claim_name: String,
    label: String,
    /// Empty for none.
    hint: String,
    documents: Vec<Document>,
    /// What is wrong with it; empty for nothing.
    error: String,
) -> impl IntoView {
    let proof = format!("{}{claim}", names::PROOF);
    let name = format!("{}{claim}", names::FILE);
    let id = field_id(&name);
    let held = documents.iter().map(|_| Held::default()).collect();
    let field = Field {
        live: expect_context::<Live>(),
        id: StoredValue::new(id.clone()),
        claim: StoredValue::new(claim),
        claim_name: StoredValue::new(claim_name),
        rows: RwSignal::new(
            documents
                .into_iter()
                .enumerate()
                .map(|(key, document)| Row::stored(key, document))
                .collect(),
        ),
        said: RwSignal::new(String::new()),
        held: StoredValue::new_local(held),
    };
    // Files may have been chosen before the island woke up.
    Effect::new(move || field.take());
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = if error.is_empty() {
        hint_id.clone()
    } else {
        format!("{hint_id} {error_id}")
    };
    let camera = camera::link(field, &label);
    let invalid = (!error.is_empty()).then_some("true");
    view! {
        <div class="field" on:change=move |_| field.take() on:click=move |event| field.pressed(&event)>
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
            />
            {camera}
            {move || {
                let rows: Vec<_> = field.rows.with(|rows| rows.iter().map(|row| row.view(&proof, &field.twins(row))).collect());
                view! {
                    <ul class="file-list" role="list">{rows}</ul>
                    <p class="visually-hidden" role="status">{field.said.get()}</p>
                }
            }}
        </div>
    }
}

/// What is taken, said before anything is refused.
fn limits() -> String {
    format!(
        "写真（JPEG・PNG・WebP）またはPDF、1つ{}まで、{PROOFS_PER_CLAIM}個まで。",
        format_bytes(PROOF_MAX_BYTES)
    )
}

/// What the handlers of one field share.
#[derive(Clone, Copy)]
struct Field {
    live: Live,
    /// The id of the file input.
    id: StoredValue<String>,
    claim: StoredValue<Claim>,
    claim_name: StoredValue<String>,
    rows: RwSignal<Vec<Row>>,
    /// What is read out.
    said: RwSignal<String>,
    /// By the keys of the rows.
    held: StoredValue<Vec<Held>, LocalStorage>,
}

/// What only the browser has of a file.
#[derive(Default)]
struct Held {
    /// As it was chosen; kept for another try.
    file: Option<ChosenFile>,
    /// As it is sent.
    ready: Option<ChosenFile>,
    work: Option<Work>,
    picture: Option<Picture>,
}

impl Field {
    /// Takes the chosen files over from the input and sends them, several at once.
    fn take(self) {
        for file in self.id.with_value(|id| browser::take_files(id)) {
            let full = self
                .rows
                .with_untracked(|rows| rows.iter().filter(|row| row.counts()).count())
                >= PROOFS_PER_CLAIM;
            let name = file.name();
            let key = self.held.with_value(Vec::len);
            self.held.update_value(|held| {
                held.push(Held {
                    file: Some(file),
                    ..Held::default()
                });
            });
            self.rows.update(|rows| rows.push(Row::chosen(key, name)));
            if full {
                self.refuse(key, ProofRefusal::TooManyFiles);
            } else {
                self.start(key);
            }
        }
    }

    /// Looks at a file as the server will, makes it ready, then sends it.
    fn start(self, key: usize) {
        self.set(key, State::Sending(0));
        let Some(file) = self.file(key) else { return };
        if file.size() == 0 {
            return self.refuse(key, ProofRefusal::Empty);
        }
        self.live.begin();
        let chosen = file.clone();
        let start = file.read_start(SNIFF_BYTES, move |bytes| {
            // Later, because the reader cannot be let go while it is still telling.
            spawn_local(async move {
                let prepared = picture::prepare(chosen, sniff(&bytes)).await;
                if !self.has(key) {
                    // It was taken out of the list meanwhile.
                    return;
                }
                match prepared {
                    Ok(prepared) => {
                        self.change(key, |row| row.hint = prepared.hint);
                        self.hold(key, |held| held.ready = Some(prepared.file));
                        self.send(key, prepared.is_picture);
                    }
                    Err(refusal) => {
                        self.refuse(key, refusal);
                        self.settle(false);
                    }
                }
            });
        });
        self.hold(key, |held| held.work = Some(start));
    }

    fn send(self, key: usize, is_picture: bool) {
        let (Some(chosen), Some(file)) = (self.file(key), self.ready(key)) else {
            return;
        };
        if is_picture {
            let picture = file.picture();
            self.change(key, |row| row.picture = picture.address());
            self.hold(key, |held| held.picture = Some(picture));
        }
        let hear = move |heard| self.heard(key, heard);
        let done = move |answer| self.arrived(key, answer);
        let work = self
            .claim
            .with_value(|claim| upload::send(&self.application(), claim, &chosen, &file, hear, done));
        if work.is_none() {
            self.arrived(key, Err(ProofRefusal::Interrupted.sentence()));
        }
        self.hold(key, |held| held.work = work);
    }

    fn heard(self, key: usize, heard: Heard) {
        match heard {
            Heard::Arrived(percent) => self.set(key, State::Sending(percent)),
            Heard::Cut(percent) => {
                self.say(key, &format!("：{CUT}"));
                self.set(key, State::Cut(percent));
            }
        }
    }

    fn arrived(self, key: usize, answer: Result<Document, String>) {
        self.hold(key, |held| held.work = None);
        let stopped = !self.has(key);
        let arrived = answer.is_ok() || stopped;
        match answer {
            Ok(document) if self.holds(&document) => self.drop_row(key, "は、すでに添付されています。"),
            Ok(document) => {
                self.hold(key, |held| (held.file, held.ready) = (None, None));
                if !stopped {
                    let print = self.claim_name.with_value(|name| Print::of(&document, name.clone()));
                    self.live.prints.update(|prints| prints.push(print));
                }
                self.set(key, State::Stored(document, String::new()));
                self.say(key, &format!("を添付しました。{}", self.doubts(key)));
            }
            Err(sentence) => self.fail(key, sentence, true),
        }
        self.settle(arrived);
    }

    fn refuse(self, key: usize, refusal: ProofRefusal) {
        self.fail(key, refusal.sentence(), false);
    }

    fn fail(self, key: usize, sentence: String, again: bool) {
        self.say(key, &format!("は添付されていません。{sentence}"));
        self.set(key, State::Failed { sentence, again });
    }

    /// A button of a row was pressed.
    fn pressed(self, event: &leptos::ev::MouseEvent) {
        match browser::pressed(event) {
            Some((key, true)) => self.again(key),
            Some((key, false)) => self.remove(key),
            None => {}
        }
    }

    /// もう一度送る: at once where it only waits for the line. Or 削除しない, where that was asked.
    fn again(self, key: usize) {
        if let Some(State::Asking(document)) = self.state(key) {
            return self.set(key, State::Stored(document, String::new()));
        }
        let waits = self
            .held
            .with_value(|held| held.get(key).and_then(|held| held.work.as_ref()).map(Work::go_on));
        if waits.is_none() {
            self.start(key);
        }
    }

    /// Whether the list has this document already: a file that is sent twice for one claim is stored once.
    fn holds(self, document: &Document) -> bool {
        let is = |row: &Row| match &row.state {
            State::Stored(stored, _) | State::Asking(stored) => stored.id == document.id,
            _ => false,
        };
        self.rows.with_untracked(|rows| rows.iter().any(is))
    }

    /// 削除, which is asked about once, or 取り消す while it is on its way.
    fn remove(self, key: usize) {
        match self.state(key) {
            Some(State::Stored(document, _)) => {
                self.say(key, &format!("を{ASKED}"));
                self.set(key, State::Asking(document));
            }
            Some(State::Asking(document)) => {
                self.live.begin();
                let address = format!("{}/documents/{}/remove", self.application(), document.id);
                browser::remove(&address, move |answer: Result<(), String>| {
                    let removed = answer.is_ok();
                    match answer {
                        Ok(()) => {
                            self.live
                                .prints
                                .update(|prints| prints.retain(|print| print.id != document.id));
                            self.drop_row(key, "を削除しました。");
                        }
                        Err(sentence) => self.set(key, State::Stored(document, sentence)),
                    }
                    self.settle(removed);
                });
            }
            Some(State::Sending(_) | State::Cut(_)) => {
                self.drop_row(key, "の送信を取り消しました。");
                let work = self
                    .held
                    .try_update_value(|held| held.get_mut(key).and_then(|held| held.work.take()));
                if !work.flatten().is_some_and(Work::stop) {
                    self.settle(true);
                }
            }
            Some(State::Failed { .. }) => self.drop_row(key, "を一覧から外しました。"),
            None => {}
        }
    }

    fn drop_row(self, key: usize, what: &str) {
        self.say(key, what);
        self.rows.update(|rows| rows.retain(|row| row.key != key));
        self.id.with_value(|id| browser::focus(id));
    }

    /// Where else the file of a row is attached; empty for nowhere.
    fn twins(self, row: &Row) -> String {
        let State::Stored(document, _) = &row.state else {
            return String::new();
        };
        self.live
            .prints
            .with(|prints| twin_sentence(prints, document))
            .unwrap_or_default()
    }

    /// What may be wrong with a file that has arrived.
    fn doubts(self, key: usize) -> String {
        let row = self
            .rows
            .with_untracked(|rows| rows.iter().find(|row| row.key == key).cloned());
        row.map_or_else(String::new, |row| {
            format!("{}{}", row.hint_sentence(), untrack(|| self.twins(&row)))
        })
    }

    fn state(self, key: usize) -> Option<State> {
        let state = |rows: &Vec<Row>| rows.iter().find(|row| row.key == key).map(|row| row.state.clone());
        self.rows.with_untracked(state)
    }

    fn has(self, key: usize) -> bool {
        self.rows.with_untracked(|rows| rows.iter().any(|row| row.key == key))
    }

    fn ready(self, key: usize) -> Option<ChosenFile> {
        self.held
            .with_value(|held| held.get(key).and_then(|held| held.ready.clone()))
    }

    fn file(self, key: usize) -> Option<ChosenFile> {
        self.held
            .with_value(|held| held.get(key).and_then(|held| held.file.clone()))
    }

    fn hold(self, key: usize, change: impl FnOnce(&mut Held)) {
        self.held.update_value(|held| {
            held.get_mut(key).map(change);
        });
    }

    fn change(self, key: usize, change: impl FnOnce(&mut Row)) {
        self.rows.update(|rows| {
            rows.iter_mut().find(|row| row.key == key).map(change);
        });
    }

    fn set(self, key: usize, state: State) {
        self.change(key, |row| row.state = state);
    }

    fn say(self, key: usize, what: &str) {
        let name = self
            .rows
            .with_untracked(|rows| rows.iter().find(|row| row.key == key).map(|row| row.name.clone()));
        if let Some(name) = name {
            self.said.set(format!("「{name}」{what}"));
        }
    }

    /// The application's address.
    fn application(self) -> String {
        let application = self.live.application.get_value();
        application.map(|id| format!("/applications/{id}")).unwrap_or_default()
    }

    /// Something that was on its way has ended. Once the page shows it, the total follows, and a form that waits for
    /// it is sent.
    fn settle(self, arrived: bool) {
        spawn_local(async move {
            tick().await;
            self.id.with_value(|id| browser::announce_change(id));
            self.live.end(arrived);
        });
    }
}

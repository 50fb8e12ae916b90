//! One file of a field: on its way, stored, or refused.

use domain::application::{Document, names};
use domain::evidence::format_bytes;
use leptos::either::Either;
use leptos::prelude::*;

use super::Field;
use crate::applications::islands::browser::{ChosenFile, Picture, Work};

/// Where a file stands.
#[derive(Clone)]
pub(super) enum State {
    /// On the server, with why it could not be removed; empty for nothing.
    Stored(Document, String),
    /// On its way: percent.
    Sending(u8),
    /// Not on the server.
    Failed {
        /// Why, and what to do.
        sentence: String,
        /// Whether the same file may arrive at another try.
        again: bool,
    },
}

/// A file in the list. What belongs to it lives as long as the page.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) key: usize,
    pub(super) state: RwSignal<State>,
    name: StoredValue<String>,
    /// The address of its picture; empty for none.
    picture: RwSignal<String>,
    pub(super) held: StoredValue<Held, LocalStorage>,
}

/// What only the browser has of a file.
#[derive(Default)]
pub(super) struct Held {
    /// Kept for another try.
    pub(super) file: Option<ChosenFile>,
    pub(super) work: Option<Work>,
    picture: Option<Picture>,
}

impl Row {
    pub(super) fn stored(key: usize, document: Document) -> Row {
        let name = document.file_name.clone();
        Row::new(key, name, State::Stored(document, String::new()), Held::default())
    }

    pub(super) fn chosen(key: usize, file: ChosenFile) -> Row {
        Row::new(key, file.name(), State::Sending(0), Held { file: Some(file), ..Held::default() })
    }

    fn new(key: usize, name: String, state: State, held: Held) -> Row {
        Row {
            key,
            state: RwSignal::new(state),
            name: StoredValue::new(name),
            picture: RwSignal::new(String::new()),
            held: StoredValue::new_local(held),
        }
    }

    pub(super) fn name(self) -> String {
        self.name.get_value()
    }

    /// Whether it takes one of the places that a claim has.
    pub(super) fn counts(&self) -> bool {
        self.state.with_untracked(|state| !matches!(state, State::Failed { .. }))
    }

    pub(super) fn show(self, picture: Picture) {
        self.picture.set(picture.address());
        self.held.update_value(|held| held.picture = Some(picture));
    }
}

impl State {
    fn document(&self) -> Option<&Document> {
        match self {
            State::Stored(document, _) => Some(document),
            _ => None,
        }
    }

    fn detail(&self) -> String {
        match self {
            State::Stored(document, problem) if problem.is_empty() => {
                let pages = if document.pages > 1 { format!("{}ページ・", document.pages) } else { String::new() };
                format!("添付済み・{pages}{}", format_bytes(document.size_bytes))
            }
            State::Stored(_, problem) => problem.clone(),
            State::Sending(percent) => format!("送信中 {percent}%"),
            State::Failed { sentence, .. } => sentence.clone(),
        }
    }

    fn failed(&self) -> bool {
        match self {
            State::Stored(_, problem) => !problem.is_empty(),
            State::Sending(_) => false,
            State::Failed { .. } => true,
        }
    }

    /// What takes the file out of the list is called.
    fn way_out(&self) -> &'static str {
        match self {
            State::Stored(..) => "削除",
            State::Sending(_) => "取り消す",
            State::Failed { .. } => "閉じる",
        }
    }
}

/// The file's line. Its buttons stay the same elements, so that the focus stays where it is when the state changes.
#[component]
pub(super) fn RowView(field: Field, row: Row) -> impl IntoView {
    let state = row.state;
    let name = row.name();
    let id = move || state.with(|state| state.document().map(|document| document.id.to_string()));
    let href = move || id().map(|id| format!("/documents/{id}"));
    let proof = field.claim.with_value(|claim| format!("{}{claim}", names::PROOF));
    let thumbnail = move || match row.picture.get() {
        address if address.is_empty() => Either::Left(
            state.with(|state| state.document().map(|document| document.media_type.extension().to_uppercase())),
        ),
        address => Either::Right(view! { <img src=address alt="" width="64" height="64" /> }),
    };
    let progress = move || match state.get() {
        State::Sending(percent) => {
            Some(view! { <progress class="progress" max="100" value=percent aria-label="送信の進み具合"></progress> })
        }
        _ => None,
    };
    let stored = move || id().map(|id| view! { <input type="hidden" name=proof.clone() value=id autocomplete="off" /> });
    let again = move || {
        state.with(|state| matches!(state, State::Failed { again: true, .. })).then(|| {
            view! {
                <button class="button button--secondary button--small" type="button" on:click=move |_| field.start(row)>
                    "もう一度送る"
                </button>
            }
        })
    };
    view! {
        <li class="file" class:file--failed=move || state.with(State::failed)>
            <span class="file__thumb">{thumbnail}</span>
            <div>
                <a class="file__name" href=href target="_blank" rel="noopener">{name.clone()}</a>
                <span class="file__detail">{move || state.with(State::detail)}</span>
                {progress}
                {stored}
            </div>
            <div class="file__actions">
                {again}
                // Without a script it posts the form, which removes the document too.
                <button
                    class="button button--quiet button--small"
                    type="submit"
                    name="remove"
                    value=id
                    formnovalidate
                    on:click=move |event| {
                        event.prevent_default();
                        field.remove(row);
                    }
                >
                    {move || state.with(State::way_out)}
                    <span class="visually-hidden">{format!("：{name}")}</span>
                </button>
            </div>
        </li>
    }
}

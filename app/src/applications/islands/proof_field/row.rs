//! One file of a field: on its way, stored, or refused.

use domain::application::Document;
use domain::evidence::format_bytes;
use domain::evidence::legible::Hint;
use leptos::prelude::*;

/// What is said of a file whose line is cut.
pub(super) const CUT: &str = "通信が切れました。つながりしだい続きを送ります。";

/// What is asked before a stored file is removed.
pub(super) const ASKED: &str = "削除しますか。元に戻せません。";

/// A file in the list.
#[derive(Clone)]
pub(super) struct Row {
    /// Names it among the files of its field.
    pub(super) key: usize,
    pub(super) name: String,
    /// The address of its picture; empty for none.
    pub(super) picture: String,
    /// What may be wrong with what it shows.
    pub(super) hint: Option<Hint>,
    pub(super) state: State,
}

/// Where a file stands.
#[derive(Clone)]
pub(super) enum State {
    /// On the server, with why it could not be removed; empty for nothing.
    Stored(Document, String),
    /// On the server; whether it is to be removed is asked.
    Asking(Document),
    /// On its way: percent.
    Sending(u8),
    /// On its way, and the line is cut at so many percent.
    Cut(u8),
    /// Not on the server.
    Failed {
        /// Why, and what to do.
        sentence: String,
        /// Whether the same file may arrive at another try.
        again: bool,
    },
}

impl Row {
    pub(super) fn stored(key: usize, document: Document) -> Row {
        let name = document.file_name.clone();
        Row {
            key,
            name,
            picture: String::new(),
            hint: None,
            state: State::Stored(document, String::new()),
        }
    }

    pub(super) fn chosen(key: usize, name: String) -> Row {
        Row {
            key,
            name,
            picture: String::new(),
            hint: None,
            state: State::Sending(0),
        }
    }

    /// Whether it takes one of the places that a claim has.
    pub(super) fn counts(&self) -> bool {
        !matches!(self.state, State::Failed { .. })
    }

    /// What may be wrong with what it shows; empty for nothing, and for what was refused anyway.
    pub(super) fn hint_sentence(&self) -> &'static str {
        match self.state {
            State::Failed { .. } => "",
            _ => self.hint.map_or("", Hint::sentence),
        }
    }

    /// The file's line, with where else the same file is attached (empty for nowhere). It has the same elements in every state, so that the focus stays where it is.
    pub(super) fn view(&self, proof: &str, twins: &str) -> impl IntoView + use<> {
        let (document, percent, failed, again) = match &self.state {
            State::Stored(document, problem) => (Some(document), None, !problem.is_empty(), false),
            State::Asking(document) => (Some(document), None, false, true),
            State::Sending(percent) => (None, Some(*percent), false, false),
            State::Cut(percent) => (None, Some(*percent), false, true),
            State::Failed { again, .. } => (None, None, true, *again),
        };
        let id = document.map(|document| document.id.to_string());
        let href = id.as_ref().map(|id| format!("/documents/{id}"));
        let kind = document.map_or("", |document| document.media_type.extension());
        let hint = self.hint_sentence();
        let picture = (!self.picture.is_empty()).then(|| self.picture.clone());
        view! {
            <li class=if failed { "file file--failed" } else { "file" }>
                <span class="file__thumb">
                    <img hidden=picture.is_none() src=picture alt="" width="64" height="64" />
                    <span class="file__kind">{kind}</span>
                </span>
                <div>
                    <a class="file__name" href=href target="_blank" rel="noopener">{self.name.clone()}</a>
                    <span class="file__detail">{self.detail()}</span>
                    <span class="file__hint" hidden=hint.is_empty()>{hint}</span>
                    <span class="file__hint" hidden=twins.is_empty()>{twins.to_owned()}</span>
                    <progress class="progress" max="100" value=percent hidden=percent.is_none() aria-label="送信の進み具合">
                    </progress>
                    <input type="hidden" name=proof.to_owned() value=id.clone() disabled=id.is_none() autocomplete="off" />
                </div>
                <div class="file__actions">
                    <button class="button button--secondary button--small" type="button" data-row=self.key hidden=!again>
                        {self.way_on()}
                    </button>
                    // Without a script it posts the form, which removes the document too.
                    <button
                        class="button button--quiet button--small"
                        type="submit"
                        name="remove"
                        value=id
                        formnovalidate
                        data-row=self.key
                    >
                        {self.way_out()}
                        <span class="visually-hidden">{format!("：{}", self.name)}</span>
                    </button>
                </div>
            </li>
        }
    }

    fn detail(&self) -> String {
        match &self.state {
            State::Stored(document, problem) if problem.is_empty() => {
                let pages = if document.pages > 1 {
                    format!("{}ページ・", document.pages)
                } else {
                    String::new()
                };
                format!("添付済み・{pages}{}", format_bytes(document.size_bytes))
            }
            State::Stored(_, problem) => problem.clone(),
            State::Asking(_) => ASKED.to_owned(),
            State::Sending(percent) => format!("送信中 {percent}%"),
            State::Cut(_) => CUT.to_owned(),
            State::Failed { sentence, .. } => sentence.clone(),
        }
    }

    /// What leaving the file in the list is called.
    fn way_on(&self) -> &'static str {
        match self.state {
            State::Asking(_) => "削除しない",
            _ => "もう一度送る",
        }
    }

    /// What taking the file out of the list is called.
    fn way_out(&self) -> &'static str {
        match self.state {
            State::Stored(..) => "削除",
            State::Asking(_) => "削除する",
            State::Sending(_) | State::Cut(_) => "取り消す",
            State::Failed { .. } => "閉じる",
        }
    }
}

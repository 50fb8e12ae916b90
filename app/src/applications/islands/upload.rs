//! A proof on its way to the server: announced, sent in pieces, finished. Where the line is cut it waits and goes on.
//! `upload_on_server.rs` has the same names for the server, where none of them is ever called.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::application::{Claim, Document};
use domain::upload::{PIECE_BYTES, UploadProgress, UploadRefusal, piece_count, piece_length};
use js_sys::futures::JsFuture;
use js_sys::{ArrayBuffer, Function, Promise, Uint8Array, encode_uri_component};
use leptos::prelude::window;
use leptos::serde_json;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

use super::browser::{self, ChosenFile, Work, failure, percent};

/// What is heard of a file on its way.
#[derive(Clone, Copy)]
pub(super) enum Heard {
    /// So many percent have arrived.
    Arrived(u8),
    /// The line is cut at so many percent; it goes on by itself.
    Cut(u8),
}

/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: i32 = 30;
/// How long one request may take, in milliseconds: a piece in two minutes is 17 kbit/s.
const REQUEST_MS: u32 = 120_000;

const FORM: &str = "application/x-www-form-urlencoded";
const BYTES: &str = "application/octet-stream";

/// Sends `sent` as the proof of a claim of the application at `application`; `chosen` is the file as the person chose
/// it, from which `sent` may have been made. `hear` hears how it goes on; `done` hears the stored document or what went
/// wrong, unless the sending is stopped.
pub(super) fn send(
    application: &str,
    claim: &Claim,
    chosen: &ChosenFile,
    sent: &ChosenFile,
    hear: impl Fn(Heard) + 'static,
    done: impl FnOnce(Result<Document, String>) + 'static,
) -> Option<Work> {
    if !window().is_secure_context() {
        // Without https a browser computes no fingerprints: the file goes in one piece, and the server takes them.
        let address = format!("{application}/documents");
        return browser::send(
            &address,
            claim,
            sent,
            move |percent| hear(Heard::Arrived(percent)),
            done,
        );
    }
    let line = Rc::new(Line::default());
    let parcel = Parcel {
        address: format!("{application}/uploads"),
        claim: claim.to_string(),
        chosen: chosen.clone(),
        sent: sent.clone(),
        line: line.clone(),
        hear: Rc::new(hear),
    };
    spawn_local(async move {
        let outcome = parcel.travel().await;
        if !parcel.line.stopped.get() {
            done(outcome);
        }
    });
    Some(Work::Uploading(Sending(line)))
}

/// A file on its way, for whoever may stop it.
pub(super) struct Sending(Rc<Line>);

impl Sending {
    /// Ends it; nothing more will be told.
    pub(super) fn stop(&self) {
        self.0.stopped.set(true);
        if let Some(request) = self.0.request.take() {
            let _ = request.abort();
        }
        self.go_on();
    }

    /// Ends the pause before the next try.
    pub(super) fn go_on(&self) {
        if let Some(wake) = self.0.wake.take() {
            let _ = wake.call0(&JsValue::NULL);
        }
    }
}

/// What is under way of one file, shared with whoever may stop it.
#[derive(Default)]
struct Line {
    stopped: Cell<bool>,
    request: RefCell<Option<XmlHttpRequest>>,
    /// Ends the pause that it is in.
    wake: RefCell<Option<Function>>,
}

/// Why a try did not come to its end.
enum Trouble {
    /// No answer, or none of ours: it may go better later.
    Cut,
    /// This sentence, which another try would not change.
    Told(String),
}

struct Parcel {
    address: String,
    claim: String,
    chosen: ChosenFile,
    sent: ChosenFile,
    line: Rc<Line>,
    hear: Rc<dyn Fn(Heard)>,
}

impl Parcel {
    async fn travel(&self) -> Result<Document, String> {
        let unreadable = || UploadRefusal::Unreadable.sentence();
        let sha256_chosen = sha256(self.chosen.blob()).await.ok_or_else(unreadable)?;
        let sha256_sent = if self.sent.is(&self.chosen) {
            sha256_chosen.clone()
        } else {
            sha256(self.sent.blob()).await.ok_or_else(unreadable)?
        };
        let announcement = format!(
            "claim={}&file_name={}&size={}&sha256_chosen={sha256_chosen}&sha256_sent={sha256_sent}",
            encode_uri_component(&self.claim),
            encode_uri_component(&self.chosen.name()),
            self.sent.size(),
        );
        let (tries, arrived) = (Cell::new(0), Cell::new(0));
        loop {
            match self.try_once(&announcement, &tries, &arrived).await {
                Ok(document) => return Ok(document),
                Err(Trouble::Told(sentence)) => return Err(sentence),
                Err(Trouble::Cut) if self.line.stopped.get() => return Err(String::new()),
                Err(Trouble::Cut) => {
                    (self.hear)(Heard::Cut(self.percent(arrived.get(), 0.0)));
                    self.line.pause((1 << tries.get().min(5)).min(LONGEST_PAUSE)).await;
                    tries.set(tries.get() + 1);
                }
            }
        }
    }

    /// Announces the file, which also tells what is there already, and sends the rest.
    async fn try_once(&self, announcement: &str, tries: &Cell<i32>, arrived: &Cell<u64>) -> Result<Document, Trouble> {
        let size = self.sent.size();
        let UploadProgress { id, present } = self.post("", FORM, &announcement.into(), None).await?;
        let there = present.iter().map(|number| piece_length(size, *number)).sum();
        arrived.set(there);
        (self.hear)(Heard::Arrived(self.percent(there, 0.0)));
        for number in (0..piece_count(size)).filter(|number| !present.contains(number)) {
            let piece = self.piece(number).await?;
            let path = format!("/{id}/pieces/{number}");
            self.post::<()>(&path, BYTES, &piece, Some(arrived.get())).await?;
            arrived.set(arrived.get() + piece_length(size, number));
            tries.set(0);
        }
        self.post(&format!("/{id}/finish"), FORM, &JsValue::NULL, None).await
    }

    async fn piece(&self, number: u32) -> Result<JsValue, Trouble> {
        let start = float(u64::from(number) * PIECE_BYTES);
        let end = start + float(piece_length(self.sent.size(), number));
        let piece = self.sent.blob().slice_with_f64_and_f64(start, end).ok();
        // Read here, so that a file that is gone from the device does not look like a line that is cut.
        match piece {
            Some(piece) => bytes_of(&piece).await.map(JsValue::from),
            None => None,
        }
        .ok_or_else(|| Trouble::Told(UploadRefusal::Unreadable.sentence()))
    }

    /// Posts and reads the answer. With `arrived`, the bytes that were there before, it tells how the body goes on.
    async fn post<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        kind: &str,
        body: &JsValue,
        arrived: Option<u64>,
    ) -> Result<T, Trouble> {
        if self.line.stopped.get() {
            return Err(Trouble::Cut);
        }
        let request = XmlHttpRequest::new().map_err(|_| Trouble::Cut)?;
        let (hear, size) = (self.hear.clone(), self.sent.size());
        let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            if let Some(arrived) = arrived {
                hear(Heard::Arrived(share(arrived, event.loaded(), size)));
            }
        });
        let sent = self.begin(&request, path, kind, body, &progress);
        let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        if sent.is_ok() {
            self.line.request.replace(Some(request.clone()));
            let _ = JsFuture::from(ended).await;
            self.line.request.take();
        }
        let text = request.response_text().ok().flatten().unwrap_or_default();
        let status = request.status().unwrap_or(0);
        match serde_json::from_str::<Result<T, String>>(&text) {
            Ok(answer) => answer.map_err(Trouble::Told),
            Err(_) if matches!(status, 0 | 408 | 429 | 502..=504) => Err(Trouble::Cut),
            Err(_) => Err(Trouble::Told(failure(status))),
        }
    }

    fn begin(
        &self,
        request: &XmlHttpRequest,
        path: &str,
        kind: &str,
        body: &JsValue,
        progress: &Closure<dyn Fn(ProgressEvent)>,
    ) -> Result<(), JsValue> {
        request.open_with_async("POST", &format!("{}{path}", self.address), true)?;
        request.set_request_header("Content-Type", kind)?;
        request.set_timeout(REQUEST_MS);
        request
            .upload()?
            .set_onprogress(Some(progress.as_ref().unchecked_ref()));
        match body.as_string() {
            Some(text) => request.send_with_opt_str(Some(&text)),
            None => request.send_with_opt_js_u8_array(body.dyn_ref()),
        }
    }

    fn percent(&self, arrived: u64, more: f64) -> u8 {
        share(arrived, more, self.sent.size())
    }
}

impl Line {
    /// Waits for so many seconds, or until the device is online again, or somebody presses もう一度送る.
    async fn pause(&self, seconds: i32) {
        let window = window();
        let over = Promise::new(&mut |resolve, _| {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, seconds * 1_000);
            let _ = window.add_event_listener_with_callback("online", &resolve);
            self.wake.replace(Some(resolve));
        });
        let _ = JsFuture::from(over).await;
        if let Some(wake) = self.wake.take() {
            let _ = window.remove_event_listener_with_callback("online", &wake);
        }
    }
}

fn share(arrived: u64, more: f64, size: u64) -> u8 {
    percent((float(arrived) + more) / float(size))
}

/// No proof has more bytes than fit.
fn float(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX))
}

async fn bytes_of(blob: &Blob) -> Option<Uint8Array> {
    let buffer: ArrayBuffer = JsFuture::from(blob.array_buffer()).await.ok()?.dyn_into().ok()?;
    Some(Uint8Array::new(&buffer))
}

/// In hexadecimal; none where the file cannot be read.
async fn sha256(blob: &Blob) -> Option<String> {
    let bytes = bytes_of(blob).await?;
    let subtle = window().crypto().ok()?.subtle();
    let digest = subtle.digest_with_str_and_js_u8_array("SHA-256", &bytes).ok()?;
    let digest: ArrayBuffer = JsFuture::from(digest).await.ok()?.dyn_into().ok()?;
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    let digits = |byte: u8| [digit(byte >> 4), digit(byte & 15)];
    Some(Uint8Array::new(&digest).to_vec().into_iter().flat_map(digits).collect())
}

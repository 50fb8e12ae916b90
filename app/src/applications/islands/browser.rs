//! What the islands of an application do to the page itself. `browser_on_server.rs` has the same names for the server,
//! where none of them is ever called.

use domain::application::{Claim, Document, names};
use domain::evidence::ProofRefusal;
use domain::field::FormValues;
use domain::fiscal_year::FiscalYear;
use domain::text::folded;
use domain::units::Units;
use gloo_file::callbacks::{FileReader, read_as_bytes};
use gloo_file::{Blob, ObjectUrl};
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::{document, window};
use leptos::serde_json;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    ProgressEvent, XmlHttpRequest,
};

use super::upload::Sending;
use super::{BEFORE, REGISTERED};
use crate::applications::FORM;

fn by_id<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn form() -> Option<HtmlFormElement> {
    by_id(FORM)
}

/// Tells the stylesheet that scripts run: what is there only for browsers without them goes.
pub(super) fn wake() {
    if let Some(body) = document().body() {
        let _ = body.class_list().add_1("awake");
    }
}

/// Shows the total of the chosen years and which years lie before them.
pub(super) fn show_years(from: Option<FiscalYear>, registered: Units) {
    if let Some(total) = by_id::<HtmlInputElement>(REGISTERED) {
        total.set_value(&registered.to_string());
    }
    let Ok(years) = document().query_selector_all("[data-year]") else {
        return;
    };
    for year in (0..years.length()).filter_map(|index| years.get(index)?.dyn_into::<Element>().ok()) {
        let number = year
            .get_attribute("data-year")
            .and_then(|year| year.parse().ok())
            .and_then(FiscalYear::new);
        let _ = year
            .class_list()
            .toggle_with_force(BEFORE, from.is_none() || number < from);
    }
}

/// The form as it would be posted now, without its files.
pub(super) fn form_values() -> FormValues {
    let mut values = FormValues::default();
    let Some(data) = form().and_then(|form| FormData::new_with_form(&form).ok()) else {
        return values;
    };
    for pair in js_sys::try_iter(&data).ok().flatten().into_iter().flatten().flatten() {
        let pair: js_sys::Array = pair.unchecked_into();
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            values.push(name, value);
        }
    }
    values
}

/// Writes a hidden field of the form.
pub(super) fn set_value(name: &str, value: &str) {
    let found = form().and_then(|form| form.query_selector(&format!("input[name=\"{name}\"]")).ok().flatten());
    if let Some(input) = found.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value(value);
    }
}

/// Writes what `values` say into the controls of the form whose names `takes` takes.
pub(super) fn fill(takes: impl Fn(&str) -> bool, values: &FormValues) {
    let controls = form().and_then(|form| form.query_selector_all("[name]").ok());
    let Some(controls) = controls else { return };
    for control in (0..controls.length()).filter_map(|index| controls.get(index)?.dyn_into::<Element>().ok()) {
        let name = control.get_attribute("name").unwrap_or_default();
        if !takes(&name) {
            continue;
        }
        let value = values.all(&name).next().unwrap_or_default();
        if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
            match input.type_().as_str() {
                "checkbox" | "radio" => input.set_checked(values.all(&name).any(|value| value == input.value())),
                _ => input.set_value(value),
            }
        } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
            select.set_value(value);
        } else if let Some(area) = control.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(value);
        }
    }
}

/// Calls back whenever the network has come back, as long as the page lives.
pub(super) fn on_online(again: impl Fn() + 'static) {
    let again = Closure::<dyn Fn()>::new(again).into_js_value();
    let _ = window().add_event_listener_with_callback("online", again.unchecked_ref());
}

/// Where to log in again, to come back to the control that has the focus.
pub(super) fn log_in_address() -> String {
    let path = window().location().pathname().unwrap_or_default();
    let field = document()
        .active_element()
        .map(|element| element.id())
        .unwrap_or_default();
    let back = if field.is_empty() {
        path
    } else {
        format!("{path}#{field}")
    };
    format!("/login?next={}", js_sys::encode_uri_component(&back))
}

/// Puts the focus where the address says, once: the browser itself only scrolls there.
pub(super) fn focus_on_the_place() {
    if let Ok(place) = window().location().hash()
        && let Some(id) = place.strip_prefix('#')
    {
        focus(id);
    }
}

/// The id of the field in which a code is searched.
pub(super) const CODE_SEARCH: &str = "code-search";

/// Shows the codes of the list whose number or name has what is searched; how many there are.
pub(super) fn show_codes() -> usize {
    let searched = by_id::<HtmlInputElement>(CODE_SEARCH).map(|field| folded(&field.value()));
    let (Some(searched), Ok(lines)) = (searched, document().query_selector_all("[data-code]")) else {
        return 0;
    };
    let mut count = 0;
    for line in (0..lines.length()).filter_map(|index| lines.get(index)?.dyn_into::<Element>().ok()) {
        let has = |attribute: &str| line.get_attribute(attribute).unwrap_or_default();
        let shown = has("data-name").contains(&searched) || has("data-code") == searched;
        count += usize::from(shown);
        let _ = line.toggle_attribute_with_force("hidden", !shown);
    }
    count
}

/// The element that an event comes from.
fn target_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The nearest element around it, itself included, that a selector names.
fn around(event: &Event, selector: &str) -> Option<Element> {
    target_of(event)?.closest(selector).ok().flatten()
}

/// Puts the code whose button was pressed behind those that the field has already.
pub(super) fn add_code(event: &Event) {
    let code = around(event, "button[data-add]").and_then(|button| button.get_attribute("data-add"));
    let field = by_id::<HtmlInputElement>(names::CODES);
    if let (Some(code), Some(field)) = (code, field) {
        let typed = field.value();
        let has = |separator| typed.split(separator).any(|part: &str| part.trim() == code);
        if typed.trim().is_empty() {
            field.set_value(&code);
        } else if !has('、') && !has(',') {
            field.set_value(&format!("{}、{code}", typed.trim()));
        }
        announce_change(names::CODES);
    }
}

/// The name of the control that an event comes from.
pub(super) fn name_of(event: &Event) -> String {
    target_of(event)
        .and_then(|element| element.get_attribute("name"))
        .unwrap_or_default()
}

/// Puts other options into a select, with the one chosen if it is among them.
pub(super) fn replace_options(name: &str, options: &[(String, String)], chosen: &str) {
    let Some(select) = by_id::<HtmlSelectElement>(&crate::ui::field_id(name)) else {
        return;
    };
    select.set_inner_html("");
    for (value, label) in options {
        let Ok(option) = document().create_element("option") else {
            continue;
        };
        option.set_text_content(Some(label));
        let _ = option.set_attribute("value", value);
        let _ = select.append_child(&option);
    }
    select.set_value(chosen);
    if select.selected_index() < 0 {
        select.set_selected_index(0);
    }
}

/// The row of a list of files whose button was pressed, and whether it was the one for another try.
pub(super) fn pressed(event: &Event) -> Option<(usize, bool)> {
    let button = around(event, "button[data-row]")?;
    event.prevent_default();
    Some((
        button.get_attribute("data-row")?.parse().ok()?,
        button.get_attribute("type")? == "button",
    ))
}

/// Opens what is folded up within an element.
pub(super) fn open_within(id: &str) {
    let folded =
        by_id::<Element>(id).and_then(|element| element.query_selector("details:not([hidden])").ok().flatten());
    if let Some(folded) = folded {
        let _ = folded.set_attribute("open", "");
    }
}

/// What was wrong with a control, or with the group that it stands in, is no longer said once it is changed: whether
/// it is right shows when it is sent.
pub(super) fn settle_error(event: &Event) {
    let wrong = around(event, "[aria-describedby*='-error']:not([type='file'])");
    let Some(wrong) = wrong else { return };
    let _ = wrong.remove_attribute("aria-invalid");
    for id in wrong.get_attribute("aria-describedby").unwrap_or_default().split(' ') {
        if let Some(sentence) = by_id::<Element>(id).filter(|_| id.ends_with("-error")) {
            let _ = sentence.set_attribute("hidden", "");
        }
    }
}

/// Scrolls as little as it takes to show the control that an event comes from, with its label.
pub(super) fn keep_in_view(event: &Event) {
    if let Some(control) = target_of(event) {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        control.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

/// Puts the focus on an element.
pub(super) fn focus(id: &str) {
    if let Some(element) = by_id::<HtmlElement>(id) {
        let _ = element.focus();
    }
}

/// Tells the form, as any change of a control would, that what it says has changed.
pub(super) fn announce_change(id: &str) {
    if let (Some(element), Ok(event)) = (by_id::<Element>(id), Event::new("input")) {
        event.init_event_with_bubbles("input", true);
        let _ = element.dispatch_event(&event);
    }
}

/// The time on the device's clock: 「14:03」.
pub(super) fn clock() -> String {
    let now = js_sys::Date::new_0();
    format!("{}:{:02}", now.get_hours(), now.get_minutes())
}

/// The button that a form is being sent with.
pub(super) struct Submitter(Option<HtmlElement>);

impl Submitter {
    pub(super) fn of(event: &SubmitEvent) -> Submitter {
        Submitter(event.submitter())
    }

    fn attribute(&self, name: &str) -> String {
        self.0
            .as_ref()
            .and_then(|button| button.get_attribute(name))
            .unwrap_or_default()
    }

    pub(super) fn name(&self) -> String {
        self.attribute("name")
    }

    pub(super) fn is_unusable(&self) -> bool {
        self.attribute("aria-disabled") == "true"
    }

    /// Sends the form with this button once more.
    pub(super) fn submit_again(&self) {
        if let Some(form) = form() {
            let _ = form.request_submit_with_submitter(self.0.as_ref());
        }
    }
}

/// A file that was chosen and is not yet on the server.
#[derive(Clone)]
pub(super) struct ChosenFile(gloo_file::File);

/// Takes the chosen files out of a file input, which a plain post would otherwise send a second time.
pub(super) fn take_files(input_id: &str) -> Vec<ChosenFile> {
    let Some(input) = by_id::<HtmlInputElement>(input_id) else {
        return Vec::new();
    };
    let files = input.files().map(gloo_file::FileList::from);
    let chosen = files
        .iter()
        .flat_map(|files| files.iter().cloned())
        .map(ChosenFile)
        .collect();
    input.set_value("");
    chosen
}

impl ChosenFile {
    pub(super) fn blob(&self) -> &web_sys::Blob {
        self.0.as_ref()
    }

    /// Whether both are the very same file.
    pub(super) fn is(&self, other: &ChosenFile) -> bool {
        js_sys::Object::is(self.blob(), other.blob())
    }

    pub(super) fn name(&self) -> String {
        self.0.name()
    }

    pub(super) fn size(&self) -> u64 {
        self.0.size()
    }

    /// The file as the browser knows it.
    pub(super) fn as_file(&self) -> &web_sys::File {
        self.0.as_ref()
    }

    /// A file that was made here out of the one that was chosen.
    pub(super) fn made(file: web_sys::File) -> ChosenFile {
        ChosenFile(file.into())
    }

    /// Reads the first bytes; none where the file cannot be read.
    pub(super) fn read_start(&self, bytes: usize, then: impl FnOnce(Vec<u8>) + 'static) -> Work {
        let start = Blob::from(self.0.clone()).slice(0, self.size().min(bytes as u64));
        Work::Reading(read_as_bytes(&start, move |bytes| then(bytes.unwrap_or_default())))
    }

    /// A picture of the file for the page, for as long as the value lives.
    pub(super) fn picture(&self) -> Picture {
        Picture(ObjectUrl::from(self.0.clone()))
    }
}

/// The address of a file that only this page can see.
pub(super) struct Picture(ObjectUrl);

impl Picture {
    pub(super) fn address(&self) -> String {
        self.0.to_string()
    }
}

/// Something under way for one file, which ends when it is dropped or stopped.
pub(super) enum Work {
    /// Its first bytes are being read.
    Reading(FileReader),
    /// It is being sent in one piece.
    Sending(XmlHttpRequest),
    /// It is being sent in pieces.
    Uploading(Sending),
}

impl Work {
    /// Ends it; whether the end will still be told to who waits for it.
    pub(super) fn stop(self) -> bool {
        match self {
            Work::Reading(reader) => {
                drop(reader);
                false
            }
            Work::Sending(request) => request.abort().is_ok(),
            Work::Uploading(sending) => {
                sending.stop();
                false
            }
        }
    }

    /// Where it waits for the line, it tries again now.
    pub(super) fn go_on(&self) {
        if let Work::Uploading(sending) = self {
            sending.go_on();
        }
    }
}

/// Sends a file as the proof of a claim. `progress` hears percent; `done` hears the stored document or what went wrong.
pub(super) fn send(
    address: &str,
    claim: &Claim,
    file: &ChosenFile,
    progress: impl Fn(u8) + 'static,
    done: impl FnOnce(Result<Document, String>) + 'static,
) -> Option<Work> {
    let body = FormData::new().ok()?;
    body.append_with_str("claim", &claim.to_string()).ok()?;
    body.append_with_blob_and_filename("file", file.0.as_ref(), &file.name())
        .ok()?;
    let request = XmlHttpRequest::new().ok()?;
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            progress(percent(event.loaded() / event.total()));
        }
    });
    request
        .upload()
        .ok()?
        .set_onprogress(Some(progress.as_ref().unchecked_ref()));
    finish(&request, address, Some(&body), move |answer| {
        drop(progress);
        done(answer);
    })?;
    Some(Work::Sending(request))
}

/// Removes a stored document.
pub(super) fn remove(address: &str, done: impl FnOnce(Result<(), String>) + 'static) {
    let Ok(request) = XmlHttpRequest::new() else { return };
    let _ = finish::<()>(&request, address, None, done);
}

/// Posts `body` and reads the answer, which is `{"Ok": …}` or `{"Err": "a sentence"}`.
fn finish<T: serde::de::DeserializeOwned + 'static>(
    request: &XmlHttpRequest,
    address: &str,
    body: Option<&FormData>,
    done: impl FnOnce(Result<T, String>) + 'static,
) -> Option<()> {
    request.open_with_async("POST", address, true).ok()?;
    let answered = request.clone();
    // `loadend` comes exactly once, whether the request succeeds, fails or is stopped.
    let end = Closure::once_into_js(move |_: ProgressEvent| {
        let text = answered.response_text().ok().flatten().unwrap_or_default();
        done(serde_json::from_str(&text).unwrap_or_else(|_| Err(failure(answered.status().unwrap_or(0)))));
    });
    request.set_onloadend(Some(end.unchecked_ref()));
    match body {
        Some(body) => request.send_with_opt_form_data(Some(body)),
        None => request
            .set_request_header("Content-Type", "application/x-www-form-urlencoded")
            .and_then(|()| request.send()),
    }
    .map_err(|_: JsValue| ())
    .ok()
}

/// What an answer without a sentence means.
pub(super) fn failure(status: u16) -> String {
    match status {
        0 => ProofRefusal::Interrupted.sentence(),
        413 => ProofRefusal::TooLarge.sentence(),
        // 200 is the log-in page: the session is over.
        200 | 401 | 403 | 404 => {
            "送信できませんでした。画面を開き直し、必要ならログインし直してから、もう一度選んでください。".to_owned()
        }
        _ => "送信できませんでした。時間をおいて、もう一度お試しください。".to_owned(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a fraction of one times 100 fits"
)]
pub(super) fn percent(fraction: f64) -> u8 {
    (fraction.clamp(0.0, 1.0) * 100.0) as u8
}

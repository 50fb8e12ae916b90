//! More of what the islands do to the page itself: the trial, the what-if, the search. `page_on_server.rs` has the same
//! names for the server, where none of them is ever called.

use domain::text::found;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{ITEMS, PROOF_EXAMPLES};

fn by_id<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn all(inside: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = inside.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.get(index)?.dyn_into().ok())
        .collect()
}

fn first(inside: &Element, selector: &str) -> Option<Element> {
    inside.query_selector(selector).ok().flatten()
}

fn text(inside: &Element, selector: &str) -> String {
    first(inside, selector)
        .and_then(|element| element.text_content())
        .unwrap_or_default()
}

fn hide(element: &Element, hidden: bool) {
    let _ = element.toggle_attribute_with_force("hidden", hidden);
}

/// What stands in a text field now.
pub(super) fn typed(id: &str) -> String {
    by_id::<HtmlInputElement>(id)
        .map(|input| input.value())
        .unwrap_or_default()
}

/// Takes the name off a control: it is sent no more.
pub(super) fn take_name(id: &str) {
    if let Some(control) = by_id::<Element>(id) {
        let _ = control.remove_attribute("name");
    }
}

/// Writes a text into an element.
pub(super) fn say(id: &str, text: &str) {
    if let Some(element) = by_id::<Element>(id)
        && element.text_content().as_deref() != Some(text)
    {
        element.set_text_content(Some(text));
    }
}

/// Says beside a control what is wrong with it, or with an empty sentence that nothing is.
pub(super) fn blame(id: &str, sentence: &str) {
    let error = format!("{id}-error");
    say(&error, sentence);
    hide_by_id(&error, sentence.is_empty());
    if let Some(control) = by_id::<Element>(id) {
        let _ = if sentence.is_empty() {
            control.remove_attribute("aria-invalid")
        } else {
            control.set_attribute("aria-invalid", "true")
        };
    }
}

/// Hides an element, or shows it again.
pub(super) fn hide_by_id(id: &str, hidden: bool) {
    if let Some(element) = by_id::<Element>(id) {
        hide(&element, hidden);
    }
}

/// Keeps Enter from sending the form around; while kana are being turned into kanji it does not send anyway.
pub(super) fn no_enter(event: &KeyboardEvent) {
    if event.key() == "Enter" && !event.is_composing() {
        event.prevent_default();
    }
}

/// Whether an event comes from this element.
pub(super) fn is_from(event: &MouseEvent, id: &str) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.id() == id)
}

/// Empties a text field and puts the focus into it.
pub(super) fn clear(id: &str) {
    if let Some(input) = by_id::<HtmlInputElement>(id) {
        input.set_value("");
        let _ = input.unchecked_ref::<HtmlElement>().focus();
    }
}

/// Takes back what a refused form was told, control by control, as it is mended. `wrong` are the ids of the controls
/// that are still wrong; nothing new is ever complained of while somebody types.
pub(super) fn forgive(wrong: &[String]) {
    let Some(main) = by_id::<Element>("main") else { return };
    for error in all(&main, ".field__error") {
        let id = error.id();
        let control = id.strip_suffix("-error").unwrap_or(&id);
        if wrong.iter().any(|wrong| wrong == control) {
            continue;
        }
        if let Some(control) = by_id::<Element>(control) {
            let _ = control.remove_attribute("aria-invalid");
        }
        // Removed and not hidden: a hidden text would still be read out as the control's description.
        error.remove();
    }
    if let Some(summary) = first(&main, ".error-summary") {
        hide(&summary, wrong.is_empty());
    }
}

/// Shows the items that a query finds and those that are ticked, hides the others and the headings without any, and
/// says how many are found.
pub(super) fn show_items(query: &str) -> usize {
    let Some(list) = by_id::<Element>(ITEMS) else { return 0 };
    let mut count = 0;
    for group in all(&list, "fieldset") {
        let heading = text(&group, "legend");
        let mut any = false;
        for item in all(&group, ".choice") {
            let says = format!(
                "{heading} {} {}",
                text(&item, ".choice__label"),
                proofs(&text(&item, ".choice__hint"))
            );
            let is_found = found(query, &says);
            let ticked = first(&item, ".choice__box")
                .and_then(|input| input.dyn_into::<HtmlInputElement>().ok())
                .is_some_and(|input| input.checked());
            count += usize::from(is_found);
            any |= is_found || ticked;
            hide(&item, !is_found && !ticked);
        }
        hide(&group, !any);
    }
    count
}

/// The accepted proofs without the words that stand before all of them.
fn proofs(hint: &str) -> &str {
    hint.strip_prefix(PROOF_EXAMPLES).unwrap_or(hint)
}

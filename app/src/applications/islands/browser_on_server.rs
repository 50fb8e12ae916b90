//! The names of `browser.rs` on the server, which renders islands and never runs them.
#![expect(clippy::unused_self, reason = "the signatures are those of the browser's side")]

use domain::field::FormValues;
use domain::fiscal_year::FiscalYear;
use domain::units::Units;
use leptos::ev::{Event, SubmitEvent};

pub(super) fn wake() {}

pub(super) fn show_years(_: Option<FiscalYear>, _: Units) {}

pub(super) fn pressed(_: &Event) -> Option<(usize, bool)> {
    None
}

pub(super) fn form_values() -> FormValues {
    FormValues::default()
}

pub(super) fn set_value(_: &str, _: &str) {}

pub(super) fn fill(_: impl Fn(&str) -> bool, _: &FormValues) {}

pub(super) fn on_online(_: impl Fn() + 'static) {}

pub(super) fn log_in_address() -> String {
    String::new()
}

pub(super) fn focus_on_the_place() {}

pub(super) const CODE_SEARCH: &str = "code-search";

pub(super) fn show_codes() -> usize {
    0
}

pub(super) fn add_code(_: &Event) {}

pub(super) fn name_of(_: &Event) -> String {
    String::new()
}

pub(super) fn replace_options(_: &str, _: &[(String, String)], _: &str) {}

pub(super) fn open_within(_: &str) {}

pub(super) fn settle_error(_: &Event) {}

pub(super) fn keep_in_view(_: &Event) {}

pub(super) fn focus(_: &str) {}

pub(super) fn announce_change(_: &str) {}

pub(super) fn clock() -> String {
    String::new()
}

pub(super) struct Submitter;

impl Submitter {
    pub(super) fn of(_: &SubmitEvent) -> Submitter {
        Submitter
    }

    pub(super) fn name(&self) -> String {
        String::new()
    }

    pub(super) fn is_unusable(&self) -> bool {
        false
    }

    pub(super) fn submit_again(&self) {}
}

#[derive(Clone)]
pub(super) struct ChosenFile;

pub(super) fn take_files(_: &str) -> Vec<ChosenFile> {
    Vec::new()
}

impl ChosenFile {
    pub(super) fn name(&self) -> String {
        String::new()
    }

    pub(super) fn size(&self) -> u64 {
        0
    }

    pub(super) fn read_start(&self, _: usize, _: impl FnOnce(Vec<u8>) + 'static) -> Work {
        Work
    }

    pub(super) fn picture(&self) -> Picture {
        Picture
    }
}

pub(super) struct Picture;

impl Picture {
    pub(super) fn address(&self) -> String {
        String::new()
    }
}

pub(super) struct Work;

impl Work {
    pub(super) fn go_on(&self) {}

    pub(super) fn stop(self) -> bool {
        false
    }
}

pub(super) fn remove(_: &str, _: impl FnOnce(Result<(), String>) + 'static) {}

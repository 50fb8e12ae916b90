//! Keeps what is typed: at once on the device, a moment later on the server; and brings the two together again when
//! the page, the network or the session was lost in between.

use std::time::Duration;

use domain::application::{Draft, TypedScreen, merge, names};
use domain::field::FormValues;
use domain::ids::ApplicationId;
use leptos::prelude::*;
use leptos::serde_json;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use super::browser;
use super::device;
use super::{Listener, Live};
use crate::applications::FORM;
use crate::applications::api::{KeptForm, keep_typed};
use crate::applications::kept::KeptText;
use crate::error::AppError;

/// How long the typing must rest before it is sent.
const REST: Duration = Duration::from_millis(600);
/// How long after a call that did not come through the next one is tried.
const PATIENCE: Duration = Duration::from_secs(5);

/// Keeps the text of the [`LiveForm`](super::LiveForm) that it stands in, and says what has to be said about it.
#[island(lazy)]
pub fn Keeping(application: ApplicationId, kept: KeptText) -> impl IntoView {
    let keeper = Keeper::new(expect_context::<Live>(), application, kept);
    Effect::new(move || {
        browser::wake();
        keeper.wake();
        keeper.live.listen(Listener {
            changed: Box::new(move || keeper.changed()),
            sending: Box::new(move || Box::pin(keeper.put_by(true))),
        });
        browser::focus_on_the_place();
    });
    move || keeper.view()
}

/// Keeps one form. Copies keep the same one.
#[derive(Clone, Copy)]
struct Keeper {
    live: Live,
    told: RwSignal<Told>,
    state: StoredValue<State>,
}

/// What has to be said besides.
#[derive(Clone, Default)]
struct Told {
    /// Fields that another window filled otherwise, with what it says.
    disputed: Vec<(String, String)>,
    /// Where to log in again.
    log_in: Option<String>,
}

struct State {
    application: ApplicationId,
    screen: TypedScreen,
    /// Under which the device keeps it. A lecture that is not added yet has no lasting name.
    key: String,
    /// What the server holds, as far as this page knows.
    base: FormValues,
    revision: i64,
    under_way: bool,
    /// Counts the changes: only after the last one the typing rests.
    change: u64,
}

/// What the device keeps.
#[derive(Serialize, Deserialize)]
struct Entry {
    screen: TypedScreen,
    base: FormValues,
    revision: i64,
    values: FormValues,
    /// The form was sent. Whether it arrived shows when the screen is opened again.
    sent: bool,
}

impl Keeper {
    fn new(live: Live, application: ApplicationId, kept: KeptText) -> Keeper {
        let name = if kept.lasting {
            kept.screen.to_string()
        } else {
            "lecture:new".to_owned()
        };
        Keeper {
            live,
            told: RwSignal::default(),
            state: StoredValue::new(State {
                key: format!("{application}/{name}"),
                application,
                screen: kept.screen,
                base: kept.values,
                revision: kept.revision,
                under_way: false,
                change: 0,
            }),
        }
    }

    /// Takes up what the device still has from the last visit.
    fn wake(self) {
        browser::on_online(move || self.keep());
        spawn_local(async move {
            let key = self.state.with_value(|state| state.key.clone());
            let entry = device::get(&key).await;
            let Some(entry) = entry.and_then(|text| serde_json::from_str::<Entry>(&text).ok()) else {
                return self.keep_if_new();
            };
            if entry.sent && self.has_arrived(&entry) {
                device::remove(&key).await;
                return self.keep_if_new();
            }
            let here = self.values();
            let merged = merge(&entry.base, &entry.values, &here);
            if merged.values != here {
                self.fill(&merged.values);
                browser::announce_change(FORM);
                self.live
                    .note
                    .set("この端末に残っていた入力を復元しました。".to_owned());
            }
            self.told.update(|told| told.disputed = merged.disputed);
            self.keep();
        });
    }

    /// Keeps what was typed before the island woke up.
    fn keep_if_new(self) {
        if self.is_new() {
            self.changed();
        }
    }

    /// Whether the page says what the server does not hold.
    fn is_new(self) -> bool {
        let values = self.values();
        self.state.with_value(|state| state.base != values)
    }

    /// Whether a form that was sent is part of what the server holds by now.
    fn has_arrived(self, entry: &Entry) -> bool {
        let (same, newer) = self.state.with_value(|state| {
            // What was sent before any of it was kept counts no revision up: then it is known by what it says.
            let newer = state.revision != entry.revision || state.base == entry.values;
            (state.screen == entry.screen, newer)
        });
        let added = |draft: &Draft| {
            let lectures = draft.lectures.iter();
            lectures
                .map(|lecture| TypedScreen::Lecture(lecture.id.clone()))
                .any(|screen| screen == entry.screen)
        };
        if same {
            newer
        } else {
            self.live.draft.with_untracked(added)
        }
    }

    /// Something was typed: what was said to be saved no longer is all there is.
    fn changed(self) {
        self.live.note.set(String::new());
        self.keep();
    }

    fn keep(self) {
        spawn_local(self.put_by(false));
        let change = self.state.try_update_value(|state| {
            state.change += 1;
            state.change
        });
        self.later(REST, change);
    }

    fn later(self, pause: Duration, change: Option<u64>) {
        set_timeout(
            move || {
                if self.state.try_with_value(|state| state.change) == change {
                    self.send();
                }
            },
            pause,
        );
    }

    fn values(self) -> FormValues {
        let form = browser::form_values();
        self.state.with_value(|state| state.screen.kept(&form))
    }

    fn fill(self, values: &FormValues) {
        let screen = self.state.with_value(|state| state.screen.clone());
        browser::fill(|field| screen.keeps(field), values);
    }

    /// Onto the device, where it outlives the page. The form is read at once and not when its turn comes.
    fn put_by(self, sent: bool) -> impl Future<Output = ()> + use<> {
        let (key, entry) = self.state.with_value(|state| {
            let entry = Entry {
                screen: state.screen.clone(),
                base: state.base.clone(),
                revision: state.revision,
                values: state.screen.kept(&browser::form_values()),
                sent,
            };
            (state.key.clone(), serde_json::to_string(&entry).unwrap_or_default())
        });
        async move {
            device::put(&key, &entry).await;
        }
    }

    /// To the server, until nothing newer is on the page.
    fn send(self) {
        let busy = self
            .state
            .try_update_value(|state| std::mem::replace(&mut state.under_way, true));
        if busy != Some(false) {
            return;
        }
        if !self.is_new() {
            let key = self.state.with_value(|state| state.key.clone());
            self.state.update_value(|state| state.under_way = false);
            return spawn_local(async move { device::remove(&key).await });
        }
        self.live.begin();
        self.live.note.set("保存しています…".to_owned());
        spawn_local(async move {
            let outcome = self.send_all().await;
            self.state.update_value(|state| state.under_way = false);
            match outcome {
                Ok(()) => {
                    self.told.update(|told| told.log_in = None);
                    self.live.note.set(format!("保存しました {}", browser::clock()));
                }
                Err(error) => self.failed(&error).await,
            }
            // Registering the form sends all of it anyway: it need not wait for what could not be kept.
            self.live.end(true);
        });
    }

    async fn send_all(self) -> Result<(), AppError> {
        loop {
            let values = self.values();
            let (application, screen, revision, key) = self.state.with_value(|state| {
                (
                    state.application.clone(),
                    state.screen.clone(),
                    state.revision,
                    state.key.clone(),
                )
            });
            match keep_typed(application, screen, revision, values.clone()).await? {
                KeptForm::Saved { revision } => {
                    self.stands_on(values.clone(), revision);
                    if self.values() == values {
                        device::remove(&key).await;
                        return Ok(());
                    }
                }
                KeptForm::Newer {
                    revision,
                    values: theirs,
                } => {
                    let merged = self.state.with_value(|state| merge(&state.base, &values, &theirs));
                    self.fill(&merged.values);
                    self.told.update(|told| told.disputed = merged.disputed);
                    self.stands_on(theirs, revision);
                    browser::announce_change(FORM);
                }
            }
        }
    }

    fn stands_on(self, base: FormValues, revision: i64) {
        browser::set_value(names::TYPED, &revision.to_string());
        self.state.update_value(|state| {
            state.base = base;
            state.revision = revision;
        });
    }

    async fn failed(self, error: &AppError) {
        let key = self.state.with_value(|state| state.key.clone());
        let here = if device::get(&key).await.is_some() {
            format!("入力はこの端末に保存しました {}", browser::clock())
        } else {
            "入力はまだ保存されていません。この画面を閉じないでください。".to_owned()
        };
        match error {
            AppError::LoggedOut => {
                self.told.update(|told| told.log_in = Some(browser::log_in_address()));
                self.live.note.set(here);
            }
            error if error.is_unreached() => {
                self.live
                    .note
                    .set(format!("通信できません。{here}。つながりしだい送ります。").replace("。。", "。"));
                let change = self.state.with_value(|state| state.change);
                self.later(PATIENCE, Some(change));
            }
            error => self.live.note.set(error.sentence()),
        }
    }

    /// Puts what the other window says into the field.
    fn take(self, field: &str) {
        let theirs = self.told.try_update(|told| {
            let at = told.disputed.iter().position(|(name, _)| name == field)?;
            Some(told.disputed.remove(at).1)
        });
        if let Some(theirs) = theirs.flatten() {
            let mut values = FormValues::default();
            values.push(field, theirs);
            browser::fill(|name| name == field, &values);
            browser::announce_change(FORM);
        }
    }

    /// What has to be said besides the note: above the summary.
    fn view(self) -> impl IntoView {
        let Told { disputed, log_in } = self.told.get();
        let lines: Vec<_> = disputed
            .into_iter()
            .map(|(field, theirs)| {
                let label = TypedScreen::label(&field);
                let said = if theirs.is_empty() {
                    "空欄".to_owned()
                } else {
                    format!("「{theirs}」")
                };
                view! {
                    <li>
                        {format!("{label}：別の画面では{said}です。この画面の入力を残しています。")}
                        <button
                            class="button button--secondary button--small"
                            type="button"
                            on:click=move |_| self.take(&field)
                        >
                            "別の画面の入力に替える"
                        </button>
                    </li>
                }
            })
            .collect();
        let (no_lines, no_log_in) = (lines.is_empty(), log_in.is_none());
        view! {
            <div class="notice notice--warning" role="status" hidden=no_lines && no_log_in>
                <p hidden=no_log_in>
                    "ログインの有効期限が切れました。入力はこの端末に残っています。"
                    <a href=log_in>"ログインして続ける"</a>
                </p>
                <ul hidden=no_lines>{lines}</ul>
            </div>
        }
    }
}

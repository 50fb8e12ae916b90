//! The form on the page, judged at every change by the same rules as on the server.

use std::time::Duration;

use chrono::NaiveDate;
use domain::application::{Draft, Print, Screen, names};
use domain::association::AssociationCode;
use domain::eligibility::{Assessment, assess};
use domain::field::FormValues;
use domain::fiscal_year::FiscalYear;
use domain::ids::ApplicationId;
use domain::policy::Policy;
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser::{self, Submitter};
use super::{Live, unsent};
use crate::applications::api::{associations_of, save_choices};
use crate::applications::summary::{LACKS, MainButton, summary};

/// How long after a call that did not come through the choices are saved again.
const AGAIN: Duration = Duration::from_secs(5);

/// The form of a screen with its running total.
///
/// Its children are the whole form, rendered on the server, with the id [`FORM`](super::FORM). Other islands inside
/// find what they share with it in the context [`Live`].
#[island]
pub fn LiveForm(
    screen: Screen,
    /// The draft with what the form says so far.
    draft: Draft,
    policy: Policy,
    today: NaiveDate,
    application: Option<ApplicationId>,
    button: MainButton,
    /// The proofs that the application has, on this screen and elsewhere.
    prints: Vec<Print>,
    children: Children,
) -> impl IntoView {
    let live = Live::new(application.clone(), draft.clone(), policy, today, prints);
    provide_context(live);
    let form = Form {
        live,
        screen,
        saved: StoredValue::new(draft),
        policy: live.policy,
        marked: StoredValue::new(false),
        sent: StoredValue::new(false),
        waiting: StoredValue::new_local(None),
        unsaved: StoredValue::new(false),
    };
    // What was typed or chosen before the island woke up counts too.
    Effect::new(move || {
        // A sub-screen is awake when its text is kept, too.
        if screen == Screen::Application {
            browser::wake();
            form.take_up();
        }
        form.read();
    });
    Effect::new(move || {
        if live.under_way.get() == 0 {
            form.go_on();
        }
    });
    view! {
        <div on:input=move |event| form.changed(&event) on:submit=move |event| form.submitted(&event)>
            {children()}
            {move || summary(&form.assessment(), application.as_ref(), live.note.get(), &button)}
        </div>
    }
}

/// What the handlers of one form share.
#[derive(Clone, Copy)]
struct Form {
    live: Live,
    screen: Screen,
    saved: StoredValue<Draft>,
    policy: StoredValue<Policy>,
    /// The device knows that the form is about to be sent.
    marked: StoredValue<bool>,
    /// The form is on its way: a second click does nothing.
    sent: StoredValue<bool>,
    /// The button that was pressed while something was still on its way.
    waiting: StoredValue<Option<Submitter>, LocalStorage>,
    /// A choice was made while another one was being saved.
    unsaved: StoredValue<bool>,
}

impl Form {
    /// Reads the whole form again.
    fn read(self) {
        let values = browser::form_values();
        let draft = self.saved.with_value(|saved| {
            self.policy
                .with_value(|policy| self.screen.preview(saved, &values, policy, self.live.today))
        });
        if self.screen == Screen::Application {
            let registered = self
                .policy
                .with_value(|policy| assess(&draft, policy, self.live.today))
                .registered;
            browser::show_years(draft.years_from, registered);
        }
        if self.live.draft.with_untracked(|shown| *shown != draft) {
            self.live.draft.set(draft);
        }
    }

    fn assessment(self) -> Assessment {
        self.live
            .draft
            .with(|draft| self.policy.with_value(|policy| assess(draft, policy, self.live.today)))
    }

    fn changed(self, event: &Event) {
        browser::settle_error(event);
        self.read();
        if self.screen == Screen::Application {
            match browser::name_of(event).as_str() {
                names::PREFECTURE => self.narrow(browser::form_values().text(names::DESTINATION).to_owned()),
                names::DESTINATION => self.save(),
                _ => {}
            }
        } else if browser::name_of(event) == names::CATEGORY {
            // The other group folds up, which may be what stood above this one.
            browser::keep_in_view(event);
        }
        if let Some(listener) = self.live.listener.get_value() {
            (listener.changed)();
        }
    }

    fn submitted(self, event: &SubmitEvent) {
        let submitter = Submitter::of(event);
        if submitter.name() == "search" {
            event.prevent_default();
            self.search();
        } else if submitter.is_unusable() {
            event.prevent_default();
            self.live
                .note
                .set("まだ申請できません。足りないものを上に示しています。".to_owned());
            browser::open_within(LACKS);
            browser::focus(LACKS);
        } else if self.sent.get_value() {
            event.prevent_default();
        } else if self.live.under_way.get_untracked() > 0 {
            event.prevent_default();
            self.live.failed.set(false);
            self.live
                .note
                .set("送信中です。終わりしだい、次へ進みます。".to_owned());
            self.waiting.set_value(Some(submitter));
        } else if let Some(listener) = self.live.listener.get_value().filter(|_| !self.marked.get_value()) {
            event.prevent_default();
            self.marked.set_value(true);
            spawn_local(async move {
                (listener.sending)().await;
                submitter.submit_again();
            });
        } else {
            self.marked.set_value(false);
            self.sent.set_value(true);
            // If the answer never comes, the button can be pressed again.
            set_timeout(move || self.sent.set_value(false), Duration::from_secs(8));
        }
    }

    /// Nothing is on its way any more: sends the form if it was waiting for that.
    fn go_on(self) {
        let Some(submitter) = self.waiting.try_update_value(Option::take).flatten() else {
            return;
        };
        if self.live.failed.get_untracked() {
            self.live
                .note
                .set("送信できなかったものがあります。確認してから、もう一度押してください。".to_owned());
        } else {
            self.live.note.set(String::new());
            submitter.submit_again();
        }
    }

    /// 検索: the picked year takes effect.
    fn search(self) {
        let year = browser::form_values().text(names::YEAR).to_owned();
        browser::set_value(names::FROM, &year);
        self.read();
        self.save();
    }

    /// Takes up the choices that did not reach the server before the page was closed.
    fn take_up(self) {
        let Some(application) = self.live.application.get_value() else {
            return;
        };
        spawn_local(async move {
            let Some(kept) = unsent::kept(&application).await else {
                return;
            };
            if kept.text(names::VERSION) != browser::form_values().text(names::VERSION) {
                unsent::forget(&application).await;
                self.live
                    .note
                    .set("申請はほかの画面で変更されています。この端末に残っていた選択は使いませんでした。".to_owned());
                return;
            }
            browser::fill(|field| unsent::FIELDS.contains(&field), &kept);
            self.read();
            if kept.text(names::PREFECTURE).is_empty() {
                self.save();
            } else {
                // The list on the page may be that of another prefecture.
                self.narrow(kept.text(names::DESTINATION).to_owned());
            }
        });
    }

    /// Shows the associations of the chosen prefecture, and saves what is chosen of them.
    fn narrow(self, chosen: String) {
        let prefecture = browser::form_values().text(names::PREFECTURE).to_owned();
        spawn_local(async move {
            match associations_of(prefecture.clone()).await {
                // An answer for a prefecture that is no longer the chosen one comes too late.
                Ok(_) if browser::form_values().text(names::PREFECTURE) != prefecture => {}
                Ok(associations) => {
                    let mut options = vec![(String::new(), "選択してください".to_owned())];
                    options.extend(associations.into_iter().map(|(code, name)| (code.into(), name)));
                    browser::replace_options(names::DESTINATION, &options, &chosen);
                    self.read();
                    self.save();
                }
                Err(error) => self.live.note.set(error.sentence()),
            }
        });
    }

    /// Saves the choices of a draft that exists already, one change after the other.
    fn save(self) {
        let Some(application) = self.live.application.get_value() else {
            return;
        };
        if self.live.under_way.get_untracked() > 0 {
            self.unsaved.set_value(true);
            return;
        }
        self.live.begin();
        self.live.note.set("保存しています…".to_owned());
        spawn_local(async move {
            let saved = loop {
                self.unsaved.set_value(false);
                let (version, from, destination) = choices(&browser::form_values());
                match save_choices(application.clone(), version, from, destination).await {
                    Ok(saved) => browser::set_value(names::VERSION, &saved.version.to_string()),
                    Err(error) => break Err(error),
                }
                unsent::forget(&application).await;
                if !self.unsaved.get_value() {
                    break Ok(());
                }
            };
            match &saved {
                Ok(()) => self.live.note.set(format!("保存しました {}", browser::clock())),
                Err(error) if error.is_unreached() => {
                    unsent::keep(&application, &browser::form_values()).await;
                    self.live
                        .note
                        .set("通信できません。選択はこの端末に保存しました。つながりしだい送ります。".to_owned());
                    set_timeout(move || self.save(), AGAIN);
                }
                Err(error) => self.live.note.set(error.sentence()),
            }
            self.live.end(saved.is_ok());
        });
    }
}

fn choices(form: &FormValues) -> (i64, Option<FiscalYear>, Option<AssociationCode>) {
    let from = form.text(names::FROM).parse().ok().and_then(FiscalYear::new);
    (
        form.text(names::VERSION).parse().unwrap_or(0),
        from,
        form.text(names::DESTINATION).parse().ok(),
    )
}

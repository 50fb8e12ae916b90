//! What was typed on a sub-screen and kept by itself, when the screen is opened again.

use chrono::{DateTime, Utc};
use domain::application::{Typed, TypedScreen};
use domain::field::FormValues;
use domain::fiscal_year::written_moment;
use domain::ids::ApplicationId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::ui::{Button, ButtonTone, Notice, Tone};

/// The kept text that a page was made from; the island goes on from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptText {
    /// Whose text it is.
    pub screen: TypedScreen,
    /// Whether the screen stays what it is: a lecture that is not added yet has another name at each visit.
    pub lasting: bool,
    /// Its revision; 0 where nothing was kept yet.
    pub revision: i64,
    /// What the server holds under this revision. Nothing where that is no longer known: then every field that
    /// differs is in dispute, and none is overwritten.
    pub values: FormValues,
}

impl KeptText {
    /// Of a page that shows what is kept, or what is saved where nothing is kept.
    pub fn of(screen: TypedScreen, lasting: bool, typed: Option<&Typed>, shown: &FormValues) -> KeptText {
        KeptText {
            lasting,
            revision: typed.map_or(0, |typed| typed.revision),
            values: typed.map_or_else(|| screen.kept(shown), |typed| typed.values.clone()),
            screen,
        }
    }

    /// Of a page that shows a form that was refused, while another window has kept something since the form was made:
    /// it goes on from there, not from what that window typed.
    pub fn of_refused(screen: TypedScreen, lasting: bool, seen: i64) -> KeptText {
        KeptText {
            screen,
            lasting,
            revision: seen,
            values: FormValues::default(),
        }
    }
}

/// Says that the page shows what was typed and never registered, and offers to throw that away.
#[component]
pub(super) fn Restored(application: ApplicationId, screen: TypedScreen, kept_at: DateTime<Utc>) -> impl IntoView {
    let heading = format!(
        "登録していない入力を復元しました（{}に自動保存）。",
        written_moment(kept_at)
    );
    view! {
        <Notice tone=Tone::Info heading=heading>
            <p>"内容を確かめて登録すると、申請に反映されます。"</p>
            <form method="post" action=format!("/applications/{application}/typed/discard")>
                <input type="hidden" name="screen" value=screen.to_string() autocomplete="off" />
                <Button label="復元した入力を取り消す" tone=ButtonTone::Secondary small=true />
            </form>
        </Notice>
    }
    .into_any()
}

//! The way to the phone as a camera, and the files that come from there while the form stands open.

use domain::application::Document;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::row::{Row, State};
use super::{Field, Held};
use crate::camera::{LABEL, api::list_proofs, fields};

/// A plain link to a page of its own, so that the form stays as it is.
pub(super) fn link(field: Field, label: &str) -> impl IntoView + use<> {
    let application = field.live.application.get_value()?;
    let claim = field.claim.get_value();
    let href = format!("/applications/{application}/camera?{}={claim}", fields::CLAIM);
    let which = format!("：{label}（新しいタブで開きます）");
    let watching = StoredValue::new(false);
    let watch = move |_| {
        if !watching.get_value() {
            watching.set_value(true);
            // Whoever comes back from the other page finds what arrived there.
            let _ = window_event_listener(ev::focus, move |_| catch_up(field));
        }
    };
    Some(view! {
        <p class="camera-link">
            <a class="button button--secondary button--small" href=href target="_blank" rel="noopener" on:click=watch>
                {LABEL}
                <span class="visually-hidden">{which}</span>
            </a>
        </p>
    })
}

/// Lists the files that the field does not show yet.
fn catch_up(field: Field) {
    let Some(application) = field.live.application.get_value() else {
        return;
    };
    // What is on its way from here would be listed twice, what is being removed would come back.
    if field.live.under_way.get_untracked() > 0 {
        return;
    }
    field.live.begin();
    spawn_local(async move {
        let answer = list_proofs(application, field.claim.get_value()).await;
        let undisturbed = field.live.under_way.get_untracked() == 1;
        for document in answer.unwrap_or_default() {
            if undisturbed && !shows(field, &document) {
                let key = field.held.with_value(Vec::len);
                field.held.update_value(|held| held.push(Held::default()));
                field.rows.update(|rows| rows.push(Row::stored(key, document)));
                field.say(key, "が届きました。");
            }
        }
        field.settle(true);
    });
}

fn shows(field: Field, document: &Document) -> bool {
    let this = |row: &Row| matches!(&row.state, State::Stored(stored, _) if stored.id == document.id);
    field.rows.with_untracked(|rows| rows.iter().any(this))
}

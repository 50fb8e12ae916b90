//! The choices of the application screen that did not reach the server: the device keeps them until they do.

use domain::application::names;
use domain::field::FormValues;
use domain::ids::ApplicationId;

use super::device;

/// What is kept, a line each: no value of a list to choose from holds a line break.
pub(super) const FIELDS: [&str; 5] = [
    names::VERSION,
    names::FROM,
    names::YEAR,
    names::PREFECTURE,
    names::DESTINATION,
];

/// Keeps what the form says now.
pub(super) async fn keep(application: &ApplicationId, form: &FormValues) {
    let lines = FIELDS.map(|name| form.text(name)).join("\n");
    device::put(&key(application), &lines).await;
}

/// What is still kept.
pub(super) async fn kept(application: &ApplicationId) -> Option<FormValues> {
    let lines = device::get(&key(application)).await?;
    let mut values = FormValues::default();
    for (name, value) in FIELDS.into_iter().zip(lines.split('\n')) {
        values.push(name, value);
    }
    Some(values)
}

/// Forgets what has arrived, or is too old to be sent.
pub(super) async fn forget(application: &ApplicationId) {
    device::remove(&key(application)).await;
}

fn key(application: &ApplicationId) -> String {
    format!("{application}/choices")
}

//! A day.

use leptos::prelude::*;

use super::field::FieldFrame;

/// A day, chosen with the browser's own calendar.
#[component]
pub fn DateField(
    #[prop(into)] label: String,
    /// The name under which it is posted; the id is [`field_id`](super::field_id) of it.
    #[prop(into)]
    name: String,
    /// As `2026-02-01`; empty for none.
    #[prop(optional, into)]
    value: String,
    /// Empty for none.
    #[prop(optional, into)]
    hint: String,
    #[prop(optional_no_strip, into)] error: Option<String>,
    /// The first day allowed, as `2025-04-01`.
    #[prop(optional, into)]
    min: Option<String>,
    /// The last day allowed.
    #[prop(optional, into)]
    max: Option<String>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let frame = FieldFrame::new(&name, label, hint, error, required);
    let control = view! {
        <input
            class="input"
            id=frame.id()
            name=name
            type="date"
            value=(!value.is_empty()).then_some(value)
            min=min
            max=max
            required=required
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control)
}

//! Names and values, such as the answers on the check page.

use leptos::prelude::*;

/// A list of [`SummaryRow`]s.
#[component]
pub fn DescriptionList(children: Children) -> impl IntoView {
    view! { <dl class="description-list">{children()}</dl> }
}

/// One name with its value, and where it can be changed.
#[component]
pub fn SummaryRow(
    #[prop(into)] label: String,
    /// Where the value is changed; empty for nowhere.
    #[prop(optional, into)]
    change_href: String,
    /// The value.
    children: Children,
) -> impl IntoView {
    let change = (!change_href.is_empty()).then(|| {
        // Said in full to who hears links without their surroundings.
        let of_what = format!("：{label}");
        view! {
            <dd class="description-list__change">
                <a href=change_href>"変更"<span class="visually-hidden">{of_what}</span></a>
            </dd>
        }
    });
    view! {
        <div class="description-list__row">
            <dt>{label}</dt>
            <dd>{children()}</dd>
            {change}
        </div>
    }
}

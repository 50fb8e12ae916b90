//! Buttons, and links that look like one.

use leptos::either::Either;
use leptos::prelude::*;

/// How much weight a button has on its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonTone {
    /// The way on: at most one a page.
    #[default]
    Primary,
    /// Another way.
    Secondary,
    /// Takes something away.
    Danger,
    /// As light as a link.
    Quiet,
}

impl ButtonTone {
    const fn class(self, small: bool) -> &'static str {
        match (self, small) {
            (Self::Primary, false) => "button",
            (Self::Primary, true) => "button button--small",
            (Self::Secondary, false) => "button button--secondary",
            (Self::Secondary, true) => "button button--secondary button--small",
            (Self::Danger, false) => "button button--danger",
            (Self::Danger, true) => "button button--danger button--small",
            (Self::Quiet, false) => "button button--quiet",
            (Self::Quiet, true) => "button button--quiet button--small",
        }
    }
}

/// A button that sends its form.
///
/// One that cannot be used yet stays reachable and says why; the server refuses on its own whoever sends all the same.
#[component]
pub fn Button(
    #[prop(into)] label: String,
    #[prop(default = ButtonTone::Primary)] tone: ButtonTone,
    /// `submit` or `button`.
    #[prop(default = "submit")]
    button_type: &'static str,
    /// For forms with several buttons.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// Sends the form somewhere else than its own action.
    #[prop(optional, into)]
    formaction: Option<String>,
    /// Why it cannot be used yet; empty where it can. It needs an `id` that is unlike all others on the page.
    #[prop(optional, into)]
    unusable_because: String,
    #[prop(optional, into)] id: Option<String>,
    /// For buttons in rows and lists.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let unusable = !unusable_because.is_empty();
    let reason_id = unusable.then(|| format!("{}-reason", id.as_deref().unwrap_or("button")));
    let button = view! {
        <button
            class=tone.class(small)
            id=id
            type=button_type
            name=name
            value=value
            formaction=formaction
            aria-disabled=unusable.then_some("true")
            aria-describedby=reason_id.clone()
        >
            {label}
        </button>
    };
    if unusable {
        Either::Right(view! {
            <div class="button-with-reason">
                {button}
                <p class="button-with-reason__reason" id=reason_id>{unusable_because}</p>
            </div>
        })
    } else {
        Either::Left(button)
    }
}

/// A link with the weight of a button, for going on without sending anything.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(default = ButtonTone::Primary)] tone: ButtonTone,
    #[prop(optional)] small: bool,
) -> impl IntoView {
    view! { <a class=tone.class(small) href=href>{label}</a> }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::Button;
    use crate::ui::testing::html;

    #[test]
    fn a_button_that_cannot_be_used_says_why_and_stays_reachable() {
        let page = html(|| view! { <Button label="申請する" id="submit" unusable_because="あと4.0単位必要です。" /> });
        assert!(
            page.contains(r#"aria-disabled="true" aria-describedby="submit-reason""#),
            "{page}"
        );
        assert!(page.contains(r#"<p id="submit-reason""#), "{page}");
        assert!(!page.contains(" disabled"), "{page}");
    }
}

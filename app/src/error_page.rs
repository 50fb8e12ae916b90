//! What is shown instead of a page that cannot be shown.

use leptos::prelude::*;

use crate::ui::{ButtonLink, ButtonTone};

/// Why there is no page, and what to do.
#[derive(Clone, Debug)]
pub struct ErrorView {
    /// A few words, such as 「ページが見つかりません」.
    pub heading: String,
    /// What happened and what to do.
    pub sentence: String,
    /// Under what the log knows more; none where there is nothing to look up.
    pub reference: Option<String>,
}

/// A calm page with the way home.
#[component]
pub fn ErrorPage(view: ErrorView) -> impl IntoView {
    view! {
        <div class="stack">
            <h1>{view.heading}</h1>
            <p>{view.sentence}</p>
            {view
                .reference
                .map(|reference| {
                    view! {
                        <p class="quiet">
                            "お問い合わせの際は、この参照番号をお伝えください："<span class="mono">{reference}</span>
                        </p>
                    }
                })}
            <div class="actions">
                <ButtonLink href="/" label="マイページへ戻る" tone=ButtonTone::Secondary />
            </div>
        </div>
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use leptos::prelude::*;

    use super::{ErrorPage, ErrorView};
    use crate::ui::testing::html;

    #[test]
    fn an_error_says_what_to_do_and_leads_home() {
        let view = ErrorView {
            heading: "ページが見つかりません".to_owned(),
            sentence: "<script>alert(1)</script>".to_owned(),
            reference: Some("3f2a".to_owned()),
        };
        let page = html(|| view! { <ErrorPage view=view /> });
        assert!(page.contains("<h1>ページが見つかりません</h1>"), "{page}");
        assert!(page.contains("3f2a") && page.contains(r#"href="/""#), "{page}");
        assert!(!page.contains("<script>"), "{page}");
    }
}

//! The running total, always in sight at the lower edge of the window.

use leptos::prelude::*;

/// The running total with what is still missing; changes are read out.
///
/// On a page it is given plain values; in an island, signals.
#[component]
pub fn SummaryBar(
    /// 「座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0」.
    #[prop(into)]
    figures: Signal<String>,
    /// What is missing, or that nothing is.
    #[prop(into)]
    lack: Signal<String>,
    /// Whether everything needed is there.
    #[prop(into)]
    enough: Signal<bool>,
    /// The button that goes on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="summary-bar" class=("summary-bar--enough", move || enough.get())>
            <div class="summary-bar__text" role="status" aria-live="polite" aria-atomic="true">
                <span class="summary-bar__figures">{move || figures.get()}</span>
                <span class="summary-bar__lack">{move || lack.get()}</span>
            </div>
            {children.map(|children| children())}
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::SummaryBar;
    use crate::ui::testing::html;

    #[test]
    fn the_total_is_rendered_on_the_server() {
        let page = html(|| {
            view! {
                <SummaryBar
                    figures="座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0".to_owned()
                    lack="申請できます。".to_owned()
                    enough=true
                />
            }
        });
        assert!(page.contains("座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0</span>"), "{page}");
        assert!(page.contains("summary-bar--enough"), "{page}");
    }
}

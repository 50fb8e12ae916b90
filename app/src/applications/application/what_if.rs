//! 予定の研修を加えて試算する: what is still to come, beside what is.

use domain::eligibility::what_if::WhatIfForm;
use leptos::prelude::*;

use crate::applications::islands::WhatIf;
use crate::ui::Disclosure;

/// Where the page goes back to once it has been asked for without scripts.
const PLACE: &str = "what-if";

/// A disclosure with two numbers and their result. `address` is the page's own.
#[component]
pub(super) fn WhatIfPart(form: WhatIfForm, address: String) -> impl IntoView {
    let asked = !form.is_blank();
    view! {
        <Disclosure summary="予定の研修を加えて試算する" open=asked>
            <div class="what-if" id=PLACE>
                <p>
                    "これから受ける座学研修や、申告する予定の実地研修を加えると要件を満たすかを、確かめられます。\
                    試算の数は保存も送信もされず、画面下の合計も変わりません。"
                </p>
                <WhatIf form=form />
                <div class="without-script">
                    <button
                        class="button button--secondary"
                        type="submit"
                        formmethod="get"
                        formaction=format!("{address}#{PLACE}")
                    >
                        "試算する"
                    </button>
                </div>
            </div>
        </Disclosure>
    }
    .into_any()
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

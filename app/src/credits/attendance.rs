//! 受講証明書: the form that asks for it.

use domain::credits::attendance::{FROM, PeriodForm, TO};
use leptos::prelude::*;

use crate::ui::{self, Button, ButtonTone, DateField, FieldError};

/// Where the PDF is.
const ADDRESS: &str = "/credits/certificate";

/// Which days, and the button. A plain GET form: the address of the PDF says what it is about and can be kept.
#[component]
pub fn AttendanceForm(
    /// The days that were typed, or the widest period.
    form: PeriodForm,
    /// What is wrong with them.
    errors: Vec<ui::FieldError>,
) -> impl IntoView {
    let (from_error, to_error) = (FieldError::of(&errors, FROM), FieldError::of(&errors, TO));
    view! {
        <section class="section screen-only" id="attendance">
            <h2>"受講証明書"</h2>
            <p class="measure">
                "上の一覧のうち、期間内に取得し、申請に使える単位の受講証明書（PDF）を出力します。新しいタブで開きますので、\
                ブラウザのメニューから印刷するか、保存してください。"
            </p>
            // Without a script the browser's own check would keep an empty day from being explained in our words.
            <form class="filter-bar" method="get" action=ADDRESS target="_blank" novalidate=true>
                <DateField label="期間の始まり" name=FROM value=form.from error=from_error required=true />
                <DateField label="期間の終わり" name=TO value=form.to error=to_error required=true />
                <Button label="受講証明書" tone=ButtonTone::Secondary />
            </form>
        </section>
    }
}

/// The 受講証明書 of one fiscal year, as a link beside its list.
#[component]
pub(super) fn YearLink(year: domain::fiscal_year::FiscalYear) -> impl IntoView {
    let PeriodForm { from, to } = PeriodForm::of_year(year);
    let href = format!("{ADDRESS}?{FROM}={from}&{TO}={to}");
    view! {
        <a class="credit-year__paper" href=href target="_blank" rel="noopener">
            <span class="visually-hidden">{format!("{year}の")}</span>
            "受講証明書（PDF）"
        </a>
    }
}

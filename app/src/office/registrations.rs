//! 利用者登録の確認: who asked for an account and could not be found on the roster for certain.

use domain::field::{FieldError, FormValues, TEXT_MAX};
use domain::fiscal_year::{written_day, written_moment};
use domain::registration::{Doubt, Registration, RegistrationState, RosterEntry};
use domain::review::REASON;
use leptos::prelude::*;

use crate::ui::{
    self, BackLink, Button, ButtonTone, Cell, Column, DataTable, DescriptionList, EmptyState, ErrorSummary, Notice,
    SummaryRow, TextArea, Tone,
};

/// What waits.
#[component]
pub fn RegistrationsPage(waiting: Vec<Registration>, done: Option<String>) -> impl IntoView {
    let nothing = waiting.is_empty();
    let columns = vec![
        Column::short("申込日"),
        Column::text("氏名"),
        Column::text("医師会"),
        Column::text("確認が必要な理由"),
    ];
    let rows = waiting
        .into_iter()
        .map(|one| {
            let doubt = one.doubt.map(Doubt::sentence).unwrap_or_default();
            let day = one
                .confirmed_at
                .map(|at| written_day(domain::fiscal_year::day_in_japan(at)))
                .unwrap_or_default();
            vec![
                Cell::text(day),
                Cell::link(format!("/admin/registrations/{}", one.id), one.name),
                Cell::text(one.association_name),
                Cell::text(doubt),
            ]
        })
        .collect();
    view! {
        <div class="stack">
            <div class="page-head">
                <BackLink href="/admin" label="管理へ戻る" />
                <h1>"利用者登録の確認"</h1>
            </div>
            {done.map(|done| view! { <Notice tone=Tone::Success heading=done announce=true /> })}
            {if nothing {
                view! {
                    <EmptyState heading="確認を待っている登録はありません">
                        <p>"名簿と一致した登録は、自動で完了します。一致しないものだけがここに並びます。"</p>
                    </EmptyState>
                }
                    .into_any()
            } else {
                view! { <DataTable caption="確認を待っている登録" columns=columns rows=rows /> }.into_any()
            }}
        </div>
    }
    .into_any()
}

/// One of them beside the roster.
#[derive(Clone, Debug)]
pub struct RegistrationCaseView {
    /// What was typed.
    pub registration: Registration,
    /// Whom the roster could mean.
    pub candidates: Vec<RosterEntry>,
    /// What was typed as a reason.
    pub typed: FormValues,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Why something was refused.
    pub notice: Option<String>,
}

/// What was typed, whom the roster could mean, and three ways to decide.
#[component]
pub fn RegistrationPage(view: RegistrationCaseView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.iter().cloned().map(Into::into).collect();
    let registration = view.registration.clone();
    let doubt = registration.doubt.map(Doubt::sentence).unwrap_or_default();
    let waits = registration.state == RegistrationState::Waiting;
    let decide = waits.then(|| decision(&view, &errors));
    let decided = (!waits).then(|| {
        view! { <Notice tone=Tone::Neutral heading="この登録の確認は終わっています。" /> }
    });
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <ErrorSummary errors=errors.clone() />
                <div class="page-head">
                    <BackLink href="/admin/registrations" label="一覧へ戻る" />
                    <h1>"利用者登録の確認"</h1>
                </div>
                {view.notice.clone().map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
                {waits.then(|| view! { <Notice tone=Tone::Warning heading=doubt /> })}
                {decided}
            </div>
            <section class="section">
                <h2>"申し込まれた内容"</h2>
                {typed(&registration)}
            </section>
            {decide}
        </div>
    }
    .into_any()
}

fn typed(registration: &Registration) -> impl IntoView + use<> {
    let member = if registration.is_member { "会員" } else { "非会員" };
    let (name, kana) = (registration.name.clone(), registration.name_kana.clone());
    let (born, number) = (
        written_day(registration.birth_date),
        format!("第{}号", registration.licence_number),
    );
    let (association, email) = (registration.association_name.clone(), registration.email.clone());
    let at = registration.confirmed_at.map(written_moment).unwrap_or_default();
    view! {
        <DescriptionList>
            <SummaryRow label="氏名">{name}</SummaryRow>
            <SummaryRow label="氏名（カナ）">{kana}</SummaryRow>
            <SummaryRow label="生年月日">{born}</SummaryRow>
            <SummaryRow label="医籍登録番号">{number}</SummaryRow>
            <SummaryRow label="会員区分">{member}</SummaryRow>
            <SummaryRow label="医師会">{association}</SummaryRow>
            <SummaryRow label="メールアドレス">{email}</SummaryRow>
            <SummaryRow label="申込日時">{at}</SummaryRow>
        </DescriptionList>
    }
    .into_any()
}

fn decision(view: &RegistrationCaseView, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    let action = format!("/admin/registrations/{}", view.registration.id);
    let version = view.registration.version;
    let number = view.registration.licence_number.as_str();
    let may_be_new = !view
        .candidates
        .iter()
        .any(|other| other.licence_number.as_str() == number);
    let none = view.candidates.is_empty();
    let candidates: Vec<_> = view
        .candidates
        .iter()
        .map(|entry| candidate(entry, &action, version))
        .collect();
    let new = may_be_new.then(|| {
        let action = action.clone();
        view! {
            <section class="section">
                <h2>"名簿にない医師のとき"</h2>
                <p>"申し込まれた内容のまま、新しい医師として登録します。会員の所属は、次に会員名簿を取り込むと反映されます。"</p>
                <form class="actions" method="post" action=action>
                    <input type="hidden" name="version" value=version autocomplete="off" />
                    <Button label="新しい医師として登録" name="verdict" value="new" tone=ButtonTone::Secondary />
                </form>
            </section>
        }
    });
    view! {
        <section class="section">
            <h2>"名簿で当てはまりそうな方"</h2>
            {none.then(|| view! { <p class="quiet">"名簿に、医籍登録番号が同じ方、氏名と生年月日が同じ方はいません。"</p> })}
            <ul class="declared" role="list">{candidates}</ul>
        </section>
        {new}
        <section class="section">
            <h2>"確認できないとき"</h2>
            <form class="form" method="post" action=action novalidate=true>
                <input type="hidden" name="version" value=version autocomplete="off" />
                <TextArea
                    label="理由"
                    name=REASON
                    value=view.typed.text(REASON)
                    hint="申し込んだ方にそのまま伝わります。どう直せばよいかを書いてください。"
                    error=ui::FieldError::of(errors, REASON)
                    rows=3
                    maxlength=TEXT_MAX
                />
                <div class="actions">
                    <Button label="確認できないと伝える" name="verdict" value="refused" tone=ButtonTone::Danger />
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn candidate(entry: &RosterEntry, action: &str, version: i64) -> impl IntoView + use<> {
    let born = entry
        .birth_date
        .map_or_else(|| "生年月日の記載なし".to_owned(), written_day);
    let facts = format!("医籍登録番号 {}・{born}", entry.licence_number);
    let name = entry.name.clone();
    let of_what = format!("：{name}");
    let way = if entry.has_account {
        view! { <p class="small quiet">"すでに利用者登録があります"</p> }.into_any()
    } else {
        let (action, id) = (action.to_owned(), entry.id.to_string());
        view! {
            <form method="post" action=action>
                <input type="hidden" name="version" value=version autocomplete="off" />
                <input type="hidden" name="doctor" value=id autocomplete="off" />
                <button class="button button--secondary button--small" type="submit" name="verdict" value="doctor">
                    "この方として登録"<span class="visually-hidden">{of_what}</span>
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="declared__item">
            <div class="declared__text">
                <p class="declared__name">{name}</p>
                <p class="small quiet">{facts}</p>
            </div>
            {way}
        </li>
    }
}

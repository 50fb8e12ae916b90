//! 実地研修実績入力: which activities the doctor declares, each with its proofs.

mod asked;
mod search;

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::{
    Case, Claim, Document, Draft, EarlierProof, Opening, Practical, PracticalForm, Screen, names,
};
use domain::association::{Association, Level};
use domain::field::{FieldError, TEXT_MAX};
use domain::policy::{Category, Policy, PracticalItem};
use leptos::either::Either;
use leptos::prelude::*;

use self::search::Search;
use super::closed::ClosedClaim;
use super::explanations::{DefaultButton, GuidelineLink};
use super::islands::{ITEMS, Keeping, LiveForm, PROOF_EXAMPLES, ProofField, slim_draft, slim_policy};
use super::kept::{KeptText, Restored};
use super::returned::{ItemReason, ReturnNotice};
use super::reuse::reuse;
use super::why::{Why, WhyLicence};
use super::{FORM, MainButton};
use crate::ui::{self, BackLink, CheckboxItem, ErrorSummary, Fieldset, Notice, RadioItem, TextArea, Tone};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PracticalView {
    /// The application as it is saved.
    pub case: Case,
    /// Today in Japan.
    pub today: NaiveDate,
    /// What the form says: what is kept, [`practical_form`] of what is saved, or what was sent and refused.
    pub form: PracticalForm,
    /// The kept text that the page goes on from.
    pub kept: KeptText,
    /// When the form was kept, where it says something that was never registered.
    pub restored: Option<DateTime<Utc>>,
    /// Proofs that can be used again.
    pub earlier: Vec<EarlierProof>,
    /// What is wrong with it, `file:<claim>` included.
    pub errors: Vec<FieldError>,
    /// Why it was refused as a whole.
    pub notice: Option<String>,
}

/// The form that says what is saved; where nothing is, with Ⅰ chosen, which nearly everybody declares.
pub fn practical_form(practical: &Practical) -> PracticalForm {
    let (items, description) = match practical {
        Practical::None => (Vec::new(), String::new()),
        Practical::Recognised(chosen) => (chosen.iter().map(|chosen| chosen.item.clone()).collect(), String::new()),
        Practical::Other { description, .. } => (Vec::new(), description.clone()),
    };
    PracticalForm {
        category: practical.category().or(Some(Category::Recognised)),
        items,
        description,
    }
}

/// Ⅰ with its items, or Ⅱ with its description; below each the files that prove it.
#[component]
pub fn PracticalPage(view: PracticalView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.iter().cloned().map(Into::into).collect();
    let case = &view.case;
    let opening = Opening::of(case, view.today);
    if !opening.allows_any_practical() {
        return asked::closed_page(&view, &opening);
    }
    let back = format!("/applications/{}", case.id);
    let path = format!("{back}/practical");
    let mut draft = case.draft.clone();
    draft.practical = view.form.practical(&case.policy, |claim| case.proofs(claim).count());
    let returned = case.last_return().map(|_| ReturnNotice::of(case).into_view());
    let policy = case.policy.clone();
    let button = MainButton {
        label: "登録".to_owned(),
        go: String::new(),
        needs_all: false,
    };
    let (application, version, today) = (case.id.clone(), case.version, view.today);
    let notice = view.notice.clone();
    let (kept, revision) = (view.kept.clone(), view.kept.revision);
    let restored = view.restored.map(|at| {
        view! { <Restored application=application.clone() screen=kept.screen.clone() kept_at=at /> }
    });
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <div class="page-head">
                    <BackLink href=back label="登録せずに申請画面へ戻る" />
                    <h1>"実地研修実績入力"</h1>
                    <p class="lead">
                        "地域住民を守るため、それぞれの地域を面で支える活動の申告です。過去も含め、該当する内容を選択してください。"
                    </p>
                </div>
                {notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
                {returned}
                {restored}
                <ErrorSummary errors=errors.clone() />
            </div>
            <LiveForm
                screen=Screen::Practical
                draft=slim_draft(&draft)
                policy=slim_policy(&policy)
                today=today
                application=Some(application.clone())
                button=button
                prints=case.prints()
            >
                <form id=FORM class="form form--wide" method="post" action=path enctype="multipart/form-data">
                    <DefaultButton />
                    <input type="hidden" name=names::VERSION value=version autocomplete="off" />
                    <input type="hidden" name=names::TYPED value=revision autocomplete="off" />
                    <Groups view=view.clone() draft=draft errors=errors />
                    <GuidelineLink policy=policy />
                </form>
                <Keeping application=application kept=kept />
            </LiveForm>
        </div>
    }
    .into_any()
}

#[component]
fn Groups(view: PracticalView, draft: Draft, errors: Vec<ui::FieldError>) -> impl IntoView {
    let policy = &view.case.policy;
    let (recognised_chosen, other_chosen) = (
        view.form.category == Some(Category::Recognised),
        view.form.category == Some(Category::Other),
    );
    let opening = Opening::of(&view.case, view.today);
    let district = district(view.case.destination.as_ref());
    let (why_recognised, why_other) = (why_recognised(policy), why_other(policy));
    let recognised = format!("該当する項目を選びます。1項目につき{}単位です。", policy.units_per_item);
    let other = format!(
        "Ⅰに該当するものがないときだけ選びます。{}単位のみです。ⅠとⅡの併用はできません。申請先医師会は、都道府県医師会または日本医師会となります。",
        policy.units_for_other
    );
    let item_error = ui::FieldError::of(&errors, names::ITEM);
    let offered = |item: &&PracticalItem| asked::is_offered(&opening, &item.code);
    let groups = groups(policy.items_of(Category::Recognised).filter(offered))
        .into_iter()
        .enumerate()
        .map(|(index, (heading, items))| {
            let items = items
                .into_iter()
                .map(|item| recognised_item(item, &view, &errors))
                .collect_view();
            view! { <Fieldset legend=heading name=format!("{}-{index}", names::ITEM)>{items}</Fieldset> }
        })
        .collect_view();
    let licence = (!draft.memberships.is_member()).then(|| licence(&view, &opening, &errors));
    let closed_other = asked::closed_other(&view.case, &opening);
    if closed_other.is_some() {
        return view! {
            {closed_other}
            {licence}
        }
        .into_any();
    }
    let item_error = item_error.map(|sentence| view! { <p class="field__error" id=names::ITEM>{sentence}</p> });
    let other_item = policy.items_of(Category::Other).next();
    let asks_about = |item: &PracticalItem| opening.asks_about(&Claim::Practical(item.code.clone()));
    if !matches!(opening, Opening::Everything) && !other_item.is_some_and(asks_about) {
        return view! {
            <section class="section" id="category" tabindex="-1">
                <h2>{Category::Recognised.label()}</h2>
                <input type="hidden" name=names::CATEGORY value=Category::Recognised.key() autocomplete="off" />
                {asked::closed_items(&view.case, &opening)}
                {asked::how_to_exchange(&opening)}
                {item_error}
                {groups}
            </section>
            {licence}
        }
        .into_any();
    }
    let other_item = other_item.map(|item| self::other_item(item, &view, &errors));
    view! {
        <Fieldset legend="実地研修の区分" name=names::CATEGORY error=ui::FieldError::of(&errors, names::CATEGORY) large=true>
            <div class="choices choices--boxed">
                <RadioItem
                    label=Category::Recognised.label()
                    name=names::CATEGORY
                    value=Category::Recognised.key()
                    checked=recognised_chosen
                    hint=recognised
                >
                    {item_error}
                    {why_recognised}
                    <Search />
                    <div class="items" id=ITEMS>{groups}</div>
                </RadioItem>
                <RadioItem
                    label=Category::Other.label()
                    name=names::CATEGORY
                    value=Category::Other.key()
                    checked=other_chosen
                    hint=other
                >
                    {why_other}
                    {district}
                    {other_item}
                </RadioItem>
            </div>
        </Fieldset>
        {licence}
    }
    .into_any()
}

fn why_recognised(policy: &Policy) -> impl IntoView + use<> {
    let units = policy.units_per_item;
    view! {
        <Why about="Ⅰ">
            {format!(
                "修了には、座学研修のほかに実地研修（経験）が必要です。実地研修とは、地域住民を守るため、それぞれの地域を面で支える活動で、申請者の自己申告によるものです。過去の活動も含め、1項目につき{units}単位になります。自己申告のため、項目ごとに証明書を添えてください。証明書として使用できる書類は、実施要綱に記載されています。",
            )}
        </Why>
    }
}

fn why_other(policy: &Policy) -> impl IntoView + use<> {
    let units = policy.units_for_other;
    view! {
        <Why about="Ⅱ">
            {format!(
                "Ⅰに該当する実地研修がない方も、大学や医師会等のシミュレーションラボなどの経験を申告できるようにするためです。過去の経験も含め、{units}単位になります。一覧にない内容の自己申告なので、内容の説明（自由記載）とそれに関する証明書をもとに、都道府県医師会または日本医師会が審査します。",
            )}
        </Why>
    }
}

/// Items by their headings, in the order of the list.
pub(super) fn groups<'a>(items: impl Iterator<Item = &'a PracticalItem>) -> Vec<(String, Vec<PracticalItem>)> {
    let mut groups: Vec<(String, Vec<PracticalItem>)> = Vec::new();
    for item in items {
        match groups.iter_mut().find(|(heading, _)| *heading == item.heading) {
            Some((_, items)) => items.push(item.clone()),
            None => groups.push((item.heading.clone(), vec![item.clone()])),
        }
    }
    groups
}

fn recognised_item(item: PracticalItem, view: &PracticalView, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    let checked = view.form.items.contains(&item.code);
    let hint = if item.accepted_proof.is_empty() {
        String::new()
    } else {
        format!("{PROOF_EXAMPLES}{}", item.accepted_proof)
    };
    let proof = proof_field(Claim::Practical(item.code.clone()), &item.name, view, errors);
    view! {
        <CheckboxItem label=item.name name=names::ITEM value=item.code.to_string() checked=checked hint=hint>
            {proof}
        </CheckboxItem>
    }
    .into_any()
}

fn other_item(item: &PracticalItem, view: &PracticalView, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    let proof = proof_field(Claim::Practical(item.code.clone()), &item.name, view, errors);
    view! {
        <p>
            {item.name.clone()}
            "について記入してください。ⅠとⅡから1項目ずつ申告したいときは、ⅡではなくⅠの中から最も近いものを選び、内容がわかる資料を添付してください。"
        </p>
        <TextArea
            label="実地研修の内容"
            name=names::DESCRIPTION
            value=view.form.description.clone()
            hint="いつ、どこで、何をしたかを記入してください。"
            error=ui::FieldError::of(errors, names::DESCRIPTION)
            maxlength=TEXT_MAX
        />
        {proof}
    }
    .into_any()
}

/// Said before it bites: the present destination could not take a Ⅱ.
fn district(destination: Option<&Association>) -> Option<impl IntoView + use<>> {
    let destination = destination.filter(|association| association.code.level() == Level::District)?;
    let heading = format!(
        "現在の申請先は{}です。Ⅱで登録したあと、申請画面で都道府県医師会または日本医師会に変更してください。",
        destination.name
    );
    Some(view! { <Notice tone=Tone::Warning heading=heading /> })
}

fn licence(view: &PracticalView, opening: &Opening, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    if !opening.allows(&Claim::Licence) {
        let case = view.case.clone();
        return Either::Left(view! {
            <div id="licence" tabindex="-1"><ClosedClaim case=case claim=Claim::Licence /></div>
        });
    }
    let field = proof(
        Claim::Licence,
        "医師免許証または医師資格証",
        "会員でない方は、画像をあわせて添付してください。",
        view,
        errors,
    );
    Either::Right(view! {
        <div class="stack stack--tight" id="licence" tabindex="-1">
            {field}
            <WhyLicence />
        </div>
    })
}

fn proof_field(claim: Claim, name: &str, view: &PracticalView, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    proof(claim, &format!("証明書（{name}）"), "", view, errors)
}

fn proof(
    claim: Claim,
    label: &str,
    hint: &str,
    view: &PracticalView,
    errors: &[ui::FieldError],
) -> impl IntoView + use<> {
    let error = ui::FieldError::of(errors, &format!("{}{claim}", names::FILE));
    let error = error
        .or_else(|| ItemReason::of(&view.case, &claim).map(ItemReason::sentence))
        .unwrap_or_default();
    let documents: Vec<Document> = view.case.proofs(&claim).cloned().collect();
    let path = format!("/applications/{}/practical", view.case.id);
    let reuse = reuse(&view.case, &view.earlier, &claim, &path);
    view! {
        <ProofField
            claim_name=view.case.claim_name(&claim)
            claim=claim
            label=label.to_owned()
            hint=hint.to_owned()
            documents=documents
            error=error
        />
        {reuse}
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

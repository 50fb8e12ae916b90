//! 座学研修（生涯教育制度）単位等追加入力: units that the doctor adds, with their proofs.

use chrono::{DateTime, NaiveDate, Utc};
use domain::application::{
    Activity, AddedLecture, Case, Claim, Document, EarlierProof, LectureForm, LectureKind, Opening, Screen, names,
};
use domain::curriculum::{CurriculumCode, join_codes};
use domain::field::{FieldError, FormValues, LINE_MAX, TEXT_MAX};
use domain::text::folded;
use leptos::prelude::*;

use super::closed::{ClosedLecture, NOT_ASKED};
use super::explanations::DefaultButton;
use super::islands::{CodeSearch, Keeping, LiveForm, ProofField, slim_draft, slim_policy};
use super::kept::{KeptText, Restored};
use super::returned::ItemReason;
use super::reuse::reuse;
use super::{FORM, MainButton};
use crate::credits::CodeNames;
use crate::ui::{
    self, BackLink, CheckboxItem, DateField, Disclosure, ErrorSummary, FieldWidth, Fieldset, Notice, RadioItem,
    SelectField, SelectOption, TextArea, TextField, Tone,
};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct LectureView {
    /// The application as it is saved.
    pub case: Case,
    /// Today in Japan.
    pub today: NaiveDate,
    /// Whether the lecture is added already and is being changed.
    pub existing: bool,
    /// What the form says: what is kept, [`LectureForm::blank`], [`lecture_form`] of what is saved, or what was sent
    /// and refused.
    pub form: LectureForm,
    /// The kept text that the page goes on from.
    pub kept: KeptText,
    /// When the form was kept, where it says something that was never registered.
    pub restored: Option<DateTime<Utc>>,
    /// Proofs that can be used again.
    pub earlier: Vec<EarlierProof>,
    /// The names of the curriculum codes.
    pub code_names: CodeNames,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Why it was refused as a whole.
    pub notice: Option<String>,
}

/// The form that says what is saved.
pub fn lecture_form(lecture: &AddedLecture) -> LectureForm {
    LectureForm {
        id: lecture.id.to_string(),
        kind: lecture.kind.key().to_owned(),
        activity: lecture.kind.activity_key().to_owned(),
        title: lecture.title.clone(),
        organiser: lecture.organiser.clone(),
        detail: lecture.detail.clone(),
        self_declared: lecture.self_declared,
        acquired_on: lecture.acquired_on.to_string(),
        units: lecture.units.to_string(),
        codes: join_codes(&lecture.codes, "、"),
    }
}

/// The form's pairs with its proofs, for the same preview that the browser makes.
fn pairs<'a>(form: &LectureForm, proofs: impl Iterator<Item = &'a Document>) -> FormValues {
    let mut values = form.values();
    for document in proofs {
        values.push(format!("{}{}", names::PROOF, document.claim), document.id.as_str());
    }
    values
}

/// Units, codes and proof alone suffice; kind and day are preset.
#[component]
pub fn LecturePage(view: LectureView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.iter().cloned().map(Into::into).collect();
    let case = &view.case;
    let back = format!("/applications/{}", case.id);
    let path = if view.existing {
        format!("{back}/lectures/{}", view.form.id)
    } else {
        format!("{back}/lectures/new")
    };
    let url = case.policy.self_declaration_url.clone();
    let claim = view.form.id().ok().map(Claim::Lecture);
    let opening = Opening::of(case, view.today);
    if claim.as_ref().is_some_and(|claim| !opening.allows(claim)) {
        return closed(view);
    }
    let proofs = claim.iter().flat_map(|claim| case.proofs(claim));
    let draft = Screen::Lecture.preview(&case.draft, &pairs(&view.form, proofs), &case.policy, view.today);
    let button = MainButton {
        label: if view.existing { "変更を保存" } else { "追加" }.to_owned(),
        go: String::new(),
        needs_all: false,
    };
    let (application, version, policy, today) = (case.id.clone(), case.version, slim_policy(&case.policy), view.today);
    let (kept, revision) = (view.kept.clone(), view.kept.revision);
    let restored = view.restored.map(|at| {
        view! { <Restored application=application.clone() screen=kept.screen.clone() kept_at=at /> }
    });
    let (notice, reuse_path) = (view.notice.clone(), path.clone());
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <div class="page-head">
                    <BackLink href=back label="登録せずに申請画面へ戻る" />
                    <h1>"座学研修（生涯教育制度）単位等追加入力"</h1>
                </div>
                {notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
                {restored}
                <ErrorSummary errors=errors.clone() />
            </div>
            <LiveForm
                screen=Screen::Lecture
                draft=slim_draft(&draft)
                policy=policy
                today=today
                application=Some(application.clone())
                button=button
                prints=case.prints()
            >
                <form id=FORM class="form" method="post" action=path enctype="multipart/form-data" novalidate=true>
                    <DefaultButton />
                    <input type="hidden" name=names::VERSION value=version autocomplete="off" />
                    <input type="hidden" name=names::TYPED value=revision autocomplete="off" />
                    <input type="hidden" name=names::LECTURE value=view.form.id.clone() autocomplete="off" />
                    <Kind form=view.form.clone() url=url errors=errors.clone() />
                    <Units view=view.clone() errors=errors.clone() />
                    {claim.map(|claim| view! { <Proof claim=claim case=view.case earlier=view.earlier path=reuse_path errors=errors /> })}
                </form>
                <Keeping application=application kept=kept />
            </LiveForm>
        </div>
    }
    .into_any()
}

/// A lecture that the last return did not ask about, or a new one that it does not admit.
fn closed(view: LectureView) -> AnyView {
    let LectureView { case, form, notice, .. } = view;
    let lecture = case
        .draft
        .lectures
        .iter()
        .find(|lecture| lecture.id.as_str() == form.id);
    let body = lecture.cloned().map_or_else(
        || view! { <Notice tone=Tone::Warning heading=NOT_ASKED /> }.into_any(),
        |lecture| view! { <ClosedLecture case=case.clone() lecture=lecture /> }.into_any(),
    );
    view! {
        <div class="stack">
            <div class="page-head">
                <BackLink href=format!("/applications/{}", case.id) label="申請画面へ戻る" />
                <h1>"座学研修（生涯教育制度）単位等追加入力"</h1>
            </div>
            {notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            {body}
        </div>
    }
    .into_any()
}

#[component]
fn Proof(
    claim: Claim,
    case: Case,
    earlier: Vec<EarlierProof>,
    /// Where the form is posted.
    path: String,
    errors: Vec<ui::FieldError>,
) -> impl IntoView {
    let error = ui::FieldError::of(&errors, &format!("{}{claim}", names::FILE));
    let error = error
        .or_else(|| ItemReason::of(&case, &claim).map(ItemReason::sentence))
        .unwrap_or_default();
    let documents = case.proofs(&claim).cloned().collect();
    let hint = "参加証や各種証明書を添付してください。".to_owned();
    let reuse = reuse(&case, &earlier, &claim, &path);
    view! {
        <ProofField
            claim_name=case.claim_name(&claim)
            claim=claim
            label="証明書".to_owned()
            hint=hint
            documents=documents
            error=error
        />
        {reuse}
    }
}

#[component]
fn Kind(form: LectureForm, url: String, errors: Vec<ui::FieldError>) -> impl IntoView {
    let link = (!url.is_empty()).then(|| {
        view! {
            <p>
                "詳しくは"
                <a href=url target="_blank" rel="noopener">"日本医師会生涯教育on-line（新しいタブで開きます）"</a>
                "をご覧ください。"
            </p>
        }
    });
    let activity =
        |activity: Activity| SelectOption::new(activity.key(), activity.label(), activity.key() == form.activity);
    let activities = std::iter::once(SelectOption::new("", "選択してください", false))
        .chain(Activity::ALL.into_iter().map(activity))
        .collect();
    let of_the_kind = ui::FieldError::of(&errors, names::KIND);
    let of_the_activity = ui::FieldError::of(&errors, names::ACTIVITY);
    let of_the_organiser = ui::FieldError::of(&errors, names::ORGANISER);
    let of_the_detail = ui::FieldError::of(&errors, names::DETAIL);
    view! {
        <Fieldset legend="種別" name=names::KIND error=of_the_kind>
            <div class="choices choices--boxed">
                <RadioItem
                    label=LectureKind::Event.label()
                    name=names::KIND
                    value="a"
                    checked=form.kind != "b"
                    hint="主催者が登録した研修会は自動的に加算されるため、追加は不要です。"
                >
                    <TextField
                        label="主催者（任意）"
                        name=names::ORGANISER
                        value=form.organiser.clone()
                        hint="研修会を開いた医師会や学会の名前です。"
                        error=of_the_organiser
                        maxlength=LINE_MAX
                    />
                    <CheckboxItem
                        label="日本医学会分科会主催の総会等に参加した（単位とカリキュラムコードは自己申告）"
                        name=names::SELF_DECLARED
                        value="1"
                        checked=form.self_declared
                        hint="受講した講演の時間と内容に応じて、単位とカリキュラムコードを入力してください。"
                    />
                    {link}
                </RadioItem>
                <RadioItem
                    label="体験学習・試験問題作成・指導・執筆など"
                    name=names::KIND
                    value="b"
                    checked=form.kind == "b"
                >
                    <SelectField
                        label="活動の種類"
                        name=names::ACTIVITY
                        options=activities
                        error=of_the_activity
                    />
                    <TextArea
                        label="活動の内容（任意）"
                        name=names::DETAIL
                        value=form.detail.clone()
                        hint="いつ、どこで、何をしたかを記入してください。論文や著書は題名も記入してください。"
                        error=of_the_detail
                        maxlength=TEXT_MAX
                    />
                </RadioItem>
            </div>
        </Fieldset>
        <TextField
            label="名称（任意）"
            name=names::TITLE
            value=form.title.clone()
            hint="研修会や活動の名前です。"
            error=ui::FieldError::of(&errors, names::TITLE)
            maxlength=LINE_MAX
        />
    }
    .into_any()
}

#[component]
fn Units(view: LectureView, errors: Vec<ui::FieldError>) -> impl IntoView {
    let form = view.form;
    let year = view.case.draft.fiscal_year_at(view.today);
    let last = year.last_day().min(view.today);
    let codes = view
        .code_names
        .iter()
        .map(|(code, name)| code_line(*code, name))
        .collect_view();
    view! {
        <DateField
            label="取得日"
            name=names::ACQUIRED_ON
            value=form.acquired_on
            hint=format!("申請年度（{year}）に取得した単位だけを追加できます。")
            error=ui::FieldError::of(&errors, names::ACQUIRED_ON)
            min=year.first_day().to_string()
            max=last.to_string()
        />
        <TextField
            label="単位数"
            name=names::UNITS
            value=form.units
            hint="参加証に記載された単位数です。0.5単位きざみで入力してください（例：1.5）。"
            error=ui::FieldError::of(&errors, names::UNITS)
            inputmode="decimal"
            unit="単位"
            width=FieldWidth::Short
        />
        <div class="stack stack--tight">
            <TextField
                label="カリキュラムコード"
                name=names::CODES
                value=form.codes
                hint="参加証に記載された番号か名前です。複数のときは「12、73」のように区切ってください。"
                error=ui::FieldError::of(&errors, names::CODES)
                maxlength=LINE_MAX
            />
            <Disclosure summary="カリキュラムコードの一覧から選ぶ">
                <CodeSearch>
                    <ul class="code-columns" role="list">{codes}</ul>
                </CodeSearch>
            </Disclosure>
        </div>
    }
    .into_any()
}

/// A code of the list. The button is there for the island, which puts the number into the field above.
fn code_line(code: CurriculumCode, name: &str) -> impl IntoView + use<> {
    view! {
        <li data-code=code.to_string() data-name=folded(name)>
            <span class="num">{code.to_string()}</span>
            " "
            {name.to_owned()}
            <button class="button button--quiet button--small with-script" type="button" data-add=code.to_string()>
                "加える"<span class="visually-hidden">{format!("：{code} {name}")}</span>
            </button>
        </li>
    }
}

//! 利用者登録: who somebody is, and the address that proves itself by a link.

use domain::field::{FieldError, FormValues, LINE_MAX};
use domain::registration::{EMAIL_MAX, names};
use leptos::prelude::*;

use crate::ui::{
    self, BackLink, Button, ButtonTone, Choice, ErrorSummary, FieldWidth, Notice, RadioGroup, SelectField,
    SelectOption, TextField, Tone,
};

/// Sent with the button that shows the associations of a prefecture.
pub const NARROW: &str = "narrow";

/// What the registration page shows.
#[derive(Clone, Debug, Default)]
pub struct RegisterView {
    /// Whether this installation is a demonstration.
    pub demo: bool,
    /// Whether no letter can leave: then nobody can register here.
    pub closed: bool,
    /// Whether somebody whose registration was refused mends it: the address is proved already.
    pub again: bool,
    /// Why it was refused, on that way.
    pub reason: String,
    /// 都道府県: two digits and name.
    pub prefectures: Vec<(String, String)>,
    /// The associations of the chosen prefecture.
    pub associations: Vec<(String, String)>,
    /// What was typed.
    pub typed: FormValues,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Why it was refused as a whole.
    pub notice: Option<String>,
}

/// The form, and before it what is needed.
#[component]
pub fn RegisterPage(view: RegisterView) -> impl IntoView {
    if view.closed {
        return closed().into_any();
    }
    let errors: Vec<ui::FieldError> = view.errors.iter().cloned().map(Into::into).collect();
    let (back, label, action) = if view.again {
        ("/", "マイページへ戻る", "/registration")
    } else {
        ("/login", "ログインへ戻る", "/register")
    };
    let demo = (view.demo && !view.again).then(|| {
        view! {
            <Notice tone=Tone::Info heading="見本（デモ）では登録しなくても試せます">
                <p>"ログインの画面に、すぐに使える見本のアカウントがあります。登録を試すときは、架空の内容を入力してください。届いたメールは「送信されたメールを見る」で確認できます。"</p>
            </Notice>
        }
    });
    let refused = view.reason.clone();
    let reason = (!refused.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warning heading="医師会で登録の内容を確認できませんでした。">
                <p class="kept-lines">{refused}</p>
            </Notice>
        }
    });
    view! {
        <div class="stack">
            <ErrorSummary errors=errors.clone() />
            <div class="page-head">
                <BackLink href=back label=label />
                <h1>"利用者登録"</h1>
                <p class="lead">"医師免許証を手元に用意してください。入力は3分ほどで終わります。会員でない方も登録できます。"</p>
            </div>
            {view.notice.clone().map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            {demo}
            {reason}
            <form class="form" method="post" action=action novalidate=true>
                <Person typed=view.typed.clone() errors=errors.clone() />
                <Place view=view.clone() errors=errors.clone() />
                {(!view.again).then(|| email(&view.typed, &errors))}
                <div class="actions">
                    <Button label=if view.again { "もう一度申し込む" } else { "確認メールを送る" } />
                </div>
            </form>
            <p>"登録の前に、"<a href="/try">"修了申請の要件を試算する"</a>"こともできます。"</p>
        </div>
    }
    .into_any()
}

/// Where no letter leaves, the association hands out the accounts.
fn closed() -> impl IntoView {
    view! {
        <div class="stack">
            <BackLink href="/login" label="ログインへ戻る" />
            <h1>"利用者登録"</h1>
            <p class="lead">"この画面からの登録は、いまはできません。利用に必要なIDは、医師会がお渡しします。"</p>
            <p>"所属または最寄りの医師会の事務局に、「修了申請のためのIDがほしい」とお伝えください。お名前（ふりがな）と医籍登録番号が必要です。"</p>
            <p>"IDがなくても、"<a href="/try">"修了申請の要件を試算する"</a>"ことができます。"</p>
        </div>
    }
}

#[component]
fn Person(typed: FormValues, errors: Vec<ui::FieldError>) -> impl IntoView {
    let value = |name: &str| typed.text(name).to_owned();
    let error = |name: &str| ui::FieldError::of(&errors, name);
    view! {
        <TextField
            label="氏名"
            name=names::NAME
            value=value(names::NAME)
            hint="医師免許証のとおりに入力してください。"
            error=error(names::NAME)
            autocomplete="name"
            maxlength=LINE_MAX
            required=true
        />
        <TextField
            label="氏名（カナ）"
            name=names::NAME_KANA
            value=value(names::NAME_KANA)
            hint="例：ミホン ハナコ"
            error=error(names::NAME_KANA)
            maxlength=LINE_MAX
            required=true
        />
        <TextField
            label="生年月日"
            name=names::BIRTH_DATE
            value=value(names::BIRTH_DATE)
            hint="例：昭和36年4月1日、1961年4月1日、1961-04-01"
            error=error(names::BIRTH_DATE)
            autocomplete="bday"
            required=true
            width=FieldWidth::Medium
        />
        <TextField
            label="医籍登録番号"
            name=names::LICENCE_NUMBER
            value=value(names::LICENCE_NUMBER)
            hint="医師免許証に書かれている6桁までの番号です。"
            error=error(names::LICENCE_NUMBER)
            inputmode="numeric"
            required=true
            width=FieldWidth::Medium
        />
    }
    .into_any()
}

#[component]
fn Place(view: RegisterView, errors: Vec<ui::FieldError>) -> impl IntoView {
    let chosen = |name: &str| view.typed.text(name).to_owned();
    let member = chosen(names::MEMBERSHIP);
    let choices = vec![
        Choice::new(names::MEMBER, "会員", member == names::MEMBER)
            .hint("郡市区医師会、都道府県医師会、日本医師会のどれかに入っている"),
        Choice::new(names::NON_MEMBER, "非会員", member == names::NON_MEMBER),
    ];
    let options = |list: Vec<(String, String)>, chosen: &str| -> Vec<SelectOption> {
        let option = |(value, label): (String, String)| SelectOption::new(value.clone(), label, value == chosen);
        std::iter::once(SelectOption::new("", "選択してください", chosen.is_empty()))
            .chain(list.into_iter().map(option))
            .collect()
    };
    let prefectures = options(view.prefectures.clone(), &chosen(names::PREFECTURE));
    let associations = options(view.associations.clone(), &chosen(names::ASSOCIATION));
    let hint = if view.associations.is_empty() {
        "先に都道府県を選び、「この都道府県の医師会を表示」を押してください。"
    } else {
        "会員の方は所属の医師会、会員でない方は最寄りの医師会を選んでください。"
    };
    view! {
        <RadioGroup
            legend="会員区分"
            name=names::MEMBERSHIP
            choices=choices
            error=ui::FieldError::of(&errors, names::MEMBERSHIP)
            required=true
        />
        <div class="form-row">
            <SelectField label="都道府県" name=names::PREFECTURE options=prefectures width=FieldWidth::Medium />
            <Button label="この都道府県の医師会を表示" name=NARROW value="1" tone=ButtonTone::Secondary />
        </div>
        <SelectField
            label="所属または最寄りの医師会"
            name=names::ASSOCIATION
            options=associations
            hint=hint
            error=ui::FieldError::of(&errors, names::ASSOCIATION)
            required=true
        />
    }
    .into_any()
}

fn email(typed: &FormValues, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    view! {
        <TextField
            label="メールアドレス"
            name=names::EMAIL
            value=typed.text(names::EMAIL)
            hint="このアドレスに確認のメールを送ります。登録後は、ログインIDになります。"
            error=ui::FieldError::of(errors, names::EMAIL)
            input_type="email"
            autocomplete="email"
            maxlength=EMAIL_MAX
            required=true
        />
    }
}

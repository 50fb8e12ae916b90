//! マイページ: the first page after logging in, with the way to everything that one's roles allow.

use chrono::NaiveDate;
use domain::application::{CaseLine, Status};
use leptos::either::Either;
use leptos::prelude::*;

use super::guidance::{about, after_approval, deadline};
use crate::ui::{ButtonLink, ButtonTone, MenuTile, MenuTiles, Notice, Tone};

/// What the first page shows.
#[derive(Clone, Debug)]
pub struct MyPageView {
    /// The name, without 「さん」.
    pub name: String,
    /// Which tiles stand on it.
    pub tiles: Tiles,
    /// The doctor's applications, the newest first.
    pub applications: Vec<CaseLine>,
    /// How the registration stands, as long as it has not made the account a doctor's.
    pub registration: Option<PendingRegistration>,
    /// The doctor whom the visitor helps.
    pub helps: Option<String>,
    /// The last day to apply in the present fiscal year, where one is set.
    pub deadline: Option<NaiveDate>,
    /// Today in Japan.
    pub today: NaiveDate,
    /// What was just done, such as a changed password.
    pub done: Option<String>,
    /// Why something was refused.
    pub notice: Option<String>,
}

/// A registration that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingRegistration {
    /// The association that looks at it.
    pub association: String,
    /// Why it could not be confirmed; empty while it waits.
    pub refused: String,
}

/// One tile for each kind of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one person may hold any of the roles together"
)]
pub struct Tiles {
    /// 研修管理, for doctors.
    pub training: bool,
    /// Whether that is somebody else's.
    pub helping: bool,
    /// 審査, for reviewers and deciders.
    pub review: bool,
    /// 研修会, for organisers.
    pub events: bool,
    /// 管理, for administrators.
    pub admin: bool,
}

/// The tiles, what this service is, and what it is not.
#[component]
pub fn MyPage(view: MyPageView) -> impl IntoView {
    let tiles = view.tiles;
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <div class="page-head">
                    <h1>"マイページ"</h1>
                    <p class="lead">{format!("{} さん、こんにちは。", view.name)}</p>
                </div>
                {view.done.map(|done| view! { <Notice tone=Tone::Success heading=done announce=true /> })}
                {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
                {view.registration.map(pending)}
                {view
                    .helps
                    .map(|doctor| {
                        let heading = format!("{doctor} 先生の申請の入力を手伝っています。");
                        view! {
                            <Notice tone=Tone::Info heading=heading>
                                <p>"下書きの入力と証明書の添付ができます。申請は、先生がご自分で行います。"</p>
                            </Notice>
                        }
                    })}
                {tiles.training.then(|| deadline(view.deadline, view.today, &view.applications))}
                {news(&view.applications)}
                <MenuTiles>
                    {tiles
                        .training
                        .then(|| {
                            view! {
                                <MenuTile
                                    href="/training"
                                    label="研修管理（申請・単位確認等）"
                                    text="修了の申請、審査状況の確認、修了証のダウンロード、単位取得状況の確認、受講証明書の出力"
                                />
                            }
                        })}
                    {tiles
                        .review
                        .then(|| {
                            view! { <MenuTile href="/review" label="審査" text="届いた申請の確認と、承認・差戻し・不承認の決定" /> }
                        })}
                    {tiles
                        .events
                        .then(|| view! { <MenuTile href="/events" label="研修会" text="研修会と受講実績の登録" /> })}
                    {tiles
                        .admin
                        .then(|| view! { <MenuTile href="/admin" label="管理" text="利用者、医師会、設定の管理" /> })}
                </MenuTiles>
                <p><a href="/account">"アカウント（メールアドレス・パスワード・二段階認証）"</a></p>
                {(tiles.training && !tiles.helping)
                    .then(|| view! { <p><a href="/my-data">"自分のデータを取り出す"</a></p> })}
            </div>
            {tiles.training.then(|| after_approval(&view.applications))}
            {tiles.training.then(about)}
        </div>
    }
}

fn pending(registration: PendingRegistration) -> impl IntoView {
    let PendingRegistration { association, refused } = registration;
    if refused.is_empty() {
        let heading = format!("利用者登録を、{association}が確認しています。");
        return Either::Left(view! {
            <Notice tone=Tone::Info heading=heading>
                <p>"名簿と照らし合わせています。終わるとメールでお知らせします。先生の操作は必要ありません。"</p>
            </Notice>
        });
    }
    let heading = format!("{association}で、利用者登録の内容を確認できませんでした。");
    Either::Right(view! {
        <Notice tone=Tone::Warning heading=heading>
            <p class="kept-lines">{refused}</p>
            <div class="actions">
                <ButtonLink
                    href="/registration"
                    label="内容を直してもう一度申し込む"
                    tone=ButtonTone::Secondary
                    small=true
                />
            </div>
        </Notice>
    })
}

/// What waits for the doctor or for the association, and the certificate: so that neither need be looked for.
fn news(lines: &[CaseLine]) -> impl IntoView + use<> {
    let now = lines
        .iter()
        .find(|line| line.status != Status::Withdrawn && line.status != Status::Approved);
    // What was refused long ago is no news once something was approved or begun after it.
    let now = now.filter(|line| !line.status.is_final() || lines.first().is_some_and(|first| first.id == line.id));
    let approved = lines.iter().find(|line| line.status == Status::Approved);
    view! {
        {now.map(under_way)}
        {approved.map(certificate)}
    }
}

fn under_way(line: &CaseLine) -> impl IntoView + use<> {
    let (tone, heading, label) = match line.status {
        Status::Returned => (Tone::Warning, "申請が差し戻されています", "内容を確認して直す"),
        Status::Draft => (Tone::Info, "書きかけの申請（下書き）があります", "続きを入力する"),
        Status::Refused => (Tone::Danger, "申請は不承認となりました", "理由を確認する"),
        Status::InReview => (Tone::Info, "医師会が申請を審査しています", "申請の状況を見る"),
        Status::Submitted | Status::Approved | Status::Withdrawn => {
            (Tone::Info, "申請を受け付けました", "申請の状況を見る")
        }
    };
    let href = format!("/applications/{}", line.id);
    let whose_turn = match &line.receipt_number {
        Some(number) => format!("受付番号 {number}。{}", line.status.whose_turn()),
        None => line.status.whose_turn().to_owned(),
    };
    view! {
        <Notice tone=tone heading=heading>
            <p>{whose_turn}</p>
            <div class="actions">
                <ButtonLink
                    href=href
                    label=label
                    tone=ButtonTone::Secondary
                    small=true
                />
            </div>
        </Notice>
    }
}

fn certificate(line: &CaseLine) -> impl IntoView + use<> {
    let ready = line.certificate.as_ref().is_some_and(|certificate| certificate.ready);
    let heading = if ready {
        "修了証ができています"
    } else {
        "申請が承認されました"
    };
    view! {
        <Notice tone=Tone::Success heading=heading>
            <div class="actions">
                <ButtonLink
                    href="/history?tab=certificates"
                    label="修了証のダウンロードへ進む"
                    tone=ButtonTone::Secondary
                    small=true
                />
            </div>
        </Notice>
    }
}

//! アカウント: the address, the password, the second factor, the browsers that are logged in, and the way out for good.

use domain::account::SessionLine;
use domain::field::{FieldError, FormValues};
use domain::fiscal_year::written_moment;
use domain::registration::{EMAIL_MAX, names};
use leptos::prelude::*;

use super::password::current_password;
use crate::ui::{self, BackLink, Button, ButtonTone, ErrorSummary, Notice, StatusTag, TextField, Tone};

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct AccountView {
    /// The log-in name.
    pub login: String,
    /// The address, where there is one.
    pub email: Option<String>,
    /// Whether a code is asked for at each log-in.
    pub second_factor: bool,
    /// The browsers that are logged in.
    pub sessions: Vec<SessionLine>,
    /// Whether the account is a doctor's own: then others may be asked to help.
    pub doctor: bool,
    /// What was typed as a new address.
    pub typed: FormValues,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// What was just done.
    pub done: Option<String>,
    /// Why something was refused.
    pub notice: Option<String>,
}

/// Everything about the own account on one page.
#[component]
pub fn AccountPage(view: AccountView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.iter().cloned().map(Into::into).collect();
    let factor = if view.second_factor {
        "使っています。ログインのときに、認証アプリのコードを確認します。"
    } else {
        "使っていません。スマートフォンの認証アプリを使うと、パスワードが知られても、ほかの人はログインできません。"
    };
    let agents = view.doctor.then(|| {
        view! {
            <section class="section">
                <h2>"入力を手伝う人"</h2>
                <p>"事務の方などに、申請の下書きの入力を任せられます。申請そのものは、先生だけが行えます。"</p>
                <p><a href="/account/agents">"入力を手伝う人を決める"</a></p>
            </section>
        }
    });
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <ErrorSummary errors=errors.clone() />
                <div class="page-head">
                    <BackLink href="/" label="マイページへ戻る" />
                    <h1>"アカウント"</h1>
                </div>
                {view.done.clone().map(|done| view! { <Notice tone=Tone::Success heading=done announce=true /> })}
                {view.notice.clone().map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
                <dl class="facts">
                    <dt>"ログインID"</dt>
                    <dd>{view.login.clone()}</dd>
                </dl>
            </div>
            {email(&view, &errors)}
            <section class="section">
                <h2>"パスワード"</h2>
                <p><a href="/password">"パスワードを変更する"</a></p>
            </section>
            <section class="section">
                <h2>"二段階認証"</h2>
                <p>{factor}</p>
                <p><a href="/account/second-factor">"二段階認証を設定する"</a></p>
            </section>
            {sessions(view.sessions)}
            {agents}
            <section class="section">
                <h2>"登録の削除"</h2>
                <p>"このサービスを使わなくなったときは、登録を削除できます。"</p>
                <p><a href="/account/delete">"登録を削除する"</a></p>
            </section>
        </div>
    }
    .into_any()
}

fn email(view: &AccountView, errors: &[ui::FieldError]) -> impl IntoView + use<> {
    let present = match &view.email {
        Some(email) => format!("現在のアドレス：{email}"),
        None => "メールアドレスは登録されていません。登録すると、審査の結果などをメールでお知らせします。".to_owned(),
    };
    view! {
        <section class="section">
            <h2>"メールアドレス"</h2>
            <p>{present}</p>
            <form class="form" method="post" action="/account/email" novalidate=true>
                <TextField
                    label="新しいメールアドレス"
                    name=names::EMAIL
                    value=view.typed.text(names::EMAIL)
                    error=ui::FieldError::of(errors, names::EMAIL)
                    input_type="email"
                    autocomplete="email"
                    maxlength=EMAIL_MAX
                    required=true
                />
                {current_password(errors)}
                <div class="actions">
                    <Button label="確認メールを送る" tone=ButtonTone::Secondary />
                </div>
            </form>
        </section>
    }
}

fn sessions(sessions: Vec<SessionLine>) -> impl IntoView {
    let several = sessions.len() > 1;
    let lines = sessions
        .into_iter()
        .map(|session| {
            let browser = known_browser(&session.browser);
            let of_what = format!("：{browser}");
            let facts = format!(
                "{}にログイン・最後の操作 {}・{}",
                written_moment(session.created_at),
                written_moment(session.last_seen_at),
                session.address
            );
            let end = (!session.this).then(|| {
                view! {
                    <form method="post" action="/account/sessions/end">
                        <input type="hidden" name="session" value=session.name autocomplete="off" />
                        <button class="button button--quiet button--small" type="submit">
                            "ログアウトさせる"<span class="visually-hidden">{of_what}</span>
                        </button>
                    </form>
                }
            });
            view! {
                <li class="declared__item">
                    <div class="declared__text">
                        <p class="declared__name">
                            {browser}
                            {session.this.then(|| view! { " "<StatusTag label="この端末" tone=Tone::Info /> })}
                        </p>
                        <p class="small quiet">{facts}</p>
                    </div>
                    {end}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let all = several.then(|| {
        view! {
            <form class="actions" method="post" action="/account/sessions/end">
                <Button label="ほかの端末をすべてログアウトさせる" tone=ButtonTone::Secondary />
            </form>
        }
    });
    view! {
        <section class="section">
            <h2>"ログイン中の端末"</h2>
            <p>"見覚えのない端末があるときは、ログアウトさせてから、パスワードを変更してください。"</p>
            <ul class="declared" role="list">{lines}</ul>
            {all}
        </section>
    }
}

/// What most people call their browser and their device, out of the long name that it gives itself.
fn known_browser(name: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known
            .iter()
            .find(|(part, _)| name.contains(part))
            .map(|(_, called)| *called)
    };
    let browser = first(&[
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let device = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, device) {
        (Some(browser), Some(device)) => format!("{browser}（{device}）"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => "不明な端末".to_owned(),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::account::SessionLine;
    use leptos::prelude::*;

    use super::{AccountPage, AccountView, known_browser};
    use crate::ui::testing::html;

    #[test]
    fn a_browser_is_called_as_people_call_it() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
        assert_eq!(known_browser(chrome), "Chrome（Windows）");
        assert_eq!(known_browser(safari), "Safari（iPhone）");
        assert_eq!(known_browser("curl/8"), "不明な端末");
    }

    #[test]
    fn the_own_session_cannot_be_ended_here_and_the_others_can() {
        let at = chrono::DateTime::from_timestamp(1_769_000_000, 0).unwrap();
        let session = |name: &str, this| SessionLine {
            name: name.to_owned(),
            browser: String::new(),
            address: "192.0.2.1".to_owned(),
            created_at: at,
            last_seen_at: at,
            this,
        };
        let view = AccountView {
            sessions: vec![session("aaaa", true), session("bbbb", false)],
            ..AccountView::default()
        };
        let page = html(|| view! { <AccountPage view=view /> });
        assert!(
            page.contains(r#"value="bbbb""#) && !page.contains(r#"value="aaaa""#),
            "{page}"
        );
        assert!(page.contains("ほかの端末をすべてログアウトさせる"), "{page}");
    }
}

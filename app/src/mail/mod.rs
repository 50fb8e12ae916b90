//! 送信されたメール: the letters of a demonstration, which really leave for nobody. And those that could not be sent.

mod failed;

use domain::fiscal_year::written_moment;
use domain::letter::Letter;
use leptos::either::Either;
use leptos::prelude::*;

pub use self::failed::{FailedMailPage, FailedMailView};
use crate::ui::{BackLink, EmptyState};

/// The latest letters, each to be opened.
#[component]
pub fn OutboxPage(letters: Vec<Letter>) -> impl IntoView {
    let empty = letters.is_empty().then(|| {
        view! {
            <EmptyState heading="まだメールはありません">
                <p>"申請、差戻し、承認などがあると、申請者へのメールがここに表示されます。"</p>
            </EmptyState>
        }
    });
    let letters = letters.into_iter().map(letter).collect_view();
    view! {
        <div class="stack">
            <div class="page-head">
                <BackLink href="/" label="最初のページへ戻る" />
                <h1>"送信されたメール（見本）"</h1>
                <p class="lead">
                    "見本（デモ）では、メールは実際には送られません。送られるはずのメールを、新しいものから50件まで表示します。"
                </p>
            </div>
            {empty}
            <ul class="stack" role="list">{letters}</ul>
        </div>
    }
}

fn letter(letter: Letter) -> impl IntoView {
    let when = match letter.sent_at {
        Some(at) => format!("{}に送信", written_moment(at)),
        None => format!("{}に送信予定", written_moment(letter.send_at)),
    };
    view! {
        <li>
            <details class="disclosure" id=format!("mail-{}", letter.id)>
                <summary>{letter.subject}</summary>
                <div class="disclosure__body">
                    <p class="small quiet">{format!("{}宛て・{when}", letter.recipient)}</p>
                    <p class="kept-lines">{lines(&letter.body)}</p>
                </div>
            </details>
        </li>
    }
}

/// The lines of a letter; a link of ours is one, and never leads elsewhere.
fn lines(body: &str) -> impl IntoView + use<> {
    let line = |line: &str| {
        let path = line
            .find("/confirm/")
            .map(|at| &line[at..])
            .filter(|path| line.starts_with("http") && path.bytes().all(|byte| byte.is_ascii_graphic()));
        match path {
            Some(path) => Either::Left(view! { <a href=path.to_owned()>{line.to_owned()}</a>"\n" }),
            None => Either::Right(format!("{line}\n")),
        }
    };
    body.lines().map(line).collect_view()
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use leptos::prelude::*;

    use super::{Letter, OutboxPage};
    use crate::ui::testing::html;

    #[test]
    fn a_letter_that_waits_says_when_it_leaves_and_one_that_has_left_when_it_did() {
        let at = |text: &str| text.parse().unwrap();
        let letter = |sent_at| Letter {
            id: "1".to_owned(),
            recipient: "demo-member@example.jp".to_owned(),
            subject: "【修了申請】<b>承認</b>".to_owned(),
            body: "見本 太郎 先生\n\n承認されました。".to_owned(),
            send_at: at("2026-01-20T03:10:00Z"),
            sent_at,
        };
        let letters = vec![letter(None), letter(Some(at("2026-01-20T03:10:02Z")))];
        let page = html(|| view! { <OutboxPage letters=letters /> });
        assert!(page.contains("2026年1月20日 12:10に送信予定"), "{page}");
        assert!(page.contains("2026年1月20日 12:10に送信<"), "{page}");
        assert!(page.contains("&lt;b&gt;承認"), "{page}");
        let none = html(|| view! { <OutboxPage letters=Vec::new() /> });
        assert!(none.contains("まだメールはありません"), "{none}");
    }
}

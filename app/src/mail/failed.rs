//! 送れなかったメール: the letters that were given up, each with why and a button that sends it again.

use domain::fiscal_year::written_moment;
use domain::letter::FailedLetter;
use leptos::either::Either;
use leptos::prelude::*;

use crate::ui::{BackLink, Button, ButtonLink, ButtonTone, Cell, Column, DataTable, EmptyState, Notice, Tone};

/// What the page shows.
#[derive(Clone, Debug, Default)]
pub struct FailedMailView {
    /// One page of letters, the one that was given up last first.
    pub letters: Vec<FailedLetter>,
    /// `after` of the next page, if there is one.
    pub next: Option<String>,
    /// Whether this is a page behind the first.
    pub continued: bool,
    /// Whether a letter has just been sent again.
    pub done: bool,
    /// Why something was refused.
    pub notice: Option<String>,
}

/// The table, and the link to the next letters.
#[component]
pub fn FailedMailPage(view: FailedMailView) -> impl IntoView {
    let list = if view.letters.is_empty() {
        Either::Left(nothing(view.continued))
    } else {
        Either::Right(table(view.letters))
    };
    let pager = (view.continued || view.next.is_some()).then(|| {
        view! {
            <div class="pager">
                {view.continued.then(|| view! { <a href="/admin/mail">"最初に戻る"</a> })}
                {view
                    .next
                    .map(|after| {
                        let href = format!("/admin/mail?after={after}");
                        view! { <ButtonLink href=href label="次へ" tone=ButtonTone::Secondary /> }
                    })}
            </div>
        }
    });
    let done = view.done.then(|| {
        view! {
            <Notice tone=Tone::Success heading="もう一度送る手続きをしました。" announce=true>
                <p>"また送れなかったときは、理由とともに、この一覧に戻ります。"</p>
            </Notice>
        }
    });
    view! {
        <div class="stack">
            <div class="page-head">
                <BackLink href="/admin" label="管理へ戻る" />
                <h1>"送れなかったメール"</h1>
                <p class="lead">
                    "何度か試しても送れなかったメールを、新しいものから表示します。送るときは、登録されている今のメールアドレスを使います。"
                </p>
            </div>
            {done}
            {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            {list}
            {pager}
        </div>
    }
}

fn nothing(continued: bool) -> impl IntoView {
    let (heading, text) = if continued {
        (
            "この先に送れなかったメールはありません",
            "「最初に戻る」から、新しいものを確認できます。",
        )
    } else {
        (
            "送れなかったメールはありません",
            "送れないメールがあると、ここに理由とともに表示されます。",
        )
    };
    view! { <EmptyState heading=heading><p>{text}</p></EmptyState> }
}

fn table(letters: Vec<FailedLetter>) -> impl IntoView {
    let columns = vec![
        Column::text("件名"),
        Column::text("宛先"),
        // Not as one piece: day and hour together are wider than a narrow phone leaves room for.
        Column::text("日時"),
        Column::number("試した回数"),
        Column::text("理由"),
        Column::unlabelled("操作"),
    ];
    let rows = letters.into_iter().map(row).collect();
    view! { <DataTable caption="送れなかったメール" columns=columns rows=rows hide_caption=true row_headings=true /> }
}

fn row(letter: FailedLetter) -> Vec<Cell> {
    let recipient = match letter.corrected {
        Some(corrected) => Cell::view(view! {
            <span>
                {letter.recipient} <br /> <strong>{format!("変更後：{corrected}")}</strong>
            </span>
        }),
        None => Cell::text(letter.recipient),
    };
    let again = if letter.reader_active {
        let action = format!("/admin/mail/{}/resend", letter.id);
        Cell::view(view! {
            <form method="post" action=action class="nowrap">
                <Button label="もう一度送る" tone=ButtonTone::Secondary small=true />
            </form>
        })
    } else {
        Cell::text("利用停止中のため送れません")
    };
    vec![
        Cell::text(letter.subject),
        recipient,
        Cell::text(written_moment(letter.failed_at)),
        Cell::text(format!("{}回", letter.tries)),
        Cell::text(letter.failure.sentence()),
        again,
    ]
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use domain::letter::{FailedLetter, MailFailure};
    use leptos::prelude::*;

    use super::{FailedMailPage, FailedMailView};
    use crate::ui::testing::{has_link, html};

    fn letter(failure: MailFailure) -> FailedLetter {
        FailedLetter {
            id: "0123abc".parse().unwrap(),
            recipient: "old@example.jp".to_owned(),
            corrected: None,
            subject: "【修了申請】<b>承認</b>".to_owned(),
            failed_at: "2026-01-20T03:10:00Z".parse().unwrap(),
            tries: 34,
            failure,
            reader_active: true,
        }
    }

    #[test]
    fn each_letter_says_to_whom_when_how_often_and_why_and_can_be_sent_again() {
        let view = FailedMailView {
            letters: vec![letter(MailFailure::Unreachable)],
            next: Some("1.0123abc".to_owned()),
            ..FailedMailView::default()
        };
        let page = html(|| view! { <FailedMailPage view=view /> });
        for part in [
            "old@example.jp",
            "&lt;b&gt;承認",
            "2026年1月20日 12:10",
            "34回",
            MailFailure::Unreachable.sentence(),
            "method=\"post\" action=\"/admin/mail/0123abc/resend\"",
            "もう一度送る",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(has_link(&page, "/admin/mail?after=1.0123abc", "次へ"), "{page}");
    }

    #[test]
    fn a_corrected_address_stands_beside_the_old_one_and_who_may_not_log_in_gets_nothing() {
        let corrected = FailedLetter {
            corrected: Some("new@example.jp".to_owned()),
            ..letter(MailFailure::Refused)
        };
        let disabled = FailedLetter {
            reader_active: false,
            ..letter(MailFailure::Refused)
        };
        let show = |letter| {
            let view = FailedMailView {
                letters: vec![letter],
                ..FailedMailView::default()
            };
            html(|| view! { <FailedMailPage view=view /> })
        };
        let page = show(corrected);
        assert!(
            page.contains("old@example.jp") && page.contains("変更後：new@example.jp"),
            "{page}"
        );
        let page = show(disabled);
        assert!(page.contains("利用停止中") && !page.contains("<form"), "{page}");
    }

    #[test]
    fn an_empty_list_says_so_and_what_was_done_is_said() {
        let view = FailedMailView {
            done: true,
            ..FailedMailView::default()
        };
        let page = html(|| view! { <FailedMailPage view=view /> });
        assert!(page.contains("送れなかったメールはありません"), "{page}");
        assert!(page.contains("もう一度送る手続きをしました。"), "{page}");
    }
}

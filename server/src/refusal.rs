//! The plain pages that answer where no handler of ours did: wrong address, too much, too slow, broken.

use axum::{body::Body, response::Response};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER},
};
use tower_http::csrf::ProtectionError;

use crate::middleware::request_id::RequestId;

/// Who reads the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Somebody in front of a browser.
    Person {
        /// The browser holds a session, so the page has ログアウト like every other. Whether the session still lives
        /// is not asked: the page must stand when the database does not.
        logged_in: bool,
    },
    /// The code of an island that called a server function.
    Program,
}

/// Gives a page to a response that has none of ours: the frameworks' own texts are English, and tell what a
/// stranger need not know. Status and headers such as `Allow` stay.
pub fn dress(response: &mut Response, id: &RequestId, reader: Reader, stylesheet: &str) {
    let status = response.status();
    let words = words(response);
    let (kind, text) = match reader {
        Reader::Person { logged_in } => ("text/html; charset=utf-8", page(words, id, stylesheet, logged_in)),
        Reader::Program => ("application/json", for_a_program(status, words, id)),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.remove(CONTENT_LENGTH);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.entry(RETRY_AFTER).or_insert(HeaderValue::from_static("30"));
    }
    *response.body_mut() = Body::from(text);
}

/// Whether a response is an error in somebody else's words.
pub fn needs_dress(response: &Response) -> bool {
    let error = response.status().is_client_error() || response.status().is_server_error();
    let kind = response
        .headers()
        .get(CONTENT_TYPE)
        .map_or("", |kind| kind.to_str().unwrap_or(""));
    error && !kind.starts_with("text/html") && !kind.starts_with("application/json")
}

#[derive(Clone, Copy)]
struct Words {
    title: &'static str,
    sentence: &'static str,
}

const FOREIGN_ORIGIN: Words = Words {
    title: "受け付けられませんでした",
    sentence: "ほかのサイトから送られた操作のため、受け付けませんでした。このサイトの画面を開き直して、もう一度操作してください。",
};

fn words(response: &Response) -> Words {
    if response.extensions().get::<ProtectionError>().is_some() {
        return FOREIGN_ORIGIN;
    }
    let (title, sentence) = match response.status() {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => (
            "この操作はできません",
            "この操作をする権限がありません。ログインし直しても変わらないときは、所属の医師会にお問い合わせください。",
        ),
        StatusCode::NOT_FOUND => (
            "ページが見つかりません",
            "アドレスが正しいか確かめてください。マイページから探すこともできます。",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "この操作はできません",
            "このページではできない操作です。前の画面に戻って、もう一度操作してください。",
        ),
        StatusCode::REQUEST_TIMEOUT => (
            "送信が途中で止まりました",
            "送信が途中で止まったため、受け付けられませんでした。通信の状態を確かめて、もう一度送信してください。",
        ),
        StatusCode::CONFLICT => (
            "今はこの操作ができません",
            "ほかの画面または別の方の操作で状態が変わっています。前の画面に戻って、最新の内容を確かめてください。",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "送信された内容が大きすぎます",
            "送信された内容が大きすぎるため、受け付けられませんでした。ファイルを小さくするか、数を減らして、もう一度送信してください。",
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "受け付けられない形式です",
            "受け付けられない形式で送信されました。このサイトの画面から操作してください。",
        ),
        StatusCode::TOO_MANY_REQUESTS => (
            "しばらくお待ちください",
            "短い間に操作が続いたため、受け付けられませんでした。しばらくしてから、もう一度お試しください。",
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            "ただいま処理できません",
            "混み合っているか、点検中です。しばらくしてから、もう一度お試しください。",
        ),
        StatusCode::INSUFFICIENT_STORAGE => (
            "ただいま受け付けられません",
            "保存場所の空きがないため、書き込みを受け付けていません。閲覧はできます。しばらくしてから、もう一度お試しください。",
        ),
        status if status.is_client_error() => (
            "送信された内容を読み取れませんでした",
            "送信された内容を読み取れませんでした。前の画面に戻って、もう一度操作してください。",
        ),
        _ => (
            "処理できませんでした",
            "システムの不具合のため、処理できませんでした。お手数ですが、下の参照番号を添えてお問い合わせください。",
        ),
    };
    Words { title, sentence }
}

/// An error as `app::error::AppError` writes it, so that the island can show the sentence. No sentence of ours
/// holds a character that JSON escapes.
fn for_a_program(status: StatusCode, words: Words, id: &RequestId) -> String {
    if status.is_server_error() {
        format!(r#"{{"Fault":{{"reference":"{id}"}}}}"#)
    } else {
        format!(r#"{{"Refused":{{"sentence":"{}"}}}}"#, words.sentence)
    }
}

/// Nothing that a visitor typed stands in this page, so nothing is escaped.
fn page(words: Words, id: &RequestId, stylesheet: &str, logged_in: bool) -> String {
    let Words { title, sentence } = words;
    let way_out = if logged_in { WAY_OUT } else { "" };
    format!(
        r#"<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} | Shuryo 修了申請</title>
<link rel="stylesheet" href="{stylesheet}">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
</head>
<body class="page">
<header class="site-header"><a class="site-header__name" href="/">Shuryo 修了申請</a>{way_out}</header>
<main class="site-main"><div class="stack">
<h1>{title}</h1>
<p>{sentence}</p>
<p class="quiet">参照番号：<span class="mono">{id}</span></p>
<div class="actions"><a class="button button--secondary" href="/">マイページへ戻る</a></div>
</div></main>
<footer class="site-footer"><ul role="list"><li><a href="/verify">修了証の確認</a></li><li><a href="/accessibility">アクセシビリティについて</a></li></ul><p>Shuryo 修了申請</p></footer>
</body>
</html>"#
    )
}

const WAY_OUT: &str = r#"<div class="site-header__visitor"><form method="post" action="/logout"><button class="button button--secondary button--small" type="submit">ログアウト</button></form></div>"#;

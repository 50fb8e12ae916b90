//! The page beside the form: the QR code for the phone, and what has arrived.

use domain::application::{Claim, Document};
use domain::camera::MINUTES;
use domain::ids::ApplicationId;
use leptos::either::Either;
use leptos::prelude::*;

use super::{Arrived, LABEL, fields};
use crate::ui::{BackLink, Button, ButtonTone, Notice, Tone};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct DeskView {
    /// The application.
    pub application: ApplicationId,
    /// What the files will prove.
    pub claim: Claim,
    /// What that is called.
    pub claim_name: String,
    /// The address of the form.
    pub back: String,
    /// The files that the claim has.
    pub documents: Vec<Document>,
    /// Whether a phone may send.
    pub desk: Desk,
    /// Why no token was made.
    pub notice: Option<String>,
}

/// Whether a phone may send.
#[derive(Clone, Debug)]
pub enum Desk {
    /// Not yet.
    Before,
    /// No longer.
    Over,
    /// As many may already, beside other claims.
    Full,
    /// While this lives.
    Open(OpenCamera),
}

/// A token that lives.
#[derive(Clone, Debug)]
pub struct OpenCamera {
    /// The token, to end it.
    pub token: String,
    /// The address that the phone opens.
    pub address: String,
    /// The same as a picture.
    pub qr: QrPicture,
    /// Until when, on a clock in Japan: 「14:13」.
    pub until: String,
    /// The same in seconds from now.
    pub seconds: u32,
    /// Whether the address leads to this very machine only, as in a demonstration.
    pub only_here: bool,
}

/// A QR code as squares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrPicture {
    /// Squares on each side, without the margin.
    pub side: usize,
    /// The dark ones, as the path of an SVG picture.
    pub path: String,
}

/// The code as a picture that `label` names.
pub(crate) fn qr_code(qr: QrPicture, label: &'static str) -> impl IntoView {
    let whole = qr.side + 2 * MARGIN;
    view! {
        <svg
            class="qr"
            role="img"
            aria-label=label
            viewBox=format!("0 0 {whole} {whole}")
            shape-rendering="crispEdges"
        >
            <rect width=whole height=whole fill="#fff" />
            <path transform=format!("translate({MARGIN} {MARGIN})") d=qr.path fill="#000" />
        </svg>
    }
}

/// The light squares that a reader needs around the code.
const MARGIN: usize = 4;

/// The QR code while the phone may send; before and after it the button that makes one.
#[component]
pub fn DeskPage(view: DeskView) -> impl IntoView {
    let seconds = match &view.desk {
        Desk::Open(open) => open.seconds,
        _ => 0,
    };
    let action = format!("/applications/{}/camera", view.application);
    let here = format!("{action}?{}={}", fields::CLAIM, view.claim);
    let (again, body) = match view.desk {
        Desk::Open(open) => {
            let again = format!("{here}&{}={}", fields::TOKEN, open.token);
            (
                again,
                Either::Left(view! { <Open open=open action=action claim=view.claim.clone() /> }),
            )
        }
        desk => (
            here,
            Either::Right(view! { <Closed desk=desk action=action claim=view.claim.clone() /> }),
        ),
    };
    view! {
        <div class="stack stack--loose">
            <div class="stack">
                <div class="page-head">
                    <BackLink href=view.back label="入力画面へ戻る" />
                    <h1>{LABEL}</h1>
                    <p class="lead">{format!("「{}」の証明書を、スマートフォンのカメラで撮影して送ります。", view.claim_name)}</p>
                </div>
                {view.notice.map(|notice| view! { <Notice tone=Tone::Warning heading=notice announce=true /> })}
            </div>
            {body}
            <section class="section" aria-labelledby="arrived">
                <h2 id="arrived">"届いたファイル"</h2>
                <p>
                    "届いたファイルは、申請に添付されています。入力画面に表示されていなくても、そのまま登録できます。"
                </p>
                <Arrived
                    application=view.application
                    claim=view.claim
                    documents=view.documents
                    seconds=seconds
                />
                <p><a class="button button--secondary button--small" href=again>"届いたか確かめる"</a></p>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Open(open: OpenCamera, action: String, claim: Claim) -> impl IntoView {
    let only_here = open.only_here.then(|| {
        view! {
            <Notice
                tone=Tone::Warning
                heading="この見本は、このパソコンの中だけで動いています。スマートフォンからは開けません。"
            />
        }
    });
    view! {
        <section class="section" aria-labelledby="qr">
            <h2 id="qr">"QRコード"</h2>
            {only_here}
            <ol class="camera-steps">
                <li>"スマートフォンのカメラで、このQRコードを読み取ってください。"</li>
                <li>"開いたページで証明書を撮影し、「送る」を押してください。"</li>
                <li>"届いたファイルが、この画面の下に表示されます。"</li>
            </ol>
            <p>
                <strong>{format!("{MINUTES}分間だけ使えます")}</strong>
                {format!("（{}まで）。", open.until)}
            </p>
            {qr_code(open.qr, "スマートフォンで読み取るQRコード")}
            <div>
                <p>"読み取れないときは、スマートフォンで次のアドレスを開いてください。"</p>
                <p class="camera-address mono">{open.address}</p>
            </div>
            <form class="actions" method="post" action=format!("{action}/end")>
                <input type="hidden" name=fields::CLAIM value=claim.to_string() autocomplete="off" />
                <input type="hidden" name=fields::TOKEN value=open.token autocomplete="off" />
                <Button label="終了する" tone=ButtonTone::Secondary />
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Closed(desk: Desk, action: String, claim: Claim) -> impl IntoView {
    let over = matches!(desk, Desk::Over).then(|| {
        view! {
            <Notice
                tone=Tone::Info
                heading="終了しました。前のQRコードは、もう使えません。"
                announce=true
            />
        }
    });
    let label = if matches!(desk, Desk::Before) {
        "QRコードを表示する"
    } else {
        "新しいQRコードを表示する"
    };
    let full = matches!(desk, Desk::Full).then(|| {
        view! {
            <form class="actions" method="post" action=format!("{action}/end")>
                <input type="hidden" name=fields::CLAIM value=claim.to_string() autocomplete="off" />
                <Button label="ほかのQRコードをすべて終了する" tone=ButtonTone::Secondary />
            </form>
        }
    });
    view! {
        <div class="stack">
            {over}
            <p>
                {format!(
                    "QRコードを表示すると、{MINUTES}分間だけ、スマートフォンからログインせずにファイルを送れます。スマートフォンから、申請の内容やほかの書類を見ることはできません。",
                )}
            </p>
            <form class="actions" method="post" action=action>
                <input type="hidden" name=fields::CLAIM value=claim.to_string() autocomplete="off" />
                <Button label=label />
            </form>
            {full}
        </div>
    }
    .into_any()
}

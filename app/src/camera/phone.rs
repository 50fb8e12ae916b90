//! The page that the phone opens: it can send files, and shows nothing of the case but what they will prove.

use domain::camera::MINUTES;
use domain::evidence::{ACCEPT, PROOF_MAX_BYTES, format_bytes};
use domain::field::FieldError;
use leptos::prelude::*;

use super::fields;
use crate::ui::{self, Button, ErrorSummary, FileField, Notice, Tone};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PhoneView {
    /// Where the form is sent: this very page.
    pub action: String,
    /// What the files will prove.
    pub claim_name: String,
    /// Until when, on a clock in Japan.
    pub until: String,
    /// How many files have been sent from here.
    pub received: u32,
    /// What is wrong with what was sent last.
    pub errors: Vec<FieldError>,
}

/// Two ways to choose a file, and the button. It has no script: whoever has the address gets nothing else to run.
#[component]
pub fn PhonePage(view: PhoneView) -> impl IntoView {
    let errors: Vec<ui::FieldError> = view.errors.into_iter().map(Into::into).collect();
    let of_the_photo = ui::FieldError::of(&errors, fields::PHOTO);
    let of_the_file = ui::FieldError::of(&errors, fields::FILE);
    let arrived = (view.received > 0).then(|| {
        view! {
            <Notice tone=Tone::Success heading=format!("届きました（これまでに{}個）。", view.received) announce=true>
                <p>"続けて送ることもできます。終わったら、このページを閉じてください。"</p>
            </Notice>
        }
    });
    let limits = format!(
        "写真（JPEG・PNG・WebP）またはPDF、1つ{}まで。まとめて選べます。",
        format_bytes(PROOF_MAX_BYTES)
    );
    view! {
        <div class="stack">
            <ErrorSummary errors=errors />
            <h1>"証明書を送る"</h1>
            {arrived}
            <p>{format!("「{}」の証明書として送ります。", view.claim_name)}</p>
            <form class="form" method="post" action=view.action enctype="multipart/form-data">
                <FileField
                    label="カメラで撮影する"
                    name=fields::PHOTO
                    accept="image/jpeg,image/png,image/webp"
                    hint="文字が読めるように、明るい場所で全体を撮影してください。"
                    error=of_the_photo
                    capture=true
                />
                <FileField
                    label="写真やPDFを選ぶ"
                    name=fields::FILE
                    accept=ACCEPT
                    hint=limits
                    error=of_the_file
                    multiple=true
                />
                <div class="actions"><Button label="送る" /></div>
            </form>
            <p class="quiet">
                {format!("このページは{}まで使えます。ここから、申請の内容やほかの書類を見ることはできません。", view.until)}
            </p>
        </div>
    }
    .into_any()
}

/// What a phone sees whose token is over, or never was.
#[component]
pub fn PhoneOverPage() -> impl IntoView {
    view! {
        <div class="stack">
            <h1>"このページは使えません"</h1>
            <p>
                {format!(
                    "QRコードが使えるのは{MINUTES}分間だけです。時間が過ぎたか、パソコンの画面で終了されたため、ファイルは受け付けていません。",
                )}
            </p>
            <p>"続けて送るときは、パソコンの画面で新しいQRコードを表示して、読み取ってください。"</p>
        </div>
    }
    .into_any()
}

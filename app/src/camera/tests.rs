//! The pages as the server renders them.

use domain::field::FieldError;
use leptos::prelude::*;

use super::{Desk, DeskPage, DeskView, OpenCamera, PhonePage, PhoneView, QrPicture, fields};
use crate::ui::testing::{has_label, has_link, html};

fn desk(desk: Desk) -> String {
    html(|| {
        let view = DeskView {
            application: "a1".parse().expect("an id"),
            claim: "practical:I-02".parse().expect("a claim"),
            claim_name: "見本の当番".to_owned(),
            back: "/applications/a1/practical".to_owned(),
            documents: Vec::new(),
            desk,
            notice: None,
        };
        view! { <DeskPage view=view /> }
    })
}

fn open() -> Desk {
    Desk::Open(OpenCamera {
        token: "t0".to_owned(),
        address: "https://shuryo.example.jp/camera/t0".to_owned(),
        qr: QrPicture {
            side: 21,
            path: "M0 0h7v1h-7z".to_owned(),
        },
        until: "14:13".to_owned(),
        seconds: 600,
        only_here: false,
    })
}

#[test]
fn the_open_desk_shows_the_code_the_address_the_time_and_the_way_to_end_it() {
    let page = desk(open());
    assert!(page.contains(r#"viewBox="0 0 29 29""#), "{page}");
    assert!(page.contains(r#"d="M0 0h7v1h-7z""#), "{page}");
    assert!(page.contains("https://shuryo.example.jp/camera/t0"), "{page}");
    assert!(page.contains("10分間だけ使えます"), "{page}");
    assert!(page.contains("（14:13まで）"), "{page}");
    assert!(page.contains(r#"action="/applications/a1/camera/end""#), "{page}");
    assert!(page.contains("終了する"), "{page}");
    assert!(!page.contains("style="), "{page}");
    assert!(
        has_link(&page, "/applications/a1/practical", "入力画面へ戻る"),
        "{page}"
    );
}

#[test]
fn before_and_after_it_the_desk_has_a_button_and_no_code() {
    for (closed, label) in [
        (Desk::Before, "QRコードを表示する"),
        (Desk::Over, "新しいQRコードを表示する"),
        (Desk::Full, "ほかのQRコードをすべて終了する"),
    ] {
        let page = desk(closed);
        assert!(page.contains(label), "{page}");
        assert!(!page.contains("<svg"), "{page}");
        assert!(page.contains(r#"value="practical:I-02""#), "{page}");
    }
}

fn phone(received: u32, errors: Vec<FieldError>) -> String {
    html(|| {
        let view = PhoneView {
            action: "/camera/t0".to_owned(),
            claim_name: "見本の当番".to_owned(),
            until: "14:13".to_owned(),
            received,
            errors,
        };
        view! { <PhonePage view=view /> }
    })
}

#[test]
fn the_phone_can_photograph_or_choose_and_hears_how_many_have_arrived() {
    let page = phone(0, Vec::new());
    assert!(has_label(&page, fields::PHOTO, "カメラで撮影する"), "{page}");
    assert!(has_label(&page, fields::FILE, "写真やPDFを選ぶ"), "{page}");
    assert_eq!(page.matches(r#"capture="environment""#).count(), 1, "{page}");
    assert!(page.contains(r#"enctype="multipart/form-data""#), "{page}");
    assert!(!page.contains("届きました"), "{page}");
    assert!(!page.contains("<script"), "{page}");
    assert!(phone(3, Vec::new()).contains("届きました（これまでに3個）"));
}

#[test]
fn what_has_not_arrived_is_said_beside_the_field_and_in_the_summary() {
    let page = phone(1, vec![FieldError::new(fields::FILE, "「見本.txt」は届いていません。")]);
    assert_eq!(page.matches("「見本.txt」は届いていません。").count(), 2, "{page}");
    assert!(has_link(&page, "#file", "「見本.txt」は届いていません。"), "{page}");
}

//! What stands on the account pages, and what never does.

use domain::application::Status;
use domain::field::{FieldError, FormValues};
use leptos::prelude::*;

use super::{
    LoginPage, LoginView, MyDataPage, MyDataView, MyPage, MyPageView, PasswordPage, PasswordView, RegisterPage,
    RegisterView, Tiles, TrainingMenuPage, TrainingMenuView,
};
use crate::samples::line;
use crate::ui::testing::{has_label, has_link, html};

fn my_page(tiles: Tiles) -> MyPageView {
    MyPageView {
        name: "見本 花子".to_owned(),
        tiles,
        applications: Vec::new(),
        registration: None,
        helps: None,
        done: None,
        notice: None,
    }
}

#[test]
fn the_log_in_page_has_its_labels_and_goes_on_where_one_wanted_to_be() {
    let view = LoginView {
        next: Some("/credits?year=2024".to_owned()),
        ..LoginView::default()
    };
    let page = html(|| view! { <LoginPage view=view /> });
    assert!(page.contains("<h1>ログイン</h1>"), "{page}");
    assert!(has_label(&page, "login", "ログインID"), "{page}");
    assert!(has_label(&page, "password", "パスワード"), "{page}");
    assert!(
        page.contains(r#"<input type="hidden" name="next" value="/credits?year=2024""#),
        "{page}"
    );
    assert!(has_link(&page, "/register", "利用者登録"), "{page}");
    assert!(
        !page.contains("demo-"),
        "example accounts belong to a demonstration: {page}"
    );
}

#[test]
fn a_refused_log_in_keeps_the_name_and_says_why() {
    let view = LoginView {
        login: r#"a"><script>alert(1)</script>"#.to_owned(),
        notice: Some("ログインIDまたはパスワードが違います。".to_owned()),
        errors: vec![FieldError::new("password", "パスワードを入力してください。")],
        ..LoginView::default()
    };
    let page = html(|| view! { <LoginPage view=view /> });
    assert!(!page.contains("<script>"), "{page}");
    assert!(page.contains(r#"role="status""#), "{page}");
    assert!(
        page.contains(r##"<a href="#password">パスワードを入力してください。</a>"##),
        "{page}"
    );
    assert!(page.contains(r#"aria-describedby="password-error""#), "{page}");
}

#[test]
fn a_demonstration_lists_its_accounts_with_the_one_password() {
    let view = LoginView {
        demo_password: Some("kakari-demo-2026".to_owned()),
        ..LoginView::default()
    };
    let page = html(|| view! { <LoginPage view=view /> });
    for expected in [
        "kakari-demo-2026",
        "demo-member",
        "demo-guest",
        "demo-reviewer",
        "demo-admin",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

#[test]
fn a_registration_that_is_refused_comes_back_as_it_was_typed() {
    let mut typed = FormValues::default();
    typed.push("name", "見本 \"花子\"");
    typed.push("membership", "member");
    let view = RegisterView {
        typed,
        errors: vec![FieldError::new("email", "メールアドレスを入力してください。")],
        prefectures: vec![("13".to_owned(), "東京都".to_owned())],
        ..RegisterView::default()
    };
    let page = html(|| view! { <RegisterPage view=view /> });
    assert!(page.contains("<h1>利用者登録</h1>"), "{page}");
    assert!(page.contains(r#"value="見本 &quot;花子&quot;""#), "{page}");
    assert!(page.contains(r##"href="#email""##), "{page}");
    assert!(page.contains(r#"value="member" checked"#), "{page}");
    assert!(page.contains(r#"href="/login""#), "{page}");
}

#[test]
fn a_doctor_finds_the_way_to_the_training_menu_and_no_other_tile() {
    let tiles = Tiles {
        training: true,
        ..Tiles::default()
    };
    let page = html(|| view! { <MyPage view=my_page(tiles) /> });
    assert!(page.contains("<h1>マイページ</h1>"), "{page}");
    assert!(has_link(&page, "/training", "研修管理（申請・単位確認等）"), "{page}");
    assert!(page.contains("日医かかりつけ医機能研修制度"), "{page}");
    for other in ["/review", "/events", "/admin"] {
        assert!(!page.contains(&format!(r#"href="{other}""#)), "{other}: {page}");
    }
}

#[test]
fn staff_find_a_tile_for_each_role() {
    let tiles = Tiles {
        training: false,
        helping: false,
        review: true,
        events: true,
        admin: true,
    };
    let page = html(|| view! { <MyPage view=my_page(tiles) /> });
    for (href, label) in [("/review", "審査"), ("/events", "研修会"), ("/admin", "管理")] {
        assert!(has_link(&page, href, label), "{label}: {page}");
    }
    assert!(!page.contains("/training"), "{page}");
    assert!(page.contains(r#"href="/account""#), "{page}");
}

#[test]
fn a_returned_application_is_named_on_the_first_page() {
    let tiles = Tiles {
        training: true,
        ..Tiles::default()
    };
    let view = MyPageView {
        applications: vec![line(7, Status::Returned)],
        ..my_page(tiles)
    };
    let page = html(|| view! { <MyPage view=view /> });
    assert!(page.contains("差し戻されています"), "{page}");
    assert!(page.contains(r#"href="/applications/case7""#), "{page}");
}

#[test]
fn the_menu_has_the_manuals_three_links() {
    let view = TrainingMenuView {
        application_href: "/applications/new".to_owned(),
        open: None,
        done: None,
        notice: None,
    };
    let page = html(|| view! { <TrainingMenuPage view=view /> });
    assert!(page.contains("<h1>研修会（講習会）管理メインメニュー</h1>"), "{page}");
    for (href, label) in [
        ("/applications/new", "認定（修了）申請"),
        ("/history", "認定（修了）申請履歴 認定証・修了証ダウンロード"),
        ("/credits", "単位取得状況"),
    ] {
        assert!(has_link(&page, href, label), "{label}: {page}");
    }
}

#[test]
fn the_menu_says_how_the_open_application_stands() {
    let view = TrainingMenuView {
        application_href: "/applications/case7".to_owned(),
        open: Some(line(7, Status::Submitted)),
        done: None,
        notice: None,
    };
    let page = html(|| view! { <TrainingMenuPage view=view /> });
    assert!(has_link(&page, "/applications/case7", "認定（修了）申請"), "{page}");
    assert!(page.contains("申請済み（受付待ち）"), "{page}");
    assert!(page.contains("2025-000007"), "{page}");
    assert!(page.contains("先生の操作は必要ありません"), "{page}");
}

#[test]
fn a_password_is_changed_in_a_form_that_password_stores_understand() {
    let view = PasswordView {
        login: "demo-member".to_owned(),
        notice: None,
        errors: vec![FieldError::new("new_password", "15文字以上で入力してください。")],
    };
    let page = html(|| view! { <PasswordPage view=view /> });
    assert!(
        page.contains(r#"autocomplete="username" value="demo-member""#),
        "{page}"
    );
    for name in ["current_password", "new_password", "new_password_again"] {
        assert!(
            page.contains(&format!(r#"name="{name}" type="password""#)),
            "{name}: {page}"
        );
    }
    assert!(page.contains(r##"href="#new_password">15文字以上"##), "{page}");
}

#[test]
fn the_own_data_are_taken_out_by_a_form_that_every_doctor_finds() {
    let tiles = Tiles {
        training: true,
        ..Tiles::default()
    };
    let menu = html(|| view! { <MyPage view=my_page(tiles) /> });
    assert!(has_link(&menu, "/my-data", "自分のデータを取り出す"), "{menu}");
    let page = html(|| view! { <MyDataPage view=MyDataView::default() /> });
    assert!(page.contains(r#"method="post" action="/my-data""#), "{page}");
}

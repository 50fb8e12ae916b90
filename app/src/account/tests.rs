//! What stands on the account pages, and what never does.

use domain::application::{CaseLine, Status};
use domain::field::{FieldError, FormValues};
use leptos::prelude::*;

use super::{
    LoginPage, LoginView, MyDataPage, MyDataView, MyPage, MyPageView, PasswordPage, PasswordView, RegisterPage,
    RegisterView, Tiles, TrainingMenuPage, TrainingMenuView,
};
use crate::samples::{day, line};
use crate::ui::testing::{has_label, has_link, html};

fn my_page(tiles: Tiles) -> MyPageView {
    MyPageView {
        name: "見本 花子".to_owned(),
        tiles,
        applications: Vec::new(),
        registration: None,
        helps: None,
        deadline: None,
        today: day("2026-01-20"),
        done: None,
        notice: None,
    }
}

fn menu(applications: Vec<CaseLine>) -> TrainingMenuView {
    TrainingMenuView {
        applications,
        deadline: None,
        today: day("2026-01-20"),
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
    let view = menu(Vec::new());
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
    let view = menu(vec![line(8, Status::Withdrawn), line(7, Status::Submitted)]);
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

fn doctor() -> Tiles {
    Tiles {
        training: true,
        ..Tiles::default()
    }
}

#[test]
fn a_deadline_is_said_until_something_was_sent_and_after_it_whom_to_ask() {
    let with = |deadline: Option<&str>, applications: Vec<CaseLine>| {
        let view = MyPageView {
            deadline: deadline.map(day),
            applications,
            ..my_page(doctor())
        };
        html(|| view! { <MyPage view=view /> })
    };
    assert!(!with(None, Vec::new()).contains("申請の期限"));
    let page = with(Some("2026-02-28"), vec![line(7, Status::Draft)]);
    assert!(page.contains("今年度の申請の期限は2026年2月28日です。"), "{page}");
    assert!(page.contains("あと39日です。"), "{page}");
    assert!(with(Some("2026-01-20"), Vec::new()).contains("本日が期限です。"));
    let late = with(Some("2026-01-19"), vec![line(7, Status::Returned)]);
    assert!(
        late.contains("を過ぎました") && late.contains("申請先の医師会に"),
        "{late}"
    );
    for status in [Status::Submitted, Status::InReview, Status::Approved] {
        let page = with(Some("2026-02-28"), vec![line(7, status)]);
        assert!(!page.contains("申請の期限"), "{status:?}: {page}");
    }

    let view = TrainingMenuView {
        deadline: Some(day("2026-02-28")),
        ..menu(Vec::new())
    };
    let page = html(|| view! { <TrainingMenuPage view=view /> });
    assert!(page.contains("申請の期限は2026年2月28日です。"), "{page}");
}

#[test]
fn after_the_approval_it_says_what_remains_for_g_mis_with_the_facts_to_copy() {
    let with = |applications: Vec<CaseLine>| {
        let view = MyPageView {
            applications,
            ..my_page(doctor())
        };
        html(|| view! { <MyPage view=view /> })
    };
    let page = with(vec![line(8, Status::Draft), line(7, Status::Approved)]);
    for expected in [
        "G-MISでの報告",
        "毎年1月から3月に",
        "G-MISの案内と、都道府県からの案内に従って",
        "かかりつけ医機能報告制度にかかる研修",
        "見本 花子",
        "654321",
        "2025-000001",
        "2026年2月5日",
        "北区医師会",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert!(
        has_link(&page, "/history?tab=certificates", "修了証をダウンロード"),
        "{page}"
    );
    for status in [Status::Draft, Status::Submitted, Status::Refused] {
        assert!(!with(vec![line(7, status)]).contains("書き写す内容"), "{status:?}");
    }
}

#[test]
fn the_first_page_says_what_the_service_is_not() {
    let page = html(|| view! { <MyPage view=my_page(doctor()) /> });
    for expected in [
        "修了証を受け取るためのサービスです",
        "「日医かかりつけ医機能研修制度」とは別の制度です",
        "報告は、医療機関がG-MIS",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

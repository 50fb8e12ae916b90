//! What is not there yet says so under its own name.

use leptos::prelude::*;

use super::{AdminPage, EventsPage, VerifyPage};
use crate::ui::testing::{has_link, html};

#[test]
fn each_page_has_its_label_and_says_what_to_do_instead() {
    let events = html(|| view! { <EventsPage /> });
    assert!(
        events.contains("<h1>研修会</h1>") && events.contains("<h2>受講実績</h2>"),
        "{events}"
    );
    let admin = html(|| view! { <AdminPage /> });
    assert!(admin.contains("<h1>管理</h1>"), "{admin}");
    assert!(has_link(&admin, "/admin/mail", "送れなかったメール"), "{admin}");
    let verify = html(|| view! { <VerifyPage /> });
    assert!(verify.contains("<h1>修了証の確認</h1>"), "{verify}");
    for page in [events, admin, verify] {
        assert!(page.contains("まだありません") && page.contains("ください"), "{page}");
    }
}

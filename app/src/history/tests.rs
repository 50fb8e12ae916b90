//! What stands on the two tabs of the history.

use domain::application::Status;
use leptos::prelude::*;

use super::{HistoryPage, HistoryTab, HistoryView};
use crate::samples::{certificate, line, policy, year};
use crate::ui::testing::{has_link, html};

fn history(tab: HistoryTab, statuses: &[Status]) -> HistoryView {
    HistoryView {
        tab,
        programmes: vec![("kakari".to_owned(), policy().programme_name)],
        programme: "kakari".to_owned(),
        years: vec![year(2025), year(2024)],
        year: Some(year(2025)),
        date: "2026-02-03".to_owned(),
        lines: statuses
            .iter()
            .zip(1..)
            .map(|(status, number)| line(number, *status))
            .collect(),
        ..HistoryView::default()
    }
}

#[test]
fn the_first_tab_has_its_filter_and_the_state_of_every_application() {
    let view = history(HistoryTab::Applications, &[Status::InReview, Status::Draft]);
    let page = html(|| view! { <HistoryPage view=view /> });
    assert!(
        page.contains("<h1>認定（修了）申請履歴/認定証・修了証ダウンロード</h1>"),
        "{page}"
    );
    let tab = "生涯教育申告書・認定（修了）申請履歴 認定証・修了証ダウンロード";
    assert!(
        page.contains(&format!(
            r#"href="/history?tab=applications" aria-current="page">{tab}</a>"#
        )),
        "{page}"
    );
    assert!(
        page.contains(r#"href="/history?tab=certificates">修了証等ダウンロード</a>"#),
        "{page}"
    );
    for label in ["制度種別", "申告年度", "申告日"] {
        assert!(page.contains(&format!(">{label}</label>")), "{label}: {page}");
    }
    assert!(
        page.contains(r#"<option value="2025" selected>2025年度</option>"#),
        "{page}"
    );
    assert!(page.contains(r#"type="date" value="2026-02-03""#), "{page}");
    assert!(page.contains(">検索</button>"), "{page}");
    for head in ["申請先医師会", "受付番号", "審査状況"] {
        assert!(page.contains(&format!(">{head}</th>")), "{head}: {page}");
    }
    assert!(page.contains(r#"<span class="tag tag--info">審査中</span>"#), "{page}");
    assert!(has_link(&page, "/applications/case1", "2025-000001"), "{page}");
    assert!(has_link(&page, "/applications/case2", "下書きを開く"), "{page}");
}

#[test]
fn each_closed_application_can_be_the_beginning_of_a_new_one() {
    let view = HistoryView {
        key: "key1".to_owned(),
        ..history(HistoryTab::Applications, &[Status::InReview, Status::Refused])
    };
    let page = html(|| view! { <HistoryPage view=view /> });
    assert!(page.contains(r#"action="/applications/case2/copy""#), "{page}");
    assert!(!page.contains(r#"action="/applications/case1/copy""#), "{page}");
    assert!(
        page.contains(r#"この内容をもとに新しく申請<span class="visually-hidden">：2025-000002</span>"#),
        "{page}"
    );
}

#[test]
fn an_empty_history_says_what_to_do_next() {
    let none = html(|| view! { <HistoryPage view=history(HistoryTab::Applications, &[]) /> });
    assert!(none.contains("まだ申請がありません"), "{none}");
    let view = HistoryView {
        searched: true,
        ..history(HistoryTab::Applications, &[])
    };
    let searched = html(|| view! { <HistoryPage view=view /> });
    assert!(searched.contains("この条件の申請はありません"), "{searched}");
}

#[test]
fn a_certificate_opens_in_a_tab_of_its_own() {
    let view = history(HistoryTab::Certificates, &[Status::Approved]);
    let page = html(|| view! { <HistoryPage view=view /> });
    let link = r#"<a href="/certificates/2025-000001" target="_blank" rel="noopener">修了証</a>"#;
    assert!(page.contains(link), "{page}");
    assert!(page.contains(">制度種別</label>"), "{page}");
    assert!(page.contains(">検索</button>"), "{page}");
    assert!(page.contains("PDFとして保存"), "{page}");
}

#[test]
fn a_certificate_whose_bytes_are_not_made_has_no_link_yet() {
    let mut view = history(HistoryTab::Certificates, &[Status::Approved]);
    view.lines[0].certificate = Some(certificate(false));
    let page = html(|| view! { <HistoryPage view=view /> });
    assert!(page.contains("作成中"), "{page}");
    assert!(!page.contains("/certificates/"), "{page}");
}

#[test]
fn a_name_in_the_list_cannot_become_markup() {
    let mut view = history(HistoryTab::Applications, &[Status::InReview]);
    view.lines[0].destination_name = "</td><script>alert(1)</script>".to_owned();
    let page = html(|| view! { <HistoryPage view=view /> });
    assert!(!page.contains("<script>"), "{page}");
}

//! The practical screen as the server renders it.

use domain::application::{PracticalForm, Status, TypedScreen};
use domain::doctor::Memberships;
use domain::policy::Category;
use leptos::prelude::*;

use super::{PracticalPage, PracticalView, practical_form};
use crate::applications::KeptText;
use crate::applications::explanations::{GuidelineLink, WhatCanBeAdded};
use crate::samples::{case, day};
use crate::ui::testing::{has_label, html};

fn page(form: Option<PracticalForm>, member: bool) -> String {
    let mut case = case(Status::Draft);
    if !member {
        case.draft.memberships = Memberships::default();
    }
    let form = form.unwrap_or_else(|| practical_form(&case.draft.practical));
    let view = PracticalView {
        kept: KeptText::of(TypedScreen::Practical, true, None, &form.values()),
        restored: None,
        earlier: Vec::new(),
        form,
        case,
        today: day("2026-02-04"),
        errors: Vec::new(),
        notice: None,
    };
    html(|| view! { <PracticalPage view=view /> })
}

#[test]
fn every_item_is_listed_and_the_search_waits_for_scripts() {
    let page = page(None, true);
    assert!(has_label(&page, "item-search", "項目を探す"), "{page}");
    assert!(page.contains(r#"<div class="with-script">"#), "{page}");
    for item in ["I-02", "I-12"] {
        assert!(page.contains(&format!(r#"value="{item}""#)), "{item}: {page}");
    }
    // Only what stands inside is narrowed.
    let list = page.split(r#"id="practical-items""#).nth(1).unwrap_or_default();
    assert!(list.contains("証明書の例：当番表の写し、委嘱状"), "{page}");
    // The search is no answer: it has no name and is not sent.
    let field = page
        .split("<input")
        .find(|tag| tag.contains(r#"id="item-search""#))
        .unwrap_or_default();
    let field = field.split('>').next().unwrap_or_default();
    assert!(
        field.contains(r#"type="search""#) && !field.contains("name="),
        "{field}"
    );
}

#[test]
fn each_group_says_why_it_is_asked_and_the_licence_only_where_it_is_asked() {
    let why = |about: &str| format!(r#"なぜ聞かれるのですか<span class="visually-hidden">（{about}）</span>"#);
    let member = page(None, true);
    for about in ["Ⅰ", "Ⅱ"] {
        assert!(member.contains(&why(about)), "{about}: {member}");
    }
    assert!(member.contains("地域住民を守るため、それぞれの地域を面で支える活動で、申請者の自己申告によるものです"));
    assert!(!member.contains(&why("医師免許証の画像")), "{member}");
    assert!(page(None, false).contains(&why("医師免許証の画像")));
}

#[test]
fn the_second_group_says_beforehand_and_in_the_total_where_it_may_go() {
    let second = PracticalForm {
        category: Some(Category::Other),
        items: Vec::new(),
        description: "見本".to_owned(),
    };
    let rule = "Ⅱその他を選んだときの申請先は、都道府県医師会または日本医師会です。";
    let (first, second) = (page(None, true), page(Some(second), true));
    for page in [&first, &second] {
        assert!(
            page.contains("申請先医師会は、都道府県医師会または日本医師会となります。"),
            "{page}"
        );
        assert!(page.contains("現在の申請先は北区医師会です。"), "{page}");
    }
    assert!(!first.contains(rule) && second.contains(rule), "{second}");
}

#[test]
fn who_would_declare_both_groups_is_told_to_choose_the_nearest_item_of_the_first() {
    let page = page(None, true);
    assert!(page.contains("Ⅱその他"), "{page}");
    assert!(
        page.contains("ⅡではなくⅠの中から最も近いものを選び、内容がわかる資料を添付してください。"),
        "{page}"
    );
}

#[test]
fn the_guideline_is_linked_where_its_address_is_set() {
    let link = |url: &str| {
        let mut policy = case(Status::Draft).policy;
        policy.guideline_url = url.to_owned();
        html(|| view! { <GuidelineLink policy=policy /> })
    };
    let set = link("https://example.jp/guideline.pdf");
    assert!(set.contains(r#"href="https://example.jp/guideline.pdf""#), "{set}");
    assert!(set.contains("実施要綱"), "{set}");
    assert!(!link("").contains("<a"), "nothing to link to");
}

#[test]
fn who_would_add_a_lecture_is_told_which_ones_count_by_themselves() {
    let policy = case(Status::Draft).policy;
    let year = domain::fiscal_year::FiscalYear::new(2025).unwrap();
    let page = html(|| view! { <WhatCanBeAdded year=year policy=policy /> });
    assert!(
        page.contains("主催者が登録した研修会の単位は自動的に加算されますので、この操作は不要です。"),
        "{page}"
    );
}

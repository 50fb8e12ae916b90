//! The whole HTML document round every page.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is logged in, as far as the frame of a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The name, without 「さん」.
    pub display_name: String,
    /// Address and label of each page in the menu.
    pub links: Vec<(String, String)>,
}

/// Where the built stylesheet and scripts are. The server makes it once and gives it to each page as a context.
#[derive(Clone, Debug)]
pub struct SiteAssets {
    options: LeptosOptions,
    stylesheet: String,
}

impl SiteAssets {
    /// `hashes` is the text of the build's `hash.txt`, with lines like `css: d41d8cd9`; empty where names carry no hash.
    pub fn new(options: LeptosOptions, hashes: &str) -> Self {
        let hash = hashes
            .lines()
            .find_map(|line| line.trim().strip_prefix("css:"))
            .map(str::trim);
        let folder = options.site_pkg_dir_route_base();
        let name = &options.output_name;
        let stylesheet = match hash {
            Some(hash) if options.hash_files => format!("{folder}{name}.{hash}.css"),
            _ => format!("{folder}{name}.css"),
        };
        Self { options, stylesheet }
    }

    /// The path of the stylesheet in the site.
    pub fn stylesheet(&self) -> &str {
        &self.stylesheet
    }
}

/// What the service is, for search engines.
const DESCRIPTION: &str = "かかりつけ医機能報告制度にかかる研修の修了を、医師が医師会に申請し、医師会が審査して修了証を発行するためのサービスです。";

/// The document: head, banner, header, the page itself, footer.
///
/// It reads [`SiteAssets`] from the context, and the nonce for its scripts as Leptos provides it.
#[component]
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "each is written by name in the markup of a page"
)]
pub fn Shell(
    /// The page's own title.
    #[prop(into)]
    title: String,
    /// Nobody is logged in: `None`.
    #[prop(optional_no_strip)]
    visitor: Option<Visitor>,
    /// Whether this installation is a demonstration.
    #[prop(optional)]
    demo: bool,
    /// Whether the page has an island. Without one no script is loaded.
    #[prop(optional)]
    scripts: bool,
    /// Keeps search engines away; always so for a page behind the log-in.
    #[prop(optional)]
    noindex: bool,
    /// Uses the whole width, for the reviewer's two columns and wide tables.
    #[prop(optional)]
    wide: bool,
    /// The path of the page, to mark its link in the menu.
    #[prop(optional, into)]
    path: String,
    children: Children,
) -> impl IntoView {
    // Without an island nothing hydrates, and no data for it need be written into the page.
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    let assets = use_context::<SiteAssets>();
    let stylesheet = assets.as_ref().map(|assets| assets.stylesheet.clone());
    let options = assets.map(|assets| assets.options);
    // What search engines may keep they also describe, in our words.
    let found = !noindex && visitor.is_none();
    let robots = (!found).then(|| view! { <meta name="robots" content="noindex" /> });
    let description = found.then(|| view! { <meta name="description" content=DESCRIPTION /> });
    view! {
        <!DOCTYPE html>
        <html lang="ja">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>{title + " | Shuryo 修了申請"}</title>
                {robots}
                {description}
                // Licence and receipt numbers are not telephone numbers.
                <meta name="format-detection" content="telephone=no" />
                {stylesheet.map(|href| view! { <link rel="stylesheet" href=href /> })}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {options.clone().map(|options| view! { <AutoReload options=options /> })}
                {options
                    .filter(|_| scripts)
                    .map(|options| view! { <HydrationScripts options=options islands=true /> })}
            </head>
            <body class=if wide { "page page--wide" } else { "page" }>
                <a class="skip-link" href="#main">"本文へ"</a>
                {demo.then(demo_banner)}
                <SiteHeader visitor=visitor path=path />
                <main class="site-main" id="main" tabindex="-1">{children()}</main>
                <footer class="site-footer">
                    <ul role="list">
                        <li><a href="/verify">"修了証の確認"</a></li>
                        <li><a href="/accessibility">"アクセシビリティについて"</a></li>
                    </ul>
                    <p>"Shuryo 修了申請"</p>
                </footer>
            </body>
        </html>
    }
}

fn demo_banner() -> impl IntoView {
    view! {
        <div class="demo-banner" role="region" aria-label="見本（デモ）の案内">
            <strong>"これは見本（デモ）です。"</strong>
            "人物・団体・修了証はすべて架空のもので、実際の申請はできません。"
            <a href="/outbox">"送信されたメールを見る"</a>
        </div>
    }
}

/// The product's name, who is logged in, the menu, and the way out.
#[component]
fn SiteHeader(visitor: Option<Visitor>, path: String) -> impl IntoView {
    let (who, links) = match visitor {
        Some(visitor) => (Some(visitor.display_name), visitor.links),
        None => (None, Vec::new()),
    };
    view! {
        <header class="site-header">
            <a class="site-header__name" href="/">
                <svg viewBox="0 0 36 36" aria-hidden="true" focusable="false">
                    <rect width="36" height="36" rx="9" fill="#0017c1" />
                    <path
                        d="M10 18.5l5.5 5.5L26.5 12"
                        fill="none"
                        stroke="#fff"
                        stroke-width="3.5"
                        stroke-linecap="round"
                        stroke-linejoin="round"
                    />
                </svg>
                <span>"Shuryo 修了申請"</span>
            </a>
            {who
                .map(|name| {
                    view! {
                        <div class="site-header__visitor">
                            <p class="site-header__who">{format!("{name} さん")}</p>
                            <form method="post" action="/logout">
                                <button class="button button--secondary button--small" type="submit">"ログアウト"</button>
                            </form>
                        </div>
                    }
                })}
            {(!links.is_empty()).then(|| site_nav(links, &path))}
        </header>
    }
}

fn site_nav(links: Vec<(String, String)>, path: &str) -> impl IntoView + use<> {
    let items = links
        .into_iter()
        .map(|(href, label)| {
            let current = (href == path).then_some("page");
            view! { <li><a href=href aria-current=current>{label}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="site-nav" aria-label="メニュー">
            <ul role="list">{items}</ul>
        </nav>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::{Shell, SiteAssets, Visitor};
    use crate::ui::testing::html;

    fn assets() -> SiteAssets {
        let options = LeptosOptions::builder().output_name("shuryo").hash_files(true).build();
        SiteAssets::new(options, "js: AAA\nwasm: BBB\ncss: CCC\n")
    }

    fn visitor() -> Visitor {
        Visitor {
            display_name: "見本 太郎".to_owned(),
            links: vec![("/".to_owned(), "マイページ".to_owned())],
        }
    }

    #[test]
    fn a_page_behind_the_log_in_has_the_way_out_and_is_not_indexed() {
        let page = html(|| view! { <Shell title="マイページ" visitor=Some(visitor()) path="/">"本文"</Shell> });
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"ja\">"), "{page}");
        assert!(page.contains("<title>マイページ | Shuryo 修了申請</title>"), "{page}");
        assert!(page.contains(r#"<meta name="robots" content="noindex""#), "{page}");
        assert!(!page.contains(r#"name="description""#), "{page}");
        assert!(page.contains(r#"<form method="post" action="/logout">"#), "{page}");
        assert!(page.contains("見本 太郎 さん"), "{page}");
        assert!(
            page.contains(r#"<a href="/" aria-current="page">マイページ</a>"#),
            "{page}"
        );
    }

    #[test]
    fn a_public_page_has_no_way_out_and_may_be_indexed() {
        let page = html(|| view! { <Shell title="修了証の確認">"本文"</Shell> });
        assert!(!page.contains("/logout"), "{page}");
        assert!(!page.contains("noindex"), "{page}");
        assert!(
            page.contains(r#"<a href="/accessibility">アクセシビリティについて</a>"#),
            "{page}"
        );
        assert!(
            page.contains(r#"<meta name="description" content="かかりつけ医"#),
            "{page}"
        );
    }

    #[test]
    fn a_page_without_an_island_loads_the_stylesheet_and_no_script() {
        let page = html(|| {
            provide_context(assets());
            view! { <Shell title="履歴">"本文"</Shell> }
        });
        assert!(
            page.contains(r#"<link rel="stylesheet" href="/pkg/shuryo.CCC.css""#),
            "{page}"
        );
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains(".wasm"), "{page}");
    }

    #[test]
    fn a_name_cannot_leave_the_title() {
        let page = html(|| view! { <Shell title="</title><script>alert(1)</script>">"本文"</Shell> });
        assert!(!page.contains("<script>"), "{page}");
    }
}

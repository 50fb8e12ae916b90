//! アクセシビリティについて: what is aimed at, what was looked at and how, what is known to be missing, and whom to tell.
//!
//! Whoever changes what the tests look at, or mends a gap, changes this page and its date.

use leptos::prelude::*;

/// The day on which the statement was last looked through.
const LOOKED_THROUGH: &str = "2026年11月24日";

/// The statement. It says nothing that no test shows, and leaves no known gap out.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    view! {
        <div class="stack stack--loose">
            <div class="page-head">
                <h1>"アクセシビリティについて"</h1>
                <p class="lead">
                    "年齢、障害の有無、使う機器にかかわらず、どなたでも申請や確認ができることを目指しています。\
                    ここでは、その目標、確かめたこと、まだできていないことをお知らせします。"
                </p>
            </div>
            {aim()}
            {tested()}
            {gaps()}
            {report()}
            <section class="section">
                <h2>"この文書について"</h2>
                <p>{format!("作成・最終見直し：{LOOKED_THROUGH}。開発者による自己評価に基づいています。")}</p>
            </section>
        </div>
    }
}

fn aim() -> impl IntoView {
    view! {
        <section class="section">
            <h2>"目標"</h2>
            <ul>
                <li>"WCAG 2.2 の適合レベルAA"</li>
                <li>"JIS X 8341-3:2016 の適合レベルAA"</li>
            </ul>
            <p>
                "対象は、このサービスのすべての画面と、このサービスが作るPDF（修了証、受付票、受講証明書）です。\
                利用者が添付したファイルは対象に含みません。"
            </p>
            <p>
                <strong>"JIS X 8341-3に基づく正式な試験は、まだ実施していません。"</strong>
                "そのため、「準拠」しているとは表明していません。"
            </p>
        </section>
    }
}

fn tested() -> impl IntoView {
    view! {
        <section class="section">
            <h2>"確かめたことと、その方法"</h2>
            <p>"次のことは、プログラムを変えるたびに自動の試験で繰り返し確かめています。"</p>
            <dl class="reasons">
                <dt>"自動検査（axe）"</dt>
                <dd>
                    "役割ごとに、リンクでたどれるすべての画面と、申請から修了証までの画面を開き、パソコンの幅（1280px）と\
                    スマートフォンの幅（375px）で検査しています。WCAG 2.0から2.2までのレベルAとAAのうち、自動で調べられる\
                    項目で、指摘は0件です。"
                </dd>
                <dt>"キーボード"</dt>
                <dd>
                    "ログインから単位の確認、受講証明書の出力までを、キーボードだけで操作できることを確かめています。\
                    どの画面も、最初のリンク「本文へ」でメニューを飛ばせます。"
                </dd>
                <dt>"200%の拡大"</dt>
                <dd>
                    "主な画面を200%に拡大しても、またブラウザーの設定で文字を2倍の大きさにしても、\
                    横にスクロールせずに読めることを確かめています。"
                </dd>
                <dt>"スマートフォン"</dt>
                <dd>"幅375pxと320pxで、横にスクロールせずに使えることを、検査したすべての画面で確かめています。"</dd>
                <dt>"JavaScriptを使わない環境"</dt>
                <dd>"申請の手続きは、JavaScriptを使わなくても最後まで行えることを確かめています。"</dd>
                <dt>"PDF"</dt>
                <dd>
                    "修了証、受付票、受講証明書は、読み上げのための構造を持つ形式（PDF/UA-1、PDF/A-3a）で作っています。"
                </dd>
            </dl>
        </section>
    }
}

fn gaps() -> impl IntoView {
    view! {
        <section class="section">
            <h2>"まだできていないこと"</h2>
            <ul>
                <li>
                    "障害のある方に使っていただく試験と、スクリーンリーダー（NVDA、PC-Talker、VoiceOverなど）での確認は、\
                    まだ行っていません。PDFの読み上げの確認も同じです。"
                </li>
                <li>"第三者による検査は、まだ受けていません。自動検査で見つかるのは、問題の一部だけです。"</li>
                <li>
                    "自動の試験に使っているブラウザーはChromiumだけです。FirefoxとSafariでは、同じ試験を行っていません。"
                </li>
                <li>
                    "キーボードだけの操作を通しで確かめているのは、上に書いた手順だけです。審査や管理の画面では、\
                    通しの確認をしていません。"
                </li>
                <li>
                    "添付された写真や、紙をスキャンしたファイルには、代わりの文字情報がありません。審査の画面では、\
                    画像を見て確認する必要があります。"
                </li>
                <li>
                    "QRコードを使ってスマートフォンで撮影する機能は、カメラの操作が必要です。\
                    パソコンから直接ファイルを添付することもできます。"
                </li>
            </ul>
        </section>
    }
}

fn report() -> impl IntoView {
    view! {
        <section class="section">
            <h2>"使いにくいところを見つけたとき"</h2>
            <p>
                "ご所属または最寄りの医師会の事務局にお知らせください。次のことを書き添えていただくと、早く調べられます。"
            </p>
            <ul>
                <li>"画面の名前（いちばん上の見出し）、またはアドレス"</li>
                <li>"しようとしたことと、実際に起きたこと"</li>
                <li>"お使いの機器、ブラウザー、読み上げソフトなど"</li>
            </ul>
            <p>
                "氏名や医籍登録番号など、個人の情報は書かないでください。\
                画面での操作が難しいときは、申請先の医師会に、窓口での手続きをご相談ください。"
            </p>
        </section>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::AccessibilityPage;
    use crate::ui::testing::html;

    #[test]
    fn the_statement_names_aim_methods_gaps_and_whom_to_tell() {
        let page = html(|| view! { <AccessibilityPage /> });
        for expected in [
            "<h1>アクセシビリティについて</h1>",
            "WCAG 2.2",
            "JIS X 8341-3:2016",
            "正式な試験は、まだ実施していません",
            "axe",
            "キーボード",
            "200%",
            "スマートフォン",
            "スクリーンリーダー",
            "医師会の事務局にお知らせください",
        ] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
    }
}

//! What this service is and is not, until when to apply, and what remains to be done once one has the 修了証.

use chrono::NaiveDate;
use domain::application::{CaseLine, CertificateCard, Status};
use domain::fiscal_year::written_day;
use leptos::prelude::*;

use crate::ui::{DescriptionList, Notice, SummaryRow, Tone};

/// What the service is, and the older training that it is mistaken for.
pub(super) fn about() -> impl IntoView {
    view! {
        <section class="section">
            <h2>"このサービスについて"</h2>
            <p>
                "「かかりつけ医機能報告制度にかかる研修」の修了を医師会に申請し、修了証を受け取るためのサービスです。\
                座学研修と実地研修の単位をあわせて申請します。"
            </p>
            <p>
                "以前からある「日医かかりつけ医機能研修制度」とは別の制度です。そちらの申請は、ここではできません。\
                ご所属の医師会にお問い合わせください。"
            </p>
            <p>
                "かかりつけ医機能報告そのものも、ここではできません。報告は、医療機関がG-MIS（医療機関等情報支援システム）で行います。"
            </p>
        </section>
    }
}

/// The last day to apply, where one is set and the doctor still has something to send.
pub(super) fn deadline(day: Option<NaiveDate>, today: NaiveDate, lines: &[CaseLine]) -> impl IntoView + use<> {
    let sent = |line: &CaseLine| matches!(line.status, Status::Submitted | Status::InReview | Status::Approved);
    let day = day.filter(|_| !lines.iter().any(sent))?;
    let left = day.signed_duration_since(today).num_days();
    let (tone, heading, text) = if left < 0 {
        let heading = format!("今年度の申請の期限（{}）を過ぎました。", written_day(day));
        (
            Tone::Warning,
            heading,
            "これから申請される方は、申請先の医師会にお問い合わせください。".to_owned(),
        )
    } else {
        let heading = format!("今年度の申請の期限は{}です。", written_day(day));
        let text = match left {
            0 => "本日が期限です。".to_owned(),
            left => format!("あと{left}日です。"),
        };
        (Tone::Info, heading, text)
    };
    Some(view! {
        <Notice tone=tone heading=heading>
            <p>{text}</p>
        </Notice>
    })
}

/// What remains to be done with a 修了証: the report in G-MIS is made by the clinic and not here. Which words it asks for
/// is the ministry's and the prefecture's to say, so the page gives the facts to copy and nothing that it does not know.
pub(super) fn after_approval(lines: &[CaseLine]) -> impl IntoView + use<> {
    let line = lines.iter().find(|line| line.status == Status::Approved)?;
    let certificate = line.certificate.clone()?;
    let facts = facts(line, &certificate);
    Some(view! {
        <section class="section" id="g-mis">
            <h2>"修了証を受け取ったあとに（G-MISでの報告）"</h2>
            <p>
                "病院と診療所（特定機能病院と歯科診療所を除く）は、毎年1月から3月に、かかりつけ医機能報告をG-MISで行います。\
                研修を修了した医師がいるかどうかは、その報告事項の1つです。このサービスから自動では報告されません。"
            </p>
            <ol>
                <li><a href="/history?tab=certificates">"修了証をダウンロード"</a>"して、保存します。"</li>
                <li>"勤務先の医療機関で報告を担当する方に、研修を修了したことを伝え、修了証の写しを渡します。ご自身が担当の場合は、お手元に用意します。"</li>
                <li>
                    "担当の方がG-MISにログインし、かかりつけ医機能報告の画面で、研修を修了した医師について入力します。\
                    画面と入力のしかた、報告の期限は、G-MISの案内と、都道府県からの案内に従ってください。"
                </li>
            </ol>
            <h3>"入力や問い合わせのときに書き写す内容"</h3>
            <DescriptionList>
                {facts
                    .into_iter()
                    .map(|(label, value)| view! { <SummaryRow label=label>{value}</SummaryRow> })
                    .collect_view()}
            </DescriptionList>
        </section>
    })
}

fn facts(line: &CaseLine, certificate: &CertificateCard) -> [(&'static str, String); 6] {
    [
        ("研修の名称", line.programme_name.clone()),
        ("修了した医師の氏名", line.doctor_name.clone()),
        ("医籍登録番号", line.licence_number.clone()),
        ("修了証の番号", certificate.number.clone()),
        ("発行日", written_day(certificate.issued_on)),
        ("発行した医師会", line.destination_name.clone()),
    ]
}

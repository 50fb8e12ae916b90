//! 認定（修了）申請履歴 and 修了証ダウンロード: what the doctor has sent, and what came of it.

mod applications;
pub mod certificates;
pub mod page;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

pub use certificates::CertificateLink;
pub use page::{HistoryPage, HistoryTab, HistoryView};

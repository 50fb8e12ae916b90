//! 単位取得状況: the registered units, year by year, and the 受講証明書.

pub mod attendance;
pub mod missing;
pub mod page;
pub mod table;
pub mod ways;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

pub use domain::curriculum::CodeNames;
pub use page::{CreditsPage, CreditsView};
pub use table::CreditYears;
pub(crate) use table::code_list;
pub use ways::WaysToEarn;

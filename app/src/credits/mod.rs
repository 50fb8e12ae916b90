//! 単位取得状況: the registered units, year by year.

mod page;
mod table;
mod ways;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

pub use page::{CreditsPage, CreditsView};
pub use table::{CodeNames, CreditYears};
pub use ways::WaysToEarn;

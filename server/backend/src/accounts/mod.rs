//! Accounts: who can log in, with which password, and from which browsers they are logged in now.

mod agents;
mod change_password;
mod confirmation;
mod create;
mod delete;
mod email;
mod log_in;
mod log_out;
mod password;
mod reset_password;
mod second_factor;
mod session;
mod sessions;
mod throttle;

pub use agents::{AGENTS_MAX, agents, become_agent, end_agent, invite_agent};
pub use change_password::{NewPassword, change_password};
pub use confirmation::{Confirmation, Purpose, confirmation};
pub(crate) use confirmation::{NewConfirmation, new_token, use_up};
pub use create::{Grant, NewAccount, create_account};
pub(crate) use create::{Row as AccountRow, insert as insert_account};
pub use delete::delete_account;
pub use email::{ask_new_email, confirm_email};
pub use log_in::log_in;
pub use log_out::log_out;
pub use password::TwicePassword;
pub(crate) use password::hash as hash_password;
pub use reset_password::{ask_new_password, choose_password};
pub(crate) use second_factor::code_at;
pub use second_factor::{
    SecondFactor, begin_second_factor, confirm_second_factor, end_second_factor, log_in_with_code, second_factor,
};
pub(crate) use session::begin as begin_session;
pub use session::{Browser, NewSession, visitor};
pub use sessions::{end_other_sessions, end_session, sessions};
pub(crate) use throttle::{Counted, end_windows};

use domain::text::to_half_width;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::Backend;
use crate::db::Txn;
use crate::entity::account;
use crate::error::{Refusal, Result};
use crate::visitor::Visitor;

/// The visitor's own account.
pub(crate) async fn own_account(backend: &Backend, visitor: &Visitor) -> Result<account::Model> {
    let found = account::Entity::find_by_id(visitor.account.as_str())
        .one(backend.db.read())
        .await?;
    let open = found.filter(|account| account.disabled_at.is_none());
    Ok(open.ok_or(Refusal::LoginRequired)?)
}

/// What an account's own page says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// The log-in name.
    pub login: String,
    /// Where letters go, where there is an address.
    pub email: Option<String>,
}

/// The visitor's own log-in name and address.
pub async fn own(backend: &Backend, visitor: &Visitor) -> Result<Own> {
    let account = own_account(backend, visitor).await?;
    Ok(Own {
        login: account.login,
        email: account.email,
    })
}

/// Whether anybody but `except` logs in with this address or gets letters there.
pub(crate) async fn someone_has(txn: &Txn, address: &str, except: Option<&str>) -> Result<bool> {
    let found = account::Entity::find()
        .filter(
            account::Column::Login
                .eq(address)
                .or(account::Column::Email.eq(address)),
        )
        .filter(account::Column::Id.ne(except.unwrap_or_default()))
        .one(txn)
        .await?;
    Ok(found.is_some())
}

/// A log-in name as it is stored and compared: width, case and surrounding spaces make no difference.
pub(crate) fn folded_login(typed: &str) -> String {
    to_half_width(typed).trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::folded_login;

    #[test]
    fn a_log_in_name_is_the_same_in_any_width_and_case() {
        assert_eq!(folded_login("　Ｄｅｍｏ－Member "), "demo-member");
    }
}

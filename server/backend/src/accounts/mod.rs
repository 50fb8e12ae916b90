//! Accounts: who can log in, with which password, and from which browsers they are logged in now.

mod change_password;
mod create;
mod log_in;
mod log_out;
mod password;
mod session;
mod throttle;

pub use change_password::{NewPassword, change_password};
pub use create::{Grant, NewAccount, create_account};
pub(crate) use create::{Row as AccountRow, insert as insert_account};
pub use log_in::log_in;
pub use log_out::log_out;
pub(crate) use password::hash as hash_password;
pub use session::{NewSession, visitor};

use domain::text::to_half_width;

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

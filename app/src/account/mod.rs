//! Getting in, the menus after that, the own password and the own data.

pub mod account_page;
pub mod agents;
pub mod code;
pub mod confirm;
pub mod delete;
pub mod forgot;
mod guidance;
pub mod letter_sent;
pub mod login;
pub mod my_data;
pub mod my_page;
pub mod password;
pub mod register;
pub mod second_factor;
pub mod training_menu;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

pub use account_page::{AccountPage, AccountView};
pub use agents::{AgentsPage, AgentsView};
pub use code::{CodePage, CodeView};
pub use confirm::{ConfirmPage, ConfirmView, LinkFor};
pub use delete::{DeletePage, DeleteView};
pub use forgot::{ForgotPage, ForgotView};
pub use letter_sent::{LetterSentPage, LetterSentView};
pub use login::{LoginPage, LoginView};
pub use my_data::{MyDataPage, MyDataView};
pub use my_page::{MyPage, MyPageView, PendingRegistration, Tiles};
pub use password::{PasswordPage, PasswordView};
pub use register::{NARROW, RegisterPage, RegisterView};
pub use second_factor::{FactorStep, SecondFactorPage, SecondFactorView};
pub use training_menu::{TrainingMenuPage, TrainingMenuView};

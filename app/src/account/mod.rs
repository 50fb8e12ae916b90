//! Getting in, the menus after that, the own password and the own data.

mod guidance;
pub mod login;
pub mod my_data;
pub mod my_page;
pub mod password;
pub mod register;
pub mod training_menu;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

pub use login::{LoginPage, LoginView};
pub use my_data::{MyDataPage, MyDataView};
pub use my_page::{MyPage, MyPageView, Tiles};
pub use password::{PasswordPage, PasswordView};
pub use register::{RegisterPage, RegisterView};
pub use training_menu::{TrainingMenuPage, TrainingMenuView};

//! Getting in, the menus after that, and the own password.

mod login;
mod my_page;
mod password;
mod register;
mod training_menu;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

pub use login::{LoginPage, LoginView};
pub use my_page::{MyPage, MyPageView, Tiles};
pub use password::{PasswordPage, PasswordView};
pub use register::{RegisterPage, RegisterView};
pub use training_menu::{TrainingMenuPage, TrainingMenuView};

//! スマートフォンで撮影して送る: the page beside the form that shows the QR code, and the page that the phone opens.

pub mod api;
mod arrived;
mod desk;
mod phone;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

pub use arrived::Arrived;
pub(crate) use desk::qr_code;
pub use desk::{Desk, DeskPage, DeskView, OpenCamera, QrPicture};
pub use phone::{PhoneOverPage, PhonePage, PhoneView};

/// What the link to it is called, and the page.
pub const LABEL: &str = "スマートフォンで撮影して送る";

/// The names of the fields of these pages.
pub mod fields {
    /// What the files prove.
    pub const CLAIM: &str = "claim";
    /// The token, on the page beside the form.
    pub const TOKEN: &str = "token";
    /// A picture straight from the camera.
    pub const PHOTO: &str = "photo";
    /// Files that the phone has already.
    pub const FILE: &str = "file";
}

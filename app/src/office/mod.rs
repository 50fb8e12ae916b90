//! Places that the service will have and that are not there yet: each says so and what to do instead.

pub mod admin;
pub mod events;
pub mod registrations;
pub mod verify;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

pub use admin::AdminPage;
pub use events::EventsPage;
pub use registrations::{RegistrationCaseView, RegistrationPage, RegistrationsPage};
pub use verify::VerifyPage;

//! What happens around every request, whatever it asks for.

pub mod body;
pub mod client_address;
pub mod envelope;
pub mod group;
pub mod headers;
pub mod request_id;

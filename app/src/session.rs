//! Who calls a server function, as the server's door to them has found out.

use backend::Backend;
use backend::visitor::{Doctor, Visitor};
use leptos::prelude::use_context;

use crate::error::AppError;

/// The use cases' means.
pub fn backend() -> Result<Backend, AppError> {
    use_context::<Backend>().ok_or_else(|| AppError::Fault {
        reference: String::new(),
    })
}

/// The right to act as a doctor; demanded first in every server function of doctors.
pub fn doctor() -> Result<Doctor, AppError> {
    let visitor = use_context::<Option<Visitor>>().flatten();
    let visitor = visitor
        .ok_or(backend::error::Refusal::LoginRequired)
        .map_err(backend::error::Error::from)?;
    Ok(visitor.as_doctor().map_err(backend::error::Error::from)?)
}

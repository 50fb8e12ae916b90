//! The phone as the camera of a form: how long it may send, and how many may.

/// A token lives this many minutes.
pub const MINUTES: u32 = 10;
/// The most tokens of one application that live at the same time.
pub const AT_ONCE: u32 = 5;

//! How long the process waits and how much it takes: one place, so that a test can use short times.

use std::time::Duration;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// Waiting times and sizes of one listener.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections served at once; more wait in the kernel's queue.
    pub connections: usize,
    /// From the start of a connection, or the end of a response, to the last byte of the next head.
    /// A proxy in front must drop its idle connections earlier than this.
    pub head: Duration,
    /// Longest pause inside a request's body.
    pub body_pause: Duration,
    /// Whole time for the body of an ordinary form.
    pub body_total: Duration,
    /// Whole time for a body with files: ten minutes carry 64 MiB over a phone's 1 Mbit/s.
    pub upload_total: Duration,
    /// From a complete request to the response's head.
    pub answer: Duration,
    /// Longest time in which a reader takes less than [`Limits::LEAST_PROGRESS`] bytes of a waiting response.
    pub slow_reader: Duration,
    /// After the last response, how long unread input is thrown away so that the client can read why it was
    /// refused (closing at once would reset the connection), and the longest pause in it.
    pub linger: Duration,
    pub linger_pause: Duration,
    /// From the signal to stop until the connections that are left are cut.
    pub drain: Duration,
    /// Largest body of a form without files.
    pub form_bytes: usize,
    /// Largest body of a form that brings several files.
    pub files_bytes: usize,
    /// Largest body that brings one file: 20 MiB and its wrapping.
    pub upload_bytes: usize,
    /// Largest piece of a file: 256 KiB.
    pub piece_bytes: usize,
}

impl Limits {
    /// Bytes that a reader must take within [`Limits::slow_reader`]: 270 bytes a second, slower than any telephone line.
    pub const LEAST_PROGRESS: usize = 8 * KIB;
    /// Largest request head, and at the same time the read buffer of a connection.
    pub const HEAD_BYTES: usize = 64 * KIB;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            head: Duration::from_secs(10),
            body_pause: Duration::from_secs(15),
            body_total: Duration::from_secs(30),
            upload_total: Duration::from_mins(10),
            answer: Duration::from_secs(30),
            slow_reader: Duration::from_secs(25),
            linger: Duration::from_secs(10),
            linger_pause: Duration::from_secs(2),
            drain: Duration::from_secs(20),
            form_bytes: 64 * KIB,
            files_bytes: 64 * MIB,
            upload_bytes: 22 * MIB,
            piece_bytes: 256 * KIB,
        }
    }
}

//! A request's body with a size, a pause and a time that it may not exceed.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::{Body, Bytes, HttpBody};
use http::StatusCode;
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep};

/// What a body may take.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// Most bytes in all.
    pub bytes: usize,
    /// Longest wait for the next bytes.
    pub pause: Duration,
    /// Longest time for the whole body.
    pub total: Duration,
}

/// How a body ended, told to whoever answers the request: the handler itself sees only that reading failed.
#[derive(Debug, Clone, Default)]
pub struct Verdict(Arc<AtomicU8>);

const TOO_LARGE: u8 = 1;
const TOO_SLOW: u8 = 2;

impl Verdict {
    /// The status to answer with, if the body broke its allowance.
    pub fn status(&self) -> Option<StatusCode> {
        match self.0.load(Ordering::Acquire) {
            TOO_LARGE => Some(StatusCode::PAYLOAD_TOO_LARGE),
            TOO_SLOW => Some(StatusCode::REQUEST_TIMEOUT),
            _ => None,
        }
    }

    fn find(&self, finding: u8) -> axum::Error {
        self.0.store(finding, Ordering::Release);
        axum::Error::new(Broken)
    }
}

/// The body broke its allowance.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the body was too large or too slow")]
pub struct Broken;

/// A body under its allowance.
pub struct BoundedBody {
    inner: Body,
    left: usize,
    pause: Duration,
    deadline: Instant,
    timer: Pin<Box<Sleep>>,
    /// The timer is set anew at the next wait, not at every piece that is already there.
    waiting: bool,
    verdict: Verdict,
}

impl BoundedBody {
    /// Puts a body under an allowance.
    pub fn new(inner: Body, allowance: Allowance, verdict: Verdict) -> Self {
        let now = Instant::now();
        let deadline = now + allowance.total;
        Self {
            inner,
            left: allowance.bytes,
            pause: allowance.pause,
            deadline,
            timer: Box::pin(tokio::time::sleep_until(deadline)),
            waiting: false,
            verdict,
        }
    }

    fn poll_patience(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.waiting {
            self.waiting = true;
            self.timer
                .as_mut()
                .reset(self.deadline.min(Instant::now() + self.pause));
        }
        self.timer.as_mut().poll(cx)
    }
}

impl HttpBody for BoundedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        let Poll::Ready(frame) = Pin::new(&mut this.inner).poll_frame(cx) else {
            ready!(this.poll_patience(cx));
            return Poll::Ready(Some(Err(this.verdict.find(TOO_SLOW))));
        };
        this.waiting = false;
        let Some(Ok(frame)) = frame else {
            return Poll::Ready(frame);
        };
        let length = frame.data_ref().map_or(0, Bytes::len);
        match this.left.checked_sub(length) {
            // A sender that never pauses must still end.
            Some(_) if Instant::now() >= this.deadline => Poll::Ready(Some(Err(this.verdict.find(TOO_SLOW)))),
            Some(left) => {
                this.left = left;
                Poll::Ready(Some(Ok(frame)))
            }
            None => Poll::Ready(Some(Err(this.verdict.find(TOO_LARGE)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

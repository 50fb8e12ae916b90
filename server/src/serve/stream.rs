//! A TCP connection that gives up on readers who do not read, and that lets a refused sender read why.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep},
};

use crate::limits::Limits;

/// An accepted connection with its waiting times.
pub struct PatientStream {
    tcp: TcpStream,
    limits: Arc<Limits>,
    /// Made at the first need: most connections never have to wait for their reader.
    timer: Option<Pin<Box<Sleep>>>,
    /// Bytes that the reader took since it was last found waiting; `None` while it keeps up.
    progress: Option<usize>,
    ending: Option<Ending>,
}

/// Sending is over; what still arrives is thrown away until this moment.
#[derive(Clone, Copy)]
struct Ending {
    at_the_latest: Instant,
}

impl PatientStream {
    /// Takes over an accepted connection.
    ///
    /// Small packets go out at once: otherwise the second half of a streamed page waits 40 ms for the
    /// acknowledgement of the first.
    pub fn new(tcp: TcpStream, limits: Arc<Limits>) -> io::Result<Self> {
        tcp.set_nodelay(true)?;
        Ok(Self {
            tcp,
            limits,
            timer: None,
            progress: None,
            ending: None,
        })
    }

    /// Whether small packets go out at once.
    pub fn nodelay(&self) -> io::Result<bool> {
        self.tcp.nodelay()
    }

    fn set_timer(&mut self, at: Instant) {
        match &mut self.timer {
            Some(timer) => timer.as_mut().reset(at),
            None => self.timer = Some(Box::pin(tokio::time::sleep_until(at))),
        }
    }

    fn poll_timer(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match &mut self.timer {
            Some(timer) => timer.as_mut().poll(cx),
            None => Poll::Pending,
        }
    }

    /// Keeps account of what a write did, and fails it when the reader is too slow.
    fn watch_reader(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match outcome {
            Poll::Ready(Ok(written)) => {
                self.progress = self
                    .progress
                    .map(|before| before + written)
                    .filter(|sum| *sum < Limits::LEAST_PROGRESS);
                Poll::Ready(Ok(written))
            }
            Poll::Pending => {
                if self.progress.is_none() {
                    self.progress = Some(0);
                    let patience = self.limits.slow_reader;
                    self.set_timer(Instant::now() + patience);
                }
                ready!(self.poll_timer(cx));
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not read")))
            }
            failed @ Poll::Ready(Err(_)) => failed,
        }
    }

    /// Throws input away until the client closes, pauses for long or has had its time.
    fn poll_linger(&mut self, cx: &mut Context<'_>, ending: Ending) -> Poll<()> {
        let mut bytes = [0; 8 * 1024];
        // Bounded, so that a fast sender does not keep the worker from other connections.
        for _ in 0..32 {
            let mut buffer = ReadBuf::new(&mut bytes);
            match Pin::new(&mut self.tcp).poll_read(cx, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                    let now = Instant::now();
                    if now >= ending.at_the_latest {
                        return Poll::Ready(());
                    }
                    let pause = now + self.limits.linger_pause;
                    self.set_timer(ending.at_the_latest.min(pause));
                }
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => return self.poll_timer(cx),
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl AsyncRead for PatientStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(cx, buffer)
    }
}

impl AsyncWrite for PatientStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.tcp).poll_write(cx, bytes);
        self.watch_reader(cx, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.tcp).poll_write_vectored(cx, bytes);
        self.watch_reader(cx, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    /// Called by hyper once its own buffer is empty: the reader has caught up.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.progress = None;
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let ending = if let Some(ending) = self.ending {
            ending
        } else {
            ready!(Pin::new(&mut self.tcp).poll_shutdown(cx))?;
            let now = Instant::now();
            let (whole, pause) = (self.limits.linger, self.limits.linger_pause);
            let ending = Ending {
                at_the_latest: now + whole,
            };
            self.ending = Some(ending);
            self.set_timer(now + pause);
            ending
        };
        self.poll_linger(cx, ending).map(Ok)
    }
}

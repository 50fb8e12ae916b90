//! The accept loop: every connection has small packets sent at once, a deadline on its head, a cap on
//! their number and an orderly end.

mod stream;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tower::Service;

use crate::limits::Limits;
pub use stream::PatientStream;

/// The other end of the connection that a request came over: the proxy, where there is one.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// How the process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Every connection finished its request.
    Drained,
    /// Connections were still busy when the time to drain was over.
    Cut,
}

/// Answers requests until `stop` is ready, then lets the requests under way finish.
///
/// Only HTTP/1: browsers reach HTTP/2 and 3 through the proxy that holds the certificate, and the reader that
/// tells HTTP/2 from HTTP/1 waits for the first bytes of a silent connection for ever.
pub async fn serve(listener: TcpListener, app: Router, limits: Limits, stop: impl Future<Output = ()>) -> Ended {
    let limits = Arc::new(limits);
    let room = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let next = async {
            let permit = Arc::clone(&room).acquire_owned().await.ok();
            (accept(&listener).await, permit)
        };
        let ((tcp, peer), permit) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        spawn(tcp, peer, permit, app.clone(), &limits, &graceful);
    }
    drop(listener);
    match tokio::time::timeout(limits.drain, graceful.shutdown()).await {
        Ok(()) => Ended::Drained,
        Err(_) => Ended::Cut,
    }
}

/// The next connection. A failed one is the client's affair; when the process has no descriptor left,
/// waiting is all that helps, for some connection will end.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

fn spawn(
    tcp: TcpStream,
    peer: SocketAddr,
    permit: Option<OwnedSemaphorePermit>,
    app: Router,
    limits: &Arc<Limits>,
    graceful: &GracefulShutdown,
) {
    let Ok(stream) = PatientStream::new(tcp, Arc::clone(limits)) else {
        // The client has already gone.
        return;
    };
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        app.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(Limits::HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        // An error here is a client that went away, stalled or spoke no HTTP.
        if let Err(error) = connection.await {
            tracing::debug!(%error, "connection ended early");
        }
        drop(permit);
    });
}

/// Ready when the process is asked to stop, by Ctrl-C or by the service manager.
pub async fn stop_signal() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate() => {}
    }
}

#[cfg(unix)]
async fn terminate() {
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::error!(%error, "the signal to terminate cannot be heard");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending::<()>().await;
}

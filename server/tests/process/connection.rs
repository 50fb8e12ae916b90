//! Real sockets: whoever stalls is let go, whoever is honest is served, and stopping loses nothing.

use std::{io, sync::Arc, time::Duration};

use crate::support::{Served, app, serve, short};
use axum::{Router, body::Body, body::Bytes};
use futures::{StreamExt, stream};
use server::serve::{Ended, PatientStream, Peer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

fn small_site() -> Router {
    app(|routes| {
        routes
            .page("/", async || "page")
            .page("/peer", async |axum::Extension(peer): axum::Extension<Peer>| {
                peer.0.ip().to_string()
            })
            .page("/slow", async || {
                tokio::time::sleep(Duration::from_millis(400)).await;
                "slow page"
            })
            .page("/endless", async || {
                Body::from_stream(stream::repeat(Bytes::from(vec![b'x'; 64 * 1024])).map(Ok::<_, io::Error>))
            })
            .page("/panic-later", async || {
                Body::from_stream(stream::iter(0..2).map(|n| {
                    if n == 0 {
                        Ok::<_, io::Error>(Bytes::from_static(b"x"))
                    } else {
                        panic!("late")
                    }
                }))
            })
            .form("/form", async |body: String| body)
            .upload("/upload", async |body: Bytes| body.len().to_string())
    })
}

async fn connect(served: &Served) -> TcpStream {
    TcpStream::connect(served.address).await.unwrap()
}

/// Everything until the other side closes; a reset counts as closed.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes))
        .await
        .expect("the connection stays open");
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn page(served: &Served, path: &str) -> String {
    let mut stream = connect(served).await;
    stream
        .write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes())
        .await
        .unwrap();
    rest(&mut stream).await
}

#[tokio::test]
async fn small_packets_go_out_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (accepted, _) = listener.accept().await.unwrap();
    assert!(!accepted.nodelay().unwrap(), "the system's default is to wait");
    // The accept loop serves no other kind of stream, and there is no other way to make one.
    assert!(
        PatientStream::new(accepted, Arc::new(short()))
            .unwrap()
            .nodelay()
            .unwrap()
    );
    drop(client);
}

#[tokio::test]
async fn a_handler_learns_the_other_end() {
    let served = serve(small_site(), short()).await;
    assert!(page(&served, "/peer").await.ends_with("127.0.0.1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_sent_heads_and_silent_connections_are_closed_and_honest_visitors_unhurt() {
    let served = serve(small_site(), short()).await;
    let mut stalled = Vec::new();
    for number in 0..300 {
        let mut stream = connect(&served).await;
        let half: &[u8] = [&b""[..], b"GET", b"GET / HTTP/1.1\r\nHost: x\r\n"][number % 3];
        stream.write_all(half).await.unwrap();
        stalled.push(stream);
    }
    for _ in 0..20 {
        assert!(page(&served, "/").await.ends_with("page"));
    }
    for mut stream in stalled {
        assert!(!rest(&mut stream).await.contains("200 OK"));
    }
}

#[tokio::test]
async fn a_half_sent_body_is_answered_and_closed() {
    let served = serve(small_site(), short()).await;
    let mut stream = connect(&served).await;
    let head = "POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=1";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("送信が途中で止まりました"), "{answer}");
}

#[tokio::test]
async fn a_reader_who_does_not_read_is_let_go() {
    let served = serve(small_site(), short()).await;
    let mut stream = connect(&served).await;
    stream
        .write_all(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    // What was under way still arrives; then the connection is over, though the page never ends.
    let mut taken = 0;
    let mut bytes = vec![0; 1 << 20];
    while let Ok(length) = timeout(Duration::from_secs(20), stream.read(&mut bytes))
        .await
        .expect("still open")
    {
        if length == 0 {
            break;
        }
        taken += length;
        assert!(taken < 64 << 20, "still sending");
    }
}

/// Closing at once would reset the connection, and the reset would overtake the answer.
#[tokio::test]
async fn who_sends_too_much_can_still_read_why() {
    let served = serve(small_site(), short()).await;
    let mut stream = connect(&served).await;
    let head = "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 3000000\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..30 {
        stream
            .write_all(&vec![b'x'; 100_000])
            .await
            .expect("reset while sending");
    }
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("大きすぎます"), "{answer}");
}

#[tokio::test]
async fn a_panic_while_sending_ends_that_connection_only() {
    let served = serve(small_site(), short()).await;
    assert!(!page(&served, "/panic-later").await.ends_with("0\r\n\r\n"));
    assert!(page(&served, "/").await.ends_with("page"));
}

#[tokio::test]
async fn stopping_lets_the_requests_under_way_finish() {
    let served = serve(small_site(), short()).await;
    let mut busy = connect(&served).await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let Served { address, stop, ended } = served;
    stop.send(()).unwrap();
    assert!(rest(&mut busy).await.ends_with("slow page"));
    assert_eq!(ended.await.unwrap(), Ended::Drained);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn stopping_does_not_wait_for_ever() {
    let served = serve(
        small_site(),
        server::limits::Limits {
            slow_reader: Duration::from_mins(1),
            ..short()
        },
    )
    .await;
    let mut stuck = connect(&served).await;
    stuck
        .write_all(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    served.stop.send(()).unwrap();
    assert_eq!(
        timeout(Duration::from_secs(20), served.ended).await.unwrap().unwrap(),
        Ended::Cut
    );
}

#[tokio::test]
async fn connections_beyond_the_cap_wait_for_their_turn() {
    let served = serve(
        small_site(),
        server::limits::Limits {
            connections: 2,
            ..short()
        },
    )
    .await;
    let (_one, _other) = (connect(&served).await, connect(&served).await);
    tokio::time::sleep(Duration::from_millis(50)).await;
    // The two silent ones are let go after their time, and then it is this one's turn.
    assert!(page(&served, "/").await.ends_with("page"));
}

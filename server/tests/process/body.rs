//! A body has a size and a time, whether or not it announces its length.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::support::{FORM, app, ask, assert_dressed, post, text};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::Multipart,
};
use futures::{StreamExt, stream};
use http::{StatusCode, header::CONTENT_LENGTH};

fn small_site() -> Router {
    app(|routes| {
        routes
            .form("/form", async |body: String| body.len().to_string())
            // A handler that swallows the failure and claims success.
            .form(
                "/careless",
                async |body: Result<String, axum::extract::rejection::StringRejection>| {
                    body.map_or("kept what came".to_owned(), |body| body)
                },
            )
            .upload("/upload", async |mut parts: Multipart| {
                let mut length = 0;
                while let Ok(Some(part)) = parts.next_field().await {
                    length += part.bytes().await.map_or(0, |bytes| bytes.len());
                }
                length.to_string()
            })
    })
}

fn pieces(count: usize, size: usize) -> Body {
    Body::from_stream(stream::iter(
        (0..count).map(move |_| Ok::<_, Infallible>(Bytes::from(vec![b'x'; size]))),
    ))
}

#[tokio::test]
async fn a_body_at_the_limit_is_taken() {
    let response = ask(&small_site(), post("/form", FORM, "x".repeat(1024))).await;
    assert_eq!(text(response).await, "1024");
    assert_eq!(
        text(ask(&small_site(), post("/form", FORM, pieces(8, 128))).await).await,
        "1024"
    );
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_with_or_without_its_length() {
    for path in ["/form", "/careless"] {
        assert_dressed(
            &ask(&small_site(), post(path, FORM, "x".repeat(1025))).await,
            StatusCode::PAYLOAD_TOO_LARGE,
        );
        assert_dressed(
            &ask(&small_site(), post(path, FORM, pieces(9, 128))).await,
            StatusCode::PAYLOAD_TOO_LARGE,
        );
    }
}

#[tokio::test]
async fn no_more_is_read_than_the_limit_and_one_piece() {
    let read = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&read);
    let endless = stream::repeat(Bytes::from(vec![b'x'; 128])).map(move |piece| {
        counted.fetch_add(piece.len(), Ordering::Relaxed);
        Ok::<_, Infallible>(piece)
    });
    let response = ask(&small_site(), post("/form", FORM, Body::from_stream(endless))).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(read.load(Ordering::Relaxed) <= 1024 + 128);
}

#[tokio::test]
async fn an_announced_length_over_the_limit_is_refused_before_anything_is_read() {
    let read = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&read);
    let body = stream::iter(0..1).map(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Infallible>(Bytes::from_static(b"x"))
    });
    let mut request = post("/form", FORM, Body::new(http_length(body, 5000)));
    request.headers_mut().insert(CONTENT_LENGTH, 5000.into());
    assert_eq!(
        ask(&small_site(), request).await.status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(read.load(Ordering::Relaxed), 0);
}

/// A body that knows its length, as the connection's body does.
fn http_length(
    stream: impl stream::Stream<Item = Result<Bytes, Infallible>> + Send + 'static,
    length: u64,
) -> Announced {
    Announced {
        body: Body::from_stream(stream),
        length,
    }
}

struct Announced {
    body: Body,
    length: u64,
}

impl hyper::body::Body for Announced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, axum::Error>>> {
        std::pin::Pin::new(&mut self.body).poll_frame(cx)
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        hyper::body::SizeHint::with_exact(self.length)
    }
}

#[tokio::test]
async fn a_file_over_the_limit_is_refused_though_the_handler_reads_it_piece_by_piece() {
    let kind = "multipart/form-data; boundary=b";
    let file = |size: usize| {
        let content = "x".repeat(size);
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n{content}\r\n--b--\r\n"
        )
    };
    assert_eq!(
        text(ask(&small_site(), post("/upload", kind, file(1500))).await).await,
        "1500"
    );
    let chunked = Body::from_stream(stream::iter([Ok::<_, Infallible>(Bytes::from(file(3000)))]));
    assert_dressed(
        &ask(&small_site(), post("/upload", kind, chunked)).await,
        StatusCode::PAYLOAD_TOO_LARGE,
    );
}

#[tokio::test]
async fn a_body_that_stops_half_way_is_given_up() {
    let stalled = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"a=1"))]).chain(stream::pending());
    assert_dressed(
        &ask(&small_site(), post("/form", FORM, Body::from_stream(stalled))).await,
        StatusCode::REQUEST_TIMEOUT,
    );
}

#[tokio::test]
async fn a_body_that_trickles_for_ever_is_given_up() {
    let trickle = stream::repeat(()).then(|()| async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        Ok::<_, Infallible>(Bytes::from_static(b"x"))
    });
    assert_dressed(
        &ask(&small_site(), post("/form", FORM, Body::from_stream(trickle))).await,
        StatusCode::REQUEST_TIMEOUT,
    );
}

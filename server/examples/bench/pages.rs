//! The queue page over loopback against bare axum with the same bytes, and how many statements each page needs.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use app::reviews::{QueuePage, QueueView};
use app::shell::Shell;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use backend::Backend;
use backend::accounts::{log_in, visitor};
use backend::admin::seed::PASSWORD;
use backend::reviews::queue::queue;
use clap::Parser;
use domain::application::CaseLine;
use http::StatusCode;
use leptos::prelude::*;
use server::config::ServeArgs;
use server::render::Page;
use server::routes;
use server::serve::serve;
use server::state::AppState;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::house::{cpu_seconds, house};

const CONNECTIONS: usize = 16;
const TURN: Duration = Duration::from_secs(4);

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    serve: ServeArgs,
}

/// Prints pages per CPU second for the queue page and its ceiling, then statements a page.
pub async fn measure() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let statements = Arc::new(AtomicU64::new(0));
    let backend = house(folder.path(), &statements).await?;
    let reviewer = log_in(&backend, "demo-reviewer", PASSWORD, "192.0.2.1", None)
        .await?
        .token;
    let member = log_in(&backend, "demo-member", PASSWORD, "192.0.2.1", None)
        .await?
        .token;

    let config = Flags::parse_from(["bench", "--demo", "--address", "127.0.0.1:0"])
        .serve
        .check()?;
    let limits = config.limits.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let ours = listener.local_addr()?.to_string();
    let state = AppState::new(config, backend.clone());
    let app = routes::service(state.clone());
    tokio::spawn(serve(listener, app, limits.clone(), std::future::pending::<()>()));

    let page = fetch(&mut TcpStream::connect(&ours).await?, &request("/review", &reviewer)).await?;
    let body = String::from_utf8_lossy(&page).into_owned();
    let bare = TcpListener::bind("127.0.0.1:0").await?;
    let ceiling = bare.local_addr()?.to_string();
    let same = Router::new().route(
        "/review",
        get(move || std::future::ready(axum::response::Html(body.clone()))),
    );
    tokio::spawn(serve(bare, same, limits.clone(), std::future::pending::<()>()));

    // The page without what the database costs: the same rows, read once.
    let lines = queue_lines(&backend, &reviewer).await?;
    let at_hand = TcpListener::bind("127.0.0.1:0").await?;
    let rendered = at_hand.local_addr()?.to_string();
    let render = Router::new().route(
        "/review",
        get(move |page: Page| std::future::ready(queue_page(&page, lines.clone()))),
    );
    tokio::spawn(serve(
        at_hand,
        render.with_state(state),
        limits.clone(),
        std::future::pending::<()>(),
    ));

    let mut rate = [0.0; 3];
    for turn in [0, 1, 2, 2, 1, 0] {
        let address = [&ours, &rendered, &ceiling][turn];
        rate[turn] += pages_per_cpu_second(address, &request("/review", &reviewer)).await? / 2.0;
    }
    println!("page of 50 rows  {} bytes", page.len());
    println!(
        "ours             {:.0} pages a CPU second (load generator included)",
        rate[0]
    );
    println!(
        "rows at hand     {:.0} pages a CPU second, no session and no database",
        rate[1]
    );
    println!("bare axum        {:.0} pages a CPU second with the same bytes", rate[2]);
    println!(
        "ratio            {:.2} whole, {:.2} with rows at hand (floor 0.15, aim 0.3)",
        rate[0] / rate[2],
        rate[1] / rate[2]
    );

    println!("\nstatements a page, the session's included (floor 4, aim 2):");
    for (path, token) in [
        ("/", &member),
        ("/training", &member),
        ("/applications/new", &member),
        ("/history", &member),
        ("/credits", &member),
        ("/review", &reviewer),
    ] {
        let mut stream = TcpStream::connect(&ours).await?;
        // The first request fills what is read once for the life of the process.
        fetch(&mut stream, &request(path, token)).await?;
        let before = statements.load(Ordering::Relaxed);
        fetch(&mut stream, &request(path, token)).await?;
        println!("{:>3}  {path}", statements.load(Ordering::Relaxed) - before);
    }
    Ok(())
}

async fn queue_lines(backend: &Backend, token: &str) -> Result<Vec<CaseLine>, Box<dyn Error>> {
    let somebody = visitor(backend, token).await?.ok_or("the session has ended")?;
    Ok(queue(
        backend,
        &somebody.as_reviewer().map_err(|_| "this is no reviewer")?,
        None,
        None,
    )
    .await?
    .lines)
}

fn queue_page(page: &Page, lines: Vec<CaseLine>) -> Response {
    let view = QueueView {
        lines,
        ..QueueView::default()
    };
    let somebody = app::shell::Visitor {
        display_name: "見本 審査員".to_owned(),
        links: vec![("/review".to_owned(), "審査".to_owned())],
    };
    page.render(StatusCode::OK, move || {
        view! { <Shell title="審査" visitor=Some(somebody) wide=true noindex=true path="/review"><QueuePage view=view /></Shell> }
    })
}

fn request(path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\ncookie: shuryo_session={token}\r\n\r\n").into_bytes()
}

async fn pages_per_cpu_second(address: &str, request: &[u8]) -> Result<f64, Box<dyn Error>> {
    let before = cpu_seconds()?;
    let end = Instant::now() + TURN;
    let mut loads = Vec::new();
    for _ in 0..CONNECTIONS {
        let (address, request) = (address.to_owned(), request.to_vec());
        loads.push(tokio::spawn(async move {
            let mut pages = 0_u32;
            let Ok(mut stream) = TcpStream::connect(&address).await else {
                return 0;
            };
            while Instant::now() < end && fetch(&mut stream, &request).await.is_ok() {
                pages += 1;
            }
            pages
        }));
    }
    let mut pages = 0.0;
    for load in loads {
        pages += f64::from(load.await?);
    }
    Ok(pages / (cpu_seconds()? - before))
}

/// One request on a kept connection; the body of the answer.
async fn fetch(stream: &mut TcpStream, request: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let broken = |what: &str| std::io::Error::other(what.to_owned());
    stream.write_all(request).await?;
    let mut bytes = Vec::with_capacity(64 * 1024);
    loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(broken("closed"));
        }
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4) else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        if !head.starts_with("http/1.1 200") {
            return Err(broken(&head));
        }
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        let length = length.ok_or_else(|| broken("no length"))?;
        while bytes.len() < end + length {
            if stream.read_buf(&mut bytes).await? == 0 {
                return Err(broken("cut"));
            }
        }
        return Ok(bytes[end..].to_vec());
    }
}

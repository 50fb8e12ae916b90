//! Files on their way in: in pieces over a line that is cut, and all at once from a browser without scripts.

use std::fmt::Write;

use axum::{Router, body::Body, response::Response};
use backend::{
    Backend,
    accounts::{log_in, visitor},
    admin::seed::seed_demo,
    applications::{
        open::{blank, own_case},
        start::start,
    },
    clock::Clock,
    evidence::child::Inspector,
    hex,
    visitor::Doctor,
};
use clap::Parser;
use domain::{
    application::ChoicesForm,
    ids::ApplicationId,
    upload::{PIECE_BYTES, UploadProgress},
};
use http::{Request, StatusCode, header::COOKIE};
use server::{limits::Limits, open, routes, state::AppState};
use tempfile::TempDir;
use tokio::{io::AsyncWriteExt, net::TcpStream};

use crate::support::{FORM, app, ask, post, serve, text};
use crate::whole::Line;

const BYTES: &str = "application/octet-stream";
const FILES: &str = "multipart/form-data; boundary=b";

/// The program with a doctor's draft in it, whose decoders need no program of their own.
struct Desk {
    app: Router,
    backend: Backend,
    doctor: Doctor,
    id: ApplicationId,
    cookie: String,
    _folder: TempDir,
}

impl Desk {
    async fn open() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let database = format!("sqlite://{}", at("a/records.db"));
        let line = ["serve", "--demo", "--database", &database, "--files", &at("files")];
        let config = Line::try_parse_from(line).unwrap().serve.check().unwrap();
        let opened = open::migrated(&config.storage, config.demo).await.unwrap();
        let (clock, inspector) = (Clock::System, Inspector::in_process());
        let fonts = config.storage.fonts.clone();
        let backend = Backend::new(opened.db.clone(), opened.files.clone(), clock, inspector, fonts);
        seed_demo(&backend).await.unwrap();
        let session = log_in(&backend, "demo-member", "kakari-demo-2026", "192.0.2.1", None)
            .await
            .unwrap();
        let visitor = visitor(&backend, &session.token).await.unwrap().unwrap();
        let doctor = visitor.as_doctor().unwrap();
        let (draft, _) = blank(&backend, &doctor).await.unwrap();
        let choices = ChoicesForm {
            years_from: draft.years_from,
            destination: draft.destination,
        };
        Desk {
            id: start(&backend, &doctor, "a-form", choices).await.unwrap(),
            app: routes::service(AppState::new(config, backend.clone())),
            cookie: format!("shuryo_session={}", session.token),
            backend,
            doctor,
            _folder: folder,
        }
    }

    fn path(&self, path: &str) -> String {
        format!("/applications/{}/{path}", self.id)
    }

    async fn send(&self, mut request: Request<Body>) -> Response {
        request.headers_mut().insert(COOKIE, self.cookie.parse().unwrap());
        ask(&self.app, request).await
    }

    async fn announce(&self, bytes: &[u8]) -> UploadProgress {
        let sha256 = hex::sha256(bytes);
        let form = format!(
            "claim=practical%3AI-02&file_name=a.pdf&size={}&sha256_chosen={sha256}&sha256_sent={sha256}",
            bytes.len()
        );
        let told = text(self.send(post(&self.path("uploads"), FORM, form)).await).await;
        let told: Result<UploadProgress, String> = serde_json::from_str(&told).unwrap();
        told.unwrap()
    }

    async fn documents(&self) -> usize {
        own_case(&self.backend, &self.doctor, &self.id)
            .await
            .unwrap()
            .documents
            .len()
    }
}

/// A document with one page and so many bytes of nothing beside it.
pub(crate) fn pdf(padding: usize) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 140] /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {padding} >>\nstream\n{}\nendstream", "\n".repeat(padding)),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        write!(file, "{} 0 obj\n{object}\nendobj\n", index + 1).unwrap();
    }
    let (start, size) = (file.len(), objects.len() + 1);
    write!(
        file,
        "{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    file.into_bytes()
}

#[tokio::test]
async fn a_piece_is_taken_as_bytes_of_its_size_and_in_no_other_way() {
    let app = app(|routes| routes.piece("/piece", async |bytes: axum::body::Bytes| bytes.len().to_string()));
    for (kind, status) in [
        (BYTES, 200),
        (FORM, 415),
        (FILES, 415),
        ("text/plain", 415),
        ("application/json", 415),
    ] {
        let answer = ask(&app, post("/piece", kind, "x")).await;
        assert_eq!(answer.status().as_u16(), status, "{kind}");
    }
    let size = usize::try_from(PIECE_BYTES).unwrap();
    assert_eq!(Limits::default().piece_bytes, size);
    assert_eq!(
        text(ask(&app, post("/piece", BYTES, vec![0; size])).await).await,
        size.to_string()
    );
    let larger = ask(&app, post("/piece", BYTES, vec![0; size + 1])).await;
    assert_eq!(larger.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_piece_that_is_cut_off_on_the_line_is_not_there_and_the_rest_goes_on() {
    let desk = Desk::open().await;
    let bytes = pdf(300_000);
    let size = usize::try_from(PIECE_BYTES).unwrap();
    let upload = desk.announce(&bytes).await;
    let path = desk.path(&format!("uploads/{}/pieces/0", upload.id));
    let served = serve(desk.app.clone(), Limits::default()).await;
    for sent in (0..size).step_by(64 * 1024) {
        let mut line = TcpStream::connect(served.address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {}\r\nContent-Type: {BYTES}\r\nContent-Length: {size}\r\n\r\n",
            desk.cookie
        );
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(&bytes[..sent]).await.unwrap();
        line.shutdown().await.unwrap();
        drop(line);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert_eq!(desk.announce(&bytes).await, upload, "{sent} bytes of a piece are none");
    }

    for (number, piece) in bytes.chunks(size).enumerate() {
        let path = desk.path(&format!("uploads/{}/pieces/{number}", upload.id));
        let answer = desk.send(post(&path, BYTES, piece.to_vec())).await;
        assert_eq!(text(answer).await, r#"{"Ok":null}"#);
    }
    let path = desk.path(&format!("uploads/{}", upload.id));
    let request = Request::get(&path).body(Body::empty()).unwrap();
    assert!(text(desk.send(request).await).await.ends_with(r#""present":[0,1]}}"#));
    let path = desk.path(&format!("uploads/{}/finish", upload.id));
    let first = text(desk.send(post(&path, FORM, "")).await).await;
    assert!(first.starts_with(r#"{"Ok":{"id":"#), "{first}");
    assert_eq!(text(desk.send(post(&path, FORM, "")).await).await, first);
    assert_eq!(desk.documents().await, 1);
}

#[tokio::test]
async fn a_form_without_scripts_brings_five_files_of_sixty_megabytes_and_keeps_them_when_a_field_is_wrong() {
    let desk = Desk::open().await;
    let form = |units: &str, files: usize, version: i64| {
        let mut body = Vec::new();
        let fields = [
            ("version", version.to_string()),
            ("lecture", "aa00".to_owned()),
            ("kind", "a".to_owned()),
            ("acquired_on", desk.backend.clock.today().to_string()),
            ("units", units.to_owned()),
            ("codes", "12".to_owned()),
        ];
        for (name, value) in fields {
            body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for number in 0..files {
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"file:lecture:aa00\"; filename=\"{number}.pdf\"\r\n\
                 Content-Type: application/pdf\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend(pdf(12 * 1024 * 1024));
            body.extend(b"\r\n");
        }
        body.extend(b"--b--\r\n");
        body
    };
    let path = desk.path("lectures/new");
    let version = own_case(&desk.backend, &desk.doctor, &desk.id).await.unwrap().version;
    let wrong = form("1.3", 5, version);
    assert!(wrong.len() > 60 * 1024 * 1024);
    let answer = desk.send(post(&path, FILES, wrong)).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(answer).await;
    assert!(page.contains("0.5単位きざみ") && page.contains("4.pdf"), "{page}");
    assert_eq!(desk.documents().await, 5);

    let answer = desk.send(post(&path, FILES, form("1.5", 0, version))).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "no file had to be chosen again");
    let case = own_case(&desk.backend, &desk.doctor, &desk.id).await.unwrap();
    assert_eq!(case.draft.lectures[0].proofs, 5);
}

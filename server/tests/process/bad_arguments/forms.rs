//! One valid form or more for every changing route, made of what stands in the demonstration at that moment.

use axum::body::Bytes;
use backend::admin::seed::PASSWORD;
use backend::applications::history::{HistoryFilter, history};
use backend::applications::typed;
use backend::{hex, random};
use domain::application::{Case, LectureForm, TypedScreen};
use domain::field::FormValues;
use domain::ids::ApplicationId;
use futures::future::BoxFuture;

use super::accounts;
use super::site::{CLAIM, Person, Site, proof};
use crate::support::FORM;
use crate::uploads::pdf;

/// How a route takes its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Form,
    Files,
    Json,
    /// One field without a name: the body is its value.
    Bytes,
}

impl How {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            How::Form => FORM,
            How::Files => "multipart/form-data; boundary=b",
            How::Json => "application/json",
            How::Bytes => "application/octet-stream",
        }
    }
}

/// With what in its place a form may still be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MayBe {
    NothingElse,
    /// It can be left out or empty; what cannot be read is refused.
    Empty,
    /// Free text, or something that is read as not chosen where it cannot be read, or that nobody reads.
    Anything,
}

use MayBe::{Anything, Empty, NothingElse};

/// A field with its value: a text, a file's content, or JSON as it is written.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: Vec<u8>,
    pub(super) value: Vec<u8>,
    /// A file's name.
    pub(super) file: Option<Vec<u8>>,
    pub(super) may_be: MayBe,
}

/// A valid form, ready to be sent.
pub(super) struct Form {
    pub(super) cookie: String,
    /// What stands in the address in the place of each parameter.
    pub(super) ids: Vec<(String, MayBe)>,
    pub(super) parts: Vec<Part>,
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "identifiers, numbers and texts stand as they are"
)]
impl Form {
    pub(super) fn of(person: &Person) -> Form {
        Form {
            cookie: person.cookie.clone(),
            ids: Vec::new(),
            parts: Vec::new(),
        }
    }

    pub(super) fn of_nobody() -> Form {
        Form {
            cookie: String::new(),
            ids: Vec::new(),
            parts: Vec::new(),
        }
    }

    pub(super) fn at(mut self, id: impl ToString) -> Form {
        self.ids.push((id.to_string(), NothingElse));
        self
    }

    pub(super) fn with(mut self, name: &str, value: impl ToString, may_be: MayBe) -> Form {
        self.parts.push(Part {
            name: name.into(),
            value: value.to_string().into_bytes(),
            file: None,
            may_be,
        });
        self
    }

    fn with_file(mut self, name: &str, content: Vec<u8>, may_be: MayBe) -> Form {
        self.parts.push(Part {
            name: name.into(),
            value: content,
            file: Some("見本.png".into()),
            may_be,
        });
        self
    }
}

/// What has happened to a row so far.
#[derive(Default)]
pub(super) struct Past {
    /// How many of its forms were taken.
    pub(super) taken: usize,
    /// What the last form was about.
    pub(super) last: Option<ApplicationId>,
}

/// A route with a valid form for it.
pub(super) struct Row {
    pub(super) path: &'static str,
    pub(super) how: How,
    /// Tables, or columns of tables, that a refusal writes all the same, because it is meant to.
    pub(super) written: &'static [&'static str],
    pub(super) form: for<'a> fn(&'a Site<'a>, &'a Past) -> BoxFuture<'a, Form>,
}

/// Changing routes that have no form of their own.
pub(super) const WITHOUT_FORM: [&str; 1] = [
    // The door to the server functions, each of which has its own row.
    "/api/{*function}",
];

/// Every try is written down.
const TRIES: &[&str] = &["counters"];
/// A reviewer who is shown the case with the refused form has seen it once more.
const SEEN: &[&str] = TRIES;
/// What cannot be registered is kept as it was typed.
const TYPED: &[&str] = &["typed_forms", "applications.updated_at"];
/// So are the files that came along, if they are good: nobody has to choose them again.
const TYPED_WITH_FILES: &[&str] = &["typed_forms", "applications.updated_at", "documents", "counters"];

macro_rules! row {
    ($path:literal, $how:ident, $form:path) => {
        row!($path, $how, $form, &[])
    };
    ($path:literal, $how:ident, $form:path, $written:expr) => {
        Row {
            path: $path,
            how: How::$how,
            written: $written,
            form: |site, past| Box::pin($form(site, past)),
        }
    };
}

pub(super) static ROWS: &[Row] = &[
    row!("/login", Form, log_in, TRIES),
    row!("/logout", Form, log_out),
    row!("/password", Form, password),
    row!("/register", Form, accounts::registration),
    row!("/confirm/{token}", Form, accounts::answer),
    row!("/password/forgot", Form, accounts::forgotten),
    row!("/registration", Form, accounts::asked_again),
    row!("/admin/registrations/{id}", Form, accounts::decision),
    row!("/account/email", Form, accounts::new_email),
    row!("/account/sessions/end", Form, accounts::ended_session),
    row!("/account/second-factor", Form, accounts::second_factor),
    row!("/login/code", Form, accounts::code),
    row!("/account/delete", Form, accounts::deletion),
    row!("/account/agents", Form, accounts::invitation),
    row!("/account/agents/end", Form, accounts::ended_help),
    row!("/applications/new", Form, new),
    row!("/applications/{id}", Form, choices),
    row!("/applications/{id}/delete", Form, draft),
    row!("/my-data", Form, own_data),
    row!("/applications/{id}/practical", Form, practical, TYPED),
    row!("/applications/{id}/practical", Form, removal_on_the_page, TYPED),
    row!("/applications/{id}/practical", Form, reuse_on_the_page, TYPED),
    row!(
        "/applications/{id}/practical",
        Files,
        practical_with_a_file,
        TYPED_WITH_FILES
    ),
    row!("/applications/{id}/lectures/new", Form, new_lecture, TYPED),
    row!("/applications/{id}/lectures/{lecture}", Form, changed_lecture, TYPED),
    row!("/applications/{id}/lectures/{lecture}/remove", Form, removed_lecture),
    row!("/applications/{id}/documents", Files, document),
    row!("/applications/{id}/documents/{document}/remove", Form, removed_document),
    row!("/applications/{id}/typed/discard", Form, discarded),
    row!("/applications/{id}/uploads", Form, announcement),
    row!("/applications/{id}/uploads/{upload}/pieces/{number}", Bytes, piece),
    row!("/applications/{id}/uploads/{upload}/finish", Form, finish),
    row!("/applications/{id}/camera", Form, camera),
    row!("/applications/{id}/camera/end", Form, camera_end),
    row!("/camera/{token}", Files, photo),
    row!("/api/list_proofs", Json, list_proofs),
    row!("/api/save_choices", Json, save_choices),
    row!("/api/keep_typed", Json, keep_typed),
    row!("/api/associations_of", Json, associations_of),
    // What leaves the most rows behind comes last: there is the less to compare until then.
    row!("/applications/{id}/check", Form, first_submission),
    row!("/applications/{id}/check", Form, answers_to_a_return),
    row!("/applications/{id}/withdraw", Form, withdrawal),
    row!("/applications/{id}/copy", Form, copy),
    row!("/applications/{id}/reexamine", Form, reexamination),
    row!("/review/{id}/decide", Form, approval, SEEN),
    row!("/review/{id}/decide", Form, return_, SEEN),
    row!("/review/{id}/decide", Form, refusal, SEEN),
    row!("/admin/mail/{id}/resend", Form, failed_letter),
];

async fn log_in(_: &Site<'_>, _: &Past) -> Form {
    Form::of_nobody()
        .with("login", "demo-organiser", NothingElse)
        .with("password", PASSWORD, NothingElse)
        .with("next", "/training", Anything)
}

async fn log_out(site: &Site<'_>, _: &Past) -> Form {
    Form::of(&site.passer_by().await)
}

async fn password(site: &Site<'_>, past: &Past) -> Form {
    let both = [PASSWORD, "another-demo-2026"];
    let (current, new) = (both[past.taken % 2], both[(past.taken + 1) % 2]);
    Form::of(&site.office)
        .with("current_password", current, NothingElse)
        .with("new_password", new, NothingElse)
        .with("new_password_again", new, NothingElse)
}

async fn new(site: &Site<'_>, _: &Past) -> Form {
    site.clear(&site.guest.doctor()).await;
    Form::of(&site.guest)
        .with("key", random::id(), Anything)
        .with("from", "2024", Anything)
        .with("destination", "13-001", Anything)
        .with("go", "save", Anything)
}

async fn draft(site: &Site<'_>, _: &Past) -> Form {
    of_draft(site, &site.draft().await)
}

fn of_draft(site: &Site<'_>, case: &Case) -> Form {
    let version = case.version;
    Form::of(&site.member)
        .at(&case.id)
        .with("version", version, NothingElse)
}

async fn choices(site: &Site<'_>, past: &Past) -> Form {
    let years = ["2023", "2024"];
    draft(site, past)
        .await
        .with("from", years[past.taken % 2], Anything)
        .with("year", "2025", Anything)
        .with("destination", "13-001", Anything)
        .with("prefecture", "13", Anything)
        .with("programme", "kakaritsuke", Anything)
        .with("go", "practical", Anything)
}

async fn first_submission(site: &Site<'_>, past: &Past) -> Form {
    draft(site, past).await.with("answer", "", Anything)
}

async fn answers_to_a_return(site: &Site<'_>, _: &Past) -> Form {
    let case = site.returned().await;
    Form::of(&site.sender)
        .at(&case.id)
        .with("version", case.version, NothingElse)
        .with("answer", "よろしくお願いします。", Anything)
        .with("answer:practical:I-02", "差し替えました。", Anything)
}

async fn withdrawal(site: &Site<'_>, _: &Past) -> Form {
    let case = site.submitted().await;
    Form::of(&site.sender)
        .at(&case.id)
        .with("version", case.version, NothingElse)
}

async fn copy(site: &Site<'_>, _: &Past) -> Form {
    let doctor = site.done.doctor();
    site.clear(&doctor).await;
    let lines = history(&site.backend, &doctor, &HistoryFilter::default())
        .await
        .unwrap();
    let closed = lines.into_iter().find(|line| line.status.is_final()).unwrap();
    Form::of(&site.done).at(closed.id).with("key", random::id(), Anything)
}

async fn reexamination(site: &Site<'_>, past: &Past) -> Form {
    let case = site.refused(past.last.as_ref()).await;
    Form::of(&site.done)
        .at(&case.id)
        .with("version", case.version, NothingElse)
        .with("reason", "別の担当者に見てほしい", Anything)
}

async fn own_data(site: &Site<'_>, _: &Past) -> Form {
    Form::of(&site.member)
}

async fn practical(site: &Site<'_>, past: &Past) -> Form {
    draft(site, past)
        .await
        .with("category", "I", Anything)
        .with("item", "I-02", Anything)
        .with("description", "見本の実習", Anything)
        .with("typed", "0", Anything)
}

async fn removal_on_the_page(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    let document = &case.documents.last().unwrap().id;
    // What cannot name a document names none.
    of_any_version(site, &case).with("remove", document, Anything)
}

/// A button that changes no field asks for no version.
fn of_any_version(site: &Site<'_>, case: &Case) -> Form {
    let mut form = of_draft(site, case);
    form.parts[0].may_be = Anything;
    form
}

async fn reuse_on_the_page(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    let document = &case.documents[0].id;
    of_any_version(site, &case)
        .with("reuse:practical:I-03", document, Empty)
        .with("reuse", "1", Anything)
}

async fn practical_with_a_file(site: &Site<'_>, past: &Past) -> Form {
    draft(site, past)
        .await
        .with("category", "I", Anything)
        .with("item", "I-02", Anything)
        .with_file("file:practical:I-02", proof(), Empty)
}

async fn new_lecture(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    let lecture = site.begun_lecture(&site.member.doctor(), &case).await;
    lecture_fields(of_draft(site, &case), &lecture)
}

async fn changed_lecture(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    let id = &case.draft.lectures[0].id;
    let lecture = LectureForm {
        units: "2".to_owned(),
        codes: "12、13".to_owned(),
        ..LectureForm::blank(id, site.backend.clock.today())
    };
    lecture_fields(of_draft(site, &case).at(id), &lecture)
}

fn lecture_fields(form: Form, lecture: &LectureForm) -> Form {
    form.with("lecture", &lecture.id, NothingElse)
        .with("kind", &lecture.kind, NothingElse)
        .with("activity", "", Anything)
        .with("title", "見本の講演会", Anything)
        .with("organiser", "見本学会", Anything)
        .with("detail", "", Anything)
        .with("self_declared", "1", Anything)
        .with("acquired_on", &lecture.acquired_on, NothingElse)
        .with("units", &lecture.units, NothingElse)
        .with("codes", &lecture.codes, NothingElse)
        .with("typed", "0", Anything)
}

async fn removed_lecture(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    let mut form = of_draft(site, &case).at(&case.draft.lectures[0].id);
    // What is not there can be removed.
    form.ids[1].1 = Anything;
    form
}

async fn document(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    Form::of(&site.member)
        .at(&case.id)
        .with("claim", CLAIM, NothingElse)
        .with_file("file", proof(), NothingElse)
}

async fn removed_document(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    Form::of(&site.member)
        .at(&case.id)
        .at(&case.documents.last().unwrap().id)
}

async fn discarded(site: &Site<'_>, _: &Past) -> Form {
    let (case, doctor) = (site.draft().await, site.member.doctor());
    let half = FormValues::new(vec![("title".to_owned(), "見本".to_owned())]);
    let screen: TypedScreen = "lecture:begun".parse().unwrap();
    typed::keep(&site.backend, &doctor, &case.id, &screen, 0, &half)
        .await
        .unwrap();
    Form::of(&site.member).at(&case.id).with("screen", screen, NothingElse)
}

async fn announcement(site: &Site<'_>, _: &Past) -> Form {
    let (case, file) = (site.draft().await, pdf(10));
    Form::of(&site.member)
        .at(&case.id)
        .with("claim", CLAIM, NothingElse)
        .with("file_name", "見本.pdf", Anything)
        .with("size", file.len(), NothingElse)
        .with("sha256_chosen", hex::sha256(&file), NothingElse)
        .with("sha256_sent", hex::sha256(&file), NothingElse)
}

async fn piece(site: &Site<'_>, _: &Past) -> Form {
    let (case, file) = (site.draft().await, Bytes::from(pdf(20)));
    let upload = site.upload(&case, &file, false).await;
    let mut form = Form::of(&site.member).at(&case.id).at(upload).at(0);
    form.parts.push(Part {
        name: Vec::new(),
        value: file.into(),
        file: None,
        may_be: NothingElse,
    });
    form
}

async fn finish(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    let upload = site.upload(&case, &pdf(30), true).await;
    Form::of(&site.member).at(&case.id).at(upload)
}

async fn camera(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    site.phone(&case).await;
    Form::of(&site.member).at(&case.id).with("claim", CLAIM, NothingElse)
}

async fn camera_end(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    let token = site.phone(&case).await;
    Form::of(&site.member)
        .at(&case.id)
        // It says no more than which page to go back to.
        .with("claim", CLAIM, Anything)
        // Without one all end; one that is none ends none.
        .with("token", token, Anything)
}

async fn photo(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    Form::of_nobody()
        .at(site.phone(&case).await)
        .with_file("photo", proof(), NothingElse)
}

async fn list_proofs(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    Form::of(&site.member)
        .with("application", quoted(case.id.as_str()), NothingElse)
        // A claim without proofs has an empty list.
        .with("claim", quoted(CLAIM), Anything)
}

async fn save_choices(site: &Site<'_>, past: &Past) -> Form {
    let case = site.draft().await;
    Form::of(&site.member)
        .with("application", quoted(case.id.as_str()), NothingElse)
        .with("version", case.version, NothingElse)
        .with("from", 2023 + past.taken % 2, Empty)
        .with("destination", quoted("13-001"), Empty)
}

async fn keep_typed(site: &Site<'_>, _: &Past) -> Form {
    let case = site.draft().await;
    Form::of(&site.member)
        .with("application", quoted(case.id.as_str()), NothingElse)
        .with("screen", quoted("practical"), NothingElse)
        // Another revision than the kept one writes nothing and is answered with what is kept.
        .with("base", 0, Anything)
        .with("values", r#"[["item","I-03"]]"#, Empty)
}

async fn associations_of(site: &Site<'_>, _: &Past) -> Form {
    Form::of(&site.member).with("prefecture", quoted("13"), Anything)
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

async fn approval(site: &Site<'_>, _: &Past) -> Form {
    decision(site, "approve").await
}

async fn return_(site: &Site<'_>, _: &Past) -> Form {
    decision(site, "return")
        .await
        .with("reason:practical:I-02", "日付が読めません", Anything)
}

async fn refusal(site: &Site<'_>, _: &Past) -> Form {
    decision(site, "refuse").await
}

async fn failed_letter(site: &Site<'_>, _: &Past) -> Form {
    let id = site.failed_letter().await;
    Form::of(&site.office).at(id)
}

async fn decision(site: &Site<'_>, kind: &str) -> Form {
    let case = site.submitted().await;
    Form::of(&site.reviewer)
        .at(&case.id)
        .with("decide", kind, NothingElse)
        .with("version", case.version, NothingElse)
        .with("reason", "見本の理由", Anything)
}

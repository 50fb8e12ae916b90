//! What the benchmarks share: CPU time, and a database with fifty submitted applications.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use backend::Backend;
use backend::accounts::{Grant, NewAccount, create_account, log_in, visitor};
use backend::admin::import::{Kind, commit};
use backend::admin::seed::{PASSWORD, seed_demo};
use backend::applications::{open::own_case, practical::save_practical, start::start, submit::submit};
use backend::clock::Clock;
use backend::db::Db;
use backend::evidence::child::Inspector;
use backend::evidence::store::{Incoming, store_proof};
use backend::files::Files;
use backend::visitor::Doctor;
use domain::application::{ChoicesForm, PracticalForm};
use domain::fiscal_year::FiscalYear;
use domain::policy::Category;

/// Rows of the page that is measured.
pub const ROWS: usize = 50;

/// Clock ticks a second in `/proc`, on every Linux that this runs on.
const TICKS: f64 = 100.0;

/// User and system time of this process so far.
pub fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| {
        fields
            .get(index)
            .and_then(|field| field.parse::<f64>().ok())
            .unwrap_or_default()
    };
    Ok((ticks(11) + ticks(12)) / TICKS)
}

/// A backend whose statements are counted, with fifty applications waiting at 北区医師会.
pub async fn house(folder: &Path, statements: &Arc<AtomicU64>) -> Result<Backend, Box<dyn Error>> {
    let url = format!("sqlite://{}", folder.join("bench.db").display());
    let db = Db::connect(&url).await?.counting(statements);
    db.migrate().await?;
    let files = Files::local(&folder.join("files"))?;
    let backend = Backend::new(
        db,
        files,
        Clock::System,
        Inspector::in_process(),
        vec!["/usr/share/fonts".into()],
    );
    seed_demo(&backend).await?;
    let mut roster = "licence_number,name,name_kana,birth_date,district_code,prefecture_code,national\n".to_owned();
    let mut credits = "licence_number,acquired_on,title,organiser,units,codes,source,external_ref\n".to_owned();
    for n in 0..ROWS {
        let licence = 700_000 + n;
        writeln!(roster, "{licence},見本 {n}郎,ミホン {n}ロウ,1960-01-01,13-001,13,1")?;
        writeln!(
            credits,
            "{licence},2024-06-01,見本の講演会,見本市医師会,6.5,12,event,bench-{n}"
        )?;
    }
    commit(&backend, Kind::Doctors, roster.as_bytes(), None).await?;
    commit(&backend, Kind::Credits, credits.as_bytes(), None).await?;
    for n in 0..ROWS {
        apply(&backend, &doctor(&backend, n).await?).await?;
    }
    Ok(backend)
}

async fn doctor(backend: &Backend, n: usize) -> Result<Doctor, Box<dyn Error>> {
    let login = format!("bench-{n}");
    let account = NewAccount {
        login: login.clone(),
        password: PASSWORD.to_owned(),
        display_name: format!("見本 {n}郎"),
        grants: vec![Grant {
            role: "doctor".to_owned(),
            association: String::new(),
        }],
        licence_number: (700_000 + n).to_string(),
    };
    create_account(backend, account).await?;
    let session = log_in(backend, &login, PASSWORD, "192.0.2.1", None).await?;
    let visitor = visitor(backend, &session.token).await?.ok_or("no visitor")?;
    Ok(visitor.as_doctor().map_err(|refusal| refusal.sentence())?)
}

async fn apply(backend: &Backend, doctor: &Doctor) -> Result<(), Box<dyn Error>> {
    let choices = ChoicesForm {
        years_from: FiscalYear::new(2024),
        destination: "13-001".parse().ok(),
    };
    let id = start(backend, doctor, "bench", choices).await?;
    let item = "I-02".parse()?;
    let form = PracticalForm {
        category: Some(Category::Recognised),
        items: vec![item],
        description: String::new(),
    };
    save_practical(backend, doctor, &id, 1, &form.values()).await?;
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("backend/data/demo_proof.png");
    let incoming = Incoming {
        claim: "practical:I-02".parse()?,
        file_name: "見本.png".to_owned(),
        path: &picture,
        sha256: "0".repeat(64),
        announced: None,
    };
    store_proof(backend, doctor, &id, incoming).await?;
    let version = own_case(backend, doctor, &id).await?.version;
    submit(backend, doctor, &id, version).await?;
    Ok(())
}

//! What every use case works with: the database, the files, the clock, and the workers for heavy things.

use std::path::PathBuf;
use std::sync::Arc;

use domain::curriculum::CodeNames;
use sea_orm::{EntityTrait, QueryOrder};
use tokio::sync::{Notify, OnceCell, Semaphore};

use crate::applications::offered::OfferedPolicy;
use crate::certificates::render::{CertificateText, RenderError, Renderer};
use crate::clock::Clock;
use crate::db::Db;
use crate::entity::{curriculum_code, programme};
use crate::error::{Error, Fault, Result};
use crate::evidence::child::Inspector;
use crate::evidence::scan::Scanner;
use crate::files::Files;
use crate::mail::Mailer;
use crate::own_data::OneAtATime;
use crate::records::policy::PolicyCache;

/// The program's means. Copies share them.
#[derive(Clone)]
pub struct Backend {
    /// The database.
    pub db: Db,
    /// Proofs and certificates.
    pub files: Files,
    /// The time.
    pub clock: Clock,
    pub(crate) policies: PolicyCache,
    pub(crate) offered: OfferedPolicy,
    pub(crate) inspector: Arc<Inspector>,
    pub(crate) scanner: Option<Arc<Scanner>>,
    pub(crate) mailer: Mailer,
    /// Where people reach the site: scheme, host and port.
    pub(crate) site: Arc<str>,
    pub(crate) jobs_waiting: Arc<Notify>,
    pub(crate) taking_out: OneAtATime,
    renderer: Arc<Renderer>,
    rendering: Arc<Semaphore>,
    prefectures: Arc<OnceCell<Vec<(String, String)>>>,
    curriculum: Arc<OnceCell<CodeNames>>,
    programmes: Arc<OnceCell<Vec<(String, String)>>>,
}

impl Backend {
    /// Puts the means together. `font_folders` is where the certificate's fonts are looked for.
    pub fn new(db: Db, files: Files, clock: Clock, inspector: Inspector, font_folders: Vec<PathBuf>) -> Backend {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Backend {
            db,
            files,
            clock,
            policies: PolicyCache::default(),
            offered: OfferedPolicy::default(),
            inspector: Arc::new(inspector),
            scanner: None,
            mailer: Mailer::Off,
            site: "http://localhost:3000".into(),
            jobs_waiting: Arc::new(Notify::new()),
            taking_out: OneAtATime::default(),
            renderer: Arc::new(Renderer::new(font_folders)),
            rendering: Arc::new(Semaphore::new(cores)),
            prefectures: Arc::default(),
            curriculum: Arc::default(),
            programmes: Arc::default(),
        }
    }

    /// The same, with a virus scanner that every uploaded file has to pass.
    #[must_use]
    pub fn with_scanner(self, scanner: Option<Scanner>) -> Backend {
        let scanner = scanner.map(Arc::new);
        Backend { scanner, ..self }
    }

    /// The same, with a way for letters to leave.
    #[must_use]
    pub fn with_mailer(self, mailer: Mailer) -> Backend {
        Backend { mailer, ..self }
    }

    /// Whether letters leave at all: without them nobody can prove an address.
    pub fn sends_letters(&self) -> bool {
        !matches!(self.mailer, Mailer::Off)
    }

    /// The same, for a site that people reach under this origin, such as `https://shuryo.example.jp`: the links in
    /// letters begin with it.
    #[must_use]
    pub fn with_site(self, origin: &str) -> Backend {
        let site = origin.trim_end_matches('/').into();
        Backend { site, ..self }
    }

    /// The prefectures, each with its two digits and its name. They do not change while the program runs.
    pub(crate) async fn prefectures(&self) -> Result<Vec<(String, String)>> {
        let load = || async {
            let associations = crate::records::association::prefectural(self.db.read()).await?;
            let named = associations.into_iter().map(|association| {
                let name = association
                    .name
                    .strip_suffix("医師会")
                    .unwrap_or(&association.name)
                    .to_owned();
                (association.code.to_string(), name)
            });
            Ok::<_, Error>(named.collect())
        };
        self.prefectures.get_or_try_init(load).await.cloned()
    }

    /// The curriculum codes with their names, likewise.
    pub(crate) async fn curriculum(&self) -> Result<CodeNames> {
        let load = || async {
            let rows = curriculum_code::Entity::find()
                .order_by_asc(curriculum_code::Column::Code)
                .all(self.db.read())
                .await?;
            let codes = rows
                .into_iter()
                .filter_map(|row| Some((u8::try_from(row.code).ok()?.try_into().ok()?, row.name)));
            Ok::<_, Error>(codes.collect())
        };
        self.curriculum.get_or_try_init(load).await.cloned()
    }

    /// The programmes, each with its code and name, likewise.
    pub(crate) async fn programmes(&self) -> Result<Vec<(String, String)>> {
        let load = || async {
            let rows = programme::Entity::find()
                .order_by_asc(programme::Column::Sort)
                .all(self.db.read())
                .await?;
            Ok::<_, Error>(rows.into_iter().map(|row| (row.code, row.name)).collect())
        };
        self.programmes.get_or_try_init(load).await.cloned()
    }

    /// Makes a certificate's bytes on a thread of its own; as many at once as there are cores.
    pub(crate) async fn render(&self, text: CertificateText) -> Result<Vec<u8>> {
        self.typeset(move |renderer| renderer.render(&text)).await
    }

    /// Sets any other page likewise.
    pub(crate) async fn typeset(
        &self,
        work: impl FnOnce(&Renderer) -> std::result::Result<Vec<u8>, RenderError> + Send + 'static,
    ) -> Result<Vec<u8>> {
        let renderer = self.renderer.clone();
        self.heavy(move || work(&renderer)).await?.map_err(Fault::other)
    }

    /// The characters that no font of the certificate has.
    pub(crate) async fn missing_glyphs(&self, text: String) -> Result<Vec<char>> {
        let renderer = self.renderer.clone();
        self.heavy(move || renderer.missing_glyphs(&text))
            .await?
            .map_err(Fault::other)
    }

    async fn heavy<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let _permit = self.rendering.acquire().await.map_err(Fault::other)?;
        tokio::task::spawn_blocking(work).await.map_err(Fault::other)
    }
}

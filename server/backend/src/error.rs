//! The three ways in which a use case can end otherwise, never mixed: field errors, refusals, faults.

use domain::eligibility::Assessment;
use domain::field::FieldError;
use domain::ids::ApplicationId;
use sea_orm::DbErr;

use crate::files::FilesError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The form has mistakes; each is said beside its field.
    #[error("{} field errors", .0.len())]
    Fields(Vec<FieldError>),
    /// What was asked cannot be done, and the person is told why.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Something is broken. The person sees one sentence with a reference, the log has the rest.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A use case's result.
pub type Result<T> = std::result::Result<T, Error>;

/// What cannot be done, each with its own sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such thing, or it is somebody else's, which is the same answer.
    NotFound,
    /// The visitor is not logged in.
    LoginRequired,
    /// The visitor's roles do not allow it.
    NotAllowed,
    /// The application changed since the form was made.
    Stale,
    /// The application's status does not allow it.
    WrongStatus,
    /// The application was returned over other items than this.
    NotAsked,
    /// Whoever refused an application does not examine it again.
    ReexaminedByAnother,
    /// The own data are being put together already.
    TakingOut,
    /// The reader of a letter may no longer log in.
    ReaderDisabled,
    /// The rules are not met; the assessment says which.
    NotEligible(Box<Assessment>),
    /// The doctor has another open application.
    AlreadyOpen(ApplicationId),
    /// Another reviewer has the case.
    TakenByAnother(String),
    /// Some characters of a name cannot be printed, so that no certificate could be made.
    GlyphsMissing(Vec<char>),
    /// The same, for the name on a 受講証明書.
    NameNotPrintable(Vec<char>),
    /// The claim already has as many proofs as it may have.
    TooManyProofs,
    /// Too many lectures were begun and not added.
    TooManyUnfinished,
    /// As many phones may send already as may at the same time.
    TooManyCameras,
    /// A phone may no longer send, or never could, which is the same answer.
    CameraOver,
    /// A file is not taken.
    File(domain::evidence::ProofRefusal),
    /// A file on its way does not go on.
    Upload(domain::upload::UploadRefusal),
    /// Too many tries; wait this many minutes.
    TooManyTries(u32),
    /// Log-in name or password is wrong; which of the two is not said.
    WrongCredentials,
    /// A link of a letter is used up, over, or never was, which is the same answer.
    LinkOver,
    /// Somebody else has registered with this address.
    EmailTaken,
    /// An account of staff is not deleted by its owner: cases may hang on it.
    StaffAccount,
    /// Only the doctor may do this, and nobody who helps.
    DoctorOnly,
    /// The disk is full: nothing was stored.
    StorageFull,
}

impl Refusal {
    /// What the person is told.
    pub fn sentence(&self) -> String {
        match self {
            Refusal::NotFound => "お探しのものは見つかりませんでした。".to_owned(),
            Refusal::LoginRequired => "ログインしてください。".to_owned(),
            Refusal::NotAllowed => "この操作を行う権限がありません。".to_owned(),
            Refusal::Stale => {
                "別の画面または別の方の操作で内容が更新されています。最新の内容を確認して、もう一度操作してください。入力した内容はこの画面に残っています。"
                    .to_owned()
            }
            Refusal::WrongStatus => {
                "この申請の現在の状態では、この操作はできません。最新の状態を確認してください。".to_owned()
            }
            Refusal::NotAsked => {
                "差戻しで修正を求められた項目だけを変更できます。別の項目に替えるときは、指摘された項目の選択を外してください。".to_owned()
            }
            Refusal::ReexaminedByAnother => {
                "再審査は別の担当者が行います。不承認とした方以外の担当者が審査してください。".to_owned()
            }
            Refusal::TakingOut => {
                "すでにデータをまとめています。終わってから、もう一度操作してください。".to_owned()
            }
            Refusal::ReaderDisabled => {
                "この利用者は利用を停止されているため、メールを送れません。送る必要があるときは、先に利用を再開してください。".to_owned()
            }
            Refusal::NotEligible(assessment) => assessment.sentence(),
            Refusal::AlreadyOpen(_) => "手続き中の申請があります。先にその申請を完了するか、取り下げてください。".to_owned(),
            Refusal::TakenByAnother(name) => format!("この申請は{name}さんが審査中です。"),
            Refusal::GlyphsMissing(chars) => format!(
                "氏名に印刷できない文字（{}）が含まれているため、修了証を作成できません。システム管理者に連絡してください。",
                chars.iter().collect::<String>()
            ),
            Refusal::NameNotPrintable(chars) => format!(
                "氏名に印刷できない文字（{}）が含まれているため、受講証明書を作成できません。ご所属または最寄りの医師会にお問い合わせください。",
                chars.iter().collect::<String>()
            ),
            Refusal::TooManyProofs => {
                format!("証明書は1件につき{}個までです。不要なものを削除してから追加してください。", domain::evidence::PROOFS_PER_CLAIM)
            }
            Refusal::TooManyUnfinished => {
                "入力途中の追加が多すぎます。申請画面から、入力途中のものを完成させるか、取り消してください。".to_owned()
            }
            Refusal::TooManyCameras => format!(
                "撮影用のQRコードは、1つの申請で同時に{}個までです。使い終わったものを終了してから、もう一度操作してください。",
                domain::camera::AT_ONCE
            ),
            Refusal::CameraOver => {
                "このQRコードは使えなくなりました。パソコンの画面で、新しいQRコードを表示してください。".to_owned()
            }
            Refusal::File(refusal) => refusal.sentence(),
            Refusal::Upload(refusal) => refusal.sentence(),
            Refusal::TooManyTries(minutes) => {
                format!("短い間に操作が続いたため、一時的に受け付けていません。{minutes}分ほど待ってから、もう一度お試しください。")
            }
            Refusal::WrongCredentials => "ログインIDまたはパスワードが違います。".to_owned(),
            Refusal::LinkOver => {
                "このリンクは期限が切れているか、すでに使われています。お手数ですが、もう一度はじめからお手続きください。".to_owned()
            }
            Refusal::EmailTaken => {
                "このメールアドレスには、すでに登録があります。ログインするか、パスワードを忘れた方はその手続きをしてください。".to_owned()
            }
            Refusal::StaffAccount => {
                "医師会の担当者のアカウントは、担当中の仕事が残らないよう、ここでは削除できません。管理者に停止を依頼してください。".to_owned()
            }
            Refusal::DoctorOnly => {
                "この操作は、先生ご本人だけが行えます。入力した下書きを、先生に確認していただいてください。".to_owned()
            }
            Refusal::StorageFull => {
                "サーバーの保存領域が不足しているため、ファイルを保存できませんでした。時間をおいて、もう一度お試しください。".to_owned()
            }
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::Refused(refusal)
    }
}

impl From<FieldError> for Error {
    fn from(error: FieldError) -> Error {
        Error::Fields(vec![error])
    }
}

impl From<Vec<FieldError>> for Error {
    fn from(errors: Vec<FieldError>) -> Error {
        Error::Fields(errors)
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Error {
        Error::Fault(Fault::Database(error))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::Fault(Fault::Io(error))
    }
}

impl From<FilesError> for Error {
    fn from(error: FilesError) -> Error {
        match error {
            FilesError::Full => Error::Refused(Refusal::StorageFull),
            error => Error::Fault(Fault::Files(error)),
        }
    }
}

/// Something that should not happen.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database failed, or answered what it cannot answer.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// The file store failed.
    #[error("files: {0}")]
    Files(#[from] FilesError),
    /// A temporary file failed.
    #[error("temporary file: {0}")]
    Io(#[from] std::io::Error),
    /// A row holds what it cannot hold.
    #[error("bad row in {table} ({row}): {what}")]
    BadRow {
        /// The table.
        table: &'static str,
        /// The row's key.
        row: String,
        /// The column, and what is wrong with it.
        what: String,
    },
    /// Anything else, in words for the log.
    #[error("{0}")]
    Other(String),
}

impl Fault {
    /// A fault described by another error's words.
    pub fn other(error: impl std::fmt::Display) -> Error {
        Error::Fault(Fault::Other(error.to_string()))
    }

    /// A row that holds what it cannot hold.
    pub fn bad_row(table: &'static str, row: impl Into<String>, what: impl std::fmt::Display) -> Error {
        Error::Fault(Fault::BadRow {
            table,
            row: row.into(),
            what: what.to_string(),
        })
    }
}

/// Whether a fault means that the database is away: the request may be tried again soon.
pub fn is_away(fault: &Fault) -> bool {
    matches!(fault, Fault::Database(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)))
}

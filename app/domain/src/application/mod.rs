//! The application (認定（修了）申請): the draft, the forms that fill it, and the statuses it moves through.

mod answers;
mod case;
mod copying;
mod draft;
mod earlier;
mod form;
mod opening;
mod reexamination;
mod sealed;
mod status;
mod turn;
mod twins;
mod typed;

pub use answers::{ANSWER, ANSWER_LABEL, Answers, ITEM_ANSWER};
pub use case::{Case, CaseLine, CertificateCard, DoctorCard, Document, Event, EventAction};
pub use copying::{Carried, LeftOut};
pub use draft::{Activity, AddedLecture, Chosen, Claim, Draft, LectureKind, NotAClaim, Practical};
pub use earlier::EarlierProof;
pub use form::{ChoicesForm, LectureForm, PracticalForm, Screen, names};
pub use opening::{Asked, Opening};
pub use reexamination::read_reexamination;
pub use sealed::{Fingerprints, SealedFile};
pub use status::{MOVES, Move, MoveRefused, Status};
pub use turn::{Side, Turn};
pub use twins::{Print, twin_sentence};
pub use typed::{Kept, Merged, Typed, TypedScreen, UNFINISHED_MAX, merge};

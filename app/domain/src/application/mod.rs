//! The application (認定（修了）申請): the draft, the forms that fill it, and the statuses it moves through.

mod case;
mod draft;
mod earlier;
mod form;
mod sealed;
mod status;
mod twins;
mod typed;

pub use case::{Case, CaseLine, CertificateCard, DoctorCard, Document, Event, EventAction};
pub use draft::{Activity, AddedLecture, Chosen, Claim, Draft, LectureKind, NotAClaim, Practical};
pub use earlier::EarlierProof;
pub use form::{ChoicesForm, LectureForm, PracticalForm, Screen, names};
pub use sealed::{Fingerprints, SealedFile};
pub use status::{MOVES, Move, MoveRefused, Status};
pub use twins::{Print, twin_sentence};
pub use typed::{Kept, Merged, Typed, TypedScreen, UNFINISHED_MAX, merge};

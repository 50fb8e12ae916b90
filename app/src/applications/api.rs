//! What the islands of an application ask the server for. What has a form is posted as that form instead.

use domain::application::TypedScreen;
use domain::association::AssociationCode;
use domain::field::FormValues;
use domain::fiscal_year::FiscalYear;
use domain::ids::ApplicationId;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// A saved draft's new version, from which the next change is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedChoices {
    /// The version that the form on the page now stands on.
    pub version: i64,
}

/// Saves what is chosen on the application screen itself.
#[server(prefix = "/api", endpoint = "save_choices", input = Json)]
pub async fn save_choices(
    application: ApplicationId,
    version: i64,
    from: Option<FiscalYear>,
    destination: Option<AssociationCode>,
) -> Result<SavedChoices, AppError> {
    use crate::session::{backend, doctor};
    use domain::application::ChoicesForm;

    let choices = ChoicesForm {
        years_from: from,
        destination,
    };
    let version =
        backend::applications::choose::save_choices(&backend()?, &doctor()?, &application, version, choices).await?;
    Ok(SavedChoices { version })
}

/// What became of a form that was to be kept, as far as its page needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeptForm {
    /// It is kept, under this revision.
    Saved {
        /// What the next keep is made from.
        revision: i64,
    },
    /// Another window or device has kept the form since; nothing was written.
    Newer {
        /// What the next keep is made from.
        revision: i64,
        /// What the other one says.
        values: FormValues,
    },
}

/// Keeps what is typed on a sub-screen, whether or not it could be registered; see `domain::application::Typed`.
#[server(prefix = "/api", endpoint = "keep_typed", input = Json)]
pub async fn keep_typed(
    application: ApplicationId,
    screen: TypedScreen,
    base: i64,
    values: FormValues,
) -> Result<KeptForm, AppError> {
    use crate::session::{backend, doctor};
    use domain::application::Kept;

    let (backend, doctor) = (backend()?, doctor()?);
    let kept = backend::applications::typed::keep(&backend, &doctor, &application, &screen, base, &values).await?;
    Ok(match kept {
        Kept::Saved(typed) => KeptForm::Saved {
            revision: typed.revision,
        },
        Kept::Newer(typed) => KeptForm::Newer {
            revision: typed.revision,
            values: typed.values,
        },
    })
}

/// The associations of a prefecture, with 日本医師会, as the list 申請先医師会 shows them.
#[server(prefix = "/api", endpoint = "associations_of", input = Json)]
pub async fn associations_of(prefecture: String) -> Result<Vec<(AssociationCode, String)>, AppError> {
    use crate::session::{backend, doctor};

    doctor()?;
    let associations = backend::applications::open::associations_of(&backend()?, &prefecture).await?;
    Ok(associations
        .into_iter()
        .map(|association| (association.code, association.name))
        .collect())
}

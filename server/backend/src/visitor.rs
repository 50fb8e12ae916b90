//! Who is asking, and the permissions that a use case demands to hold.

use domain::association::AssociationCode;
use domain::ids::{AccountId, DoctorId};
use serde::{Deserialize, Serialize};

use crate::error::Refusal;

/// What an account may be (domain.md, section 6). One person may hold several roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Applies for the own completion.
    Doctor,
    /// Examines for one association.
    Reviewer,
    /// Decides where two stages are on.
    Decider,
    /// Registers attendance for one association.
    Organiser,
    /// Looks after accounts, roster and settings of one association.
    AssociationAdmin,
    /// Looks after everything that is data.
    NationalAdmin,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 6] = [
        Role::Doctor,
        Role::Reviewer,
        Role::Decider,
        Role::Organiser,
        Role::AssociationAdmin,
        Role::NationalAdmin,
    ];

    /// As it stands in the database and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Role::Doctor => "doctor",
            Role::Reviewer => "reviewer",
            Role::Decider => "decider",
            Role::Organiser => "organiser",
            Role::AssociationAdmin => "association_admin",
            Role::NationalAdmin => "national_admin",
        }
    }

    /// Reads [`Role::key`] back.
    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Whether the role is held for one association.
    pub fn needs_association(self) -> bool {
        !matches!(self, Role::Doctor | Role::NationalAdmin)
    }
}

/// Somebody who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The account.
    pub account: AccountId,
    /// The name it shows.
    pub display_name: String,
    /// The doctor behind the account, if there is one.
    pub doctor: Option<DoctorId>,
    /// The doctor whom the visitor helps: prepares applications and never sends them.
    pub helps: Option<DoctorId>,
    /// The roles, each with its association where it has one.
    pub roles: Vec<(Role, Option<AssociationCode>)>,
}

impl Visitor {
    /// Whether the visitor holds a role, for whichever association.
    pub fn is(&self, role: Role) -> bool {
        self.roles.iter().any(|(held, _)| *held == role)
    }

    /// The permission to act as a doctor on the own applications, or on those of the doctor whom the visitor helps.
    pub fn as_doctor(&self) -> Result<Doctor, Refusal> {
        let own = self.doctor.as_ref().filter(|_| self.is(Role::Doctor));
        let doctor = own.or(self.helps.as_ref()).ok_or(Refusal::NotAllowed)?;
        Ok(Doctor {
            account: self.account.clone(),
            doctor: doctor.clone(),
            in_person: own.is_some(),
        })
    }

    /// The permission to look after the own association's branch, or after everything.
    pub fn as_administrator(&self) -> Result<Administrator, Refusal> {
        let everywhere = self.is(Role::NationalAdmin);
        let associations: Vec<_> = self
            .roles
            .iter()
            .filter(|(role, _)| *role == Role::AssociationAdmin)
            .filter_map(|(_, code)| code.clone())
            .collect();
        if associations.is_empty() && !everywhere {
            return Err(Refusal::NotAllowed);
        }
        Ok(Administrator {
            account: self.account.clone(),
            associations,
            everywhere,
        })
    }

    /// The permission to examine.
    pub fn as_reviewer(&self) -> Result<Reviewer, Refusal> {
        let associations: Vec<_> = self
            .roles
            .iter()
            .filter(|(role, _)| *role == Role::Reviewer)
            .filter_map(|(_, code)| code.clone())
            .collect();
        if associations.is_empty() {
            Err(Refusal::NotAllowed)
        } else {
            Ok(Reviewer {
                account: self.account.clone(),
                associations,
                doctor: self.doctor.clone(),
            })
        }
    }
}

/// Held by somebody who looks after one or more associations, or after everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administrator {
    pub(crate) account: AccountId,
    pub(crate) associations: Vec<AssociationCode>,
    /// Whether nothing is outside of what the administrator looks after.
    pub(crate) everywhere: bool,
}

impl Administrator {
    /// Whether what belongs to this association is the administrator's to see.
    pub fn looks_after(&self, association: &AssociationCode) -> bool {
        self.everywhere || self.associations.iter().any(|own| own.oversees(association))
    }
}

/// Held by somebody who acts as a doctor. Use cases of doctors demand it, so that none can forget to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "the permission of a doctor names which one")]
pub struct Doctor {
    pub(crate) account: AccountId,
    pub(crate) doctor: DoctorId,
    /// Not so for who only helps.
    pub(crate) in_person: bool,
}

impl Doctor {
    /// Whether it is the doctor and not somebody who helps.
    pub fn is_in_person(&self) -> bool {
        self.in_person
    }

    /// Refuses what only the doctor may do.
    pub(crate) fn in_person(&self) -> Result<(), Refusal> {
        if self.in_person {
            Ok(())
        } else {
            Err(Refusal::DoctorOnly)
        }
    }
}

/// Held by somebody who examines for one or more associations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    pub(crate) account: AccountId,
    pub(crate) associations: Vec<AssociationCode>,
    /// A reviewer who is a doctor too does not examine the own application.
    pub(crate) doctor: Option<DoctorId>,
}

impl Reviewer {
    /// Whether cases sent to this association are the reviewer's to see.
    pub fn sees(&self, destination: &AssociationCode) -> bool {
        self.associations.iter().any(|own| own.oversees(destination))
    }
}

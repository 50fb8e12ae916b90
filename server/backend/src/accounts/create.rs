//! Somebody gets an account, from the command line.

use chrono::{DateTime, Utc};
use domain::association::AssociationCode;
use domain::doctor::LicenceNumber;
use domain::field::{FieldError, LINE_MAX, LOGIN_MAX, check_line};
use domain::ids::AccountId;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::{folded_login, password};
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::{account, association, doctor, role};
use crate::error::{Fault, Result};
use crate::random;
use crate::visitor::Role;

/// What is asked for, as typed.
#[derive(Clone)]
pub struct NewAccount {
    /// The log-in name.
    pub login: String,
    /// The password.
    pub password: String,
    /// The name that the account shows.
    pub display_name: String,
    /// What the account may be; at least one.
    pub grants: Vec<Grant>,
    /// 医籍登録番号 of the doctor behind the account; empty where there is none.
    pub licence_number: String,
}

/// A role, and for whom it is held, as typed.
#[derive(Debug, Clone)]
pub struct Grant {
    /// A key of [`Role`].
    pub role: String,
    /// The association's code; empty for `doctor` and `national_admin`.
    pub association: String,
}

/// Makes an account. Says its id.
///
/// # Errors
/// `Fields` (`login`, `password`, `display_name`, `role`, `association`, `licence_number`); a fault.
pub async fn create_account(backend: &Backend, new: NewAccount) -> Result<AccountId> {
    let now = backend.clock.now();
    let login = folded_login(&new.login);
    let mut errors = Vec::new();
    errors.extend(check_login(&login).err());
    errors.extend(password::check_new("password", &new.password, &login).err());
    let display_name = display_name(&new.display_name)
        .map_err(|error| errors.push(error))
        .unwrap_or_default();
    let roles = roles(&new.grants)
        .map_err(|error| errors.push(error))
        .unwrap_or_default();
    let licence = licence(&new.licence_number, &roles)
        .map_err(|error| errors.push(error))
        .unwrap_or_default();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let password_hash = password::hash(&new.password).await?;
    let wanted = Wanted {
        login,
        password_hash,
        display_name,
        roles,
        licence,
    };
    backend
        .db
        .write(async move |txn: &Txn| wanted.make(txn, now).await)
        .await
}

#[derive(Clone)]
struct Wanted {
    login: String,
    password_hash: String,
    display_name: String,
    roles: Vec<(Role, Option<AssociationCode>)>,
    licence: Option<LicenceNumber>,
}

impl Wanted {
    async fn make(self, txn: &Txn, now: DateTime<Utc>) -> Result<AccountId> {
        let doctor_id = self.check_against(txn).await?;
        let id = random::id();
        let keys: Vec<_> = self
            .roles
            .iter()
            .map(|(role, code)| json!([role.key(), code]))
            .collect();
        let detail = json!({ "login": self.login, "roles": keys, "doctor": doctor_id });
        let row = Row {
            id: id.clone(),
            login: self.login,
            password_hash: self.password_hash,
            doctor_id,
            display_name: self.display_name,
            email: None,
            roles: self.roles,
        };
        insert(txn, now, row).await?;
        audit::record(txn, now, None, "account.created", &id, &detail).await?;
        id.parse().map_err(Fault::other)
    }

    /// What only the database knows. Says the doctor's id.
    async fn check_against(&self, txn: &Txn) -> Result<Option<String>> {
        let mut errors = Vec::new();
        if account::Entity::find()
            .filter(account::Column::Login.eq(&self.login))
            .one(txn)
            .await?
            .is_some()
        {
            errors.push(FieldError::new(
                "login",
                "このログインIDは既に使われています。別のIDにしてください。",
            ));
        }
        for code in self.roles.iter().filter_map(|(_, code)| code.as_ref()) {
            if association::Entity::find_by_id(code.as_str()).one(txn).await?.is_none() {
                errors.push(FieldError::new(
                    "association",
                    format!("医師会コード「{code}」は登録されていません。"),
                ));
            }
        }
        let doctor_id = match &self.licence {
            Some(licence) => doctor_without_account(txn, licence)
                .await?
                .map_err(|error| errors.push(error))
                .ok(),
            None => None,
        };
        if errors.is_empty() {
            Ok(doctor_id)
        } else {
            Err(errors.into())
        }
    }
}

async fn doctor_without_account(txn: &Txn, licence: &LicenceNumber) -> Result<std::result::Result<String, FieldError>> {
    let found = doctor::Entity::find()
        .filter(doctor::Column::LicenceNumber.eq(licence.as_str()))
        .one(txn)
        .await?;
    let Some(found) = found else {
        let sentence = format!("医籍登録番号{licence}の医師は登録されていません。先に会員名簿を取り込んでください。");
        return Ok(Err(FieldError::new("licence_number", sentence)));
    };
    let taken = account::Entity::find()
        .filter(account::Column::DoctorId.eq(&found.id))
        .one(txn)
        .await?;
    Ok(match taken {
        Some(_) => Err(FieldError::new(
            "licence_number",
            format!("医籍登録番号{licence}の医師には既に利用者登録があります。"),
        )),
        None => Ok(found.id),
    })
}

/// An account as it is written: everything checked, the password hashed.
pub(crate) struct Row {
    /// A new id.
    pub(crate) id: String,
    /// Folded.
    pub(crate) login: String,
    /// As `hash_password` made it.
    pub(crate) password_hash: String,
    /// The doctor behind it.
    pub(crate) doctor_id: Option<String>,
    /// The name it shows.
    pub(crate) display_name: String,
    /// Where letters reach whoever it belongs to.
    pub(crate) email: Option<String>,
    /// What it may be.
    pub(crate) roles: Vec<(Role, Option<AssociationCode>)>,
}

/// Writes an account with its roles.
pub(crate) async fn insert(txn: &Txn, now: DateTime<Utc>, row: Row) -> Result<()> {
    let account = account::ActiveModel {
        id: Set(row.id.clone()),
        login: Set(row.login),
        password_hash: Set(row.password_hash),
        doctor_id: Set(row.doctor_id),
        display_name: Set(row.display_name),
        email: Set(row.email),
        created_at: Set(now),
        disabled_at: Set(None),
        version: Set(1),
    };
    account.insert(txn).await?;
    for (role, code) in row.roles {
        let role = role::ActiveModel {
            id: Set(random::id()),
            account_id: Set(row.id.clone()),
            role: Set(role.key().to_owned()),
            association_code: Set(code.map(String::from)),
        };
        role.insert(txn).await?;
    }
    Ok(())
}

fn check_login(login: &str) -> std::result::Result<(), FieldError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '@');
    let sentence = if login.is_empty() {
        "ログインIDを入力してください。".to_owned()
    } else if login.chars().count() > LOGIN_MAX {
        format!("ログインIDは{LOGIN_MAX}文字以内で入力してください。")
    } else if !login.chars().all(plain) {
        "ログインIDは半角の英数字と「-」「_」「.」「@」で入力してください。".to_owned()
    } else {
        return Ok(());
    };
    Err(FieldError::new("login", sentence))
}

fn display_name(typed: &str) -> std::result::Result<String, FieldError> {
    let name = check_line("display_name", "表示名", typed.trim(), LINE_MAX)?;
    if name.is_empty() {
        Err(FieldError::new("display_name", "表示名を入力してください。"))
    } else {
        Ok(name)
    }
}

fn roles(grants: &[Grant]) -> std::result::Result<Vec<(Role, Option<AssociationCode>)>, FieldError> {
    if grants.is_empty() {
        return Err(FieldError::new("role", "役割を1つ以上指定してください。"));
    }
    let mut roles = Vec::new();
    for grant in grants {
        let known = || Role::ALL.map(Role::key).join("、");
        let role = Role::from_key(grant.role.trim())
            .ok_or_else(|| FieldError::new("role", format!("役割は次のどれかを指定してください：{}。", known())))?;
        let held = (role, association_of(role, grant.association.trim())?);
        if !roles.contains(&held) {
            roles.push(held);
        }
    }
    Ok(roles)
}

fn association_of(role: Role, code: &str) -> std::result::Result<Option<AssociationCode>, FieldError> {
    match (role.needs_association(), code) {
        (false, "") => Ok(None),
        (false, _) => Err(FieldError::new(
            "association",
            format!("役割「{}」には医師会コードを指定できません。", role.key()),
        )),
        (true, code) => code.parse().map(Some).map_err(|_| {
            FieldError::new(
                "association",
                format!(
                    "役割「{}」には医師会コードを指定してください（例：13-001）。",
                    role.key()
                ),
            )
        }),
    }
}

fn licence(
    typed: &str,
    roles: &[(Role, Option<AssociationCode>)],
) -> std::result::Result<Option<LicenceNumber>, FieldError> {
    let doctor = roles.iter().any(|(role, _)| *role == Role::Doctor);
    match typed.trim() {
        "" if doctor => Err(FieldError::new(
            "licence_number",
            "医師の医籍登録番号を指定してください（例：123456）。",
        )),
        "" => Ok(None),
        typed => typed
            .parse()
            .map(Some)
            .map_err(|error| FieldError::new("licence_number", format!("{error}"))),
    }
}

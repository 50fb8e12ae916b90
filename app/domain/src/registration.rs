//! 利用者登録: what somebody who wants an account says of themselves, and whether the roster knows them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::association::AssociationCode;
use crate::doctor::LicenceNumber;
use crate::field::{FieldError, FormValues, LINE_MAX, check_line};
use crate::fiscal_year::read_day;
use crate::ids::DoctorId;
use crate::text::{folded, to_half_width};

/// The longest e-mail address (RFC 5321).
pub const EMAIL_MAX: usize = 254;
/// Nobody older than this registers; an earlier birth date is a slip.
const OLDEST_YEARS: u32 = 120;
/// Nobody is a doctor before this age; a later birth date is a slip.
const YOUNGEST_YEARS: u32 = 20;

/// The names of the form fields.
pub mod names {
    /// メールアドレス.
    pub const EMAIL: &str = "email";
    /// 氏名.
    pub const NAME: &str = "name";
    /// 氏名（カナ）.
    pub const NAME_KANA: &str = "name_kana";
    /// 生年月日.
    pub const BIRTH_DATE: &str = "birth_date";
    /// 医籍登録番号.
    pub const LICENCE_NUMBER: &str = "licence_number";
    /// 会員 or 非会員.
    pub const MEMBERSHIP: &str = "membership";
    /// 会員.
    pub const MEMBER: &str = "member";
    /// 非会員.
    pub const NON_MEMBER: &str = "none";
    /// 所属医師会, or the nearest one.
    pub const ASSOCIATION: &str = "association";
    /// 都道府県, which narrows the list of associations.
    pub const PREFECTURE: &str = "prefecture";
}

/// An e-mail address, in lower case: two spellings of it are one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an e-mail address, as a sentence for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("メールアドレスを「name@example.jp」の形で入力してください。")]
pub struct NotAnEmailAddress;

impl EmailAddress {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Takes what mail servers in use take: whether it is read by anybody only a letter can tell.
impl std::str::FromStr for EmailAddress {
    type Err = NotAnEmailAddress;

    fn from_str(text: &str) -> Result<EmailAddress, NotAnEmailAddress> {
        let text = to_half_width(text).trim().to_lowercase();
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnEmailAddress)?;
        let local_part = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        let local_fits = (1..=64).contains(&local.len()) && local.chars().all(local_part);
        let domain_fits = domain.contains('.') && domain.split('.').all(label);
        if local_fits && domain_fits && text.len() <= EMAIL_MAX {
            Ok(EmailAddress(text))
        } else {
            Err(NotAnEmailAddress)
        }
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnEmailAddress;

    fn try_from(text: String) -> Result<EmailAddress, NotAnEmailAddress> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> String {
        address.0
    }
}

/// Who registers, everything checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicant {
    /// Where the link goes that proves the address; the log-in name afterwards.
    pub email: EmailAddress,
    /// The name as written.
    pub name: String,
    /// The name in kana.
    pub name_kana: String,
    /// The birth date.
    pub birth_date: NaiveDate,
    /// 医籍登録番号.
    pub licence_number: LicenceNumber,
    /// Whether they say to be a member.
    pub is_member: bool,
    /// The association that they belong to; the nearest one for who belongs to none. It looks at what is in doubt.
    pub association: AssociationCode,
}

impl Applicant {
    /// Reads the form, or says everything that is wrong with it, in the order of the fields.
    pub fn read(form: &FormValues, today: NaiveDate) -> Result<Applicant, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let name = noted(name(form), &mut wrong);
        let name_kana = noted(kana(form), &mut wrong);
        let birth_date = noted(birth_date(form, today), &mut wrong);
        let licence_number = noted(parsed(form, names::LICENCE_NUMBER), &mut wrong);
        let is_member = noted(membership(form), &mut wrong);
        let association = noted(association(form), &mut wrong);
        let email = noted(email(form, names::EMAIL), &mut wrong);
        let applicant = || {
            Some(Applicant {
                email: email?,
                name: name?,
                name_kana: name_kana?,
                birth_date: birth_date?,
                licence_number: licence_number?,
                is_member: is_member?,
                association: association?,
            })
        };
        applicant().ok_or(wrong)
    }

    /// What the roster says to who registers. `roster` holds every doctor with the same licence number, or with the
    /// same folded name and birth date.
    pub fn looked_up(&self, roster: &[RosterEntry]) -> Found {
        let by_number = roster.iter().find(|entry| entry.licence_number == self.licence_number);
        let is_same_person = |entry: &RosterEntry| {
            folded(&entry.name) == folded(&self.name) && entry.birth_date == Some(self.birth_date)
        };
        match by_number {
            Some(entry) if !is_same_person(entry) => Found::Doubt(Doubt::OtherPerson),
            Some(entry) if entry.has_account => Found::Doubt(Doubt::HasAccount),
            Some(entry) => Found::Doctor(entry.id.clone()),
            None if roster.iter().any(is_same_person) => Found::Doubt(Doubt::OtherNumber),
            // Who is no member stands on no roster; the licence is shown with the application.
            None if !self.is_member => Found::Nobody,
            None => Found::Doubt(Doubt::NotOnTheRoster),
        }
    }
}

/// A doctor of the roster, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterEntry {
    /// Which doctor.
    pub id: DoctorId,
    /// The name as written.
    pub name: String,
    /// The birth date, where the roster has it.
    pub birth_date: Option<NaiveDate>,
    /// 医籍登録番号.
    pub licence_number: LicenceNumber,
    /// Whether somebody is registered as this doctor already.
    pub has_account: bool,
}

/// What the roster says to a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// This doctor, for certain.
    Doctor(DoctorId),
    /// Nobody, and nobody need be: a doctor who is no member.
    Nobody,
    /// The association has to look.
    Doubt(Doubt),
}

/// Why a registration waits for the association.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// The licence number is that of somebody with another name or birth date.
    OtherPerson,
    /// Somebody with this name and birth date has another licence number.
    OtherNumber,
    /// A member who does not stand on the roster.
    NotOnTheRoster,
    /// Somebody is registered as this doctor already.
    HasAccount,
}

impl Doubt {
    /// All of them.
    pub const ALL: [Doubt; 4] = [
        Doubt::OtherPerson,
        Doubt::OtherNumber,
        Doubt::NotOnTheRoster,
        Doubt::HasAccount,
    ];

    /// As it stands in the database.
    pub fn key(self) -> &'static str {
        match self {
            Doubt::OtherPerson => "other_person",
            Doubt::OtherNumber => "other_number",
            Doubt::NotOnTheRoster => "not_on_the_roster",
            Doubt::HasAccount => "has_account",
        }
    }

    /// Reads [`Doubt::key`] back.
    pub fn from_key(key: &str) -> Option<Doubt> {
        Doubt::ALL.into_iter().find(|doubt| doubt.key() == key)
    }

    /// Said to the association. The person who registers is told only that it looks: anybody may type a number.
    pub fn sentence(self) -> &'static str {
        match self {
            Doubt::OtherPerson => "医籍登録番号は名簿にありますが、氏名または生年月日が名簿と違います。",
            Doubt::OtherNumber => "同じ氏名と生年月日の方が名簿にありますが、医籍登録番号が違います。",
            Doubt::NotOnTheRoster => "会員とのことですが、名簿に見つかりません。",
            Doubt::HasAccount => "この医師には、すでに利用者登録があります。",
        }
    }
}

/// Where a registration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RegistrationState {
    /// The address is not proved yet.
    Unconfirmed,
    /// The association looks at it.
    Waiting,
    /// The account is that of a doctor.
    Accepted,
    /// The association could not confirm it.
    Refused,
}

impl RegistrationState {
    /// As it stands in the database.
    pub fn key(self) -> &'static str {
        match self {
            RegistrationState::Unconfirmed => "unconfirmed",
            RegistrationState::Waiting => "waiting",
            RegistrationState::Accepted => "accepted",
            RegistrationState::Refused => "refused",
        }
    }

    /// Reads [`RegistrationState::key`] back.
    pub fn from_key(key: &str) -> Option<RegistrationState> {
        [
            RegistrationState::Unconfirmed,
            RegistrationState::Waiting,
            RegistrationState::Accepted,
            RegistrationState::Refused,
        ]
        .into_iter()
        .find(|state| state.key() == key)
    }
}

/// A registration as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Which one.
    pub id: String,
    /// Counts its changes.
    pub version: i64,
    /// Where it stands.
    pub state: RegistrationState,
    /// Why it waits; none where it never had to.
    pub doubt: Option<Doubt>,
    /// The address.
    pub email: String,
    /// The name as written.
    pub name: String,
    /// The name in kana.
    pub name_kana: String,
    /// The birth date.
    pub birth_date: NaiveDate,
    /// 医籍登録番号, its digits.
    pub licence_number: String,
    /// Whether they say to be a member.
    pub is_member: bool,
    /// The association that looks at it.
    pub association: String,
    /// The association's name.
    pub association_name: String,
    /// Why it was refused; empty for nothing.
    pub reason: String,
    /// When the address was proved.
    pub confirmed_at: Option<DateTime<Utc>>,
}

/// Reads an e-mail address out of a field.
pub fn email(form: &FormValues, field: &str) -> Result<EmailAddress, FieldError> {
    match form.text(field) {
        "" => Err(FieldError::new(field, "メールアドレスを入力してください。")),
        text => text
            .parse()
            .map_err(|error: NotAnEmailAddress| FieldError::new(field, error.to_string())),
    }
}

fn noted<T>(read: Result<T, FieldError>, wrong: &mut Vec<FieldError>) -> Option<T> {
    read.map_err(|error| wrong.push(error)).ok()
}

fn name(form: &FormValues) -> Result<String, FieldError> {
    let name = check_line(names::NAME, "氏名", form.text(names::NAME), LINE_MAX)?;
    if name.is_empty() {
        Err(FieldError::new(
            names::NAME,
            "氏名を、医師免許証のとおりに入力してください。",
        ))
    } else {
        Ok(name)
    }
}

fn kana(form: &FormValues) -> Result<String, FieldError> {
    let kana = check_line(names::NAME_KANA, "氏名（カナ）", form.text(names::NAME_KANA), LINE_MAX)?;
    let is_kana = |c: char| {
        matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー' | '・' | '\u{ff66}'..='\u{ff9f}')
            || c.is_whitespace()
    };
    if !kana.is_empty() && kana.chars().all(is_kana) {
        Ok(kana)
    } else {
        Err(FieldError::new(
            names::NAME_KANA,
            "氏名のふりがなを、カタカナまたはひらがなで入力してください（例：ミホン ハナコ）。",
        ))
    }
}

fn birth_date(form: &FormValues, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    let date = read_day(form.text(names::BIRTH_DATE));
    let age = date.and_then(|date| today.years_since(date));
    match (date, age) {
        (Some(date), Some(YOUNGEST_YEARS..=OLDEST_YEARS)) => Ok(date),
        _ => Err(FieldError::new(
            names::BIRTH_DATE,
            "生年月日を確かめて入力してください（例：昭和36年4月1日、1961-04-01）。",
        )),
    }
}

fn parsed(form: &FormValues, field: &str) -> Result<LicenceNumber, FieldError> {
    form.text(field)
        .parse()
        .map_err(|error: crate::doctor::NotALicenceNumber| FieldError::new(field, error.to_string()))
}

fn membership(form: &FormValues) -> Result<bool, FieldError> {
    match form.text(names::MEMBERSHIP) {
        names::MEMBER => Ok(true),
        names::NON_MEMBER => Ok(false),
        _ => Err(FieldError::new(names::MEMBERSHIP, "会員か非会員かを選択してください。")),
    }
}

fn association(form: &FormValues) -> Result<AssociationCode, FieldError> {
    let sentence = "医師会を選択してください。会員でない方は、最寄りの医師会を選択してください。";
    let code = form.text(names::ASSOCIATION).parse::<AssociationCode>();
    code.map_err(|_| FieldError::new(names::ASSOCIATION, sentence))
}

#[cfg(test)]
mod tests;

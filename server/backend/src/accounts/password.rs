//! Passwords: argon2id, a few at a time, and equally slow whether or not there is an account.

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use chrono::{DateTime, Utc};
use domain::field::{FieldError, PASSWORD_MAX, PASSWORD_MIN};
use domain::text::to_half_width;
use tokio::sync::Semaphore;

use super::throttle::Counted;
use crate::Backend;
use crate::db::Txn;
use crate::entity::account;
use crate::error::{Fault, Result};
use crate::random;

/// The least that OWASP recommends for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Random bytes in a salt.
const SALT_BYTES: usize = 16;
/// Hashes at once in this process: bounds the memory, and leaves threads for everything else.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// What is checked where there is no account, so that the answer takes as long. No password gives this hash.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Passwords that are made of nothing but these, one after another, are the first to be guessed.
const GUESSED_FIRST: [&str; 52] = [
    "password",
    "passw0rd",
    "p@ssw0rd",
    "pass",
    "word",
    "qwerty",
    "qwertyuiop",
    "asdfgh",
    "asdfghjkl",
    "zxcvbn",
    "zxcvbnm",
    "1q2w3e4r",
    "q1w2e3r4",
    "1qaz2wsx",
    "123",
    "1234",
    "12345",
    "123456",
    "1234567",
    "12345678",
    "123456789",
    "1234567890",
    "98765",
    "0987654321",
    "abc",
    "abcdef",
    "abcdefgh",
    "abcdefghijklmnopqrstuvwxyz",
    "admin",
    "administrator",
    "login",
    "welcome",
    "letmein",
    "secret",
    "master",
    "doctor",
    "clinic",
    "hospital",
    "kusuri",
    "ishi",
    "ishikai",
    "sensei",
    "kakaritsuke",
    "shuryo",
    "nihon",
    "japan",
    "tokyo",
    "osaka",
    "sakura",
    "iloveyou",
    "daisuki",
    "changeme",
];
/// Fewer different characters than this are a pattern, not a password.
const LEAST_DIFFERENT: usize = 5;

/// Checks a password that somebody wants to have. `field` is the form field that the error belongs to.
pub(super) fn check_new(field: &str, password: &str, login: &str) -> std::result::Result<(), FieldError> {
    let password = prepared(password);
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        let sentence = format!(
            "パスワードは{PASSWORD_MIN}文字以上で入力してください。単語をいくつか並べると、長くて覚えやすいパスワードになります。"
        );
        return Err(FieldError::new(field, sentence));
    }
    if length > PASSWORD_MAX {
        return Err(FieldError::new(
            field,
            format!("パスワードは{PASSWORD_MAX}文字以内で入力してください。"),
        ));
    }
    if is_guessed_first(&password.to_lowercase(), login) {
        let sentence = "このパスワードは推測されやすいため使えません。ログインIDや「password」「12345」などの並び以外にしてください。";
        return Err(FieldError::new(field, sentence));
    }
    Ok(())
}

/// Whether the whole password falls apart into the log-in name, a few well-known words, years and separators.
fn is_guessed_first(password: &str, login: &str) -> bool {
    let mut different: Vec<char> = password.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < LEAST_DIFFERENT {
        return true;
    }
    // reachable[i]: the first i bytes are made of such words.
    let mut reachable = vec![false; password.len() + 1];
    reachable[0] = true;
    for start in 0..password.len() {
        if !reachable[start] || !password.is_char_boundary(start) {
            continue;
        }
        let rest = &password[start..];
        for word in GUESSED_FIRST.into_iter().chain([login]).filter(|word| !word.is_empty()) {
            if rest.starts_with(word) {
                reachable[start + word.len()] = true;
            }
        }
        if rest.starts_with(['-', '_', '.', ' ', '!', '@', '#']) {
            reachable[start + 1] = true;
        }
        let year = rest
            .as_bytes()
            .get(..4)
            .is_some_and(|four| four.iter().all(u8::is_ascii_digit));
        if year && (rest.starts_with("19") || rest.starts_with("20")) {
            reachable[start + 4] = true;
        }
    }
    reachable[password.len()]
}

/// The hash to store, as text that names its own parameters.
pub(crate) async fn hash(password: &str) -> Result<String> {
    let password = prepared(password);
    let salt = random::token_hex(SALT_BYTES);
    in_turn(move || {
        let hash: PasswordHash = argon2()?
            .hash_password_with_salt(password.as_bytes(), salt.as_bytes())
            .map_err(Fault::other)?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether the password is the one behind `stored`. Where nothing is stored the answer is no, and takes as long.
pub(super) async fn matches(password: &str, stored: Option<String>) -> Result<bool> {
    let password = prepared(password);
    in_turn(move || {
        let exists = stored.is_some();
        let stored = PasswordHash::new(stored.as_deref().unwrap_or(NOBODY)).map_err(Fault::other)?;
        let right = argon2()?.verify_password(password.as_bytes(), &stored).is_ok();
        Ok(exists && right)
    })
    .await
}

/// Whether the second typing is the first.
pub(super) fn check_again(password: &str, again: &str) -> std::result::Result<(), FieldError> {
    if password == again {
        return Ok(());
    }
    let sentence = "新しいパスワードと同じものを、もう一度入力してください。";
    Err(FieldError::new("new_password_again", sentence))
}

/// A new password, typed twice. The fields of its form are named as here.
#[derive(Clone)]
pub struct TwicePassword {
    /// 新しいパスワード.
    pub new_password: String,
    /// 新しいパスワード（もう一度）.
    pub new_password_again: String,
}

impl TwicePassword {
    /// The hash of it, or what is wrong with it.
    pub(crate) async fn hashed(&self, login: &str) -> Result<String> {
        let mut errors = Vec::new();
        errors.extend(check_new("new_password", &self.new_password, login).err());
        errors.extend(check_again(&self.new_password, &self.new_password_again).err());
        if errors.is_empty() {
            hash(&self.new_password).await
        } else {
            Err(errors.into())
        }
    }
}

/// The own password, asked for once more before something weighty. Tries are counted.
///
/// # Errors
/// `Fields` (`current_password`); `Refused` with `TooManyTries`; a fault.
pub(super) async fn demand(backend: &Backend, account: &account::Model, typed: &str, now: DateTime<Utc>) -> Result<()> {
    let wrong = |sentence: &str| FieldError::new("current_password", sentence);
    if typed.is_empty() {
        return Err(wrong("現在のパスワードを入力してください。").into());
    }
    let tries = Counted::own_password(&account.id);
    tries.count_by_itself(backend, now).await?;
    if !matches(typed, Some(account.password_hash.clone())).await? {
        return Err(wrong("現在のパスワードが違います。もう一度入力してください。").into());
    }
    backend.db.write(async move |txn: &Txn| tries.forget(txn).await).await
}

/// Full-width letters are the same password: somebody who types Japanese may not notice which are on.
/// What is longer than any password is cut to something that is still no password, so that hashing it costs nothing.
fn prepared(password: &str) -> String {
    to_half_width(password).chars().take(PASSWORD_MAX + 1).collect()
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Fault::other)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = AT_ONCE.acquire().await.map_err(Fault::other)?;
    tokio::task::spawn_blocking(work).await.map_err(Fault::other)?
}

#[cfg(test)]
mod tests {
    use super::{NOBODY, check_new, hash, matches, prepared};

    #[test]
    fn a_password_is_refused_for_its_length_before_anything_else() {
        let short = check_new("new_password", "短いパスワード", "mihon").expect_err("too short");
        assert_eq!(short.field, "new_password");
        assert!(short.sentence.contains("15文字以上"));
        assert!(check_new("p", &"あいうえおかきくけこ".repeat(13), "mihon").is_err());
    }

    #[test]
    fn what_is_guessed_first_is_refused_and_a_phrase_is_taken() {
        for guessed in [
            "passwordpassword",
            "Password12345678",
            "ＰＡＳＳＷＯＲＤ-123456789",
            "mihon-mihon-mihon",
            "sakurasakura2026",
            "aaaaaaaaaaaaaaaa",
            "1212121212121212",
            "shuryo_kakaritsuke!",
        ] {
            assert!(check_new("p", guessed, "mihon").is_err(), "{guessed}");
        }
        for phrase in [
            "kakari-demo-2026",
            "correct horse battery staple",
            "朝の診察室で猫が三匹鳴いていた日",
        ] {
            assert_eq!(check_new("p", phrase, "mihon"), Ok(()), "{phrase}");
        }
    }

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only_and_in_any_width() {
        let stored = hash("correct horse battery").await.expect("a hash");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(
            matches("correct horse battery", Some(stored.clone()))
                .await
                .expect("an answer")
        );
        assert!(
            matches("ｃｏｒｒｅｃｔ　horse battery", Some(stored.clone()))
                .await
                .expect("an answer")
        );
        assert!(
            !matches("correct horse batterY", Some(stored.clone()))
                .await
                .expect("an answer")
        );
        assert_ne!(
            hash("correct horse battery").await.expect("a hash"),
            stored,
            "every hash has its own salt"
        );
    }

    #[tokio::test]
    async fn where_there_is_no_account_as_much_is_computed_and_the_answer_is_no() {
        let parameters = |hash: &str| hash.rsplitn(3, '$').nth(2).map(str::to_owned);
        assert_eq!(
            parameters(NOBODY),
            parameters(&hash("correct horse battery").await.expect("a hash"))
        );
        assert!(!matches("correct horse battery", None).await.expect("an answer"));
    }

    #[test]
    fn what_is_longer_than_any_password_is_cut_and_stays_longer() {
        assert_eq!(prepared(&"x".repeat(1_000_000)).len(), 129);
    }
}

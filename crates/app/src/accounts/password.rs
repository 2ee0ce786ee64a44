//! Passwords: argon2id, hashed and judged off the async threads; an unknown login costs the same work as a known one.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use yuheng_definition::Label;
use yuheng_engine::{Fault, FieldFault};

use crate::{Error, Result, secret};

/// The shortest password, in characters.
pub const SHORTEST: usize = 12;
/// How many letters a password has, at least: digits and signs alone are a date, a telephone number or a count.
const LETTERS: usize = 3;
/// How often it has to be guessed at least, as a power of ten.
const GUESSES: f64 = 9.0;
/// What it could be made of here, beside the login.
const OWN_WORDS: [&str; 3] = ["yuheng", "woaini", "mima"];
/// How much of a password is looked at to say how foreseeable it is, in characters: what that costs grows faster than the text.
const LOOKED_AT: usize = 40;
/// The longest password, in bytes: hashing a longer one would only be a way to keep the server busy.
pub const LONGEST: usize = 256;

/// A hash that no password has; checked when a login is unknown, so that it takes as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// Refuses a password that is too short, too long, foreseeable, or holds the login.
///
/// # Errors
/// A fault of the field `password`.
pub async fn check_new(login: &str, password: &str) -> Result<()> {
    let fault = if password.chars().count() < SHORTEST {
        Fault::Content(Label::new("至少 12 个字符", "has to have 12 characters at least"))
    } else if password.len() > LONGEST {
        Fault::TooLong(LONGEST)
    } else if looked_at(login, password).await? {
        Fault::Content(Label::new(
            "太容易猜：不能只有数字和符号，也不能主要由常用词、日期、连续或重复的字符组成，如 password、2026、qwer、abcabc",
            "too easy to guess: not only digits and signs, nor mostly common words, dates, characters in a row or repeated, such as \
             password, 2026, qwer, abcabc",
        ))
    } else if password.to_lowercase().contains(&login.to_lowercase()) {
        Fault::Content(Label::new("不能包含账号", "must not hold the login"))
    } else {
        return Ok(());
    };
    Err(Error::invalid(vec![FieldFault { field: "password".to_owned(), fault }]))
}

/// Whether the beginning of a password is foreseeable, judged where nobody is kept waiting.
async fn looked_at(login: &str, password: &str) -> Result<bool> {
    let (login, beginning) = (login.to_owned(), password.chars().take(LOOKED_AT).collect::<String>());
    let work = move || is_foreseeable(&login, &beginning);
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Chance)
}

/// Whether a password is among what is tried first: by how often it would have to be guessed (zxcvbn: common words, dates, rows of
/// keys, repetition).
fn is_foreseeable(login: &str, password: &str) -> bool {
    let letters = password.chars().filter(|letter| letter.is_alphabetic()).count();
    let known: Vec<&str> = OWN_WORDS.into_iter().chain([login]).collect();
    letters < LETTERS || zxcvbn::zxcvbn(password, &known).guesses_log10() < GUESSES
}

/// Hashes a password.
///
/// # Errors
/// When the machine gives no randomness or memory.
pub async fn hash(password: String) -> Result<String> {
    let salt = SaltString::encode_b64(&secret::bytes::<16>()?).map_err(|_| Error::Chance)?;
    let work = move || hasher().hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string());
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Chance)?.map_err(|_| Error::Chance)
}

/// Whether `password` has `hash`; without a hash the answer is no, after the same work.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
    let work =
        move || PasswordHash::new(&hash).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok());
    tokio::task::spawn_blocking(work).await.is_ok_and(|matches| matches && known)
}

#[cfg(test)]
mod tests {
    use yuheng_engine::Rejection;

    use super::*;

    #[tokio::test]
    async fn a_password_has_only_its_own_hash() {
        let hash = hash("correct horse battery".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("correct horse battery".to_owned(), Some(hash.clone())).await);
        assert!(!verify("correct horse batterx".to_owned(), Some(hash)).await);
        assert!(!verify("correct horse battery".to_owned(), None).await);
    }

    #[test]
    fn the_hash_for_nobody_can_be_read() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }

    #[tokio::test]
    async fn a_new_password_is_long_and_not_the_login() {
        assert!(check_new("wang", "short").await.is_err());
        assert!(check_new("wang.jianguo", "wang.jianguo1").await.is_err());
        assert!(check_new("wang", "a long enough one").await.is_ok());
    }

    #[tokio::test]
    async fn one_that_is_too_long_is_refused_before_it_is_looked_at() {
        let long = format!("{}b", "a".repeat(1_000_000));
        let Err(Error::Rejected(Rejection::Invalid(faults))) = check_new("wang", &long).await else {
            panic!("it is taken")
        };
        assert_eq!(faults[0].fault, Fault::TooLong(LONGEST));
    }

    #[tokio::test]
    async fn a_new_password_is_no_count_no_row_of_keys_and_no_repetition() {
        for guessed in
            ["123456789012", "098765432109", "aaaaaaaaaaaa", "Qwertyuiop12", "abcd1234abcd1234", "word!word!word!"]
                .into_iter()
                .chain([
                    "password1234",
                    "Passw0rd2026",
                    "yuheng123456",
                    "202611272026",
                    "qazwsxqazwsx",
                    "woaini1314520",
                    "2026-11-27-2026",
                    "2026.11.27 20",
                    "１２３４５６７８９０１２",
                    "13800138000a",
                    "1qaz2wsx3edc",
                    "zaq12wsxcde3",
                    "changeme1234",
                    "Yuheng@2026!",
                    "wang20261127",
                    "Admin@123456",
                ])
        {
            assert!(check_new("wang", guessed).await.is_err(), "{guessed}");
        }
        for kept in ["yuheng-demo-2026", "correct horse battery", "2026 年的第一场雪下得晚", "k7#Tq2!vLm9z"] {
            assert!(check_new("wang", kept).await.is_ok(), "{kept}");
        }
    }
}

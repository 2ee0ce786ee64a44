//! Passwords: argon2id, hashed off the async threads; an unknown login costs the same work as a known one.

use std::collections::BTreeSet;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use yuheng_definition::Label;
use yuheng_engine::{Fault, FieldFault};

use crate::{Error, Result, secret};

/// The shortest password, in characters.
pub const SHORTEST: usize = 12;
/// How many different characters a password has at least: a row of blanks is none.
const VARIED: usize = 5;
/// The longest password, in bytes: hashing a longer one would only be a way to keep the server busy.
pub const LONGEST: usize = 256;

/// A hash that no password has; checked when a login is unknown, so that it takes as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// Refuses a password that is too short, too long, or the login itself.
///
/// # Errors
/// A fault of the field `password`.
pub fn check_new(login: &str, password: &str) -> Result<()> {
    let fault = if password.chars().count() < SHORTEST {
        Fault::Content(Label::new("至少 12 个字符", "has to have 12 characters at least"))
    } else if password.chars().collect::<BTreeSet<_>>().len() < VARIED {
        Fault::Content(Label::new("至少 5 种不同的字符", "has to have 5 different characters at least"))
    } else if password.len() > LONGEST {
        Fault::TooLong(LONGEST)
    } else if password.to_lowercase().contains(&login.to_lowercase()) {
        Fault::Content(Label::new("不能包含账号", "must not hold the login"))
    } else {
        return Ok(());
    };
    Err(Error::invalid(vec![FieldFault { field: "password".to_owned(), fault }]))
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

    #[test]
    fn a_new_password_is_long_and_not_the_login() {
        assert!(check_new("wang", "short").is_err());
        assert!(check_new("wang.jianguo", "wang.jianguo1").is_err());
        assert!(check_new("wang", "a long enough one").is_ok());
    }
}

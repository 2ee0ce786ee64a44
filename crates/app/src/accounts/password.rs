//! Passwords: argon2id, hashed off the async threads; an unknown login costs the same work as a known one.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use yuheng_definition::Label;
use yuheng_engine::{Fault, FieldFault};

use crate::{Error, Result, secret};

/// The shortest password, in characters.
pub const SHORTEST: usize = 12;
/// How many characters of a password do not follow from the one before, at least: `123456789012` is one, and a count.
const SURPRISING: usize = 6;
/// Characters that follow each other where people count, spell the alphabet, or slide along a keyboard.
const ROWS: [&str; 5] = ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
/// What is tried first, and what any password here could hold: each counts as one character.
const TRIED_FIRST: [&str; 14] = [
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "welcome",
    "administrator",
    "admin",
    "iloveyou",
    "woaini",
    "1314520",
    "qazwsx",
    "letmein",
    "mima",
    "yuheng",
];
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
pub fn check_new(login: &str, password: &str) -> Result<()> {
    let fault = if password.chars().count() < SHORTEST {
        Fault::Content(Label::new("至少 12 个字符", "has to have 12 characters at least"))
    } else if password.len() > LONGEST {
        // Before anything that looks at each character: that takes longer than the length of the text.
        Fault::TooLong(LONGEST)
    } else if surprising(password) < SURPRISING {
        Fault::Content(Label::new(
            "太容易猜：不能只有数字，也不能主要由常用词、连续或重复的字符组成，如 password、1234、qwer、abcabc",
            "too easy to guess: not only digits, nor mostly common words, characters in a row or repeated, such as password, 1234, \
             qwer, abcabc",
        ))
    } else if password.to_lowercase().contains(&login.to_lowercase()) {
        Fault::Content(Label::new("不能包含账号", "must not hold the login"))
    } else {
        return Ok(());
    };
    Err(Error::invalid(vec![FieldFault { field: "password".to_owned(), fault }]))
}

/// How many characters of a password do not follow from those before: of one that repeats itself only the part that it repeats,
/// and none where there are only digits, as in a date or a telephone number.
fn surprising(password: &str) -> usize {
    if password.chars().all(|letter| letter.is_ascii_digit()) {
        return 0;
    }
    let known = password.to_lowercase();
    let known = TRIED_FIRST.iter().fold(known, |password, word| password.replace(word, "*"));
    let letters: Vec<char> = known.chars().collect();
    let repeats = |part: &usize| letters.iter().skip(*part).eq(letters.iter().take(letters.len() - part));
    let part = (1..=letters.len() / 2).find(repeats).unwrap_or(letters.len());
    let told = letters[..part].windows(2).filter(|pair| follows(pair[0], pair[1])).count();
    part - told
}

/// Whether a character is the one before once more, or stands beside it in a row.
fn follows(before: char, next: char) -> bool {
    let beside = |row: &str| {
        let pairs = || row.chars().zip(row.chars().skip(1));
        pairs().any(|pair| pair == (before, next) || pair == (next, before))
    };
    before == next || ROWS.iter().any(|row| beside(row))
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

    #[test]
    fn a_new_password_is_long_and_not_the_login() {
        assert!(check_new("wang", "short").is_err());
        assert!(check_new("wang.jianguo", "wang.jianguo1").is_err());
        assert!(check_new("wang", "a long enough one").is_ok());
    }

    #[test]
    fn one_that_is_too_long_is_refused_before_it_is_looked_at() {
        let long = format!("{}b", "a".repeat(1_000_000));
        let Err(Error::Rejected(Rejection::Invalid(faults))) = check_new("wang", &long) else { panic!("it is taken") };
        assert_eq!(faults[0].fault, Fault::TooLong(LONGEST));
    }

    #[test]
    fn a_new_password_is_no_count_no_row_of_keys_and_no_repetition() {
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
                ])
        {
            assert!(check_new("wang", guessed).is_err(), "{guessed}");
        }
        for kept in ["yuheng-demo-2026", "correct horse battery", "2026 年的第一场雪下得晚"] {
            assert!(check_new("wang", kept).is_ok(), "{kept}");
        }
    }
}

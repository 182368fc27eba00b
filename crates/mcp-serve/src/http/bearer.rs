//! Checks the secret that lets a client in.
//!
//! `tower-http` compares its bearer with `==`, takes a second `Authorization` header for nothing and leaves
//! the secret in the request; this does neither.

use http::{HeaderMap, header::AUTHORIZATION};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use thiserror::Error;

use super::refusal::Refusal;

/// A shared secret that every request must carry in its `Authorization` header.
///
/// Whoever holds it acts as the configured Plex account. Its `Debug` shows nothing.
#[derive(Debug, Clone)]
pub struct Bearer(SecretString);

/// Says why a text cannot be a bearer token. The text itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BearerError {
    /// Short secrets can be guessed over the network.
    #[error("the HTTP token has {0} characters; it needs {min} or more", min = Bearer::MIN_CHARS)]
    TooShort(usize),
    /// Only visible ASCII travels unchanged in a header.
    #[error("the HTTP token may only hold visible ASCII characters, and no spaces")]
    NotVisibleAscii,
}

impl Bearer {
    /// The fewest characters a token may have.
    pub const MIN_CHARS: usize = 32;

    /// Takes `token` as the secret; white space around it (a file's last newline) is not part of it.
    ///
    /// # Errors
    ///
    /// When it is too short to be a secret, or cannot travel in a header.
    pub fn new(token: &str) -> Result<Self, BearerError> {
        let token = token.trim();
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(BearerError::NotVisibleAscii);
        }
        if token.len() < Self::MIN_CHARS {
            return Err(BearerError::TooShort(token.len()));
        }
        Ok(Self(SecretString::from(token)))
    }

    /// Returns the secret itself, so that it can be kept out of logs.
    pub fn secret(&self) -> &SecretString {
        &self.0
    }

    /// Takes the credentials out of `headers` and checks them, so that nothing further in can log
    /// or keep them.
    pub(super) fn check(&self, headers: &mut HeaderMap) -> Result<(), Refusal> {
        let presented: Vec<_> = headers.get_all(AUTHORIZATION).iter().cloned().collect();
        headers.remove(AUTHORIZATION);
        let [credentials] = presented.as_slice() else {
            return Err(if presented.is_empty() {
                Refusal::NoBearer
            } else {
                Refusal::WrongBearer
            });
        };
        let token = after_scheme(credentials.as_bytes()).ok_or(Refusal::WrongBearer)?;
        // How long it takes must not tell how much of a guess was right.
        if bool::from(token.ct_eq(self.0.expose_secret().as_bytes())) {
            Ok(())
        } else {
            Err(Refusal::WrongBearer)
        }
    }
}

/// Returns what follows the scheme `Bearer`, in any case, and one or more spaces.
fn after_scheme(credentials: &[u8]) -> Option<&[u8]> {
    let (scheme, rest) = credentials.split_at_checked("bearer".len())?;
    (scheme.eq_ignore_ascii_case(b"bearer") && rest.first() == Some(&b' '))
        .then(|| rest.trim_ascii())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn check(values: &[&str]) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
        }
        let outcome = Bearer::new(TOKEN).unwrap().check(&mut headers);
        assert!(headers.is_empty(), "the credentials stayed in the request");
        outcome
    }

    #[test]
    fn a_token_needs_length_and_visible_characters() {
        assert_eq!(Bearer::new("short").unwrap_err(), BearerError::TooShort(5));
        assert_eq!(
            Bearer::new(&"x ".repeat(40)).unwrap_err(),
            BearerError::NotVisibleAscii
        );
        assert_eq!(
            Bearer::new(&"ü".repeat(40)).unwrap_err(),
            BearerError::NotVisibleAscii
        );
        assert!(Bearer::new(&format!("{TOKEN}\n")).is_ok());
        assert!(!format!("{:?}", Bearer::new(TOKEN)).contains(TOKEN));
    }

    #[test]
    fn only_the_whole_token_is_let_in() {
        assert!(check(&[&format!("Bearer {TOKEN}")]).is_ok());
        assert!(check(&[&format!("bearer   {TOKEN}")]).is_ok());
        assert!(matches!(check(&[]), Err(Refusal::NoBearer)));
        let halves = format!("Bearer {}", TOKEN.strip_suffix('f').unwrap());
        let longer = format!("Bearer {TOKEN}0");
        let basic = format!("Basic {TOKEN}");
        let glued = format!("Bearer{TOKEN}");
        for wrong in [&halves, &longer, &basic, &glued, "Bearer ", "Bearer", TOKEN] {
            assert!(
                matches!(check(&[wrong]), Err(Refusal::WrongBearer)),
                "{wrong} was let in"
            );
        }
    }

    #[test]
    fn two_sets_of_credentials_are_none() {
        let right = format!("Bearer {TOKEN}");
        assert!(matches!(
            check(&[&right, &right]),
            Err(Refusal::WrongBearer)
        ));
    }
}

//! PINs: who made them, whether somebody said yes, and when they end.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The most PINs that are remembered; the oldest go first.
const MOST: usize = 1_000;

/// A PIN.
#[derive(Clone, Debug)]
pub(super) struct Pin {
    pub(super) id: u64,
    pub(super) code: String,
    pub(super) client_identifier: String,
    pub(super) product: String,
    /// Milliseconds since the epoch, as is `expires_at`.
    pub(super) created_at: i64,
    pub(super) expires_at: i64,
    pub(super) is_approved: bool,
}

/// All PINs.
#[derive(Debug)]
pub(super) struct Pins {
    approve_after: Option<Duration>,
    lifetime: Duration,
    made: Mutex<Vec<Pin>>,
}

impl Pins {
    pub(super) fn new(approve_after: Option<Duration>, lifetime: Duration) -> Self {
        Self {
            approve_after,
            lifetime,
            made: Mutex::default(),
        }
    }

    /// Makes a PIN: with a long code for the browser, or with one of four characters that a person
    /// can type.
    pub(super) fn make(
        &self,
        client_identifier: &str,
        product: &str,
        is_strong: bool,
        now: i64,
    ) -> Pin {
        let mut made = self.made();
        let id = made.last().map_or(1_291_057_671, |last| last.id + 1);
        let pin = Pin {
            id,
            code: code(id, if is_strong { 25 } else { 4 }),
            client_identifier: client_identifier.to_owned(),
            product: product.to_owned(),
            created_at: now,
            expires_at: now.saturating_add(millis(self.lifetime)),
            is_approved: false,
        };
        if made.len() == MOST {
            made.remove(0);
        }
        made.push(pin.clone());
        pin
    }

    /// Returns the PIN with this id, for the application that made it, while it lasts.
    pub(super) fn find(&self, id: u64, client_identifier: &str, now: i64) -> Option<Pin> {
        let mut made = self.made();
        let pin = made.iter_mut().find(|pin| {
            pin.id == id && pin.client_identifier == client_identifier && now < pin.expires_at
        })?;
        if let Some(delay) = self.approve_after
            && now >= pin.created_at.saturating_add(millis(delay))
        {
            pin.is_approved = true;
        }
        Some(pin.clone())
    }

    /// Says yes. False when there is nothing to say it to.
    pub(super) fn approve(&self, code: &str, now: i64) -> bool {
        let mut made = self.made();
        let pin = made
            .iter_mut()
            .find(|pin| pin.code.eq_ignore_ascii_case(code) && now < pin.expires_at);
        if let Some(pin) = pin {
            pin.is_approved = true;
            true
        } else {
            false
        }
    }

    pub(super) fn waiting(&self, now: i64) -> Vec<String> {
        self.made()
            .iter()
            .filter(|pin| !pin.is_approved && now < pin.expires_at)
            .map(|pin| pin.code.clone())
            .collect()
    }

    fn made(&self) -> MutexGuard<'_, Vec<Pin>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// Returns a code that differs from PIN to PIN. It keeps no secret here: what it opens is a sample.
fn code(id: u64, length: usize) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut state = id;
    (0..length)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let letter = usize::try_from(state >> 59).unwrap_or(0);
            LETTERS.get(letter).copied().map_or('a', char::from)
        })
        .collect()
}

//! Tokens that were made for players to act with, each in somebody's place.

use std::collections::VecDeque;

use super::account::AccountId;
use crate::seed::Seed;

/// How many are good at once; nobody calls them off, and each request is held against them.
const KEPT: usize = 1_000;

/// What all of them begin with, and no other token does.
const BEGINNING: &str = "transient-";

/// The tokens that are good, the oldest first; gone with the server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Transients {
    good: VecDeque<(String, AccountId)>,
    /// How many there have been.
    count: u64,
}

impl Transients {
    /// Makes a token that stands for an account. The oldest goes when there are too many.
    pub(crate) fn make(&mut self, server: &str, account: AccountId) -> String {
        // No server knows another's, nor are two accounts' alike.
        let digits = Seed::of(&format!("transient {server} {} {}", account.0, self.count)).hex(32);
        let token = format!("{BEGINNING}{digits}");
        self.count += 1;
        if self.good.len() >= KEPT {
            self.good.pop_front();
        }
        self.good.push_back((token.clone(), account));
        token
    }

    /// Returns the account that a token stands for, if it is one of these.
    pub(crate) fn account_of(&self, token: &str) -> Option<AccountId> {
        if !token.starts_with(BEGINNING) {
            return None;
        }
        let (_, account) = self.good.iter().find(|(made, _)| made == token)?;
        Some(*account)
    }
}

//! What players have reported: whether each was heard of before the end of what it plays.

use std::collections::HashMap;

use super::account::AccountId;
use super::ids::ItemId;

/// A player's way through an item.
type Playing = (String, AccountId, ItemId);

/// The players that were heard of and have not stopped; true for those that were heard of before
/// the end and have not come to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reports(HashMap<Playing, bool>);

impl Reports {
    /// Takes a report; returns whether the player was heard of before the end and comes to it now.
    pub(crate) fn report(
        &mut self,
        player: &str,
        account: AccountId,
        item: ItemId,
        is_finished: bool,
    ) -> bool {
        let key = (player.to_owned(), account, item);
        let was_before = self.0.insert(key, !is_finished);
        is_finished && was_before == Some(true)
    }

    /// Notes that the player has stopped: what it begins next is another play.
    pub(crate) fn end(&mut self, player: &str, account: AccountId, item: ItemId) {
        self.0.remove(&(player.to_owned(), account, item));
    }
}

//! What the server was asked to fetch: from the request to the end of fetching it.

use super::World;
use super::fetch::Fetch;

impl World {
    /// Has something fetched.
    pub(crate) fn want(&mut self, fetch: Fetch) {
        self.last_fetch += 1;
        let number = self.last_fetch;
        self.fetches.push(Fetch { number, ..fetch });
    }

    /// Returns what is to be fetched and is not yet, which is being fetched from now on.
    pub(crate) fn begin_fetches(&mut self) -> Vec<Fetch> {
        let mut begun = Vec::new();
        for fetch in self.fetches.iter_mut().filter(|fetch| !fetch.is_begun) {
            fetch.is_begun = true;
            begun.push(fetch.clone());
        }
        begun
    }

    /// Hears that it is no longer fetched; false where nobody waits for it any more.
    pub(crate) fn end_fetch(&mut self, fetch: &Fetch) -> bool {
        let before = self.fetches.len();
        self.fetches.retain(|held| held.number != fetch.number);
        self.fetches.len() < before
    }
}

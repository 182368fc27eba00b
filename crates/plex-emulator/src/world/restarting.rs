//! What a server that is started again no longer knows.

use super::World;
use super::report::Reports;
use super::transient_tokens::Transients;

impl World {
    /// Forgets what a server keeps in its memory only: scans and other work that were under way end without
    /// a word, tokens made for players are good no more, what players have reported is gone with their
    /// sessions, and sessions are counted from 1 again. What was asked for before is done.
    pub(crate) fn restart(&mut self, now_millis: i64) {
        self.settle(now_millis);
        self.perform_due(i64::MAX);
        self.scans.clear();
        self.jobs.clear();
        self.fetches.clear();
        self.transients = Transients::default();
        self.players_reports = Reports::default();
        self.terminations.clear();
        self.listed.retain(|player| player.until.is_none());
        self.sessions.retain(|session| !session.is_reported);
        self.last_session = 0;
        for session in &mut self.sessions {
            self.last_session += 1;
            session.key = self.last_session.to_string();
        }
        // A version that was being made is made anew.
        self.work_on_orders(now_millis);
    }
}

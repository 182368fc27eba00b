//! What time brings about.

use super::World;

impl World {
    /// Returns when time will next bring something about, in milliseconds since the epoch.
    pub(crate) fn next_due(&self) -> Option<i64> {
        let scans = self.scans.iter().map(super::Scan::due);
        let jobs = self.jobs.iter().map(super::job::Job::due);
        let later = self.postponed.iter().map(|later| later.due);
        scans
            .chain(jobs)
            .chain(later)
            .chain(self.next_silence())
            .min()
    }

    /// Tells whether time has brought something about that is not yet done.
    pub(crate) fn is_due(&self, now_millis: i64) -> bool {
        self.next_due().is_some_and(|due| due <= now_millis)
    }

    /// Does what is due, each thing at its time.
    pub(crate) fn settle(&mut self, now_millis: i64) {
        while let Some(due) = self.next_due().filter(|due| *due <= now_millis) {
            self.perform_due(due);
            self.scan_on(due);
            self.work_on(due);
            self.give_silent_up(due);
        }
    }

    /// Returns how long a task of the server's own takes: as long as other work or, where that is over at
    /// once, as a scan.
    pub(crate) fn task_length(&self) -> std::time::Duration {
        if !self.behaviour.work.is_zero() {
            return self.behaviour.work;
        }
        let millis = u64::try_from(self.server.scan_millis);
        std::time::Duration::from_millis(millis.unwrap_or(0))
    }
}

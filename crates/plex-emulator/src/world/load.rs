//! How busy the machine is said to be.

use super::World;
use super::timespan::Timespan;
use crate::seed::Seed;

/// The machine's load at one moment, in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Load {
    /// Seconds since the epoch.
    pub(crate) at: i64,
    pub(crate) host_cpu: f64,
    pub(crate) process_cpu: f64,
    pub(crate) host_memory: f64,
    pub(crate) process_memory: f64,
}

impl World {
    /// Returns the load of the last minutes, the oldest first: a little at rest, more for each scan and
    /// conversion under way; the same moment always has the same.
    pub(crate) fn load(&self, now: i64) -> Vec<Load> {
        let conversions = self.sessions.iter().filter(|one| one.transcode.is_some());
        let busy = 220_i64 * count(conversions) + 60 * count(self.scans.iter());
        let last = Timespan::Seconds.start_of(now);
        let steps = (0..Timespan::REACH / Timespan::STEP).rev();
        let moments = steps.map(|step| last - step * Timespan::STEP);
        moments
            .map(|at| {
                let mut seed = Seed::new(at.unsigned_abs());
                let process = (busy + seed.between(2, 18)).min(900);
                let host = (process + seed.between(10, 60)).min(1000);
                Load {
                    at,
                    host_cpu: tenths(host),
                    process_cpu: tenths(process),
                    host_memory: tenths(412 + seed.between(0, 6)),
                    process_memory: tenths(37 + seed.between(0, 2)),
                }
            })
            .collect()
    }
}

fn count<T>(things: impl Iterator<Item = T>) -> i64 {
    i64::try_from(things.count()).unwrap_or(i64::MAX)
}

fn tenths(number: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most 1,000")]
    let number = number as f64;
    number / 10.0
}

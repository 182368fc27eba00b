//! Ten thousand questions to one snapshot, and what they leave in memory.

use std::time::{SystemTime, UNIX_EPOCH};

use plex_index::{
    Index, Query,
    insight::{
        audit::{AuditQuery, Check},
        recommend::RecommendQuery,
        stats::{GroupBy, StatsQuery},
    },
};

use crate::{figures::Soaked, library::Leaves, queries, usage};

/// Questions in all.
const QUESTIONS: usize = 10_000;

/// The first look at the memory.
const EARLY: usize = 1_000;

/// One question of so many is asked of an insight, not in SQL.
const INSIGHTS: usize = 50;

/// Asks them all.
pub(crate) async fn ask(index: &Index, leaves: Leaves) -> Soaked {
    let statements = queries::of(leaves);
    let mut early_mib = 0.0;
    for nth in 1..=QUESTIONS {
        match nth % INSIGHTS {
            0 => insight(index, nth / INSIGHTS).await,
            _ => {
                let sql = &statements[nth % statements.len()];
                index.query(Query::new(sql)).await.unwrap();
            }
        }
        if nth == EARLY {
            early_mib = usage::resident_mib("self");
        }
    }
    Soaked {
        early_mib,
        late_mib: usage::resident_mib("self"),
        worker_mib: usage::worker_resident_mib(),
    }
}

async fn insight(index: &Index, nth: usize) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = i64::try_from(now.as_secs()).unwrap();
    match nth % 3 {
        0 => {
            let query = StatsQuery {
                since: None,
                until: None,
                user: None,
                group_by: GroupBy::Genre,
                limit: 20,
            };
            index.watch_stats(query).await.unwrap();
        }
        1 => {
            let checks = Check::ALL.into_iter().filter(|check| !check.is_opt_in());
            let query = AuditQuery {
                library: None,
                checks: checks.collect(),
                limit: 20,
                now,
            };
            index.audit(query).await.unwrap();
        }
        _ => {
            let query = RecommendQuery {
                users: Vec::new(),
                library: None,
                max_minutes: None,
                genres: Vec::new(),
                like: Vec::new(),
                limit: 20,
                now,
            };
            index.recommend(query).await.unwrap();
        }
    }
}

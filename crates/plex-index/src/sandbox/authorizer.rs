//! Who is asking: SQLite's authorizer sees our own statements, the foreign one, and what SQLite does
//! on behalf of it, and cannot tell them apart.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU8, Ordering},
    },
};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::{allow, calls, words::Token};
use crate::schema;

/// The stages of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Stage {
    /// Statements of our own, and of SQLite's for them.
    Own,
    /// The foreign statement is being compiled.
    Compiling,
    /// The foreign statement runs, and full-text search asks things for it.
    Running,
}

/// The stage of one connection, shared with its authorizer, and what the foreign statement reads.
#[derive(Debug, Clone)]
pub(super) struct StageGuard(Arc<Seen>);

#[derive(Debug)]
struct Seen {
    stage: AtomicU8,
    /// It reads what only the details of items tell.
    details: AtomicBool,
    /// It asks of which items these are known.
    detailed: AtomicBool,
    /// The public tables that it reads.
    tables: Mutex<BTreeSet<&'static str>>,
    /// It makes one value of several rows.
    aggregates: AtomicBool,
    /// It calls what makes one value of several rows or of its arguments.
    extremes: AtomicBool,
    /// It asks who played something.
    users: AtomicBool,
    /// It asks on which device something was played.
    devices: AtomicBool,
}

/// The functions whose value depends on other rows: they make one of several, or say where a row stands
/// among them. Sorted.
const AGGREGATES: [&str; 17] = [
    "avg",
    "count",
    "cume_dist",
    "dense_rank",
    "first_value",
    "group_concat",
    "lag",
    "last_value",
    "lead",
    "nth_value",
    "ntile",
    "percent_rank",
    "rank",
    "row_number",
    "string_agg",
    "sum",
    "total",
];

/// Those that compare rows or their own arguments, by how many they have, which is not said here.
const EXTREMES: [&str; 2] = ["max", "min"];

impl Default for StageGuard {
    fn default() -> Self {
        Self(Arc::new(Seen {
            stage: AtomicU8::new(Stage::Own as u8),
            details: AtomicBool::new(false),
            detailed: AtomicBool::new(false),
            tables: Mutex::default(),
            aggregates: AtomicBool::new(false),
            extremes: AtomicBool::new(false),
            users: AtomicBool::new(false),
            devices: AtomicBool::new(false),
        }))
    }
}

impl StageGuard {
    pub(super) fn set(&self, stage: Stage) {
        self.0.stage.store(stage as u8, Ordering::Relaxed);
    }

    /// Says whether the foreign statement, of which these are the words, reads what only the details of items
    /// tell, and does not look at which items have theirs: `*` reads that column, too, and means nothing by it.
    pub(super) fn reads_details(&self, tokens: &[Token]) -> bool {
        let looks = || {
            let (_, column) = schema::DETAILED;
            self.0.detailed.load(Ordering::Relaxed)
                && tokens.iter().any(|token| token.is_name(column))
        };
        self.0.details.load(Ordering::Relaxed) && !looks()
    }

    /// Returns the public tables that the foreign statement reads.
    pub(super) fn tables(&self) -> Vec<String> {
        let tables = self.0.tables.lock();
        let tables = tables.unwrap_or_else(PoisonError::into_inner);
        tables.iter().map(|name| (*name).to_owned()).collect()
    }

    /// Says whether the foreign statement, of which these are the words, has values that depend on other rows.
    pub(super) fn aggregates(&self, tokens: &[Token]) -> bool {
        self.0.aggregates.load(Ordering::Relaxed)
            || (self.0.extremes.load(Ordering::Relaxed) && calls::has_extreme_of_rows(tokens))
    }

    /// Says whether the foreign statement reads who played something.
    pub(super) fn reads_users(&self) -> bool {
        self.0.users.load(Ordering::Relaxed)
    }

    /// Says whether the foreign statement reads on which device something was played.
    pub(super) fn reads_devices(&self) -> bool {
        self.0.devices.load(Ordering::Relaxed)
    }

    /// Returns the authorizer of the connection whose stage this is.
    pub(super) fn authorizer(&self) -> impl Fn(AuthContext<'_>) -> Authorization + Send + use<> {
        let seen = Arc::clone(&self.0);
        move |request| {
            let stage = seen.stage.load(Ordering::Relaxed);
            if stage == Stage::Own as u8 {
                return Authorization::Allow;
            }
            if let AuthAction::Read {
                table_name,
                column_name,
            } = request.action
            {
                if schema::is_of_details(table_name) {
                    seen.details.store(true, Ordering::Relaxed);
                }
                if (table_name, column_name) == schema::DETAILED {
                    seen.detailed.store(true, Ordering::Relaxed);
                }
                // What a view reads, it reads for the statement.
                let table = schema::table(request.accessor.unwrap_or(table_name));
                if let Some(table) = table.or_else(|| schema::table(table_name)) {
                    let mut tables = seen.tables.lock().unwrap_or_else(PoisonError::into_inner);
                    tables.insert(table.name);
                }
                let is_column = |name| table_name == schema::PLAYS && column_name == name;
                if is_column(schema::PLAYS_USER) {
                    seen.users.store(true, Ordering::Relaxed);
                }
                if is_column(schema::PLAYS_DEVICE) {
                    seen.devices.store(true, Ordering::Relaxed);
                }
            }
            if let AuthAction::Function { function_name } = request.action {
                let is_extreme = EXTREMES.contains(&function_name);
                // What a view calls is not in the text.
                if AGGREGATES.contains(&function_name) || (is_extreme && request.accessor.is_some())
                {
                    seen.aggregates.store(true, Ordering::Relaxed);
                }
                if is_extreme {
                    seen.extremes.store(true, Ordering::Relaxed);
                }
            }
            let allowed = allow::is_allowed(&request)
                || (stage == Stage::Running as u8 && allow::is_asked_by_search(&request));
            if allowed {
                Authorization::Allow
            } else {
                Authorization::Deny
            }
        }
    }
}

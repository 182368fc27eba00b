//! What was measured of one size, and all sizes side by side.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::library::Made;

/// The figures of one size. Times are seconds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Figures {
    pub(crate) made: Made,
    /// From nothing to a snapshot that answers.
    pub(crate) usable: f64,
    /// The bare download of the same pages.
    pub(crate) bare: f64,
    /// From nothing to all details.
    pub(crate) whole: f64,
    /// CPU time of that.
    pub(crate) whole_cpu: f64,
    pub(crate) requests: u64,
    pub(crate) peak_mib: f64,
    /// Of the process that answers statements.
    pub(crate) worker_peak_mib: f64,
    pub(crate) bytes: u64,
    /// A pass after ten films were played.
    pub(crate) changes: f64,
    pub(crate) changes_cpu: f64,
    pub(crate) changes_requests: u64,
    pub(crate) query_median: f64,
    pub(crate) query_worst: f64,
    pub(crate) query_median_cpu: f64,
    pub(crate) query_worst_cpu: f64,
    /// All details from a server that gives 300 a second.
    pub(crate) throttled: f64,
    /// After ten thousand questions; only when that is asked for.
    pub(crate) soaked: Option<Soaked>,
    /// The most memory of a process that goes through the library with the client alone.
    pub(crate) streaming_mib: f64,
}

/// What is resident after many questions, in MiB.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Soaked {
    /// After the first thousand.
    pub(crate) early_mib: f64,
    /// After all.
    pub(crate) late_mib: f64,
    /// That of the process that answers statements, after all.
    pub(crate) worker_mib: f64,
}

impl Figures {
    fn items(&self) -> f64 {
        f64::from(self.made.items())
    }

    fn soaked(&self, value: fn(&Soaked) -> f64) -> f64 {
        self.soaked.as_ref().map_or(0.0, value)
    }
}

/// A row: what it is, its aim, how it is written, and its value.
type Row = (
    &'static str,
    &'static str,
    fn(f64) -> String,
    fn(&Figures) -> f64,
);

const ROWS: [Row; 22] = [
    ("usable after", "", seconds, |size| size.usable),
    ("the same pages, bare", "", seconds, |size| size.bare),
    ("usable over bare", "1.5x", ratio, |size| {
        size.usable / size.bare
    }),
    ("all details after", "", seconds, |size| size.whole),
    ("… throttled to 300 a second", "", seconds, |size| {
        size.throttled
    }),
    ("… over what 300 a second take", "", ratio, |size| {
        size.throttled / (size.items() / 300.0)
    }),
    ("CPU an item", "", microseconds, |size| {
        size.whole_cpu / size.items()
    }),
    ("requests", "", count, |size| lossy(size.requests)),
    ("memory, peak", "80 MiB", mebibytes, |size| size.peak_mib),
    ("… of the query process", "", mebibytes, |size| {
        size.worker_peak_mib
    }),
    ("on disk an item", "", bytes, |size| {
        lossy(size.bytes) / size.items()
    }),
    ("10 changes, CPU", "1 s", milliseconds, |size| {
        size.changes_cpu
    }),
    ("… seen after", "", milliseconds, |size| size.changes),
    ("… requests", "", count, |size| {
        lossy(size.changes_requests)
    }),
    ("25 queries, median", "10 ms", milliseconds, |size| {
        size.query_median
    }),
    ("… worst", "150 ms", milliseconds, |size| size.query_worst),
    ("… median, CPU", "5 ms", milliseconds, |size| {
        size.query_median_cpu
    }),
    ("… worst, CPU", "50 ms", milliseconds, |size| {
        size.query_worst_cpu
    }),
    ("resident after 1,000 questions", "", mebibytes, |size| {
        size.soaked(|soaked| soaked.early_mib)
    }),
    ("… after 10,000", "40 MiB", mebibytes, |size| {
        size.soaked(|soaked| soaked.late_mib)
    }),
    ("… of the query process", "", mebibytes, |size| {
        size.soaked(|soaked| soaked.worker_mib)
    }),
    ("the client going through it, peak", "", mebibytes, |size| {
        size.streaming_mib
    }),
];

/// A Markdown table: a row for each figure, a column for each size, and how much a figure grows when
/// the library grows tenfold.
pub(crate) fn table(sizes: &[Figures]) -> String {
    let shown = |value: fn(&Figures) -> f64| sizes.iter().any(|size| value(size) > 0.0);
    let mut text = String::from("| library | aim |");
    for size in sizes {
        write!(text, " {} |", size.made).unwrap();
    }
    text.push_str(" per tenfold |\n|---|---|");
    text.push_str(&"--:|".repeat(sizes.len() + 1));
    text.push('\n');
    for (name, aim, written, value) in ROWS {
        // What was not measured this time.
        if !shown(value) {
            continue;
        }
        write!(text, "| {name} | {aim} |").unwrap();
        for size in sizes {
            write!(text, " {} |", written(value(size))).unwrap();
        }
        writeln!(text, " {} |", growth(sizes, value)).unwrap();
    }
    text
}

/// What a figure is multiplied by when the number of items is multiplied by ten, first size to last.
fn growth(sizes: &[Figures], value: fn(&Figures) -> f64) -> String {
    let (first, last) = (&sizes[0], &sizes[sizes.len() - 1]);
    let tenfolds = (last.items() / first.items()).log10();
    if tenfolds <= 0.0 || first.made.leaves != last.made.leaves {
        return String::new();
    }
    ratio((value(last) / value(first)).powf(tenfolds.recip()))
}

fn seconds(value: f64) -> String {
    format!("{value:.2} s")
}

fn milliseconds(value: f64) -> String {
    format!("{:.1} ms", value * 1e3)
}

fn microseconds(value: f64) -> String {
    format!("{:.0} µs", value * 1e6)
}

fn mebibytes(value: f64) -> String {
    format!("{value:.0} MiB")
}

fn bytes(value: f64) -> String {
    format!("{value:.0} bytes")
}

fn ratio(value: f64) -> String {
    format!("{value:.2}x")
}

fn count(value: f64) -> String {
    format!("{value:.0}")
}

#[expect(clippy::cast_precision_loss, reason = "figures to be read")]
pub(crate) fn lossy(value: u64) -> f64 {
    value as f64
}

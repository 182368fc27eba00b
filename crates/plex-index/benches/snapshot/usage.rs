//! What this process and the one that answers its statements have used so far.

use std::{fs, time::Duration};

/// CPU time of all threads of this process, also of those that have ended. A tick is 10 ms.
pub(crate) fn cpu() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    // utime and stime.
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

/// The most memory that a process has ever had resident, in MiB.
pub(crate) fn peak_mib(process: &str) -> f64 {
    memory_mib(process, "VmHWM:")
}

/// The memory that a process has resident, in MiB.
pub(crate) fn resident_mib(process: &str) -> f64 {
    memory_mib(process, "VmRSS:")
}

fn memory_mib(process: &str, which: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(which))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
}

/// That of the process that answers statements for this one.
pub(crate) fn worker_peak_mib() -> f64 {
    worker().map_or(0.0, |process| peak_mib(&process))
}

/// What that process has resident.
pub(crate) fn worker_resident_mib() -> f64 {
    worker().map_or(0.0, |process| resident_mib(&process))
}

/// CPU time of the process that answers statements for this one, to the nanosecond.
pub(crate) fn worker_cpu() -> Duration {
    let Some(process) = worker() else {
        return Duration::ZERO;
    };
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let on_cpu = |thread: fs::DirEntry| -> u64 {
        let stat = fs::read_to_string(thread.path().join("schedstat")).unwrap();
        stat.split(' ').next().unwrap().parse().unwrap()
    };
    Duration::from_nanos(threads.map(|thread| on_cpu(thread.unwrap())).sum())
}

/// The process that answers statements for this one, if it has been started.
fn worker() -> Option<String> {
    let me = format!("PPid:\t{}", std::process::id());
    let is_worker = |status: &str| {
        status.contains("Name:\tplex-index-work") && status.lines().any(|line| line == me)
    };
    fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| {
            fs::read_to_string(format!("/proc/{name}/status"))
                .is_ok_and(|status| is_worker(&status))
        })
}

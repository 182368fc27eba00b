//! What this process and its children have used so far.

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
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
}

/// That of the largest process that answers statements for this one.
pub(crate) fn children_peak_mib() -> f64 {
    let me = format!("PPid:\t{}", std::process::id());
    let is_worker = |status: &str| {
        status.contains("Name:\tplex-index-work") && status.lines().any(|line| line == me)
    };
    fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| {
            fs::read_to_string(format!("/proc/{name}/status"))
                .is_ok_and(|status| is_worker(&status))
        })
        .map(|name| peak_mib(&name))
        .fold(0.0, f64::max)
}

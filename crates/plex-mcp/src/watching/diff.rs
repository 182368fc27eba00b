//! What is different between two looks.

use std::collections::BTreeMap;

use super::{
    news::News,
    scene::{Doing, Playing},
};

/// Returns what became of sessions.
pub(super) fn of_sessions<K: Ord>(
    at: &Option<String>,
    before: &BTreeMap<K, Playing>,
    now: &BTreeMap<K, Playing>,
) -> Vec<News> {
    let told = |change: &str, session: &Playing| News::Session {
        at: at.clone(),
        change: change.to_owned(),
        session: session.clone(),
    };
    let is_other = |one: &Playing, other: &Playing| {
        one.rating_key != other.rating_key || one.player != other.player
    };
    let ended = before.iter().filter(|(key, session)| {
        let now = now.get(key);
        now.is_none_or(|now| is_other(now, session))
    });
    let mut news: Vec<News> = ended.map(|(_, session)| told("ended", session)).collect();
    let changed = now.iter().filter(|(key, session)| {
        let before = before.get(key);
        before.is_none_or(|before| is_other(before, session) || before.state != session.state)
    });
    news.extend(changed.map(|(_, session)| told(&session.state, session)));
    news
}

/// Returns what became of tasks; `gone` is what is said of those that are not there any more.
pub(super) fn of_work<K: Ord>(
    at: &Option<String>,
    before: &BTreeMap<K, Doing>,
    now: &BTreeMap<K, Doing>,
    gone: &'static str,
) -> Vec<News> {
    let told = |change, task: &Doing| News::Task {
        at: at.clone(),
        change,
        task: task.clone(),
    };
    let over = before.iter().filter(|(key, _)| !now.contains_key(key));
    let mut news: Vec<News> = over.map(|(_, task)| told(gone, task)).collect();
    let new = now.iter().filter(|(key, _)| !before.contains_key(key));
    news.extend(new.map(|(_, task)| told("started", task)));
    news
}

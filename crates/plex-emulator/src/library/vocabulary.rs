//! The names that a description may use: those that Plex uses, as far as anybody has seen.

use std::collections::HashSet;
use std::sync::OnceLock;

/// Where each name comes from is said at the top of the files; the crate's tests hold them against
/// recordings and answers.
const SOURCES: [&str; 3] = [
    include_str!("../../provenance/recorded.txt"),
    include_str!("../../provenance/plexapi.txt"),
    include_str!("../../provenance/provenance.txt"),
];

struct Vocabulary {
    attributes: HashSet<&'static str>,
    elements: HashSet<&'static str>,
}

fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| {
        let lines = SOURCES.iter().flat_map(|source| source.lines());
        let lines = lines.filter(|line| !line.starts_with('#'));
        let mut attributes = HashSet::new();
        let mut elements = HashSet::new();
        for line in lines {
            let name = line.split(':').next().unwrap_or(line);
            match name.split_once(' ') {
                None => attributes.insert(name),
                Some((element, "element")) => elements.insert(element),
                Some((_, attribute)) => attributes.insert(attribute),
            };
        }
        Vocabulary {
            attributes,
            elements,
        }
    })
}

/// Tells whether any element is known to have an attribute of this name.
pub(super) fn is_attribute(name: &str) -> bool {
    vocabulary().attributes.contains(name)
}

pub(super) fn is_element(name: &str) -> bool {
    vocabulary().elements.contains(name)
}

/// Returns what to say of a name that nobody knows, with the nearest one of those that somebody does and
/// of `others`.
pub(super) fn unknown(name: &str, others: &[&str]) -> String {
    let known = vocabulary().attributes.iter().chain(&vocabulary().elements);
    match nearest(name, known.copied().chain(others.iter().copied())) {
        Some(near) => format!("no such key; did you mean `{near}`?"),
        None => "no such key; what is to be passed on all the same goes into `other`".to_owned(),
    }
}

/// Returns what to say of a key that is not among those that a table has.
pub(super) fn not_among(name: &str, keys: &[&str]) -> String {
    match nearest(name, keys.iter().copied()) {
        Some(near) => format!("no such key; did you mean `{near}`?"),
        None => format!("no such key; there are {}", keys.join(", ")),
    }
}

/// Returns the nearest name, if it is near at all. Of two, the one that begins alike: few people get that
/// wrong.
fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let begins_alike = |one: &str| one.chars().next() == name.chars().next();
    let near = known
        .map(|one| (distance(name, one), !begins_alike(one), one))
        .min();
    let near = near.filter(|(distance, ..)| *distance <= 1 + name.len() / 3);
    near.map(|(.., near)| near)
}

/// Returns how many letters have to be changed, added, taken away or swapped with their neighbours, where
/// case counts for nothing.
fn distance(a: &str, b: &str) -> usize {
    let letters = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
    let (a, b) = (letters(a), letters(b));
    // Row by row: how far the beginnings of both are apart.
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let at = |i: usize, j: usize| rows.get(i).and_then(|row| row.get(j)).copied();
            let above = at(i - 1, j).unwrap_or(i);
            let before = row.last().copied().unwrap_or(j);
            let is_other = usize::from(a.get(i - 1) != b.get(j - 1));
            let changed = at(i - 1, j - 1).unwrap_or(0) + is_other;
            let mut least = changed.min(above + 1).min(before + 1);
            let is_swap =
                i > 1 && j > 1 && a.get(i - 1) == b.get(j - 2) && a.get(i - 2) == b.get(j - 1);
            if let Some(swapped) = at(i.saturating_sub(2), j.saturating_sub(2)).filter(|_| is_swap)
            {
                least = least.min(swapped + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(0)
}

//! Words that are spelled wrong. Plex takes every letter seriously; shorter and plainer forms of the
//! words find what is like them, and of that, what is really like the whole is kept.

use plex_client::{SearchHit, SearchQuery, SearchSubject, fold};

use crate::{call::Call, error::ToolError};

/// How like two names must be, from 0 to 1, for one to be taken for the other.
const LIKE: f64 = 0.75;

/// How many forms are tried.
const FORMS: usize = 6;

/// How many hits each form may bring.
const PER_FORM: u32 = 50;

/// What is spelled like the query, the likest first, and the form that led to it.
pub(super) struct Like {
    pub(super) hits: Vec<SearchHit>,
    pub(super) form: String,
}

/// Looks for what is spelled like the query.
///
/// # Errors
///
/// What asking the server gives.
pub(super) async fn like(call: &Call, query: &SearchQuery) -> Result<Option<Like>, ToolError> {
    let wanted = fold(&query.query);
    for form in forms(&query.query) {
        let mut shorter = query.clone();
        shorter.query.clone_from(&form);
        shorter.limit = PER_FORM;
        let found = call.plex.search(&shorter).await?.hits;
        let mut near: Vec<(f64, SearchHit)> = found
            .into_iter()
            .map(|hit| (likeness(&wanted, &hit), hit))
            .filter(|(likeness, _)| *likeness >= LIKE)
            .collect();
        if !near.is_empty() {
            near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
            let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
            let hits = near.into_iter().map(|(_, hit)| hit).take(limit).collect();
            return Ok(Some(Like { hits, form }));
        }
    }
    Ok(None)
}

/// The forms that are tried, those that keep most first: without accents and signs, the beginnings
/// of all words, the ends of all words, and each longer word by itself.
fn forms(query: &str) -> Vec<String> {
    let folded = fold(query);
    let words: Vec<&str> = folded.split(' ').collect();
    let mut forms = vec![folded.clone()];
    let parts = |part: fn(&str) -> String| {
        let parts = words.iter().map(|word| part(word));
        parts.collect::<Vec<_>>().join(" ")
    };
    forms.push(parts(beginning));
    forms.push(parts(end));
    let mut longer: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| word.chars().count() >= 4)
        .collect();
    longer.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    for word in longer {
        if words.len() > 1 {
            forms.push(word.to_owned());
        }
        forms.push(beginning(word));
    }
    let mut seen = vec![query.trim().to_lowercase()];
    forms.retain(|form| {
        let is_new = form.chars().count() >= 2 && !seen.contains(form);
        seen.push(form.clone());
        is_new
    });
    forms.truncate(FORMS);
    forms
}

/// The first half of a word, at least three letters.
fn beginning(word: &str) -> String {
    let count = word.chars().count();
    word.chars().take((count / 2).max(3)).collect()
}

/// A word without its first letters.
fn end(word: &str) -> String {
    let count = word.chars().count();
    let left_out = if count >= 6 {
        2
    } else {
        usize::from(count >= 4)
    };
    word.chars().skip(left_out).collect()
}

/// How like a hit is to what was wanted: its own name, or a run of its words.
fn likeness(wanted: &str, hit: &SearchHit) -> f64 {
    let name = match &hit.subject {
        SearchSubject::Item(item) => fold(&item.title),
        SearchSubject::Tag(tag) => fold(&tag.tag),
        _ => return 0.0,
    };
    let whole = strsim::normalized_damerau_levenshtein(wanted, &name);
    let length = wanted.split(' ').count();
    let words: Vec<&str> = name.split(' ').collect();
    let runs = words.windows(length).map(|run| {
        // A part that fits is worth a little less than a whole that does.
        strsim::normalized_damerau_levenshtein(wanted, &run.join(" ")) - 0.02
    });
    runs.fold(whole, f64::max).max(like_enough(wanted, &name))
}

/// Short words have few letters: one that is wrong, missing or swapped is still the same word.
fn like_enough(wanted: &str, name: &str) -> f64 {
    let is_short = (3..=6).contains(&wanted.chars().count());
    if is_short && strsim::damerau_levenshtein(wanted, name) == 1 {
        LIKE
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_shorter_and_plainer_and_bounded() {
        assert_eq!(forms("metroplis"), ["metr", "troplis"]);
        assert_eq!(forms("Amélie")[0], "amelie");
        assert!(forms("the seventh seal of the very long title of a film").len() <= FORMS);
        assert!(forms("").is_empty());
    }
}

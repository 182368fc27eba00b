//! Reads conditions from the parameters they were written as.

use percent_encoding::percent_decode_str;

use super::condition::{Comparison, Condition};
use super::expression::Filter;
use crate::field::Field;

/// What stands between a field and the `=` of its parameter, the longest first.
const SUFFIXES: [(&str, Comparison); 7] = [
    ("!=", Comparison::NotExactly),
    (">>", Comparison::Above),
    ("<<", Comparison::Below),
    ("=", Comparison::Exactly),
    ("!", Comparison::IsNot),
    (">", Comparison::AtLeast),
    ("<", Comparison::AtMost),
];

/// Reads a condition; `None` for a parameter that is none.
fn condition(name: &str, value: &str) -> Option<Condition> {
    let (name, comparison) = SUFFIXES
        .iter()
        .find_map(|(suffix, comparison)| Some((name.strip_suffix(suffix)?, *comparison)))
        .unwrap_or((name, Comparison::Is));
    // Numbers and texts share these two signs.
    let comparison = match comparison {
        Comparison::AtLeast if !is_number(value) => Comparison::EndsWith,
        Comparison::AtMost if !is_number(value) => Comparison::BeginsWith,
        other => other,
    };
    let field = Field::new(name).ok()?;
    Some(Condition::new(field, comparison, value.split(',')))
}

fn is_number(value: &str) -> bool {
    value.parse::<f64>().is_ok()
}

/// Terms that are read: those of the last alternative, and the alternatives before it.
#[derive(Default)]
struct Group {
    terms: Vec<Filter>,
    alternatives: Vec<Filter>,
}

impl Group {
    /// Begins another alternative.
    fn or(&mut self) {
        let terms = std::mem::take(&mut self.terms);
        self.alternatives.push(together(terms));
    }

    fn finish(mut self) -> Filter {
        if self.alternatives.is_empty() {
            return together(self.terms);
        }
        self.or();
        Filter::Any(self.alternatives)
    }
}

fn together(mut terms: Vec<Filter>) -> Filter {
    match terms.len() {
        1 => terms.remove(0),
        _ => Filter::All(terms),
    }
}

/// Reads the conditions of a query, in their order; `None` when they cannot be understood: one is
/// no condition, or what opens does not close.
pub(super) fn filter<'a>(
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<Filter> {
    let mut outer: Vec<Group> = Vec::new();
    let mut group = Group::default();
    for (name, value) in parameters {
        match name {
            "push" => outer.push(std::mem::take(&mut group)),
            "pop" => {
                let inner = std::mem::replace(&mut group, outer.pop()?);
                group.terms.push(match inner.finish() {
                    // Nothing in parentheses is not nothing at all: it is kept as it stands.
                    Filter::All(terms) if terms.is_empty() => Filter::Any(Vec::new()),
                    filter => filter,
                });
            }
            "or" => group.or(),
            "and" => {}
            _ => group.terms.push(Filter::Where(condition(name, value)?)),
        }
    }
    outer.is_empty().then(|| group.finish())
}

/// Returns the parameters of a query, by name and value, decoded. Some servers keep them encoded
/// twice, which their names give away: no name holds a percent sign.
pub(super) fn parameters(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut parameters: Vec<(String, String)> = pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    if parameters.iter().any(|(name, _)| name.contains('%')) {
        for (name, value) in &mut parameters {
            (*name, *value) = (decoded(name), decoded(value));
        }
    }
    parameters
}

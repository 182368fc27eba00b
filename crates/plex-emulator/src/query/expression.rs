//! A media query as PMS writes it in a URL, read into an expression.
//!
//! The operator is the end of a parameter's name: `year>>=1990` has the name `year>>` and the
//! value `1990`. A comma between values means "any of them", a repeated name "all of them";
//! `push=1 … or=1 … pop=1` are parentheses with an "or" between.

use super::field::Field;
use super::offer;
use crate::parameters::Query;
use crate::world::{Kind, SectionKind};

/// A condition on an item.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Term(Term),
}

/// One comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    /// The kind whose field it is: a show's, in `show.title`.
    pub(super) scope: Kind,
    pub(super) field: Field,
    pub(super) operator: Operator,
    /// Any of them.
    pub(super) values: Vec<String>,
}

/// Says how a field and a value are compared. What each means depends on the field's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    /// `=`: is; contains.
    Is,
    /// `!=`: is not; does not contain.
    IsNot,
    /// `==`: is exactly.
    Exactly,
    /// `!==`: is not exactly.
    NotExactly,
    /// `<=`: at most; begins with.
    AtMost,
    /// `>=`: at least; ends with.
    AtLeast,
    /// `<<=`: less than.
    Below,
    /// `>>=`: greater than.
    Above,
}

/// Longest first, so that `>>` is not taken for `>`.
const ENDINGS: &[(&str, Operator)] = &[
    ("!=", Operator::NotExactly),
    (">>", Operator::Above),
    ("<<", Operator::Below),
    ("!", Operator::IsNot),
    ("=", Operator::Exactly),
    (">", Operator::AtLeast),
    ("<", Operator::AtMost),
];

/// Returns a parameter's name without the operator at its end.
fn split(name: &str) -> (&str, Operator) {
    ENDINGS
        .iter()
        .find_map(|(ending, operator)| Some((name.strip_suffix(ending)?, *operator)))
        .unwrap_or((name, Operator::Is))
}

/// Tells whether a query makes sense of a section's items of `kind`: it asks for no field that only other
/// libraries have.
pub(crate) fn applies(section: SectionKind, kind: Kind, query: &Query) -> bool {
    let names = query.pairs().map(|(name, _)| split(name).0);
    let is_field_of =
        |section: SectionKind, kind: Kind, name: &str| offer::find(section, kind, name).is_some();
    let somewhere = |name: &str| {
        let mut sections = SectionKind::ALL.into_iter();
        sections.any(|section| is_field_of(section, section.top(), name))
    };
    let mut fields = names.filter(|name| somewhere(name));
    fields.all(|name| is_field_of(section, kind, name))
}

impl Term {
    /// Reads one parameter of a query on a section's items of `kind`; nothing if it names no field.
    fn read(section: SectionKind, kind: Kind, name: &str, value: &str) -> Option<Self> {
        let (name, operator) = split(name);
        let (scope, row) = offer::find(section, kind, name)?;
        Some(Self {
            scope,
            field: row.field,
            operator,
            values: value.split(',').map(str::to_owned).collect(),
        })
    }
}

impl Expression {
    /// Reads the conditions of a query on a section's items of `kind`; its other parameters name no
    /// field.
    pub(super) fn read(section: SectionKind, kind: Kind, query: &Query) -> Self {
        let mut groups = vec![Group::default()];
        for (name, value) in query.pairs() {
            match name {
                "push" => {
                    // Something was asked for in the group around it.
                    note(&mut groups);
                    groups.push(Group::default());
                }
                "pop" => close(&mut groups),
                "or" => {
                    if let Some(group) = groups.last_mut() {
                        group.alternatives.push(std::mem::take(&mut group.terms));
                    }
                }
                _ => {
                    note(&mut groups);
                    if let Some(term) = Term::read(section, kind, name, value)
                        && let Some(group) = groups.last_mut()
                    {
                        group.terms.push(Self::Term(term));
                    }
                }
            }
        }
        // What was left open ends with the query.
        while groups.len() > 1 {
            close(&mut groups);
        }
        groups.pop().unwrap_or_default().finish()
    }

    /// Tells whether any of its terms is one that `is_wanted`.
    pub(super) fn any_term(&self, is_wanted: &impl Fn(&Term) -> bool) -> bool {
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter().any(|one| one.any_term(is_wanted)),
            Self::Term(term) => is_wanted(term),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::All(terms) if terms.is_empty())
    }
}

/// Terms that are read: all of `terms`, or all of one of the `alternatives` before.
#[derive(Debug, Default)]
struct Group {
    terms: Vec<Expression>,
    alternatives: Vec<Vec<Expression>>,
    /// Whether anything stands in it, be it a field or not.
    is_written: bool,
}

impl Group {
    fn finish(mut self) -> Expression {
        if self.alternatives.is_empty() {
            return Expression::All(self.terms);
        }
        self.alternatives.push(self.terms);
        let all = self.alternatives.into_iter().map(Expression::All);
        Expression::Any(all.collect())
    }
}

/// Notes that something stands in the innermost group.
fn note(groups: &mut [Group]) {
    if let Some(group) = groups.last_mut() {
        group.is_written = true;
    }
}

/// Ends the innermost group. One in which nothing stands is met by nothing.
fn close(groups: &mut Vec<Group>) {
    if groups.len() < 2 {
        return;
    }
    let Some(group) = groups.pop() else {
        return;
    };
    if let Some(outer) = groups.last_mut() {
        let is_empty = !group.is_written && group.alternatives.is_empty();
        outer.terms.push(match is_empty {
            true => Expression::Any(Vec::new()),
            false => group.finish(),
        });
    }
}

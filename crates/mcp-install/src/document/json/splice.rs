//! Putting a property into the text of an object, and taking one out, by their places in it.
//!
//! Taking out is the exact reverse of putting in, so that a file that was edited and is restored is the
//! same to the byte.

use std::ops::Range;

use jsonc_parser::{
    CollectOptions, CommentCollectionStrategy,
    ast::{Object, ObjectProp, Value as Node},
    common::Ranged,
    parse_to_ast,
    tokens::Token,
};
use serde_json::Value;

use super::reading::{OPTIONS, broken};
use crate::document::edited::{Refusal, newline};

/// Spaces for each level of a file that does not show how it is indented.
const INDENT: &str = "  ";

/// A text with the places of its values.
pub(super) struct Text<'a> {
    text: &'a str,
    root: Object<'a>,
    commas: Vec<usize>,
    comments: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, Refusal> {
        let collect = CollectOptions {
            comments: CommentCollectionStrategy::AsTokens,
            tokens: true,
        };
        let parsed = parse_to_ast(text, &collect, &OPTIONS).map_err(|error| broken(&error))?;
        let Some(Node::Object(root)) = parsed.value else {
            return Err(Refusal::Unusual("its outermost value is no object"));
        };
        let mut commas = Vec::new();
        let mut comments = Vec::new();
        for found in parsed.tokens.unwrap_or_default() {
            match found.token {
                Token::Comma => commas.push(found.range.start),
                Token::CommentLine(_) | Token::CommentBlock(_) => {
                    comments.push(found.range.start..found.range.end);
                }
                _ => {}
            }
        }
        Ok(Self {
            text,
            root,
            commas,
            comments,
        })
    }

    /// Returns the text with one more property at the end of the object at `path`.
    pub(super) fn inserted(&self, path: &[&str], name: &str, value: &Value) -> Option<String> {
        let object = self.object(path)?;
        let line_end = newline(self.text);
        let Some(last) = object.properties.last() else {
            let outer = self.indentation_at(object.range.start)?;
            let inner = format!("{outer}{}", self.unit());
            let property = written(name, value, &inner, &self.unit(), line_end);
            let at = object.range.start + 1;
            return self.spliced(
                at..at,
                &format!("{line_end}{inner}{property}{line_end}{outer}"),
            );
        };
        let inner = self.own_line_indentation(last);
        let (gap, property) = match &inner {
            Some(inner) => (
                format!("{line_end}{inner}"),
                written(name, value, inner, &self.unit(), line_end),
            ),
            None => (" ".to_owned(), format!("{}: {value}", Value::from(name))),
        };
        // What stands on the same line, a comment, belongs to the property before.
        match self.comma_between(last.range.end, object.range.end) {
            Some(comma) => {
                let at = self.after_comment_on_line(comma + 1);
                self.spliced(at..at, &format!("{gap}{property},"))
            }
            None => {
                let at = self.after_comment_on_line(last.range.end);
                let between = self.text.get(last.range.end..at)?;
                self.spliced(last.range.end..at, &format!(",{between}{gap}{property}"))
            }
        }
    }

    /// Returns the text with another value at `path`.
    pub(super) fn replaced(&self, path: &[&str], value: &Value) -> Option<String> {
        let (name, path) = path.split_last()?;
        let object = self.object(path)?;
        let place = position(object, name)?;
        let property = object.properties.get(place)?;
        let range = property.value.range();
        let text = match self.own_line_indentation(property) {
            Some(inner) => pretty(value, &inner, &self.unit(), newline(self.text)),
            None => value.to_string(),
        };
        self.spliced(range.start..range.end, &text)
    }

    /// Returns the text without the property `name` of the object at `path`.
    pub(super) fn removed(&self, path: &[&str], name: &str) -> Option<String> {
        let object = self.object(path)?;
        let place = position(object, name)?;
        let property = object.properties.get(place)?;
        let (start, end) = (property.range.start, property.range.end);
        let next = object.properties.get(place + 1);
        let until = next.map_or(object.range.end, |next| next.range.start);
        let comma_after = self.comma_between(end, until);
        let previous = place
            .checked_sub(1)
            .and_then(|before| object.properties.get(before));
        match (previous, comma_after) {
            (Some(previous), Some(comma_after)) => {
                let comma = self.comma_between(previous.range.end, start)?;
                let from = self.after_comments(comma + 1, start);
                self.spliced(from..comma_after + 1, "")
            }
            (Some(previous), None) => {
                let comma = self.comma_between(previous.range.end, start)?;
                let from = self.after_comments(comma + 1, start);
                let rest = self.text.get(end..)?;
                let head = self.text.get(..comma)?;
                Some(format!("{head}{}{rest}", self.text.get(comma + 1..from)?))
            }
            (None, _) => {
                let begin = self.after_comments(object.range.start + 1, start);
                let mut stop = comma_after.map_or(end, |comma| comma + 1);
                if next.is_none() {
                    let outer = self.indentation_at(object.range.start)?;
                    let closing = format!("{}{outer}", newline(self.text));
                    let rest = self.text.get(stop..)?;
                    // What was put in with it, so that an object of nothing is one again.
                    if rest.starts_with(&closing) {
                        stop += closing.len();
                    }
                }
                self.spliced(begin..stop, "")
            }
        }
    }

    /// Tells whether somebody wrote a comment in the object at `path`.
    pub(super) fn holds_comments(&self, path: &[&str]) -> bool {
        self.object(path).is_none_or(|object| {
            self.comments
                .iter()
                .any(|comment| object.range.start < comment.start && comment.end < object.range.end)
        })
    }

    fn object(&self, path: &[&str]) -> Option<&Object<'a>> {
        let mut object = &self.root;
        for name in path {
            let property = object.properties.get(position(object, name)?)?;
            let Node::Object(inner) = &property.value else {
                return None;
            };
            object = inner;
        }
        Some(object)
    }

    fn spliced(&self, range: Range<usize>, put: &str) -> Option<String> {
        let (head, tail) = (self.text.get(..range.start)?, self.text.get(range.end..)?);
        Some(format!("{head}{put}{tail}"))
    }

    fn comma_between(&self, start: usize, end: usize) -> Option<usize> {
        self.commas
            .iter()
            .copied()
            .find(|comma| (start..end).contains(comma))
    }

    /// Returns the end of the last comment between two places, or the first place.
    fn after_comments(&self, start: usize, end: usize) -> usize {
        self.comments
            .iter()
            .filter(|comment| start <= comment.start && comment.end <= end)
            .map(|comment| comment.end)
            .max()
            .unwrap_or(start)
    }

    /// Returns the end of a comment that follows on the same line, or the place itself.
    fn after_comment_on_line(&self, place: usize) -> usize {
        let follows = |comment: &&Range<usize>| {
            comment.start >= place
                && self
                    .text
                    .get(place..comment.start)
                    .is_some_and(|gap| gap.chars().all(|c| matches!(c, ' ' | '\t')))
        };
        let comment = self.comments.iter().find(follows);
        comment.map_or(place, |comment| comment.end)
    }

    /// Returns the white space that the line with this place begins with.
    fn indentation_at(&self, place: usize) -> Option<String> {
        let head = self.text.get(..place)?;
        let line = head.rsplit('\n').next().unwrap_or(head);
        Some(
            line.chars()
                .take_while(|c| matches!(c, ' ' | '\t'))
                .collect(),
        )
    }

    /// Returns the white space before a property that begins its line; `None` for one that does not.
    fn own_line_indentation(&self, property: &ObjectProp<'_>) -> Option<String> {
        let head = self.text.get(..property.range.start)?;
        let line = head.rsplit_once('\n')?.1;
        line.chars()
            .all(|c| matches!(c, ' ' | '\t'))
            .then(|| line.to_owned())
    }

    /// Returns what one level of the file is indented by.
    fn unit(&self) -> String {
        let first = self.root.properties.first();
        first
            .and_then(|first| self.own_line_indentation(first))
            .filter(|indent| !indent.is_empty())
            .unwrap_or_else(|| INDENT.to_owned())
    }
}

fn position(object: &Object<'_>, name: &str) -> Option<usize> {
    // Of two properties of one name, readers take the last.
    object
        .properties
        .iter()
        .rposition(|property| property.name.as_str() == name)
}

fn written(name: &str, value: &Value, inner: &str, unit: &str, line_end: &str) -> String {
    format!(
        "{}: {}",
        Value::from(name),
        pretty(value, inner, unit, line_end)
    )
}

/// Writes a value as people do: objects over several lines, lists on one.
fn pretty(value: &Value, outer: &str, unit: &str, line_end: &str) -> String {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let inner = format!("{outer}{unit}");
            let lines: Vec<String> = fields
                .iter()
                .map(|(name, value)| {
                    format!("{inner}{}", written(name, value, &inner, unit, line_end))
                })
                .collect();
            format!(
                "{{{line_end}{}{line_end}{outer}}}",
                lines.join(&format!(",{line_end}"))
            )
        }
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(Value::to_string).collect();
            format!("[{}]", values.join(", "))
        }
        other => other.to_string(),
    }
}

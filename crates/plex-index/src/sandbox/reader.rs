//! Follows what is known of the rows of one source of a query to those of others that go with them.

use super::{
    comparison::{is_same_item, named, texts},
    reading::Reading,
    selects::{Condition, Select, selects},
    words::Token,
};
use crate::schema;

/// The column that says of which library a row is, and that which says of which type an item is.
const LIBRARY: &str = "library";
const TYPE: &str = "type";

/// The tables whose rows are in the library that they name.
const OF_LIBRARIES: [&str; 5] = ["episodes", "items", "movies", "plays", "tracks"];

/// One source of one query.
struct Node<'a> {
    select: usize,
    table: Option<&'static str>,
    alias: Option<&'a str>,
    is_optional: bool,
    known: Reading,
}

/// The rows of one source that matter go with rows of another.
struct Edge {
    from: usize,
    to: usize,
    /// They are of the same item, not only in the same library.
    is_item: bool,
}

/// A column of a source.
#[derive(Clone, Copy, PartialEq)]
struct Column<'a> {
    node: usize,
    name: &'a str,
}

struct Reader<'a> {
    tokens: &'a [Token],
    selects: Vec<Select<'a>>,
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge>,
}

/// Returns the places where a statement reads these tables. A table that is read where that cannot be told has
/// one place of which nothing is known.
pub(super) fn readings(tokens: &[Token], tables: &[String]) -> Vec<Reading> {
    let all = sources(tokens);
    let of = |table: &String| {
        let found = all.iter().filter(|reading| reading.table == *table);
        let found: Vec<Reading> = found.cloned().collect();
        match found.len() == places(tokens, table) {
            true => found,
            false => vec![Reading::of(table)],
        }
    };
    tables.iter().flat_map(of).collect()
}

/// Returns what is known of each source of each query of a statement.
fn sources(tokens: &[Token]) -> Vec<Reading> {
    let mut reader = Reader::new(tokens);
    reader.compare();
    reader.look_into_lists();
    reader.group();
    reader.spread();
    reader.nodes.into_iter().map(|node| node.known).collect()
}

impl<'a> Reader<'a> {
    fn new(tokens: &'a [Token]) -> Self {
        let selects = selects(tokens);
        let public = |name: &str| {
            let mut all = schema::TABLES.iter().map(|table| table.name);
            all.find(|table| table.eq_ignore_ascii_case(name))
        };
        let mut nodes = Vec::new();
        for (select, one) in selects.iter().enumerate() {
            for source in &one.sources {
                let table = source.table.and_then(public);
                nodes.push(Node {
                    select,
                    table,
                    alias: source.alias,
                    is_optional: source.is_optional,
                    known: Reading::of(table.unwrap_or_default()),
                });
            }
        }
        Self {
            tokens,
            selects,
            nodes,
            edges: Vec::new(),
        }
    }

    /// Takes what queries compare with texts, and what they compare with each other.
    fn compare(&mut self) {
        for select in 0..self.selects.len() {
            let Some(one) = self.selects.get(select) else {
                continue;
            };
            let first = self.first_of(select);
            let conditions: Vec<(&'a [Token], Option<usize>)> = one
                .conditions
                .iter()
                .map(|Condition { words, of }| (*words, of.map(|of| first + of)))
                .collect();
            let using: Vec<(usize, &'a str)> = one
                .sources
                .iter()
                .enumerate()
                .flat_map(|(at, source)| source.using.iter().map(move |name| (first + at, *name)))
                .collect();
            for (words, of) in conditions {
                self.take_texts(select, words, of);
                self.take_equals(select, words, of);
            }
            for (node, name) in using {
                let before = (first..node).find(|before| self.has(*before, name));
                if let Some(before) = before {
                    let (left, right) = (Column { node: before, name }, Column { node, name });
                    let of = self
                        .nodes
                        .get(node)
                        .and_then(|it| it.is_optional.then_some(node));
                    self.join(select, left, right, of);
                }
            }
        }
    }

    /// Takes `library = 'Films'` and `type IN ('movie', 'show')`.
    fn take_texts(&mut self, select: usize, words: &'a [Token], of: Option<usize>) {
        let Some((column, texts)) = texts(words) else {
            return;
        };
        let Some(column) = self.column(select, column) else {
            return;
        };
        let is_of = of.is_none_or(|of| of == column.node);
        let Some(node) = self
            .nodes
            .get_mut(column.node)
            .filter(|node| node.select == select && is_of)
        else {
            return;
        };
        let is_items = node.table == Some("items");
        if column.name.eq_ignore_ascii_case(TYPE) && is_items {
            meet(&mut node.known.types, Some(&texts));
        } else if column.name.eq_ignore_ascii_case(LIBRARY) && names_library(node.table) {
            meet(&mut node.known.libraries, Some(&texts));
        }
    }

    /// Takes `a.id = b.item_id`.
    fn take_equals(&mut self, select: usize, words: &'a [Token], of: Option<usize>) {
        let Some(at) = words.iter().position(|word| *word == Token::Sign('=')) else {
            return;
        };
        let (left, right) = words.split_at(at);
        let right = match right {
            [_, Token::Sign('='), right @ ..] | [_, right @ ..] => right,
            [] => return,
        };
        if let (Some(left), Some(right)) = (self.column(select, left), self.column(select, right)) {
            self.join(select, left, right, of);
        }
    }

    /// Notes that two columns are the same in what matters of this query, or of one source of it.
    fn join(&mut self, select: usize, left: Column<'_>, right: Column<'_>, of: Option<usize>) {
        let Some(is_item) = self.is_same_item(left, right) else {
            return;
        };
        for (from, to) in [(left.node, right.node), (right.node, left.node)] {
            let is_own = self.nodes.get(to).is_some_and(|to| to.select == select);
            if is_own && of.is_none_or(|of| of == to) {
                self.edges.push(Edge { from, to, is_item });
            }
        }
    }

    /// Tells whether two columns that are equal name the same item, or else things in the same library; `None` when
    /// it is neither.
    fn is_same_item(&self, left: Column<'_>, right: Column<'_>) -> Option<bool> {
        let is_of_item = |column: Column<'_>| {
            let table = self.nodes.get(column.node).and_then(|node| node.table);
            !column.name.eq_ignore_ascii_case("id")
                || table.is_some_and(|table| table != "plays" && names_library(Some(table)))
        };
        match is_of_item(left) && is_of_item(right) {
            true => is_same_item(left.name, right.name),
            false => None,
        }
    }

    /// Takes `a.id IN (SELECT b.item_id …)`: only those matter there that are asked for, and of these those
    /// that are there.
    fn look_into_lists(&mut self) {
        for child in 0..self.selects.len() {
            let Some((edges, select)) = self.list(child) else {
                continue;
            };
            let is_own = |edge: &Edge| {
                let to = self.nodes.get(edge.to);
                to.is_some_and(|to| to.select == child || to.select == select)
            };
            let edges: Vec<Edge> = edges.into_iter().filter(is_own).collect();
            self.edges.extend(edges);
        }
    }

    fn list(&self, child: usize) -> Option<(Vec<Edge>, usize)> {
        let one = self.selects.get(child)?;
        let [column] = one.columns.as_slice() else {
            return None;
        };
        let inner = self.column(child, column)?;
        let is_child = self
            .nodes
            .get(inner.node)
            .is_some_and(|node| node.select == child);
        // `x IN (SELECT`: its own word, the parenthesis, and IN.
        let before = self.tokens.get(..one.begin.checked_sub(1)?)?;
        let (Token::Sign('('), before) = before.split_last()? else {
            return None;
        };
        let (word, mut before) = before.split_last()?;
        let is_closed = self.tokens.get(one.end) == Some(&Token::Sign(')'));
        if !word.is("in") || !is_child || !is_closed {
            return None;
        }
        let is_not = before.last().is_some_and(|word| word.is("not"));
        if is_not {
            before = before.get(..before.len() - 1)?;
        }
        let begin = match before {
            [.., Token::Sign('.'), _] => before.len().checked_sub(3)?,
            _ => before.len().checked_sub(1)?,
        };
        let select = (0..child)
            .rev()
            .find(|at| self.selects.get(*at).is_some_and(|at| at.end > one.end))?;
        let outer = self.column(select, before.get(begin..)?)?;
        let is_item = self.is_same_item(inner, outer)?;
        let mut edges = Vec::new();
        let first = self.tokens.get(begin.checked_sub(1)?)?;
        // What stands before might make another value of the column.
        let begins_value = matches!(first, Token::Sign('(' | ','))
            || VALUES_AFTER.iter().any(|word| first.is(word));
        if one.is_listing && begins_value {
            edges.push(Edge {
                from: outer.node,
                to: inner.node,
                is_item,
            });
        }
        let around = self.selects.get(select)?;
        let is_condition = |condition: &&Condition<'_>| {
            let words = self.tokens.get(begin..=one.end);
            words.is_some_and(|words| std::ptr::eq(words, condition.words))
        };
        if let Some(condition) = around.conditions.iter().find(is_condition)
            && !is_not
            && condition
                .of
                .is_none_or(|of| self.first_of(select) + of == outer.node)
        {
            edges.push(Edge {
                from: inner.node,
                to: outer.node,
                is_item,
            });
        }
        Some((edges, select))
    }

    /// Takes GROUP BY library, where the answer has that column.
    fn group(&mut self) {
        let mut tops = (0..self.selects.len()).filter(|select| {
            let one = self.selects.get(*select);
            let before = one.and_then(|one| self.tokens.get(..one.begin));
            before.is_some_and(|before| {
                let count = |sign| before.iter().filter(|it| **it == Token::Sign(sign)).count();
                count('(') == count(')')
            })
        });
        let (Some(top), None) = (tops.next(), tops.next()) else {
            return;
        };
        let is_opaque = |node: &Node<'_>| node.select == top && node.table.is_none();
        if self.tokens.iter().any(|token| token.is("over")) || self.nodes.iter().any(is_opaque) {
            return;
        }
        let mut found = Vec::new();
        for (at, words) in self.columns(top).into_iter().enumerate() {
            if let [Token::Sign('*')] | [_, Token::Sign('.'), Token::Sign('*')] = words {
                break;
            }
            let (value, name) = named(words);
            let Some(column) = self.column(top, value) else {
                continue;
            };
            let node = self.nodes.get(column.node);
            let is_library = column.name.eq_ignore_ascii_case(LIBRARY)
                && node.is_some_and(|node| names_library(node.table) && !node.is_optional);
            let place = (at + 1).to_string();
            let is_grouped = |group: &&[Token]| {
                let term = self.column(top, group);
                let is_name =
                    |word: &Token| word.is(&place) || name.is_some_and(|name| word.is_name(name));
                term.map_or_else(
                    || matches!(group, [word] if is_name(word)),
                    |term| term.node == column.node && term.name.eq_ignore_ascii_case(LIBRARY),
                )
            };
            let groups = self.selects.get(top).map(|top| top.groups.as_slice());
            if is_library && groups.unwrap_or_default().iter().any(is_grouped) {
                found.push((column.node, at));
            }
        }
        for (node, at) in found {
            if let Some(node) = self.nodes.get_mut(node).filter(|node| node.select == top) {
                node.known.library_column = Some(at);
            }
        }
    }

    fn columns(&self, select: usize) -> Vec<&'a [Token]> {
        let select = self.selects.get(select);
        select.map_or_else(Vec::new, |select| select.columns.clone())
    }

    /// Lets each source know what is known of those that it goes with.
    fn spread(&mut self) {
        for _ in 0..self.nodes.len() {
            for edge in &self.edges {
                let Some(from) = self.nodes.get(edge.from).map(|from| from.known.clone()) else {
                    continue;
                };
                let Some(to) = self.nodes.get_mut(edge.to) else {
                    continue;
                };
                if edge.is_item {
                    meet(&mut to.known.types, from.types.as_deref());
                }
                meet(&mut to.known.libraries, from.libraries.as_deref());
                to.known.library_column = to.known.library_column.or(from.library_column);
            }
        }
    }

    fn first_of(&self, select: usize) -> usize {
        let before = self.nodes.iter().filter(|node| node.select < select);
        before.count()
    }

    /// Returns the column that these words name in a query.
    fn column(&self, select: usize, words: &'a [Token]) -> Option<Column<'a>> {
        let (alias, name) = match words {
            [Token::Word(name) | Token::Name(name)] => (None, name),
            [
                alias,
                Token::Sign('.'),
                Token::Word(name) | Token::Name(name),
            ] => (Some(alias.name()?), name),
            _ => return None,
        };
        let mut select = Some(select);
        while let Some(at) = select {
            let sources = || {
                let nodes = self.nodes.iter().enumerate();
                nodes.filter(move |(_, node)| node.select == at)
            };
            let mut found = sources().filter(|(place, node)| match alias {
                Some(alias) => node.alias.is_some_and(|it| it.eq_ignore_ascii_case(alias)),
                None => self.has(*place, name),
            });
            match (found.next(), found.next()) {
                (Some((node, _)), None) => return Some(Column { node, name }),
                (None, _) => {}
                _ => return None,
            }
            // What has columns, or names, that are not known here may have this one.
            let is_opaque = |(_, node): (usize, &Node<'_>)| match alias {
                Some(_) => node.alias.is_none(),
                None => node.table.is_none(),
            };
            let one = self.selects.get(at)?;
            if one.sources.is_empty() || sources().any(is_opaque) {
                return None;
            }
            select = one.outer;
        }
        None
    }

    fn has(&self, node: usize, column: &str) -> bool {
        let table = self.nodes.get(node).and_then(|node| node.table);
        let table = table.and_then(schema::table);
        let is_it = |name: &str| name.eq_ignore_ascii_case(column);
        table.is_some_and(|table| {
            table.columns.iter().any(|column| is_it(column.name))
                || (table.name == schema::SEARCH && is_it("rowid"))
        })
    }
}

/// The words after which a value begins.
const VALUES_AFTER: [&str; 13] = [
    "where", "and", "or", "not", "on", "select", "distinct", "when", "then", "else", "case",
    "having", "by",
];

fn names_library(table: Option<&str>) -> bool {
    table.is_some_and(|table| OF_LIBRARIES.contains(&table))
}

/// Keeps of what is known what both know.
fn meet(known: &mut Option<Vec<String>>, other: Option<&[String]>) {
    let Some(other) = other else {
        return;
    };
    match known {
        Some(known) => known.retain(|one| other.contains(one)),
        None => *known = Some(other.to_vec()),
    }
}

/// Counts where a statement may read a table: after these words and signs alone a table can be named.
fn places(tokens: &[Token], table: &str) -> usize {
    let is_place = |(at, token): &(usize, &Token)| {
        let is_it = token
            .name()
            .is_some_and(|name| name.eq_ignore_ascii_case(table));
        let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
        let is_qualifier = tokens.get(at + 1) == Some(&Token::Sign('.'));
        is_it
            && !is_qualifier
            && match before(1) {
                Some(Token::Sign('(')) => !before(2).is_some_and(|it| it.is_name("bm25")),
                Some(Token::Sign('.')) => before(2).and_then(Token::name).is_some_and(|name| {
                    ["main", "temp"]
                        .iter()
                        .any(|it| name.eq_ignore_ascii_case(it))
                }),
                Some(Token::Sign(sign)) => *sign == ',',
                Some(word) => ["from", "join", "in"].iter().any(|it| word.is(it)),
                None => false,
            }
    };
    tokens.iter().enumerate().filter(is_place).count()
}

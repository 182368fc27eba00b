//! The queries in a statement: what each of them gives and reads, and what holds for all of its rows.

use super::words::Token;

/// One query, from its SELECT to the end of its clauses.
#[derive(Debug)]
pub(super) struct Select<'a> {
    /// Where it stands among the words of the statement.
    pub(super) begin: usize,
    pub(super) end: usize,
    /// What it gives.
    pub(super) columns: Vec<&'a [Token]>,
    /// What it reads; nothing where that was not understood.
    pub(super) sources: Vec<Source<'a>>,
    /// What holds for each of its rows.
    pub(super) conditions: Vec<Condition<'a>>,
    /// By what its rows are counted together.
    pub(super) groups: Vec<&'a [Token]>,
    /// It gives all rows that its conditions leave, each for itself.
    pub(super) is_listing: bool,
    /// The query around it whose tables it can name.
    pub(super) outer: Option<usize>,
}

/// What a query reads.
#[derive(Debug)]
pub(super) struct Source<'a> {
    /// Its name; none for what stands in parentheses.
    pub(super) table: Option<&'a str>,
    /// What the query calls it.
    pub(super) alias: Option<&'a str>,
    /// The columns that it is joined by with those before it.
    pub(super) using: Vec<&'a str>,
    /// The rows of those before it stay, where it has none for them.
    pub(super) is_optional: bool,
}

/// A comparison that holds.
#[derive(Debug)]
pub(super) struct Condition<'a> {
    pub(super) words: &'a [Token],
    /// It holds for the rows of this source alone.
    pub(super) of: Option<usize>,
}

/// Returns the names of what a statement reads, as far as they stand where only what is read can be named.
pub(super) fn sources(tokens: &[Token]) -> impl Iterator<Item = &str> {
    let named = selects(tokens)
        .into_iter()
        .flat_map(|select| select.sources)
        .filter_map(|source| source.table);
    let after = tokens.iter().enumerate().filter_map(|(at, token)| {
        let is_compared = at > 0 && tokens.get(at - 1).is_some_and(|it| it.is("distinct"));
        let begins = token.is("join") || (token.is("from") && !is_compared);
        match tokens.get(at + 1..)? {
            [_, Token::Sign('.'), name, ..] | [name, ..] if begins => name.name(),
            _ => None,
        }
    });
    named.chain(after)
}

/// Returns the queries of a statement, in the order of their beginnings.
pub(super) fn selects(tokens: &[Token]) -> Vec<Select<'_>> {
    let starts = tokens.iter().enumerate();
    let starts = starts.filter(|(_, token)| token.is("select"));
    let mut all: Vec<Select<'_>> = Vec::new();
    let mut froms: Vec<(usize, usize)> = Vec::new();
    for (at, _) in starts {
        let (select, from) = select(tokens, at + 1);
        let around = (0..all.len())
            .rev()
            .find(|one| all.get(*one).is_some_and(|one| one.end > at));
        // What stands among the sources of a query does not see the others.
        let outer = around.and_then(|around| {
            let is_source = froms
                .get(around)
                .is_some_and(|(begin, end)| (*begin..*end).contains(&at));
            match is_source {
                true => all.get(around)?.outer,
                false => Some(around),
            }
        });
        all.push(Select { outer, ..select });
        froms.push(from);
    }
    all
}

/// Reads one query, whose SELECT stands before `begin`, and says where its sources stand.
fn select(tokens: &[Token], begin: usize) -> (Select<'_>, (usize, usize)) {
    let rest = tokens.get(begin..).unwrap_or_default();
    let ends = |_: usize, token: &Token| {
        *token == Token::Sign(';')
            || ["union", "intersect", "except"]
                .iter()
                .any(|word| token.is(word))
    };
    let body = rest.get(..find(rest, ends)).unwrap_or_default();
    let start = |word: &str| {
        let is_it = |at: usize, token: &Token| {
            token.is(word) && !(at > 0 && body.get(at - 1).is_some_and(|it| it.is("distinct")))
        };
        find(body, is_it)
    };
    let window = |at: usize, token: &Token| {
        token.is("window") && body.get(at + 2).is_some_and(|token| token.is("as"))
    };
    let clauses = [
        start("from"),
        start("where"),
        start("group"),
        start("having"),
        find(body, window),
        start("order"),
        start("limit"),
        body.len(),
    ];
    let [from, filter, group, having, .., order, limit, _] = clauses;
    let clause = |at: usize, words: usize| {
        let end = clauses.into_iter().filter(|end| *end > at).min();
        let end = end.unwrap_or(body.len());
        body.get(at + words..end).unwrap_or_default()
    };
    let columns = body.get(..clauses.into_iter().min().unwrap_or(0));
    let mut columns = columns.unwrap_or_default();
    while let [first, rest @ ..] = columns
        && (first.is("distinct") || first.is("all"))
    {
        columns = rest;
    }
    let sources = clause(from, 1);
    let from = (begin + from, begin + from + 1 + sources.len());
    let (sources, mut conditions) = joined(sources).unwrap_or_default();
    let mut held = Vec::new();
    conjuncts(clause(filter, 1), &mut held);
    conditions.extend(held.into_iter().map(|words| Condition { words, of: None }));
    let is_there = |clause: usize| clause < body.len();
    let select = Select {
        begin,
        end: begin + body.len(),
        columns: split(columns),
        sources,
        conditions,
        groups: split(clause(group, 2)),
        is_listing: ![group, having, order, limit].into_iter().any(is_there),
        outer: None,
    };
    (select, from)
}

/// Returns the sources of a query and on what they are joined; nothing where that cannot be told, or where the
/// rows of a later source stay whatever those before it are.
fn joined(mut rest: &[Token]) -> Option<(Vec<Source<'_>>, Vec<Condition<'_>>)> {
    let (mut sources, mut conditions) = (Vec::new(), Vec::new());
    let mut is_optional = false;
    while !rest.is_empty() {
        let (mut source, after) = source(rest)?;
        rest = after;
        let end = find(rest, |_, token| {
            *token == Token::Sign(',') || JOINS.iter().any(|word| token.is(word))
        });
        let (on, after) = rest.split_at_checked(end)?;
        match on {
            [] => {}
            [word, on @ ..] if word.is("on") => {
                let mut held = Vec::new();
                conjuncts(on, &mut held);
                let of = is_optional.then_some(sources.len());
                conditions.extend(held.into_iter().map(|words| Condition { words, of }));
            }
            [word, Token::Sign('('), columns @ .., Token::Sign(')')] if word.is("using") => {
                source.using = columns.iter().filter_map(Token::name).collect();
            }
            _ => return None,
        }
        source.is_optional = is_optional;
        sources.push(source);
        rest = match after {
            [] => after,
            [Token::Sign(','), after @ ..] => {
                is_optional = false;
                after
            }
            _ => {
                let join = after.iter().position(|token| token.is("join"))?;
                let words = after.get(..join)?;
                let is_known = |word: &Token| {
                    ["natural", "left", "inner", "cross", "outer"]
                        .iter()
                        .any(|known| word.is(known))
                };
                if !words.iter().all(is_known) {
                    return None;
                }
                is_optional = words.iter().any(|word| word.is("left"));
                after.get(join + 1..)?
            }
        };
    }
    Some((sources, conditions))
}

/// The words that a join begins with.
const JOINS: [&str; 8] = [
    "join", "natural", "left", "right", "full", "inner", "cross", "outer",
];

/// Reads one source, and gives what comes after it.
fn source(tokens: &[Token]) -> Option<(Source<'_>, &[Token])> {
    let (table, mut rest) = match tokens {
        [Token::Sign('('), inner @ ..] => (None, inner.get(find(inner, |_, _| false) + 1..)?),
        [_, Token::Sign('.'), table, rest @ ..] | [table, rest @ ..] => (Some(table.name()?), rest),
        [] => return None,
    };
    if let [Token::Sign('('), inner @ ..] = rest {
        rest = inner.get(find(inner, |_, _| false) + 1..)?;
    }
    let is_clause = |token: &Token| {
        let words = ["on", "using", "indexed", "not"];
        words.iter().chain(&JOINS).any(|word| token.is(word))
    };
    let mut alias = table;
    match rest {
        [word, name, after @ ..] if word.is("as") => {
            alias = Some(name.name()?);
            rest = after;
        }
        [name, after @ ..] if !is_clause(name) && name.name().is_some() => {
            alias = name.name();
            rest = after;
        }
        _ => {}
    }
    rest = match rest {
        [first, _, _, after @ ..] if first.is("indexed") => after,
        [first, second, after @ ..] if first.is("not") && second.is("indexed") => after,
        _ => rest,
    };
    let source = Source {
        table,
        alias,
        using: Vec::new(),
        is_optional: false,
    };
    Some((source, rest))
}

/// Takes a condition apart into those that hold each for itself: none where only one of several must.
fn conjuncts<'a>(tokens: &'a [Token], into: &mut Vec<&'a [Token]>) {
    if let [Token::Sign('('), inner @ ..] = tokens
        && !inner.first().is_some_and(begins_query)
        && find(inner, |_, _| false) + 2 == tokens.len()
    {
        return conjuncts(inner.get(..inner.len() - 1).unwrap_or_default(), into);
    }
    if find(tokens, |_, token| token.is("or")) < tokens.len() {
        return;
    }
    let (mut rest, mut start) = (tokens, 0);
    loop {
        let mut is_between = false;
        let is_end = |_: usize, token: &Token| {
            is_between |= token.is("between");
            let is_and = token.is("and");
            // `BETWEEN 1 AND 2` has one of its own.
            is_and && !std::mem::take(&mut is_between)
        };
        let end = find(rest, is_end);
        match rest.get(..end) {
            Some([]) | None => {}
            Some(whole) if whole.len() == tokens.len() => into.push(whole),
            Some(part) => conjuncts(part, into),
        }
        start += end + 1;
        match tokens.get(start..) {
            Some(after) => rest = after,
            None => return,
        }
    }
}

/// Tells whether a query begins with it: what holds in that one holds for nothing around it.
fn begins_query(token: &Token) -> bool {
    ["select", "with", "values"]
        .iter()
        .any(|word| token.is(word))
}

/// Takes a list apart at its commas.
fn split(mut tokens: &[Token]) -> Vec<&[Token]> {
    let mut all = Vec::new();
    while !tokens.is_empty() {
        let end = find(tokens, |_, token| *token == Token::Sign(','));
        all.extend(tokens.get(..end));
        tokens = tokens.get(end + 1..).unwrap_or_default();
    }
    all
}

/// Returns where the first word stands of which this holds, outside of parentheses and of CASE, or where the
/// parenthesis ends that has begun before; the number of words where neither is found.
pub(super) fn find(tokens: &[Token], mut is_it: impl FnMut(usize, &Token) -> bool) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if depth == 0 && (*token == Token::Sign(')') || is_it(at, token)) {
            return at;
        }
        if *token == Token::Sign('(') || token.is("case") {
            depth += 1;
        } else if *token == Token::Sign(')') || token.is("end") {
            depth = depth.saturating_sub(1);
        }
    }
    tokens.len()
}

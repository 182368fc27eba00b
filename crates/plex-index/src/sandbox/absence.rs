//! Where a statement makes something of it that a row is not there: that is false of a table that could not
//! be read in full, though all its rows are right.

use super::words::Token;

/// Returns those of the tables that a statement reads whose missing rows it makes something of: it asks
/// whether there is one (`EXISTS`, `IN`, a query that is a value), takes away what there is (`EXCEPT`), or
/// goes on without (`LEFT JOIN`). It may be too many of them, but never too few.
pub(super) fn weighed(tokens: &[Token], tables: &[String]) -> Vec<String> {
    let mut found: Vec<&str> = Vec::new();
    let mut all = false;
    // Whether what is read here is what the statement is of: one for each parenthesis that is open.
    let mut of_rows = vec![false];
    for (at, token) in tokens.iter().enumerate() {
        let rest = tokens.get(at + 1..).unwrap_or_default();
        let word = match token {
            Token::Sign('(') => {
                let before = at.checked_sub(1).and_then(|at| tokens.get(at));
                let is_table = of_rows.last() == Some(&true)
                    || before.is_some_and(|before| before.is("as") || before.is("materialized"));
                if !is_table && begins_query(rest) {
                    found.extend(words(within(rest)));
                }
                of_rows.push(false);
                continue;
            }
            Token::Sign(')') => {
                if of_rows.len() > 1 {
                    of_rows.pop();
                }
                continue;
            }
            Token::Word(word) => word.to_ascii_lowercase(),
            // What is quoted is no keyword.
            _ => continue,
        };
        match word.as_str() {
            // `IS DISTINCT FROM` compares two values.
            "from" if at > 0 && tokens.get(at - 1).is_some_and(|it| it.is("distinct")) => {}
            "from" | "join" => set(&mut of_rows, true),
            "select" | "where" | "on" | "using" | "group" | "having" | "order" | "limit"
            | "window" => set(&mut of_rows, false),
            "in" => {
                // `IN tracks`; a query is found by its parenthesis.
                found.extend(table(rest).and_then(Token::name));
            }
            "except" => found.extend(words(rest)),
            "left" => found.extend(joined(rest).into_iter().flat_map(words)),
            // What is of one side is of either.
            "right" | "full" if joined(rest).is_some() => all = true,
            _ => {}
        }
    }
    let is_read = |word: &str| tables.iter().any(|table| table.eq_ignore_ascii_case(word));
    // A query that has a name reads what its name does not say.
    let named: Vec<&str> = names(tokens).collect();
    all |= found
        .iter()
        .any(|word| named.iter().any(|name| name.eq_ignore_ascii_case(word)));
    let mut weighed: Vec<String> = tables.to_vec();
    weighed.retain(|table| {
        all || found
            .iter()
            .any(|word| is_read(word) && table.eq_ignore_ascii_case(word))
    });
    weighed
}

fn set(of_rows: &mut [bool], value: bool) {
    if let Some(last) = of_rows.last_mut() {
        *last = value;
    }
}

/// Tells whether a query begins here.
fn begins_query(tokens: &[Token]) -> bool {
    let first = tokens.iter().find(|token| **token != Token::Sign('('));
    first.is_some_and(|first| first.is("select") || first.is("with") || first.is("values"))
}

/// Returns what stands before the end of a parenthesis that has begun.
fn within(tokens: &[Token]) -> &[Token] {
    let mut depth = 1_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return tokens.get(..at).unwrap_or(tokens);
        }
    }
    tokens
}

fn words(tokens: &[Token]) -> impl Iterator<Item = &str> {
    tokens.iter().filter_map(Token::name)
}

/// Returns the table that is named here, without the database that it is said to be in.
fn table(tokens: &[Token]) -> Option<&Token> {
    match tokens {
        [_, Token::Sign('.'), table, ..] | [table, ..] => Some(table),
        [] => None,
    }
}

/// Returns what is joined, where a join begins with two more words at most: a table, or all that stands in
/// parentheses.
fn joined(rest: &[Token]) -> Option<&[Token]> {
    let join = rest.iter().take(3).position(|token| token.is("join"))?;
    let joined = rest.get(join + 1..)?;
    match joined.first()? {
        Token::Sign(_) => joined.get(1..).map(within),
        _ => table(joined).map(std::slice::from_ref),
    }
}

/// Returns the names that a statement gives to queries: `name AS (`, with columns or without.
pub(super) fn names(tokens: &[Token]) -> impl Iterator<Item = &str> {
    let starts = tokens.windows(2).enumerate();
    starts.filter_map(|(at, pair)| {
        let [first, second] = pair else {
            return None;
        };
        let is_named = (first.is("as") || first.is("materialized")) && *second == Token::Sign('(');
        let before = tokens.get(..at)?;
        // Back over the columns, whose words are none of its names.
        let mut depth = 0_usize;
        let mut before = before.iter().rev().filter_map(|token| match token {
            Token::Sign(')') => {
                depth += 1;
                None
            }
            Token::Sign('(') => {
                depth = depth.saturating_sub(1);
                None
            }
            _ if depth == 0 && !token.is("as") && !token.is("not") => token.name(),
            _ => None,
        });
        is_named.then(|| before.next()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::weighed;
    use crate::sandbox::words::tokens;

    #[test]
    fn what_is_asked_whether_it_is_there_is_told_from_what_is_listed() {
        let tables = ["movies", "plays", "tracks"].map(str::to_owned);
        for (sql, expected) in [
            (
                "SELECT EXISTS(SELECT 1 FROM tracks WHERE title = 'Taxman')",
                "tracks",
            ),
            (
                "SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM tracks) THEN 'no music' END",
                "tracks",
            ),
            (
                "SELECT title FROM movies m WHERE NOT exists(SELECT 1 FROM plays p WHERE p.item_id = m.id)",
                "plays",
            ),
            (
                "SELECT title FROM movies WHERE id NOT IN (SELECT item_id FROM plays)",
                "plays",
            ),
            ("SELECT 5 IN tracks FROM movies", "tracks"),
            (
                "SELECT 5 IN ((SELECT id FROM tracks)) FROM movies",
                "tracks",
            ),
            (
                "SELECT title FROM movies LEFT JOIN plays ON item_id = movies.id WHERE plays.id IS NULL",
                "plays",
            ),
            (
                "SELECT * FROM movies LEFT OUTER JOIN plays AS p USING (id)",
                "plays",
            ),
            (
                "SELECT * FROM movies LEFT JOIN (SELECT * FROM plays) p",
                "plays",
            ),
            (
                "SELECT * FROM movies RIGHT JOIN plays",
                "movies plays tracks",
            ),
            (
                "SELECT * FROM movies NATURAL FULL JOIN plays",
                "movies plays tracks",
            ),
            (
                "SELECT id FROM movies EXCEPT SELECT item_id FROM plays",
                "plays",
            ),
            (
                "SELECT coalesce((SELECT title FROM tracks LIMIT 1), 'none')",
                "tracks",
            ),
            (
                "SELECT title, (SELECT max(viewed_at) FROM plays) FROM movies",
                "plays",
            ),
            (
                "WITH t AS (SELECT * FROM tracks) SELECT EXISTS(SELECT 1 FROM t)",
                "movies plays tracks",
            ),
            (
                "WITH t(a, b) AS MATERIALIZED (SELECT id, 1 FROM tracks) SELECT 5 IN t",
                "movies plays tracks",
            ),
            (
                "SELECT title FROM movies WHERE NULL IS NOT DISTINCT FROM (SELECT id FROM tracks)",
                "tracks",
            ),
            (
                "SELECT title FROM movies LEFT JOIN main.tracks t ON t.title = movies.title",
                "tracks",
            ),
            ("SELECT title IN main.tracks FROM movies", "tracks"),
            ("SELECT title IN 'tracks' FROM movies", "tracks"),
            (
                "SELECT title FROM movies LEFT JOIN 'tracks' t USING (id)",
                "tracks",
            ),
            (
                "SELECT title FROM movies LEFT NATURAL OUTER JOIN tracks",
                "tracks",
            ),
            (
                "SELECT title FROM movies NATURAL LEFT OUTER JOIN tracks",
                "tracks",
            ),
            (
                "SELECT title AS \"from\", (SELECT max(id) FROM tracks) FROM movies",
                "tracks",
            ),
            (
                "WITH 😀 AS (SELECT * FROM tracks) SELECT EXISTS (SELECT 1 FROM 😀)",
                "movies plays tracks",
            ),
            (
                "WITH \u{feff}t \u{b}AS \u{b}(SELECT * FROM tracks) SELECT 5 IN t",
                "movies plays tracks",
            ),
            (
                "WITH 'a''t' AS (SELECT * FROM tracks) SELECT 5 IN [a't]",
                "movies plays tracks",
            ),
            // Rows that are there.
            ("SELECT title FROM movies", ""),
            (
                "SELECT title FROM movies JOIN plays ON plays.item_id = movies.id",
                "",
            ),
            (
                "SELECT * FROM (SELECT * FROM movies), (SELECT * FROM plays)",
                "",
            ),
            (
                "SELECT * FROM movies JOIN (SELECT * FROM plays) p ON p.item_id = movies.id",
                "",
            ),
            ("WITH t AS (SELECT * FROM tracks) SELECT * FROM t", ""),
            (
                "SELECT title FROM movies WHERE year IN (1950, 1960) AND title IN ('exists', 'left')",
                "",
            ),
            (
                "SELECT title FROM movies UNION ALL SELECT title FROM tracks",
                "",
            ),
            (
                "SELECT title FROM movies WHERE title IS DISTINCT FROM 'x'",
                "",
            ),
            (
                "SELECT title AS \"left\", \"in\" FROM movies JOIN main.tracks ON 1",
                "",
            ),
            (
                "SELECT title FROM movies -- EXISTS(SELECT 1 FROM tracks)",
                "",
            ),
        ] {
            assert_eq!(weighed(&tokens(sql), &tables).join(" "), expected, "{sql}");
        }
    }
}

//! How functions are called in the text of a statement, where the same name is two functions by its arguments.

use super::words::Token;

/// Tells whether a statement that SQLite has compiled calls `max` or `min` with one argument, of many rows; with
/// several they only compare what stands in one.
pub(super) fn has_extreme_of_rows(tokens: &[Token]) -> bool {
    tokens.iter().enumerate().any(|(at, token)| {
        let is_extreme = token.is_name("max") || token.is_name("min");
        let rest = tokens.get(at + 1..).unwrap_or_default();
        is_extreme && matches!(rest.first(), Some(Token::Sign('('))) && has_one_argument(rest)
    })
}

/// Tells whether there is no comma between the first parenthesis and the one that ends it, but within others.
fn has_one_argument(tokens: &[Token]) -> bool {
    let mut depth = 0_usize;
    for token in tokens {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') if depth <= 1 => return true,
            Token::Sign(')') => depth -= 1,
            Token::Sign(',') if depth == 1 => return false,
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::has_extreme_of_rows;
    use crate::sandbox::words::tokens;

    #[test]
    fn one_argument_is_of_rows_and_several_are_of_one() {
        for sql in [
            "SELECT max(year) FROM movies",
            "SELECT MIN ( year ) FROM movies",
            "SELECT max(coalesce(year, 0)) FROM movies",
            "SELECT max(1, 2), min(year) FROM movies",
            "SELECT max(max(year, 1)) FROM movies",
            "SELECT \"max\"(year) FROM movies",
            "SELECT max/* , */(year) FROM movies",
            "SELECT max(year || ',') FROM movies",
            "SELECT max(year) OVER (ORDER BY a, b) FROM movies",
        ] {
            assert!(has_extreme_of_rows(&tokens(sql)), "{sql}");
        }
        for sql in [
            "SELECT max(year, 1900) FROM movies",
            "SELECT title, min(year, coalesce(a, b), 3) FROM movies",
            "SELECT 'max(year)' FROM movies -- max(year)",
            "SELECT max FROM t",
            "SELECT 'it''s max(year)'",
        ] {
            assert!(!has_extreme_of_rows(&tokens(sql)), "{sql}");
        }
    }
}

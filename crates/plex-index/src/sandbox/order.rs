//! Whether a statement gives the first of its rows in an order that it says: these are a claim about all others.

use super::{answer::Answer, selects::find, words::Token};

/// Tells whether a statement says in which order its rows come, other than by how well they fit a search.
pub(super) fn orders(tokens: &[Token]) -> bool {
    let is_by_fit = |rest: &[Token]| match rest {
        [_, Token::Sign('.'), rank, ..] if rank.is("rank") => true,
        [rank, ..] => rank.is("rank") || rank.is("bm25"),
        [] => false,
    };
    // `rank` may also be a name that the statement itself gave.
    let names_rank = tokens
        .windows(2)
        .any(|pair| matches!(pair, [word, name] if word.is("as") && name.is_name("rank")));
    let starts = tokens.windows(2).enumerate();
    let mut orders = starts.filter_map(|(at, pair)| match pair {
        [order, by] if order.is("order") && by.is("by") => tokens.get(at + 2..),
        _ => None,
    });
    orders.any(|rest| names_rank || !is_by_fit(rest))
}

/// Tells whether a statement that gave this gives the first rows of an order, and not all.
pub(super) fn picks(tokens: &[Token], answer: &Answer) -> bool {
    let limits = tokens.iter().filter(|token| token.is("limit")).count();
    if limits == 0 || !orders(tokens) {
        return false;
    }
    let last = find(tokens, |_, token| token.is("limit"));
    let rest = tokens.get(last + 1..).unwrap_or_default();
    let bound = match rest {
        [Token::Word(bound)] | [Token::Word(bound), Token::Sign(';')] => bound.parse().ok(),
        _ => None,
    };
    let is_all = |bound: usize| limits == 1 && answer.rows.len() < bound && !answer.more_rows;
    !bound.is_some_and(is_all)
}

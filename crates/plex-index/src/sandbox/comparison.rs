//! What a condition compares.

use super::words::Token;

/// The columns that name an item by its number, which is what other tables call it.
const ITEM: [&str; 3] = ["id", "item_id", "rowid"];

/// The columns that name what an item belongs to, which is in the same library.
const ABOVE: [&str; 6] = [
    "album_id",
    "artist_id",
    "grandparent_id",
    "parent_id",
    "season_id",
    "show_id",
];

/// Tells whether two columns that are equal name the same item, or else things in the same library; `None` when
/// it is neither.
pub(super) fn is_same_item(left: &str, right: &str) -> Option<bool> {
    let is_in = |list: &[&str], name: &str| list.iter().any(|one| one.eq_ignore_ascii_case(name));
    let (left, right) = [left, right]
        .map(|name| (is_in(&ITEM, name), is_in(&ABOVE, name)))
        .into();
    match (left, right) {
        ((true, _), (true, _)) => Some(true),
        ((false, false), _) | (_, (false, false)) => None,
        _ => Some(false),
    }
}

/// Returns the column that a condition compares with texts, and these; none when it is another condition.
pub(super) fn texts(words: &[Token]) -> Option<(&[Token], Vec<String>)> {
    let width = match words.get(1)? {
        Token::Sign('.') => 3,
        _ => 1,
    };
    let (column, rest) = words.split_at_checked(width)?;
    let texts: Vec<&Token> = match rest {
        [Token::Sign('='), Token::Sign('='), value @ ..] | [Token::Sign('='), value @ ..] => {
            match value {
                [text] => vec![text],
                [text, word, _] if word.is("collate") => vec![text],
                _ => return None,
            }
        }
        [word, Token::Sign('('), list @ .., Token::Sign(')')] if word.is("in") => {
            let is_comma = |at: &usize| list.get(*at) == Some(&Token::Sign(','));
            if list.len() % 2 == 0 || !(1..list.len()).step_by(2).all(|at| is_comma(&at)) {
                return None;
            }
            list.iter().step_by(2).collect()
        }
        _ => return None,
    };
    let text = |token: &Token| match token {
        // However it is compared: a text that is equal in no way is another.
        Token::Text(text) => Some(folded(text)),
        _ => None,
    };
    let texts: Option<Vec<String>> = texts.into_iter().map(text).collect();
    Some((column, texts?))
}

/// Returns a text as it is compared here: without heed of the size of letters, and of spaces at the end.
pub(super) fn folded(text: &str) -> String {
    text.trim_end().to_lowercase()
}

/// Returns what a result column gives, and the name that it is given.
pub(super) fn named(words: &[Token]) -> (&[Token], Option<&str>) {
    match words {
        [value @ .., word, name] if word.is("as") => (value, name.name()),
        [value @ .., name] if matches!(value.last(), Some(Token::Word(_) | Token::Name(_))) => {
            match name.name() {
                Some(name) => (value, Some(name)),
                None => (words, None),
            }
        }
        _ => (words, None),
    }
}

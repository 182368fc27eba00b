//! Paths in token streams, where there is no syntax to go by.

use std::iter::Peekable;

use proc_macro2::{TokenStream, TokenTree, token_stream};

/// A path found among tokens: its segments, and the line it stands on.
pub(crate) struct Found {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

/// Returns the paths in a stream, also inside its groups. A single name counts when it begins with
/// a capital: others are mostly variables, fields and methods.
pub(crate) fn paths(tokens: TokenStream) -> Vec<Found> {
    let mut found = Vec::new();
    scan(tokens, &mut found);
    found
}

/// Returns every identifier in a stream.
pub(crate) fn identifiers(tokens: TokenStream) -> Vec<String> {
    let mut names = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => names.push(ident.to_string()),
            TokenTree::Group(group) => names.extend(identifiers(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    names
}

/// Returns the string literals of a stream that could be a path, as `#[serde(with = "…")]` has them.
pub(crate) fn quoted_paths(tokens: TokenStream) -> Vec<Found> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => found.extend(quoted_paths(group.stream())),
            TokenTree::Literal(literal) => {
                let line = literal.span().start().line;
                let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) else {
                    continue;
                };
                if let Ok(path) = text.parse::<syn::Path>() {
                    let path = path.segments.iter().map(|one| one.ident.to_string());
                    found.push(Found {
                        path: path.collect(),
                        line,
                    });
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    found
}

fn scan(tokens: TokenStream, found: &mut Vec<Found>) {
    let mut tokens = tokens.into_iter().peekable();
    // After a dot comes a field or a method, and after `::` alone the name of another crate.
    let mut follows = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => scan(group.stream(), found),
            TokenTree::Ident(ident) if !follows => {
                let line = ident.span().start().line;
                let mut path = vec![ident.to_string()];
                while let Some(next) = segment(&mut tokens) {
                    path.push(next);
                }
                let capital = |name: &String| name.starts_with(char::is_uppercase);
                if path.len() > 1 || path.first().is_some_and(capital) {
                    found.push(Found { path, line });
                }
            }
            TokenTree::Punct(punct) => {
                follows = matches!(punct.as_char(), '.' | ':')
                    && matches!(tokens.peek(), Some(TokenTree::Ident(_)))
                    && (punct.as_char() == '.' || follows);
                continue;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {}
        }
        follows = false;
    }
}

/// Takes `::name` off the stream. What follows `::` otherwise (a group, `<`) ends the path.
fn segment(tokens: &mut Peekable<token_stream::IntoIter>) -> Option<String> {
    let colon = |token: &TokenTree| matches!(token, TokenTree::Punct(one) if one.as_char() == ':');
    let mut ahead = tokens.clone();
    if !ahead.next().is_some_and(|token| colon(&token))
        || !ahead.next().is_some_and(|token| colon(&token))
    {
        return None;
    }
    let Some(TokenTree::Ident(name)) = ahead.next() else {
        return None;
    };
    *tokens = ahead;
    Some(name.to_string())
}

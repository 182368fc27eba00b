//! The text of a statement, taken apart into its words as SQLite takes it apart.

/// What matters of a statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A keyword, a number, or a name without quotes.
    Word(String),
    /// A name in quotes, which is never a keyword.
    Name(String),
    /// A text, which SQLite takes for a name where only a name can stand.
    Text(String),
    /// Anything else of one letter.
    Sign(char),
}

impl Token {
    /// Tells whether it is this keyword or this name without quotes, which is in small letters.
    pub(super) fn is(&self, name: &str) -> bool {
        matches!(self, Self::Word(word) if word.eq_ignore_ascii_case(name))
    }

    /// Tells whether it is this name, quoted or not.
    pub(super) fn is_name(&self, name: &str) -> bool {
        let found = match self {
            Self::Word(word) | Self::Name(word) => Some(word),
            _ => None,
        };
        found.is_some_and(|word| word.eq_ignore_ascii_case(name))
    }

    /// Returns what may be the name of a table.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Word(name) | Self::Name(name) | Self::Text(name) => Some(name),
            Self::Sign(_) => None,
        }
    }
}

/// Takes a statement apart, without its comments.
pub(super) fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = sql.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '-' if rest.peek() == Some(&'-') => while rest.next().is_some_and(|c| c != '\n') {},
            '/' if rest.peek() == Some(&'*') => {
                rest.next();
                let mut before = ' ';
                for c in rest.by_ref() {
                    if (before, c) == ('*', '/') {
                        break;
                    }
                    before = c;
                }
            }
            '\'' | '"' | '`' | '[' => {
                let end = if c == '[' { ']' } else { c };
                let mut quoted = String::new();
                while let Some(c) = rest.next() {
                    // One that is doubled stands for itself, but in brackets.
                    if c == end && (c == ']' || rest.next_if_eq(&end).is_none()) {
                        break;
                    }
                    quoted.push(c);
                }
                tokens.push(match c {
                    '\'' => Token::Text(quoted),
                    _ => Token::Name(quoted),
                });
            }
            _ if is_space(c) => {}
            _ if is_of_word(c) => {
                let mut word = c.to_string();
                while let Some(c) = rest.next_if(|c| is_of_word(*c)) {
                    word.push(c);
                }
                tokens.push(Token::Word(word));
            }
            _ => tokens.push(Token::Sign(c)),
        }
    }
    tokens
}

/// Tells whether SQLite passes over it between words: a byte order mark, too.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{feff}')
}

/// Tells whether SQLite takes it for a part of a word: everything that is not ASCII, letter or not.
fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$') || !c.is_ascii()
}

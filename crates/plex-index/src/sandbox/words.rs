//! The text of a statement, taken apart into its words.

/// What matters of a statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, quoted or not.
    Word(String),
    /// Anything else of one letter.
    Sign(char),
}

impl Token {
    /// Tells whether it is this word, which is in small letters.
    pub(super) fn is(&self, name: &str) -> bool {
        matches!(self, Self::Word(word) if word.eq_ignore_ascii_case(name))
    }
}

/// Takes a statement apart, without its texts and comments.
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
                let quoted: String = rest.by_ref().take_while(|c| *c != end).collect();
                // A quote that is doubled ends one text and begins the next, which is as well.
                if c != '\'' {
                    tokens.push(Token::Word(quoted));
                }
            }
            _ if c.is_alphanumeric() || c == '_' => {
                let mut word = c.to_string();
                while let Some(c) = rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    word.push(c);
                }
                tokens.push(Token::Word(word));
            }
            _ if c.is_whitespace() => {}
            _ => tokens.push(Token::Sign(c)),
        }
    }
    tokens
}

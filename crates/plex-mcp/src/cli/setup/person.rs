//! The person who is asked.

use plex_mcp::login::Terminal;

use crate::cli::terminal::StandardTerminal;

/// How often a person may mistype.
const TRIES: usize = 3;

/// Somebody at a terminal, or nobody.
pub(super) struct Person {
    terminal: StandardTerminal,
    /// Whether the usual answers are taken without asking.
    is_silent: bool,
}

impl Person {
    /// Returns who sits at the terminal; nobody is asked where `is_silent`.
    pub(super) fn new(is_silent: bool) -> Self {
        let terminal = StandardTerminal::new();
        Self {
            is_silent: is_silent || !terminal.is_interactive(),
            terminal,
        }
    }

    /// Tells whether questions are asked at all.
    pub(super) fn is_asked(&self) -> bool {
        !self.is_silent
    }

    /// Shows a line.
    pub(super) fn say(&mut self, text: &str) {
        self.terminal.say(text);
    }

    /// Asks until an answer is understood. No answer, and nobody to ask, is the usual one.
    pub(super) async fn choose<T>(
        &mut self,
        question: &str,
        usual: T,
        understood: impl Fn(&str) -> Option<T>,
    ) -> T {
        if self.is_silent {
            return usual;
        }
        for _ in 0..TRIES {
            let Some(answer) = self.terminal.ask(question).await else {
                // The input has ended, and so have the questions.
                self.is_silent = true;
                self.say("");
                return usual;
            };
            let answer = answer.trim();
            if answer.is_empty() {
                return usual;
            }
            match understood(answer) {
                Some(chosen) => return chosen,
                None => self.say("That is not one of the answers."),
            }
        }
        usual
    }

    /// Asks for yes or no.
    pub(super) async fn agrees(&mut self, question: &str, usual: bool) -> bool {
        self.choose(question, usual, |answer| {
            match answer.to_ascii_lowercase().as_str() {
                "y" | "yes" => Some(true),
                "n" | "no" => Some(false),
                _ => None,
            }
        })
        .await
    }
}

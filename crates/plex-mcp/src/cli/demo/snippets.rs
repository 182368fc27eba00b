//! The configuration that makes each MCP client start this server.

use serde_json::{Value, json};

/// Holds what a client has to start: a command, its arguments and its environment.
pub(super) struct Launch {
    pub(super) command: String,
    pub(super) args: &'static [&'static str],
    pub(super) env: &'static [(&'static str, &'static str)],
}

impl Launch {
    /// Returns the emulated server.
    pub(super) fn demo(command: &str) -> Self {
        Self {
            command: command.to_owned(),
            args: &["--demo"],
            env: &[],
        }
    }

    /// Returns the reader's own server, to which `plex-mcp login` has signed in: there is nothing to fill
    /// in.
    pub(super) fn own(command: &str) -> Self {
        Self {
            command: command.to_owned(),
            args: &[],
            env: &[],
        }
    }

    /// Returns the blocks to paste, each under the client it is for.
    pub(super) fn snippets(&self) -> [(&'static str, String); 3] {
        [
            (
                "Claude Desktop (claude_desktop_config.json), Cursor (~/.cursor/mcp.json)",
                pretty(&json!({"mcpServers": {"plex": self.entry()}})),
            ),
            ("Claude Code (in a shell)", self.claude_code()),
            (
                "VS Code (.vscode/mcp.json)",
                pretty(&json!({"servers": {"plex": self.typed_entry()}})),
            ),
        ]
    }

    fn entry(&self) -> Value {
        let mut entry = json!({"command": self.command});
        if let Some(fields) = entry.as_object_mut() {
            if !self.args.is_empty() {
                fields.insert("args".to_owned(), json!(self.args));
            }
            if !self.env.is_empty() {
                let env: serde_json::Map<String, Value> = self
                    .env
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), json!(value)))
                    .collect();
                fields.insert("env".to_owned(), Value::Object(env));
            }
        }
        entry
    }

    fn typed_entry(&self) -> Value {
        let mut entry = self.entry();
        if let Some(fields) = entry.as_object_mut() {
            fields.insert("type".to_owned(), json!("stdio"));
        }
        entry
    }

    fn claude_code(&self) -> String {
        let mut words = vec!["claude mcp add plex".to_owned()];
        words.extend(
            self.env
                .iter()
                .map(|(name, value)| format!("--env {}", quoted(&format!("{name}={value}")))),
        );
        words.push("--".to_owned());
        words.push(quoted(&self.command));
        words.extend(self.args.iter().map(|arg| quoted(arg)));
        words.join(" ")
    }
}

/// Returns a word as a POSIX shell takes it literally.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-=:+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

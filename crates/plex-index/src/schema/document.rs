//! The schema in words: a short form for a tool's description, and the reference with examples.

use std::fmt::Write as _;

use super::tables::TABLES;

/// What holds for all tables, said once.
const CONVENTIONS: &str = "\
Times are local text 'YYYY-MM-DD HH:MM:SS' (compare as text; strftime works; now is \
datetime('now','localtime')). Durations are seconds, sizes bytes. Names compare exactly: use LIKE, \
or search, when unsure of the spelling.";

/// The schema in as few words as a model needs to write a right query at the first try.
pub fn summary() -> String {
    let mut text = String::new();
    for table in TABLES {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}({})", table.name, columns.join(","));
    }
    text.push_str(CONVENTIONS);
    text
}

/// Everything about the schema, as Markdown: tables, columns, conventions and worked examples.
pub fn reference() -> String {
    let mut text = format!("# The snapshot's tables\n\n{CONVENTIONS}\n");
    for table in TABLES {
        let _ = write!(
            text,
            "\n## {}\n\n{}.\n\n",
            table.name,
            capitalised(table.about)
        );
        for column in table.columns {
            let _ = match column.about {
                "" => writeln!(text, "- `{}`", column.name),
                about => writeln!(text, "- `{}`: {about}", column.name),
            };
        }
    }
    text
}

/// The text with its first letter raised, to begin a sentence.
fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

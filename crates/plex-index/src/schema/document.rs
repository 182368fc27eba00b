//! The schema in words: a short form for a tool's description, and the reference with examples.

use std::{fmt::Write as _, sync::LazyLock};

use super::{
    questions::QUESTIONS,
    tables::{Column, TABLES, Table},
};

/// Says once what holds for all tables.
const CONVENTIONS: &str = "\
item_id is items.id. Times are local text 'YYYY-MM-DD HH:MM:SS': compare as text; now is \
datetime('now','localtime'). Durations are seconds. Names compare exactly: LIKE or search are safer. \
view_count and position_s are the token owner's; plays has everybody's. Full text: \
search MATCH 'words pref* title:x' ORDER BY rank, search.rowid = items.id.";

/// The tables of items by type; the last one has all columns of the first.
const ITEM_TABLES: [&str; 4] = ["movies", "episodes", "tracks", "items"];

/// Columns whose values have to be known to write a right query.
const WITH_VALUES: [(&str, &str); 5] = [
    ("items", "type"),
    ("tags", "kind"),
    ("people", "job"),
    ("versions", "resolution"),
    ("streams", "kind"),
];

/// Writes the schema in as few words as a model needs to write a right query at the first try.
pub fn summary() -> String {
    let mut text = format!(
        "{} all have {}; besides:\n",
        ITEM_TABLES.join(", "),
        common().join(",")
    );
    for table in TABLES {
        let mut columns: Vec<String> = table
            .columns
            .iter()
            .filter(|column| !is_implied(table, column))
            .map(|column| brief(table, column))
            .collect();
        if table.name == "items" {
            columns.insert(0, "all of movies".to_owned());
        }
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}({})", table.name, columns.join(","));
    }
    text.push_str(CONVENTIONS);
    text
}

/// Returns the columns that all tables of items have.
fn common() -> Vec<&'static str> {
    let has = |table: &Table, name: &str| table.columns.iter().any(|column| column.name == name);
    let tables = || {
        TABLES
            .iter()
            .filter(|table| ITEM_TABLES.contains(&table.name))
    };
    let first = tables().next().map_or(&[][..], |table| table.columns);
    first
        .iter()
        .map(|column| column.name)
        .filter(|name| tables().all(|table| has(table, name)))
        .collect()
}

/// Says whether the summary has named this column of the table already.
fn is_implied(table: &Table, column: &Column) -> bool {
    let of_movies = || {
        TABLES
            .iter()
            .find(|movies| movies.name == "movies")
            .map_or(&[][..], |movies| movies.columns)
    };
    match table.name {
        "items" => {
            of_movies().contains(column)
                || of_movies().iter().any(|other| other.name == column.name)
        }
        name if ITEM_TABLES.contains(&name) => common().contains(&column.name),
        _ => false,
    }
}

/// Returns the column's name, with its values where they have to be known.
fn brief(table: &Table, column: &Column) -> String {
    if WITH_VALUES.contains(&(table.name, column.name)) {
        format!("{}[{}]", column.name, column.about)
    } else {
        column.name.to_owned()
    }
}

/// Returns everything about the schema as Markdown: tables, columns, conventions and worked
/// examples.
pub fn reference() -> &'static str {
    static WRITTEN: LazyLock<String> = LazyLock::new(written);
    &WRITTEN
}

fn written() -> String {
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
    text.push_str("\n# Examples\n");
    for question in &QUESTIONS {
        let _ = write!(
            text,
            "\n{}\n\n```sql\n{}\n```\n",
            question.text, question.sql
        );
    }
    text
}

/// Returns the text with its first letter raised, to begin a sentence.
fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_describes_every_column_under_its_table() {
        let text = reference();
        let sections: Vec<&str> = text.split("\n## ").collect();
        assert_eq!(sections.len(), TABLES.len() + 1);
        for (table, section) in TABLES.iter().zip(&sections[1..]) {
            assert!(
                section.starts_with(&format!("{}\n", table.name)),
                "{section}"
            );
            for column in table.columns {
                let line = format!("- `{}`", column.name);
                let described = section.lines().any(|found| found.starts_with(&line));
                assert!(described, "{}.{}", table.name, column.name);
            }
        }
        for question in &QUESTIONS {
            assert!(text.contains(question.sql), "{}", question.text);
        }
    }

    #[test]
    fn the_summary_names_every_column() {
        let text = summary();
        for table in TABLES {
            assert!(
                text.contains(&format!("\n{}(", table.name)),
                "{}",
                table.name
            );
            for column in table.columns {
                assert!(text.contains(column.name), "{}.{}", table.name, column.name);
            }
        }
    }
}

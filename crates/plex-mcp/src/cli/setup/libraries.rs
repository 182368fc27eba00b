//! Which libraries may be seen.

use clap::ArgMatches;
use serde_json::Value;

use super::person::Person;
use crate::cli::flags;

/// Returns the settings that limit an assistant to the libraries that the person names; none for all of
/// them, and where settings on the command line say it.
pub(super) async fn choose(all: &ArgMatches, known: &Value, person: &mut Person) -> Vec<String> {
    let rows: Vec<(String, String)> = known
        .get("items")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|row| {
            let text = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
            Some((text("library_id")?, text("title")?))
        })
        .collect();
    if flags::value(all, "libraries").is_some() || rows.len() < 2 || !person.is_asked() {
        return Vec::new();
    }
    person.say("\nWhich libraries may it see?");
    for (number, (_, title)) in (1..).zip(&rows) {
        person.say(&format!("  {number}  {title}"));
    }
    let chosen = person
        .choose(
            "Which? [numbers or names with commas between them; all] ",
            Vec::new(),
            |answer| named(answer, &rows),
        )
        .await;
    match chosen.is_empty() || chosen.len() == rows.len() {
        true => Vec::new(),
        false => vec!["--libraries".to_owned(), chosen.join(",")],
    }
}

/// Returns what a person named, as the setting has it; nothing for all.
fn named(answer: &str, rows: &[(String, String)]) -> Option<Vec<String>> {
    if answer.eq_ignore_ascii_case("all") {
        return Some(Vec::new());
    }
    answer
        .split(',')
        .map(|word| {
            let word = word.trim();
            let at = word.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let row = at.and_then(|at| rows.get(at)).or_else(|| {
                let wanted = word.to_lowercase();
                rows.iter()
                    .find(|(_, title)| title.to_lowercase() == wanted)
            });
            // A title with a comma in it would be two.
            row.map(|(id, title)| match title.contains(',') {
                true => id.clone(),
                false => title.clone(),
            })
        })
        .collect()
}

//! The steps, one after another.

use std::{error::Error, process::ExitCode, time::Instant};

use clap::ArgMatches;
use mcp_install::Assistant;
use plex_mcp::config::{Config, Origin};
use serde_json::{Value, json};

use super::{
    access,
    asking::{self, QUESTIONS, Question},
    command::NONE,
    libraries,
    person::Person,
};
use crate::cli::{
    install::{self, Choice, Entry, NAME},
    login,
    output::complain,
};

/// Leads through all of it.
pub(in crate::cli) async fn run(
    config: &Config,
    all: &ArgMatches,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn Error>> {
    let began = Instant::now();
    let mut person = Person::new(matches.get_flag("yes"));
    // What cannot stand in an entry is said before anybody has signed in.
    let mut entry = Entry::of(NAME, all, config)?;
    if !entry.is_demo() && !server(config, matches, &mut person, &mut entry).await? {
        return Ok(ExitCode::FAILURE);
    }
    let known = match asking::ask(&entry, "plex_get_libraries", json!({})).await {
        Ok(answer) => answer.result,
        Err(error) => {
            complain(&format_args!(
                "the server does not answer as it should: {error}\nplex-mcp doctor looks closer; then run plex-mcp setup again."
            ));
            return Ok(ExitCode::FAILURE);
        }
    };
    person.say(&format!("\nIt has {}.", told(&known)));
    entry
        .args
        .extend(access::choose(matches, all, &mut person).await);
    entry
        .args
        .extend(libraries::choose(all, &known, &mut person).await);
    let is_installed = install(config, matches, &entry, &mut person).await?;
    let is_answered = question(matches, &entry, &mut person).await;
    person.say(&format!(
        "\n{} after {} s. `plex-mcp uninstall` takes the entries away again, `plex-mcp logout` the sign-in.",
        if is_installed && is_answered { "Done" } else { "Not all of it worked,"},
        began.elapsed().as_secs()
    ));
    Ok(match is_installed && is_answered {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Finds out which server it is to be; signs in where nobody is. Returns whether there is one.
async fn server(
    config: &Config,
    matches: &ArgMatches,
    person: &mut Person,
    entry: &mut Entry,
) -> Result<bool, Box<dyn Error>> {
    let token = config.effective.iter().find(|set| set.name == "token");
    if let Some(token) = token
        && config.token.is_some()
        && !matches.get_flag("again")
    {
        person.say(&format!(
            "plex-mcp is set up for {} (the token is from {}); plex-mcp setup --again signs in anew.",
            shown_url(config),
            token.origin
        ));
        if let Origin::Env(_) = token.origin {
            person.say(
                "An assistant's application does not see that variable: --again, or --token-file.",
            );
        }
        return Ok(true);
    }
    let is_own = cfg!(not(feature = "demo"))
        || person
            .choose(
                "Sign in to your own Plex server, or look round in a sample library first? [own/sample; own] ",
                true,
                |answer| match answer.to_ascii_lowercase().as_str() {
                    "own" | "o" | "1" => Some(true),
                    "sample" | "s" | "2" | "demo" => Some(false),
                    _ => None,
                },
            )
            .await;
    if !is_own {
        entry.args.push("--demo".to_owned());
        return Ok(true);
    }
    let named = matches.get_one::<String>("server").cloned();
    match login::sign_in(config, !matches.get_flag("no-browser"), named).await? {
        Ok(credentials) => {
            let place = login::kept(config, &credentials, false)?;
            let server = credentials.server.as_deref().unwrap_or("the server");
            person.say(&format!(
                "\nplex-mcp now uses {server} at {}\n(kept, readable by you alone, in {place}).",
                credentials.url
            ));
            Ok(true)
        }
        Err(error) => {
            complain(&format_args!("{error}. {}", error.hint()));
            Ok(false)
        }
    }
}

/// Writes the entry to the files of the assistants that were chosen. Returns whether all went well.
async fn install(
    config: &Config,
    matches: &ArgMatches,
    entry: &Entry,
    person: &mut Person,
) -> Result<bool, Box<dyn Error>> {
    let by_hand = "\nTo add it by hand: plex-mcp install --print, with the same settings.";
    if matches.get_flag("no-clients") {
        person.say(by_hand);
        return Ok(true);
    }
    let machine = install::machine()?;
    let choice = Choice::of(matches);
    let mut assistants = install::found(&choice, &machine);
    if assistants.is_empty() {
        person.say(&format!(
            "\nNo assistant was found on this machine.{by_hand}"
        ));
        return Ok(true);
    }
    let is_asked = choice == Choice::Ask;
    if is_asked && !person.is_asked() {
        person.say(&format!(
            "\nNo file of an assistant was touched: nobody could be asked. Found are {}: name them \
             with --client, or take all of them with --all.",
            titles(&assistants)
        ));
        return Ok(true);
    }
    if is_asked {
        person.say("\nThese assistants are on this machine:");
        for (number, assistant) in (1..).zip(&assistants) {
            person.say(&format!("  {number}  {assistant}"));
        }
        let question =
            "Which shall have it? [numbers or names with commas between them, none; all] ";
        let all = assistants.clone();
        assistants = person
            .choose(question, all.clone(), |answer| picked(answer, &all))
            .await;
    }
    let (plans, mut outcome) = install::plans(&assistants, &machine, entry)?;
    for remark in entry.remarks(config) {
        person.say(&format!("\n{remark}"));
    }
    if !plans.is_empty() && (!is_asked || person.agrees("\nWrite this? [Y/n] ", true).await) {
        install::apply(&plans, &mut outcome)?;
    }
    Ok(outcome.failed == 0)
}

/// Returns the assistants that a person picked of those that were found.
fn picked(answer: &str, found: &[Assistant]) -> Option<Vec<Assistant>> {
    match answer.to_ascii_lowercase().as_str() {
        "all" => return Some(found.to_vec()),
        "none" => return Some(Vec::new()),
        _ => {}
    }
    answer
        .split(',')
        .map(|word| {
            let word = word.trim();
            let at = word.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let by_number = at.and_then(|at| found.get(at).copied());
            by_number.or_else(|| word.parse().ok())
        })
        .collect()
}

/// Asks one question as the assistant will, and shows what comes. Returns whether there was an answer.
async fn question(matches: &ArgMatches, entry: &Entry, person: &mut Person) -> bool {
    let by_id = |word: &str| QUESTIONS.iter().position(|question| question.id == word);
    let chosen = match matches.get_one::<String>("ask").map(String::as_str) {
        Some(NONE) => return true,
        Some(word) => by_id(word).unwrap_or(0),
        None => {
            person.say("\nOne question, asked as your assistant will ask it:");
            for (number, question) in (1..).zip(&QUESTIONS) {
                person.say(&format!("  {number}  {}", question.text));
            }
            person
                .choose("Which? [1-3; 1] ", 0, |answer| {
                    let number = answer.parse::<usize>().ok();
                    let at = number.and_then(|number| number.checked_sub(1));
                    at.filter(|at| *at < QUESTIONS.len())
                        .or_else(|| by_id(answer))
                })
                .await
        }
    };
    let Some(question) = QUESTIONS.get(chosen) else {
        return false;
    };
    show(question, entry, person).await
}

async fn show(question: &Question, entry: &Entry, person: &mut Person) -> bool {
    match asking::ask(entry, question.tool, asking::arguments(question)).await {
        Ok(answer) => {
            person.say(&format!(
                "\n\"{}\"\n→ {}, answered {} ms after the start",
                question.text,
                question.tool,
                answer.took.as_millis()
            ));
            for line in asking::lines(&answer.result) {
                person.say(&format!("  {line}"));
            }
            true
        }
        Err(error) => {
            complain(&format_args!("\"{}\": {error}", question.text));
            false
        }
    }
}

/// Returns what is on the server, in words.
fn told(libraries: &Value) -> String {
    let rows = libraries.get("items").and_then(Value::as_array);
    let titles: Vec<&str> = rows
        .into_iter()
        .flatten()
        .filter_map(|row| row.get("title").and_then(Value::as_str))
        .collect();
    match titles.as_slice() {
        [] => "no library that this account may see".to_owned(),
        [one] => format!("one library: {one}"),
        several => format!("{} libraries: {}", several.len(), several.join(", ")),
    }
}

fn titles(assistants: &[Assistant]) -> String {
    let titles: Vec<&str> = assistants.iter().map(|one| one.title()).collect();
    titles.join(", ")
}

/// Returns where the server is, as it may be shown.
fn shown_url(config: &Config) -> String {
    let url = config.effective.iter().find(|set| set.name == "url");
    url.map(|url| url.value.clone()).unwrap_or_default()
}

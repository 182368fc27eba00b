//! What questions to the snapshot are about, found by name as every other tool finds it: the snapshot
//! itself is asked by id. Where the server cannot say who and what there is, the snapshot says it.

use plex_client::{
    Account, AccountId, FieldKind, FilterChoice, ItemType, LibraryKey, MediaItem, RatingKey, fold,
};
use plex_index::{Index, insight::Person};
use serde_json::Value;

use super::failure;
use crate::{
    call::Call,
    clean,
    error::{ErrorKind, ToolError},
    name::{apart, is_number},
    nearest::nearest_few,
    plex::find::{Found, library_among, user_among, values_named},
    tools::looked::Looked,
};

/// How many names an error lists.
const LISTED: usize = 15;

/// How many near misses an error offers.
const OFFERED: usize = 3;

/// Returns the library that `library_id` names.
///
/// # Errors
///
/// `invalid_argument` when none or more than one is named.
pub(super) async fn library(
    call: &Call,
    index: &Index,
    wanted: Option<String>,
) -> Result<Option<LibraryKey>, ToolError> {
    const ARGUMENT: &str = "library_id";
    let Some(wanted) = wanted else {
        return Ok(None);
    };
    match call.plex.find_library(ARGUMENT, &wanted).await {
        Ok(library) => Ok(Some(library.key)),
        Err(error) if error.kind() == ErrorKind::InvalidArgument => Err(error),
        Err(error) => match index.libraries().await.map_err(failure::explained)? {
            known if known.is_empty() => Err(error),
            known => Ok(Some(library_among(known, ARGUMENT, &wanted)?.key)),
        },
    }
}

/// Returns the person that an argument names.
///
/// # Errors
///
/// `invalid_argument` when nobody or more than one is named; why the server does not say who there is.
pub(super) async fn person(
    call: &Call,
    index: &Index,
    argument: &str,
    wanted: &str,
) -> Result<Person, ToolError> {
    let has_names = |accounts: &[Account]| accounts.iter().any(|one| !one.name.trim().is_empty());
    let accounts = match call.plex.accounts().await {
        Ok(accounts) if has_names(&accounts) => accounts,
        // A server has its owner at least: it does not tell.
        Ok(_) => index.people().await.map_err(failure::explained)?,
        Err(error) => match index.people().await.map_err(failure::explained)? {
            known if known.is_empty() => return Err(error.into()),
            known => known,
        },
    };
    let account = user_among(&accounts, argument, wanted)?;
    let id = account.id.unwrap_or(AccountId::NOBODY);
    let name = match account.name.trim() {
        "" => format!("(no name, id {id})"),
        _ => account.name.clone(),
    };
    Ok(Person { id, name })
}

/// Returns the people that an argument names, each once. A text that is nobody's name may be several.
///
/// # Errors
///
/// As [`person`].
pub(super) async fn people(
    call: &Call,
    index: &Index,
    argument: &str,
    wanted: &[String],
) -> Result<Vec<Person>, ToolError> {
    let mut people: Vec<Person> = Vec::new();
    for wanted in wanted {
        let named = match person(call, index, argument, wanted).await {
            Ok(person) => vec![person],
            Err(error) => {
                let parts = apart(wanted);
                let mut named = Vec::with_capacity(parts.len());
                for part in &parts {
                    match person(call, index, argument, part).await {
                        Ok(person) => named.push(person),
                        Err(of_part) if !named.is_empty() => return Err(of_part),
                        Err(_) => return Err(error),
                    }
                }
                if named.is_empty() {
                    return Err(error);
                }
                named
            }
        };
        for person in named {
            if people.iter().all(|known| known.id != person.id) {
                people.push(person);
            }
        }
    }
    Ok(people)
}

/// Returns the genres that some names stand for, as the snapshot spells them.
///
/// # Errors
///
/// `invalid_argument` for a name that no genre has, with those that come near it.
pub(super) async fn genres(index: &Index, wanted: &[String]) -> Result<Vec<String>, ToolError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let known = index.genres().await.map_err(failure::explained)?;
    let choice = |name: &String| {
        let mut choice = FilterChoice::default();
        choice.key.clone_from(name);
        choice.title.clone_from(name);
        choice
    };
    let choices: Vec<FilterChoice> = known.iter().map(choice).collect();
    let mut found = Vec::new();
    let named = |name: &str| {
        // One of several is enough, so it does not matter that libraries spell it differently.
        let named = values_named("genre", &FieldKind::Tag, name, &choices);
        let named = named.unwrap_or_else(|several| several).into_iter();
        named.map(|choice| choice.title.clone()).collect::<Vec<_>>()
    };
    for name in wanted {
        let whole = named(name);
        if !whole.is_empty() {
            found.extend(whole);
            continue;
        }
        let parts = apart(name);
        let of_parts: Vec<Vec<String>> = parts.iter().map(|part| named(part)).collect();
        let unknown = of_parts.iter().position(Vec::is_empty);
        let unknown = unknown.and_then(|at| parts.get(at));
        match unknown {
            _ if of_parts.iter().all(Vec::is_empty) => return Err(unknown_genre(name, &known)),
            Some(part) => return Err(unknown_genre(part, &known)),
            None => found.extend(of_parts.into_iter().flatten()),
        }
    }
    Ok(found)
}

fn unknown_genre(wanted: &str, known: &[String]) -> ToolError {
    let quoted = |name: &&str| clean::quoted(name, 40);
    let names = || known.iter().map(String::as_str);
    let listed: Vec<String> = names().take(LISTED).map(|name| quoted(&name)).collect();
    let allowed = match listed.as_slice() {
        [] => "nothing: no film or show here has a genre".to_owned(),
        listed => format!("one of: {}", listed.join(", ")),
    };
    let error = ToolError::refused("genres", &Value::from(wanted), &allowed);
    let near: Vec<String> = nearest_few(wanted, names(), OFFERED)
        .iter()
        .map(quoted)
        .collect();
    match near.as_slice() {
        [] => error,
        near => error.hint(format!("Did you mean {}?", near.join(" or "))),
    }
}

/// Returns the films and shows that some titles or rating keys name, and what is worth knowing about how they
/// were found. Copies of one work are one.
///
/// # Errors
///
/// `invalid_argument` with the candidates when none or more than one work is named.
pub(super) async fn titles(
    call: &Call,
    index: &Index,
    wanted: &[String],
) -> Result<(Vec<RatingKey>, Option<String>), ToolError> {
    let mut keys = Vec::with_capacity(wanted.len());
    let mut notes = Vec::new();
    for wanted in wanted {
        let whole = title(call, index, wanted, true).await?;
        // Beside titles, a number is one as well.
        let are_ids = apart(wanted).iter().all(|part| is_number(part));
        let part = |part: String| async move { title(call, index, &part, are_ids).await };
        for (key, note) in whole.or_each_part(wanted, part).await? {
            keys.push(key);
            notes.extend(note);
        }
    }
    Ok((keys, (!notes.is_empty()).then(|| notes.join(" "))))
}

/// Looks for a film or show by its title, or by its id where it may be one.
async fn title(
    call: &Call,
    index: &Index,
    wanted: &str,
    may_be_id: bool,
) -> Result<Looked, ToolError> {
    const ARGUMENT: &str = "like";
    let mut known = None;
    let key = RatingKey::new(wanted).ok();
    if let Some(key) = key.filter(|_| may_be_id && is_number(wanted)) {
        let item_type = index.type_of(&key).await.map_err(failure::explained)?;
        if matches!(item_type, Some(ItemType::Movie | ItemType::Show)) {
            return Ok(Looked::One((key, None)));
        }
        // "1917" is rather a film than an episode that has this number by chance.
        known = item_type.map(|_| key);
    }
    let found = call.plex.find_watchable(ARGUMENT, wanted).await;
    if let Some(key) = known {
        // Nothing less than the very title is meant rather than the id.
        let is_titled = |item: &MediaItem| fold(&item.title) == fold(wanted);
        let is_title = match &found {
            Ok(Found::One(named)) => is_titled(&named.item),
            Ok(Found::Several(candidates)) => candidates.items.iter().any(is_titled),
            Ok(Found::Nothing(_)) | Err(_) => false,
        };
        if !is_title {
            return Ok(Looked::One((key, None)));
        }
    }
    let (item, note) = match found? {
        Found::One(named) => (named.item, named.note),
        Found::Nothing(error) => return Ok(Looked::Nothing(error)),
        Found::Several(candidates) => {
            let keys = candidates.items.iter();
            let keys: Vec<RatingKey> = keys.filter_map(|item| item.rating_key.clone()).collect();
            return Ok(
                match index.work_of(keys).await.map_err(failure::explained)? {
                    Some(key) => Looked::One((key, None)),
                    None => Looked::Several(candidates.error),
                },
            );
        }
    };
    let key = item.rating_key;
    let key = key.ok_or_else(|| ToolError::internal("Plex gave an item without its id"))?;
    Ok(Looked::One((key, note)))
}

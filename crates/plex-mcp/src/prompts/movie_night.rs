//! `movie_night`.

use plex_client::LibraryType;
use serde_json::{Value, json};

use super::{
    argument::{Argument, Arguments},
    plan::{MINUTES, Offered, Plan},
    prompt::Define,
};
use crate::{
    call::Call,
    completions::Completes,
    error::ToolError,
    schema::JsonObject,
    tools::{insights::Recommend, library::GetLibraryItems},
};

/// How many film libraries are looked through.
const LIBRARIES: usize = 3;

/// A film for several people.
pub(super) struct MovieNight;

impl Define for MovieNight {
    const NAME: &'static str = "movie_night";
    const TITLE: &'static str = "Movie night";
    const DESCRIPTION: &'static str =
        "Films for the people who watch together, that none of them has seen here.";
    const ARGUMENTS: &'static [Argument] = &[
        Argument::new("people", "Who watches, separated by commas").completed(Completes::User),
        Argument::new("minutes", "The longest it may be, in minutes"),
        Argument::new("genre", "A genre").completed(Completes::Genre),
        Argument::new("actor", "Somebody who plays in it").completed(Completes::Actor),
        Argument::new("director", "Who directed it").completed(Completes::Director),
        Argument::new("collection", "A collection it is in").completed(Completes::Collection),
        Argument::new("library", "Only from this library").completed(Completes::Library),
    ];

    fn is_possible(offered: &Offered) -> bool {
        offered.has::<Recommend>() || offered.has::<GetLibraryItems>()
    }

    async fn plan(
        call: &Call,
        offered: &Offered,
        arguments: &Arguments,
    ) -> Result<Plan, ToolError> {
        let minutes = arguments.number("minutes", MINUTES)?;
        let genre = arguments.text("genre");
        let named: JsonObject = ["actor", "director", "collection"]
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), arguments.text(name)?.into())))
            .collect();
        let plan = Plan::new("Find films for a movie night from this Plex server.")
            .step("Make the calls in the data, side by side; no others are needed.")
            .step(
                "Offer three films, each with year, length in minutes and one sentence on why it \
                 suits these people. Say nothing of the plot that a viewer would rather find out.",
            );
        let recommends = offered.has::<Recommend>();
        let plan = if recommends {
            plan.call::<Recommend>(
                offered,
                json!({
                    "users": arguments.list("people"),
                    "library_id": arguments.text("library"),
                    "max_minutes": minutes,
                    "genres": genre.map(|genre| vec![genre]),
                    "limit": 10,
                }),
            )
        } else {
            plan
        };
        if (recommends && named.is_empty()) || !offered.has::<GetLibraryItems>() {
            return Ok(plan);
        }
        let mut plan = match recommends {
            true => plan.step(
                "The lists of films hold what a recommendation cannot be narrowed to: who made it, \
                 a collection. Prefer what is in both.",
            ),
            false => plan,
        };
        let mut filters = named;
        filters.insert("unwatched".to_owned(), true.into());
        if let Some(genre) = genre {
            filters.insert("genre".to_owned(), genre.into());
        }
        if let Some(minutes) = minutes {
            filters.insert("duration_minutes".to_owned(), json!({"max": minutes}));
        }
        for library in libraries(call, arguments).await? {
            plan = plan.call::<GetLibraryItems>(
                offered,
                json!({
                    "library_id": library,
                    "filters": Value::Object(filters.clone()),
                    "sort": "rating:desc",
                    "limit": 20,
                }),
            );
        }
        Ok(plan)
    }
}

/// Returns the ids of the film libraries to look through.
async fn libraries(call: &Call, arguments: &Arguments) -> Result<Vec<String>, ToolError> {
    if let Some(wanted) = arguments.text("library") {
        let library = call.plex.find_library("library", wanted).await?;
        return Ok(vec![library.key.to_string()]);
    }
    let libraries = call.plex.libraries().await?.into_iter();
    let of_films = libraries.filter(|library| library.library_type == LibraryType::Movie);
    Ok(of_films
        .take(LIBRARIES)
        .map(|library| library.key.to_string())
        .collect())
}

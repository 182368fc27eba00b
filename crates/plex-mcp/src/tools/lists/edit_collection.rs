//! `plex_edit_collection`.

use std::collections::HashMap;

use plex_client::{Library, MediaItem, RatingKey};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{
    additions::{Additions, described, renaming, ruled},
    changing::Changing,
    collection::{self, ExistingCollection, NewCollection},
    members::{self, Order},
};
use crate::{
    call::Call,
    change::{self, Act, Collecting, Locks, Shown, Wish},
    choice::{Effect, Toolset},
    error::ToolError,
    schema::JsonObject,
    tools::{arguments::Named, tool::Define, which::Where},
    view::change::ChangeView,
};

/// What it is of.
const NOUN: &str = "collection";

/// Makes a collection, or changes one.
pub(crate) struct EditCollection;

/// Which collection, and what is to be so.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title.
    #[schemars(length(min = 1, max = 200))]
    collection_id: Option<String>,
    /// Of a new one.
    #[schemars(length(min = 1, max = 200))]
    title: Option<String>,
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
    #[serde(default)]
    #[schemars(
        with = "Vec<String>",
        length(min = 1, max = 200),
        inner(length(min = 1, max = 200))
    )]
    add: Vec<Named>,
    #[serde(default)]
    #[schemars(
        with = "Vec<String>",
        length(min = 1, max = 200),
        inner(length(min = 1, max = 200))
    )]
    remove: Vec<Named>,
    #[serde(rename = "where")]
    #[schemars(with = "Option<HashMap<String, Value>>", extend("maxProperties" = 3))]
    all_of: Option<JsonObject>,
    #[serde(default)]
    snapshot: bool,
    #[serde(default)]
    #[schemars(
        with = "Vec<String>",
        length(min = 1, max = 200),
        inner(length(min = 1, max = 200))
    )]
    order: Vec<String>,
    #[schemars(length(min = 1, max = 200))]
    rename: Option<String>,
    #[schemars(length(max = 2000))]
    summary: Option<String>,
    /// Shown in its library: hide it, or hide its items.
    mode: Option<Mode>,
    /// Shown as a row; [] nowhere.
    #[schemars(length(min = 0, max = 3))]
    visible_on: Option<Vec<Place>>,
    #[serde(default)]
    dry_run: bool,
}

/// How a collection is shown among the items of its library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mode {
    Default,
    Hide,
    HideItems,
    ShowItems,
}

/// Where a collection is shown as a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    Home,
    SharedHome,
    Library,
}

impl Mode {
    /// Returns its name; none for what is set for the library.
    fn name(self) -> Option<String> {
        let name = match self {
            Self::Default => return None,
            Self::Hide => "hide",
            Self::HideItems => "hide_items",
            Self::ShowItems => "show_items",
        };
        Some(name.to_owned())
    }
}

impl Define for EditCollection {
    const NAME: &'static str = "plex_edit_collection";
    const TITLE: &'static str = "Edit a collection";
    const DESCRIPTION: &'static str = "Makes or changes a collection of one library, as plex_edit_playlist \
        does a playlist; with where it stays up to date. Can be undone.";
    const TOOLSET: Toolset = Toolset::Lists;
    const EFFECT: Effect = Effect::Write;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = ChangeView;

    async fn run(call: &Call, args: Args) -> Result<ChangeView, ToolError> {
        if args.snapshot && args.all_of.is_none() {
            return Err(ToolError::invalid("snapshot goes with where: give both"));
        }
        let all_of = args.all_of.clone().map(Where::read).transpose()?;
        let library = match &args.library_id {
            Some(wanted) => Some(call.plex.find_library("library_id", wanted).await?),
            None => None,
        };
        let mut wish = match (&args.collection_id, &args.title) {
            (Some(wanted), None) => {
                changed(call, &args, all_of.as_ref(), wanted, library.as_ref()).await?
            }
            (None, Some(title)) => {
                made(call, &args, all_of.as_ref(), title.trim(), library).await?
            }
            _ => {
                return Err(ToolError::invalid(
                    "give collection_id of one that there is, or title of a new one, one of them",
                ));
            }
        };
        wish.dry_run = args.dry_run;
        change::run(&call.changer, wish).await
    }
}

impl Args {
    /// Returns what is asked for, whatever kind of list it is of.
    fn additions<'a>(&'a self, all_of: Option<&'a Where>) -> Additions<'a> {
        Additions {
            noun: NOUN,
            add: &self.add,
            all_of,
            snapshot: self.snapshot,
            of_parts: false,
        }
    }

    /// Returns where it is to be shown as a row, where that is said.
    fn shown(&self) -> Option<Shown> {
        let places = self.visible_on.as_ref()?;
        Some(Shown {
            home: places.contains(&Place::Home),
            shared_home: places.contains(&Place::SharedHome),
            library: places.contains(&Place::Library),
        })
    }
}

/// Returns the wish to make a collection.
async fn made(
    call: &Call,
    args: &Args,
    all_of: Option<&Where>,
    title: &str,
    library: Option<Library>,
) -> Result<Wish, ToolError> {
    if !args.remove.is_empty() || args.rename.is_some() {
        return Err(ToolError::invalid(
            "remove and rename are of a collection that there is: give collection_id",
        ));
    }
    let order = Order::read(&args.order)?;
    let said = args.additions(all_of).find(call, &order).await?;
    if said.rule.is_some() && !args.add.is_empty() {
        return Err(ruled(NOUN, "add takes nothing"));
    }
    let library = collection::library(call, library, &said).await?;
    collection::check_free(call, &library, title, None).await?;
    let new = NewCollection {
        by: EditCollection::NAME,
        title,
        summary: args.summary.as_deref().unwrap_or_default().trim(),
        mode: args.mode.and_then(Mode::name),
        shown: args.shown(),
        library: &library,
    };
    match said.rule {
        Some(rule) => new.smart(rule),
        None => new.plain(call, said.which, &order).await,
    }
}

/// Returns the wish to change a collection that there is.
async fn changed(
    call: &Call,
    args: &Args,
    all_of: Option<&Where>,
    wanted: &str,
    library: Option<&Library>,
) -> Result<Wish, ToolError> {
    let plex = &call.plex;
    let found = plex
        .find_collection("collection_id", wanted, library)
        .await?;
    let key = found.rating_key.clone();
    let key = key.ok_or_else(|| ToolError::internal("Plex gave a collection without its id"))?;
    let list = plex.collection(&key).await?;
    let shelf = ExistingCollection::of(call, &list).await?;
    let order = Order::read(&args.order)?;
    let mut changing = Changing::new(EditCollection::NAME, NOUN, &list);
    if list.smart == Some(true) {
        if !args.add.is_empty() || !args.remove.is_empty() || args.snapshot {
            return Err(ruled(NOUN, "nothing is added or taken out by hand"));
        }
        let rule = match (&args.all_of, &order) {
            (Some(_), _) => {
                let rule = args.additions(all_of).find(call, &order).await?.rule;
                rule.map(|rule| shelf.taken(rule)).transpose()?
            }
            (None, Order::Sort(sort)) => Some(members::resorted(&list, sort)?),
            (None, Order::Keys(_)) => return Err(ruled(NOUN, "order takes no ids")),
            (None, Order::None) => None,
        };
        if let Some(rule) = rule {
            let collection = key.clone();
            let act = Act::Collecting(Collecting::Rule { collection, rule });
            changing.act(act, "Change the rule of", "Changed the rule of");
        }
    } else {
        if args.all_of.is_some() && !args.snapshot {
            return Err(ToolError::invalid(
                "where: this collection is not smart, and cannot become so",
            )
            .hint("Add what matches now with snapshot: true, or make a smart one with title."));
        }
        fill(call, args, all_of, &shelf, &order, &mut changing).await?;
    }
    shown(args, &key, &mut changing);
    if let Some((title, summary)) = described(args.rename.as_deref(), args.summary.as_deref()) {
        if let Some(title) = &title {
            collection::check_free(call, &shelf.library, title, Some(&key)).await?;
        }
        let (order, report) = renaming(title.is_some());
        let act = Collecting::Describe {
            collection: key,
            title,
            summary,
            unlock: Vec::new(),
        };
        changing.act(Act::Collecting(act), order, report);
    }
    changing.wish()
}

/// Says what is to be in a collection, and in which order.
async fn fill(
    call: &Call,
    args: &Args,
    all_of: Option<&Where>,
    shelf: &ExistingCollection,
    order: &Order,
    changing: &mut Changing<'_>,
) -> Result<(), ToolError> {
    if args.add.is_empty() && args.remove.is_empty() && !args.snapshot && args.order.is_empty() {
        return Ok(());
    }
    let held: Vec<MediaItem> = shelf.members(call).await?;
    let said = args.additions(all_of).find(call, order).await?;
    changing.add(&held, said.which, |item| shelf.unfit(item));
    changing.remove(members::removed(call, &held, &args.remove).await?);
    let placed = shelf.order(call, order, &changing.items).await?;
    if let Some(items) = changing.order(placed.keys, placed.order != shelf.order) {
        let free = collection::free(call, &held, &items).await?;
        changing.settle(Act::Collecting(Collecting::Arrange {
            collection: shelf.key.clone(),
            items,
            order: placed.order,
            locks: Locks {
                free,
                unlock: Vec::new(),
            },
        }));
    }
    Ok(())
}

/// Says how and where a collection is to be shown.
fn shown(args: &Args, key: &RatingKey, changing: &mut Changing<'_>) {
    let collection = || key.clone();
    let mut acts = Vec::new();
    acts.extend(args.mode.map(|mode| Collecting::Mode {
        collection: collection(),
        mode: mode.name(),
    }));
    acts.extend(args.shown().map(|shown| Collecting::Show {
        collection: collection(),
        shown: Some(shown),
    }));
    let count = acts.len();
    for (place, act) in acts.into_iter().enumerate() {
        match place + 1 == count {
            true => changing.act(
                Act::Collecting(act),
                "Change the display of",
                "Changed the display of",
            ),
            false => changing.settle(Act::Collecting(act)),
        }
    }
}

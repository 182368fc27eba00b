//! `plex_edit_playlist`.

use plex_client::RatingKey;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    additions::{Additions, described, renaming, ruled},
    changing::Changing,
    members::{self, Order},
    new_playlist::{self, NewPlaylist},
};
use crate::{
    call::Call,
    change::{self, Act, Listing, Wish},
    choice::{Effect, Toolset},
    error::{ErrorKind, ToolError},
    tools::{arguments::Named, tool::Define, which::Where},
    view::change::ChangeView,
};

/// What it is of.
const NOUN: &str = "playlist";

/// Makes a playlist, or changes one.
pub(crate) struct EditPlaylist;

/// Which playlist, and what is to be so.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title of one that there is.
    #[schemars(length(min = 1, max = 200))]
    playlist_id: Option<String>,
    /// Makes a new one of this title.
    #[schemars(length(min = 1, max = 200))]
    title: Option<String>,
    /// Ids or titles; of a show, season, artist or album all that is in it.
    #[serde(default)]
    #[schemars(
        with = "Vec<String>",
        length(min = 1, max = 200),
        inner(length(min = 1, max = 200))
    )]
    add: Vec<Named>,
    /// Ids or titles.
    #[serde(default)]
    #[schemars(
        with = "Vec<String>",
        length(min = 1, max = 200),
        inner(length(min = 1, max = 200))
    )]
    remove: Vec<Named>,
    /// Rule of a smart one, which then stays up to date.
    #[serde(rename = "where")]
    all_of: Option<Where>,
    /// Adds what where matches now, in place of a rule.
    #[serde(default)]
    snapshot: bool,
    /// An order as in plex_get_library_items, or ids that come first.
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
    #[serde(default)]
    dry_run: bool,
}

impl Define for EditPlaylist {
    const NAME: &'static str = "plex_edit_playlist";
    const TITLE: &'static str = "Edit a playlist";
    const DESCRIPTION: &'static str = "Makes or changes a playlist, plain or smart: adds, takes out, sorts, \
        renames. What is in it already stays once. Can be undone.";
    const TOOLSET: Toolset = Toolset::Lists;
    const EFFECT: Effect = Effect::Write;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = false;
    type Args = Args;
    type Output = ChangeView;

    async fn run(call: &Call, args: Args) -> Result<ChangeView, ToolError> {
        if args.snapshot && args.all_of.is_none() {
            return Err(ToolError::invalid("snapshot goes with where: give both"));
        }
        let mut wish = match (&args.playlist_id, &args.title) {
            (Some(wanted), None) => changed(call, &args, wanted).await?,
            (None, Some(title)) => made(call, &args, title).await?,
            _ => {
                return Err(ToolError::invalid(
                    "give playlist_id of one that there is, or title of a new one, one of them",
                ));
            }
        };
        wish.dry_run = args.dry_run;
        change::run(&call.changer, wish).await
    }
}

/// Returns the wish to make a playlist.
async fn made(call: &Call, args: &Args, title: &str) -> Result<Wish, ToolError> {
    if !args.remove.is_empty() || args.rename.is_some() {
        return Err(ToolError::invalid(
            "remove and rename are of a playlist that there is: give playlist_id",
        ));
    }
    let lists = call.plex.playlists().await?;
    let title = title.trim();
    if let Some(known) = lists.iter().find(|list| list.title == title) {
        let key = known.rating_key.as_ref().map(ToString::to_string);
        return Err(
            ToolError::invalid("title: there is a playlist of that title already")
                .hint(format!("Give playlist_id: {}", key.unwrap_or_default())),
        );
    }
    let order = Order::read(&args.order)?;
    let said = additions(args).find(call, &order).await?;
    if said.rule.is_some() && !args.add.is_empty() {
        return Err(ruled(NOUN, "add takes nothing"));
    }
    let new = NewPlaylist {
        title,
        summary: args.summary.as_deref().unwrap_or_default(),
    };
    match said.rule {
        Some(rule) => new.smart(EditPlaylist::NAME, rule),
        None => {
            let order_keys = order.keys(call, &said.which.items).await?;
            new.plain(EditPlaylist::NAME, said.which, &order_keys)
        }
    }
}

/// Returns the wish to change a playlist that there is.
async fn changed(call: &Call, args: &Args, wanted: &str) -> Result<Wish, ToolError> {
    let list = call.plex.find_playlist("playlist_id", wanted).await?;
    let key = list.rating_key.clone();
    let key = key.ok_or_else(|| ToolError::internal("Plex gave a playlist without its id"))?;
    let list = call.plex.playlist(&key).await?;
    let order = Order::read(&args.order)?;
    let mut changing = Changing::new(EditPlaylist::NAME, NOUN, &list);
    if list.smart == Some(true) {
        if !args.add.is_empty() || !args.remove.is_empty() || args.snapshot {
            return Err(ruled(NOUN, "nothing is added or taken out by hand"));
        }
        match (&args.all_of, &order) {
            (Some(_), _) => {
                let rule = additions(args).find(call, &order).await?.rule;
                change_rule(&mut changing, &key, rule);
            }
            (None, Order::Sort(sort)) => {
                let rule = Some(members::resorted(&list, sort)?);
                change_rule(&mut changing, &key, rule);
            }
            (None, Order::Keys(_)) => return Err(ruled(NOUN, "order takes no ids")),
            (None, Order::None) => {}
        }
    } else {
        if args.all_of.is_some() && !args.snapshot {
            return Err(ToolError::new(
                ErrorKind::InvalidArgument,
                "where: this playlist is not smart, and cannot become so",
            )
            .hint("Add what matches now with snapshot: true, or make a smart one with title."));
        }
        let held = call.plex.playlist_members(&key).await?;
        let said = additions(args).find(call, &order).await?;
        let kind = list.playlist_type.as_deref().unwrap_or_default();
        changing.add(&held, said.which, |item| new_playlist::unfit(item, kind));
        let gone = members::removed(call, &held, &args.remove).await?;
        changing.remove(gone);
        let keys = order.keys(call, &changing.items).await?;
        if let Some(items) = changing.order(keys, false) {
            let playlist = key.clone();
            changing.settle(Act::Listing(Listing::Arrange { playlist, items }));
        }
    }
    if let Some((title, summary)) = described(args.rename.as_deref(), args.summary.as_deref()) {
        let (order, report) = renaming(title.is_some());
        let act = Listing::Describe {
            playlist: key,
            title,
            summary,
        };
        changing.act(Act::Listing(act), order, report);
    }
    changing.wish()
}

/// Returns what is asked for, whatever kind of list it is of.
fn additions(args: &Args) -> Additions<'_> {
    Additions {
        noun: NOUN,
        add: &args.add,
        all_of: args.all_of.as_ref(),
        snapshot: args.snapshot,
        of_parts: true,
    }
}

/// Gives a smart playlist another rule.
fn change_rule(changing: &mut Changing<'_>, playlist: &RatingKey, rule: Option<String>) {
    if let Some(rule) = rule {
        let playlist = playlist.clone();
        let act = Act::Listing(Listing::Rule { playlist, rule });
        changing.act(act, "Change the rule of", "Changed the rule of");
    }
}

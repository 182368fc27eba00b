//! `plex_delete_collection`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    changing::{TITLE_CHARS, counted},
    collection::{ExistingCollection, unlocked},
};
use crate::{
    call::Call,
    change::{self, Act, Collecting, Deed, Locks, Wish},
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    tools::tool::Define,
    view::change::ChangeView,
};

/// Deletes a collection.
pub(crate) struct DeleteCollection;

/// Which collection.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title.
    #[schemars(length(min = 1, max = 200))]
    collection_id: String,
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
    #[serde(default)]
    dry_run: bool,
}

impl Define for DeleteCollection {
    const NAME: &'static str = "plex_delete_collection";
    const TITLE: &'static str = "Delete a collection";
    const DESCRIPTION: &'static str = "Deletes a collection; what is in it stays in its library. The \
        person is asked first. Undo makes it again with the same items.";
    const TOOLSET: Toolset = Toolset::Lists;
    const EFFECT: Effect = Effect::Destroy;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = ChangeView;

    async fn run(call: &Call, args: Args) -> Result<ChangeView, ToolError> {
        let library = match &args.library_id {
            Some(wanted) => Some(call.plex.find_library("library_id", wanted).await?),
            None => None,
        };
        let wanted = &args.collection_id;
        let found = call
            .plex
            .find_collection("collection_id", wanted, library.as_ref())
            .await?;
        let shelf = ExistingCollection::of(call, &found).await?;
        let is_smart = found.smart == Some(true);
        let shown = clean::quoted(&found.title, TITLE_CHARS);
        let (what, free) = match is_smart {
            true => (format!("the smart collection {shown}"), Vec::new()),
            false => {
                let members = call.plex.collection_members(&shelf.key).await?;
                let count = counted(members.len());
                let what = format!("the collection {shown} of {count}");
                (what, unlocked(call, &members).await?)
            }
        };
        let deed = Deed::Whole {
            order: format!("Delete {what}"),
            report: format!("Deleted {what}"),
        };
        let act = Collecting::Delete {
            collection: shelf.key,
            library: shelf.library.key,
            uuid: shelf.library.uuid,
            locks: Locks {
                free,
                unlock: Vec::new(),
            },
        };
        let mut wish = Wish::new(Self::NAME, deed, vec![Act::Collecting(act)]);
        wish.effect = Self::EFFECT;
        wish.dry_run = args.dry_run;
        change::run(&call.changer, wish).await
    }
}

//! `plex_get_recently_added`.

use plex_client::{ItemType, MediaItem, RecentlyAddedQuery};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    error::ToolError,
    time::Calendar,
    tools::{
        arguments::{self, Kind},
        tool::Define,
    },
    view::recent::{AddedView, RecentView},
};

/// Tells what is new, over all libraries.
pub(crate) struct GetRecentlyAdded;

/// What to list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    #[serde(default = "arguments::fifty")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
    /// Id or title of one library.
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
    /// Only these; episode lists each on its own.
    #[serde(rename = "type")]
    kind: Option<Kind>,
}

impl Define for GetRecentlyAdded {
    const NAME: &'static str = "plex_get_recently_added";
    const TITLE: &'static str = "Recently added";
    const DESCRIPTION: &'static str = "Lists what was added last, newest first, over all libraries or \
        in one. Episodes added together are one row of their season (episodes_added says how many). \
        Use it for \"what is new\".";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = RecentView;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let grouped = args.kind.is_none();
        let mut query = RecentlyAddedQuery::new(fetched(args.limit, grouped));
        if let Some(wanted) = &args.library_id {
            query = query.library(call.plex.find_library("library_id", wanted).await?.key);
        }
        if let Some(kind) = args.kind {
            query = query.item_type(kind.item_type());
        }
        let page = call.plex.recently_added(&query).await?;

        let groups = if grouped {
            together(&page.items)
        } else {
            page.items.iter().map(Group::one).collect()
        };
        let limit = args.limit as usize;
        let has_more = groups.len() > limit || page.next_offset().is_some();
        let rows: Vec<_> = groups
            .iter()
            .take(limit)
            .map(|group| group.view(&call.options.calendar))
            .collect();
        let note = rows.is_empty().then(|| "Nothing was added yet.".to_owned());
        Ok(RecentView {
            note,
            ..RecentView::of(rows, has_more)
        })
    }
}

/// Returns how many items to ask for so that `limit` rows are left after grouping.
fn fetched(limit: u32, grouped: bool) -> u32 {
    if grouped {
        limit.saturating_mul(3).min(1000)
    } else {
        limit
    }
}

/// The longest time between two episodes of one group, in seconds: an evening's copying.
const TOGETHER_S: u64 = 12 * 60 * 60;

/// Items that were added together and are shown as one row.
struct Group<'a> {
    newest: &'a MediaItem,
    oldest: &'a MediaItem,
    count: u32,
}

/// Groups the episodes of one season that were added together; everything else stays alone.
fn together(items: &[MediaItem]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for item in items {
        match groups.iter_mut().find(|group| group.takes(item)) {
            Some(group) => {
                group.oldest = item;
                group.count += 1;
            }
            None => groups.push(Group::one(item)),
        }
    }
    groups
}

impl<'a> Group<'a> {
    /// Returns a group of one.
    fn one(item: &'a MediaItem) -> Self {
        Self {
            newest: item,
            oldest: item,
            count: 1,
        }
    }

    /// Tells whether `item` is an episode of the same season, added not long before the others.
    fn takes(&self, item: &MediaItem) -> bool {
        let episodes = [self.newest, item]
            .iter()
            .all(|item| item.item_type == ItemType::Episode);
        let season = item.parent_rating_key.is_some()
            && item.parent_rating_key == self.newest.parent_rating_key;
        let (Some(oldest), Some(added)) = (self.oldest.added_at, item.added_at) else {
            return false;
        };
        episodes && season && oldest.epoch_seconds().abs_diff(added.epoch_seconds()) <= TOGETHER_S
    }

    /// Returns the row of the group: the item itself, or the season of several episodes.
    fn view(&self, calendar: &Calendar) -> AddedView {
        match self.count {
            1 => AddedView::of(self.newest, calendar),
            count => AddedView::season(self.newest, count, calendar),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(item_type: ItemType, season: &str, added_at: i64) -> MediaItem {
        let mut item = MediaItem::default();
        item.item_type = item_type;
        item.parent_rating_key = season.parse().ok();
        item.added_at = Some(plex_client::Timestamp::from_epoch_seconds(added_at));
        item
    }

    fn counts(items: &[MediaItem]) -> Vec<u32> {
        together(items).iter().map(|group| group.count).collect()
    }

    #[test]
    fn episodes_of_a_season_that_came_together_are_one_group() {
        let hour = 3_600;
        let episode =
            |season, hours: i64| item(ItemType::Episode, season, 1_000_000 - hours * hour);
        assert_eq!(
            counts(&[
                episode("7", 0),
                episode("8", 1),
                episode("7", 2),
                episode("7", 13)
            ]),
            [3, 1]
        );
        assert_eq!(
            counts(&[episode("7", 0), episode("7", 13)]),
            [1, 1],
            "not the same evening"
        );
        assert_eq!(
            counts(&[episode("", 0), episode("", 0)]),
            [1, 1],
            "of no known season"
        );
    }

    #[test]
    fn other_things_stay_alone() {
        assert_eq!(
            counts(&[item(ItemType::Movie, "7", 5), item(ItemType::Movie, "7", 5)]),
            [1, 1]
        );
        assert_eq!(
            counts(&[
                item(ItemType::Track, "7", 5),
                item(ItemType::Episode, "7", 5)
            ]),
            [1, 1]
        );
    }

    #[test]
    fn a_group_is_shown_as_its_season() {
        let mut episode = item(ItemType::Episode, "7", 1_000_000_000);
        episode.parent_title = Some("Season 2".to_owned());
        episode.parent_index = Some(2);
        episode.grandparent_title = Some("Harbour".to_owned());
        let items = [episode.clone(), episode];
        let calendar = Calendar::new(jiff::tz::TimeZone::UTC);
        let view = serde_json::to_value(together(&items)[0].view(&calendar)).unwrap();
        assert_eq!(
            view,
            serde_json::json!({
                "rating_key": "7",
                "type": "season",
                "title": "Season 2",
                "show": "Harbour",
                "season": 2,
                "episodes_added": 2,
                "added": "2001-09-09",
            })
        );
    }
}

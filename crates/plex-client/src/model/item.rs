//! Items: films, shows, seasons, episodes, artists, albums, tracks, photos, playlists, collections.

use super::detail::{Chapter, FieldLock, Marker, Review};
use super::kind::ItemType;
use super::media::Media;
use super::tag::{Rating, Role, Tag};
use crate::container::{Header, Listed, container_of_body};
use crate::id::{LibraryKey, PlayQueueItemId, PlaylistItemId, RatingKey};
use crate::time::{Millis, Timestamp};
use crate::wire::names::ITEM_NAMES;
use crate::wire::object::model;

model! {
    /// Anything PMS has metadata for, whatever it is.
    ///
    /// Listings are partial: few tags, no streams, often no rating of the user's own. The whole comes
    /// from [`PlexClient::details`](crate::PlexClient::details).
    ///
    /// Text is untrusted.
    pub struct MediaItem {
        /// Its id. Absent for folders, and for what was deleted since (in the history).
        rating_key: Option<RatingKey> = "ratingKey",
        /// Path on the server; of the children, for what has some.
        key: Option<String> = "key",
        /// What it is the world over, such as `plex://movie/…`.
        guid: Option<String> = "guid",
        /// Ids elsewhere, such as `imdb://tt0017136`. In listings only when asked for.
        guids: Vec<String> = "Guid",
        /// What it is.
        item_type: ItemType = "type",
        /// Kind within the type, such as `trailer` of a clip or `movie` of a collection.
        subtype: Option<String> = "subtype",
        /// Its title.
        title: String = "title",
        /// Title to sort by.
        title_sort: Option<String> = "titleSort",
        /// Title in the original language; for a track, its artist where that is not the album's.
        original_title: Option<String> = "originalTitle",
        /// Name of the edition, such as `Director's Cut`.
        edition_title: Option<String> = "editionTitle",
        /// Summary.
        summary: Option<String> = "summary",
        /// Tagline.
        tagline: Option<String> = "tagline",
        /// Studio, network or record label.
        studio: Option<String> = "studio",
        /// Year it came out.
        year: Option<i32> = "year",
        /// Length.
        duration: Option<Millis> = "duration",
        /// Such as `PG-13`.
        content_rating: Option<String> = "contentRating",
        /// The critics' rating, 0 to 10.
        rating: Option<f64> = "rating",
        /// The audience's rating, 0 to 10.
        audience_rating: Option<f64> = "audienceRating",
        /// The token owner's own rating, 0 to 10.
        user_rating: Option<f64> = "userRating",
        /// All ratings, by who rates.
        ratings: Vec<Rating> = "Rating",
        /// Day it came out: `YYYY-MM-DD`, with or without a time, and sometimes no date at all.
        originally_available_at: Option<String> = "originallyAvailableAt",
        /// When it came into the library.
        added_at: Option<Timestamp> = "addedAt",
        /// When its metadata changed.
        updated_at: Option<Timestamp> = "updatedAt",
        /// How often the token's owner has played it.
        view_count: Option<u32> = "viewCount",
        /// How far the token's owner has got.
        view_offset: Option<Millis> = "viewOffset",
        /// When the token's owner last played it.
        last_viewed_at: Option<Timestamp> = "lastViewedAt",
        /// How often the token's owner has skipped it.
        skip_count: Option<u32> = "skipCount",
        /// Episodes or tracks in it.
        leaf_count: Option<u32> = "leafCount",
        /// Episodes or tracks in it that the token's owner has played.
        viewed_leaf_count: Option<u32> = "viewedLeafCount",
        /// Seasons, albums or members in it.
        child_count: Option<u32> = "childCount",
        /// Number of the episode, season, track or disc.
        index: Option<i32> = "index",
        /// Number of the season, or of the disc.
        parent_index: Option<i32> = "parentIndex",
        /// Id of the season, album or show it is in.
        parent_rating_key: Option<RatingKey> = "parentRatingKey",
        /// Path of the season, album or show it is in.
        parent_key: Option<String> = "parentKey",
        /// Guid of the season, album or show it is in.
        parent_guid: Option<String> = "parentGuid",
        /// Title of the season, album or show it is in.
        parent_title: Option<String> = "parentTitle",
        /// Picture of the season, album or show it is in.
        parent_thumb: Option<String> = "parentThumb",
        /// Year of the season, album or show it is in.
        parent_year: Option<i32> = "parentYear",
        /// Id of the show or artist it is of.
        grandparent_rating_key: Option<RatingKey> = "grandparentRatingKey",
        /// Path of the show or artist it is of.
        grandparent_key: Option<String> = "grandparentKey",
        /// Guid of the show or artist it is of.
        grandparent_guid: Option<String> = "grandparentGuid",
        /// Title of the show or artist it is of.
        grandparent_title: Option<String> = "grandparentTitle",
        /// Picture of the show or artist it is of.
        grandparent_thumb: Option<String> = "grandparentThumb",
        /// Background of the show or artist it is of.
        grandparent_art: Option<String> = "grandparentArt",
        /// Whether a season is only there to hold episodes, and is skipped on screen.
        skip_parent: Option<bool> = "skipParent",
        /// Picture: a path on the server, or an absolute URL of any host.
        thumb: Option<String> = "thumb",
        /// Background: a path on the server, or an absolute URL of any host.
        art: Option<String> = "art",
        /// Picture made of its members: a path on the server.
        composite: Option<String> = "composite",
        /// Wide picture: a path on the server, or an absolute URL of any host.
        banner: Option<String> = "banner",
        /// The library it is in.
        library_section_id: Option<LibraryKey> = "librarySectionID",
        /// Title of the library it is in.
        library_section_title: Option<String> = "librarySectionTitle",
        /// UUID of the library it is in.
        library_section_uuid: Option<String> = "librarySectionUUID",
        /// Path of the library it is in.
        library_section_key: Option<String> = "librarySectionKey",
        /// Versions. In sessions, the one that plays is `selected`.
        media: Vec<Media> = "Media",
        /// Genres.
        genres: Vec<Tag> = "Genre",
        /// Directors.
        directors: Vec<Tag> = "Director",
        /// Writers.
        writers: Vec<Tag> = "Writer",
        /// Producers.
        producers: Vec<Tag> = "Producer",
        /// Countries.
        countries: Vec<Tag> = "Country",
        /// Collections it is in.
        collections: Vec<Tag> = "Collection",
        /// Labels.
        labels: Vec<Tag> = "Label",
        /// Moods; music only.
        moods: Vec<Tag> = "Mood",
        /// Styles; music only.
        styles: Vec<Tag> = "Style",
        /// Artists that are alike; of artists only.
        similar: Vec<Tag> = "Similar",
        /// Tags; of photos only.
        tags: Vec<Tag> = "Tag",
        /// Actors and their parts.
        roles: Vec<Role> = "Role",
        /// Whether a playlist or collection is made by a filter.
        smart: Option<bool> = "smart",
        /// The rule of a smart playlist or collection, which
        /// [`SmartRule`](crate::SmartRule) reads; absent in some listings.
        content: Option<String> = "content",
        /// Whether a collection, and what is in it, is shown among a library's items, as
        /// [`CollectionMode`](crate::CollectionMode) numbers it; absent when nobody has changed it.
        collection_mode: Option<i32> = "collectionMode",
        /// The order of a collection, as [`CollectionOrder`](crate::CollectionOrder) numbers it; absent
        /// when nobody has changed it.
        collection_sort: Option<i32> = "collectionSort",
        /// Whether a smart collection goes by what whoever looks has watched.
        collection_by_viewer: Option<bool> = "collectionFilterBasedOnUser",
        /// `video`, `audio` or `photo`, for a playlist.
        playlist_type: Option<String> = "playlistType",
        /// Id of the item's place in the playlist that was asked for.
        playlist_item_id: Option<PlaylistItemId> = "playlistItemID",
        /// Id of the item's place in the play queue that was asked for.
        play_queue_item_id: Option<PlayQueueItemId> = "playQueueItemID",
        /// Whether it is live television.
        live: Option<bool> = "live",
        /// Why a search found it, such as `actor`; only in hub searches.
        reason: Option<String> = "reason",
        /// The name by which a search found it.
        reason_title: Option<String> = "reasonTitle",
        /// Its intro, credits and the like; only in details that ask for them.
        markers: Vec<Marker> = "Marker",
        /// Its chapters; only in details that ask for them.
        chapters: Vec<Chapter> = "Chapter",
        /// The fields that a refresh leaves as they are.
        locks: Vec<FieldLock> = "Field",
        /// What critics say; only in details that ask for it.
        reviews: Vec<Review> = "Review",
        /// When it was put aside by PMS's trash.
        deleted_at: Option<Timestamp> = "deletedAt",
    }
}

impl Listed for MediaItem {
    const NAMES: &'static [&'static str] = ITEM_NAMES;

    container_of_body!();

    fn inherit(&mut self, from: &Header) {
        if let (Some(own), Some(told)) = (&self.library_section_id, &from.library_section_id)
            && own != told
        {
            // Of items of several libraries, the head of an answer tells where one of them is.
            return;
        }
        if self.library_section_id.is_none() {
            self.library_section_id.clone_from(&from.library_section_id);
        }
        if self.library_section_title.is_none() {
            self.library_section_title
                .clone_from(&from.library_section_title);
        }
        if self.library_section_uuid.is_none() {
            self.library_section_uuid
                .clone_from(&from.library_section_uuid);
        }
    }
}

//! Tags: genres, people, countries, collections, labels.

use crate::id::TagId;
use crate::wire::object::model;

model! {
    /// A name that items share: a genre, a director, a country, a collection, a label.
    pub struct Tag {
        /// Its id, by which items can be filtered.
        id: Option<TagId> = "id",
        /// Its name.
        tag: String = "tag",
        /// The filter that finds the items with it, such as `genre=4`.
        filter: Option<String> = "filter",
        /// The id Plex has for it everywhere.
        tag_key: Option<String> = "tagKey",
        /// Picture: a path on the server, or an absolute URL of any host.
        thumb: Option<String> = "thumb",
        /// How many items have it, where PMS says so.
        count: Option<u32> = "count",
    }
    requires tag
}

model! {
    /// An actor and the part played.
    pub struct Role {
        /// The id of the person's tag, by which items can be filtered.
        id: Option<TagId> = "id",
        /// The name of the person.
        tag: String = "tag",
        /// The part.
        role: Option<String> = "role",
        /// The filter that finds the items with this person.
        filter: Option<String> = "filter",
        /// The id Plex has for the person everywhere.
        tag_key: Option<String> = "tagKey",
        /// Picture: a path on the server, or an absolute URL of any host.
        thumb: Option<String> = "thumb",
    }
    requires tag
}

model! {
    /// One of several ratings of an item.
    pub struct Rating {
        /// Who rates, such as `imdb://image.rating`.
        image: Option<String> = "image",
        /// 0 to 10.
        value: Option<f64> = "value",
        /// `audience` or `critic`.
        rating_type: Option<String> = "type",
    }
}

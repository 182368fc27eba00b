//! The fields and sorts of a library.

use percent_encoding::percent_decode_str;

use super::kind::{FieldKind, ItemType};
use crate::container::listed;
use crate::wire::object::model;

model! {
    /// The fields and sorts of a library's items, type by type.
    pub struct LibraryMeta {
        /// The types of item, the library's own first.
        types: Vec<TypeMeta> = "Type",
        /// The comparisons that each kind of field takes.
        field_kinds: Vec<FieldKindMeta> = "FieldType",
    }
}

impl LibraryMeta {
    /// Returns what is known where only the lists of values and the orders are told. The type is
    /// the library's own.
    pub(crate) fn of_lists(lists: Vec<ListMeta>, sorts: Vec<SortMeta>) -> Self {
        let fields = lists.iter().map(|list| FieldMeta {
            key: list.name.clone(),
            kind: match list.kind.as_deref() {
                Some("boolean") => FieldKind::Boolean,
                Some("integer") => FieldKind::Integer,
                _ => FieldKind::Tag,
            },
            meaning: None,
            title: list.title.clone(),
        });
        let own = TypeMeta {
            active: true,
            fields: fields.collect(),
            lists,
            sorts,
            ..TypeMeta::default()
        };
        Self {
            types: vec![own],
            field_kinds: Vec::new(),
        }
    }
}

model! {
    /// The fields and sorts of one type of item.
    pub struct TypeMeta {
        /// The type; empty where the server tells of no types.
        item_type: ItemType = "type",
        /// Its name for people, such as `Films`.
        title: Option<String> = "title",
        /// Path of the items.
        key: Option<String> = "key",
        /// Whether it is what the library shows first.
        active: bool = "active",
        /// Fields with a list of the values that items have.
        lists: Vec<ListMeta> = "Filter",
        /// Orders.
        sorts: Vec<SortMeta> = "Sort",
        /// Fields that can be compared.
        fields: Vec<FieldMeta> = "Field",
    }
}

model! {
    /// A field with a list of the values that items have.
    pub struct ListMeta {
        /// The field.
        name: String = "filter",
        /// The kind of its values, in the words of lists: a tag is a `string` here.
        kind: Option<String> = "filterType",
        /// Path of the list.
        key: Option<String> = "key",
        /// Its name for people.
        title: Option<String> = "title",
    }
    requires name
}

model! {
    /// An order.
    pub struct SortMeta {
        /// The order as a query names it, such as `addedAt`.
        key: String = "key",
        /// The same turned round, such as `addedAt:desc`.
        descending_key: Option<String> = "descKey",
        /// `asc` or `desc`: which way people expect it.
        default_direction: Option<String> = "defaultDirection",
        /// Its name for people.
        title: Option<String> = "title",
    }
    requires key
}

model! {
    /// A field that can be compared.
    pub struct FieldMeta {
        /// The field as a query names it, such as `year` or `show.title`.
        key: String = "key",
        /// Its kind, which says how it can be compared.
        kind: FieldKind = "type",
        /// What its number means, such as `rating`, `year`, `duration` or `bitrate`.
        meaning: Option<String> = "subType",
        /// Its name for people.
        title: Option<String> = "title",
    }
    requires key
}

model! {
    /// The comparisons that one kind of field takes.
    pub struct FieldKindMeta {
        /// The kind.
        kind: FieldKind = "type",
        /// The comparisons.
        operators: Vec<OperatorMeta> = "Operator",
    }
}

model! {
    /// A way to compare.
    pub struct OperatorMeta {
        /// What stands between field and value, such as `>>=`; of a truth, with the value: `=1`.
        key: String = "key",
        /// Its name for people.
        title: Option<String> = "title",
    }
    requires key
}

model! {
    /// A value that items of a library have in a field.
    pub struct FilterChoice {
        /// What the list calls it: the id of a tag, the code of a language, or an encoded word.
        key: String = "key",
        /// Its name for people.
        title: String = "title",
        /// Path of the items that have it.
        fast_key: Option<String> = "fastKey",
    }
    requires key
}

impl FilterChoice {
    /// Returns the value to filter by. Words stand encoded in `key` on some servers; the path of
    /// the items says what they are.
    ///
    /// ```
    /// use plex_client::FilterChoice;
    /// use plex_client::{container::MediaContainer, wire::answer};
    ///
    /// let list: MediaContainer<FilterChoice> = answer(
    ///     br#"<MediaContainer><Directory key="gb%2FU" title="gb/U"
    ///         fastKey="/library/sections/1/all?contentRating=gb%2FU"/></MediaContainer>"#,
    /// )
    /// .unwrap();
    /// assert_eq!(list.items[0].value(), "gb/U");
    /// ```
    #[must_use]
    pub fn value(&self) -> String {
        let of_path = self.fast_key.as_deref().and_then(|path| {
            let (_, query) = path.split_once('?')?;
            let pairs = || query.split('&').filter_map(|pair| pair.split_once('='));
            let mut own = pairs().filter(|(name, _)| !matches!(*name, "type" | "sort"));
            // More than one would leave it open which is meant.
            match (own.next(), own.next()) {
                (Some((_, value)), None) if !value.is_empty() => {
                    percent_decode_str(value).decode_utf8().ok()
                }
                _ => None,
            }
        });
        of_path.map_or_else(|| self.key.clone(), |value| value.into_owned())
    }
}

impl FieldMeta {
    /// Makes a field that a server takes but does not list.
    ///
    /// ```
    /// use plex_client::{FieldKind, FieldMeta};
    ///
    /// assert_eq!(FieldMeta::named("rating", FieldKind::Integer).key, "rating");
    /// ```
    #[must_use]
    pub fn named(key: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            key: key.into(),
            kind,
            meaning: None,
            title: None,
        }
    }
}

listed! {
    FilterChoice = "Directory", "Metadata";
    ListMeta = "Directory";
    SortMeta = "Directory";
}

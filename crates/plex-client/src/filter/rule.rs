//! The rule of a smart playlist or collection: a question that a library is asked again at each look.

use std::str::FromStr;

use super::expression::Filter;
use super::query::Selection;
use super::read;
use super::sort::Sort;
use crate::error::{PlexError, Result};
use crate::id::LibraryKey;
use crate::model::{ItemType, MediaItem};
use crate::transport::path;
use crate::transport::request::Request;
use crate::transport::uri;

/// Parameters that are no conditions on a field, though their names could be.
const NO_FIELDS: &[&str] = &["group", "having", "checkFiles"];

/// Says whether a parameter tells who asks, such as a token, or for which page, by its name: it is no part
/// of a rule.
fn is_of_the_asker(name: &str) -> bool {
    let start = name.as_bytes().get(..7);
    start.is_some_and(|start| start.eq_ignore_ascii_case(b"x-plex-"))
}

/// Holds what a smart playlist or collection is made of: items of a library, which, in which order, how
/// many.
///
/// A server keeps it as the address of a listing, `content`, which [`FromStr`] reads and
/// [`PlexClient`](crate::PlexClient) writes. A server passes over a field that it does not know, so that a
/// mistyped one means the whole library: check fields against
/// [`library_meta`](crate::PlexClient::library_meta), and look at
/// [`rule_items`](crate::PlexClient::rule_items) before the rule is kept.
///
/// ```
/// use plex_client::{Field, Filter, ItemType, LibraryKey, SmartRule, Sort};
///
/// let unwatched = Filter::flag(Field::new("unwatched")?, true);
/// let shortest = Sort::ascending(Field::new("duration")?);
/// let rule = SmartRule::new(LibraryKey::new("1")?, ItemType::Movie)
///     .filter(unwatched)
///     .sort(shortest)
///     .limit(50);
/// let stored = "server://abc/com.plexapp.plugins.library/library/sections/1/all\
///     ?type=1&sort=duration&limit=50&unwatched=1";
/// assert_eq!(stored.parse::<SmartRule>()?, rule);
/// # Ok::<(), plex_client::PlexError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SmartRule {
    /// The library.
    pub library: LibraryKey,
    /// The type of item; the library's own where none is said.
    pub item_type: Option<ItemType>,
    /// Which of them; all where none is said.
    pub filter: Option<Filter>,
    /// In which order.
    pub sort: Option<Sort>,
    /// How many at most.
    pub limit: Option<u32>,
    /// What this version does not understand of a rule that was read, by name and value, in order. It
    /// is written again as it stood. Where the conditions as a whole were not understood, they are here,
    /// and there is no `filter`. Parameters whose names begin with `X-Plex-`, such as a token, are neither
    /// kept nor written.
    pub others: Vec<(String, String)>,
}

impl SmartRule {
    /// Takes all items of a type in a library.
    #[must_use]
    pub fn new(library: LibraryKey, item_type: ItemType) -> Self {
        Self {
            library,
            item_type: Some(item_type),
            filter: None,
            sort: None,
            limit: None,
            others: Vec::new(),
        }
    }

    /// Limits it to items that pass this filter.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Sorts the items; by `random`, anew at each look.
    #[must_use]
    pub fn sort(mut self, sort: Sort) -> Self {
        self.sort = Some(sort);
        self
    }

    /// Takes the first so many.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Returns the rule of a smart playlist or collection; `None` for what is not smart, and where
    /// the server does not tell the rule, as in some listings: the item itself has it then.
    ///
    /// # Errors
    ///
    /// Those of [`FromStr`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, playlist: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::SmartRule;
    ///
    /// let playlist = client.playlist(&playlist).await?;
    /// if let Some(rule) = SmartRule::of(&playlist)? {
    ///     println!("{} is made of library {}", playlist.title, rule.library);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn of(item: &MediaItem) -> Result<Option<Self>> {
        let content = item.content.as_deref().filter(|_| item.smart == Some(true));
        content.map(str::parse).transpose()
    }

    /// Returns it as the address of a listing, on whatever server, which [`FromStr`] reads again.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for a type of item that Plex has no number for.
    ///
    /// ```
    /// use plex_client::{ItemType, LibraryKey, SmartRule};
    ///
    /// let films = SmartRule::new(LibraryKey::new("1")?, ItemType::Movie).limit(5);
    /// assert_eq!(films.content()?, "/library/sections/1/all?type=1&limit=5");
    /// assert_eq!(films.content()?.parse::<SmartRule>()?, films);
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn content(&self) -> Result<String> {
        let request = self.request()?;
        let (path, query) = request.path_and_query();
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        Ok(format!("{path}{query}"))
    }

    /// Returns the request for what it finds.
    pub(crate) fn request(&self) -> Result<Request> {
        let selection = Selection {
            item_type: self.item_type.as_ref(),
            filter: self.filter.as_ref(),
            sort: self.sort.as_ref(),
            limit: self.limit,
        };
        let request = selection.apply(Request::reading(path::section_all(&self.library)))?;
        let others = self.others.iter();
        let others = others.filter(|(name, _)| !is_of_the_asker(name));
        Ok(others.fold(request, |request, (name, value)| request.query(name, value)))
    }

    /// Returns the address by which a server keeps it.
    pub(crate) fn uri(&self, machine_identifier: &str) -> Result<String> {
        Ok(uri::of(machine_identifier, &self.request()?))
    }

    /// Takes over one parameter that is not a condition; `false` for one that is, or may be.
    fn take(&mut self, name: &str, value: &str) -> bool {
        let is_taken = match name {
            "type" if self.item_type.is_none() => {
                self.item_type = value.parse().ok().and_then(ItemType::from_number);
                self.item_type.is_some()
            }
            "sort" if self.sort.is_none() => {
                self.sort = value.parse().ok();
                self.sort.is_some()
            }
            "limit" if self.limit.is_none() => {
                self.limit = value.parse().ok();
                self.limit.is_some()
            }
            // Said again, which only the server knows to read.
            "type" | "sort" | "limit" => false,
            _ => return self.keep(name, value),
        };
        if !is_taken {
            self.others.push((name.to_owned(), value.to_owned()));
        }
        true
    }

    /// Keeps a parameter that is known to be no condition, or drops it.
    fn keep(&mut self, name: &str, value: &str) -> bool {
        if is_of_the_asker(name) {
            return true;
        }
        let is_none = name.starts_with("include") || NO_FIELDS.contains(&name);
        if is_none {
            self.others.push((name.to_owned(), value.to_owned()));
        }
        is_none
    }
}

/// Reads a rule as a server keeps it, `content`: an address of a library's listing. Both the forms
/// `server://…` and the older `library://…` are read, and a path alone.
impl FromStr for SmartRule {
    type Err = PlexError;

    fn from_str(content: &str) -> Result<Self> {
        let refused =
            || PlexError::invalid_argument("rule", "is not the address of a library's listing");
        let address = uri::path_of(content).ok_or_else(refused)?;
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        let library = path
            .strip_prefix("/library/sections/")
            .and_then(|rest| rest.trim_end_matches('/').strip_suffix("/all"))
            .ok_or_else(refused)?;
        let mut rule = Self {
            item_type: None,
            ..Self::new(LibraryKey::new(library)?, ItemType::default())
        };
        let mut conditions = read::parameters(query);
        conditions.retain(|(name, value)| !rule.take(name, value));
        let pairs = conditions.iter().map(|(name, value)| (&**name, &**value));
        match read::filter(pairs) {
            // No condition at all.
            Some(Filter::All(terms)) if terms.is_empty() => {}
            Some(filter) => rule.filter = Some(filter),
            None => rule.others.extend(conditions),
        }
        Ok(rule)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::field::Field;
    use crate::filter::Comparison;

    const START: &str = "server://abc/com.plexapp.plugins.library/library/sections/1/all?";

    fn read(query: &str) -> SmartRule {
        format!("{START}{query}").parse().unwrap()
    }

    /// Reads a rule and writes it again.
    fn again(query: &str) -> String {
        let uri = read(query).uri("abc").unwrap();
        uri.strip_prefix(START).unwrap().to_owned()
    }

    #[test]
    fn what_servers_keep_is_read_and_written_alike() {
        for query in [
            "type=9&sort=year:desc&album.genre=571",
            "type=1&sort=titleSort&limit=50&unwatched=1&genre=1,2",
            "type=1&title%3D=A%20%26%20B&title%21%3D=C&title%3C=D&title%3E=E&studio%21=F",
            "type=1&year%3E%3E=1990&year%3C%3C=1999&addedAt%3E%3E=-30d",
            "type=1&hdr=1&push=1&title=a&or=1&push=1&title=b&studio=c&pop=1&pop=1",
            "type=4&show.title=x&push=1&pop=1",
            "type=9&group=guid&having=min%28album.originallyAvailableAt%29",
            "type=1&sort=random&includeGuids=1",
        ] {
            // What is no condition comes last.
            let sorted = |query: &str| {
                let mut parts: Vec<String> = query.split('&').map(str::to_owned).collect();
                parts.sort();
                parts
            };
            assert_eq!(sorted(&again(query)), sorted(query));
            assert_eq!(again(&again(query)), again(query));
        }
    }

    #[test]
    fn a_rule_is_typed_where_it_is_understood() {
        let rule =
            read("type=1&sort=year%3Adesc&limit=5&push=1&genre=1&or=1&year%3E%3E=1990&pop=1");
        assert_eq!(rule.item_type, Some(ItemType::Movie));
        assert_eq!(rule.sort.unwrap().to_string(), "year:desc");
        assert_eq!((rule.limit, rule.others.len()), (Some(5), 0));
        let field = |name| Field::new(name).unwrap();
        let expected = Filter::any([
            Filter::is(field("genre"), ["1"]),
            Filter::compare(field("year"), Comparison::Above, 1990),
        ]);
        assert_eq!(rule.filter, Some(expected));
    }

    #[test]
    fn and_binds_more_closely_than_or() {
        let rule = read("genre=1&year=2&or=1&year=3");
        let Some(Filter::Any(alternatives)) = rule.filter else {
            panic!("{rule:?}");
        };
        assert!(matches!(&*alternatives, [Filter::All(both), Filter::Where(_)] if both.len() == 2));
    }

    #[test]
    fn conditions_that_are_not_understood_are_kept_as_they_stand() {
        for query in [
            "type=1&push=1&a b=1&pop=1&year=2",
            "type=1&pop=1&year=2",
            "push=1&year=2",
        ] {
            let rule = read(query);
            assert_eq!(rule.filter, None, "{query}");
            assert!(rule.others.contains(&("year".to_owned(), "2".to_owned())));
            assert_eq!(again(query), query.replace(' ', "%20"));
        }
        let rule = read("type=99&sort=a%20b&limit=-1&type=1");
        assert_eq!(rule.others.len(), 3, "{rule:?}");
    }

    #[test]
    fn whoever_asks_and_for_which_page_is_no_part_of_a_rule() {
        let asked = "type=1&X-Plex-Token=s3cret&x-plex-token=s3cret&year=2&X-PLEX-Token%3E=s3cret\
            &X-Plex-Container-Start=0&X-Plex-Container-Size=50&x-plex-=s3cret&X-Plex=7";
        for query in [asked.to_owned(), asked.replace('-', "%2D")] {
            let rule = read(&query);
            let mut plain = read("type=1&year=2&X-Plex=7");
            assert_eq!(rule, plain);
            assert!(!format!("{rule:?}").contains("s3cret"), "{rule:?}");
            assert_eq!(rule.uri("abc").unwrap(), plain.uri("abc").unwrap());
            // Nor does it go in by hand.
            let token = ("X-plex-Token".to_owned(), "s3cret".to_owned());
            plain.others.push(token);
            assert_eq!(rule.content().unwrap(), plain.content().unwrap());
        }
    }

    #[test]
    fn older_and_doubly_encoded_forms_are_read() {
        let old =
            "library://6f5a/directory/%2Flibrary%2Fsections%2F1%2Fall%3Ftype%3D1%26year%3D1999";
        assert_eq!(old.parse::<SmartRule>().unwrap(), read("type=1&year=1999"));
        let path: SmartRule = "/library/sections/1/all?type=1".parse().unwrap();
        assert_eq!(path, read("type=1"));
        assert_eq!(
            read("type=1&title%253D=A%2520B"),
            read("type=1&title%3D=A%20B")
        );
        assert_eq!(read(""), read("&"));
    }

    #[test]
    fn other_addresses_are_no_rules() {
        for content in [
            "",
            "secondary",
            "server://abc",
            "server://abc/com.plexapp.plugins.library",
            "server://abc/com.plexapp.plugins.library/library/metadata/7",
            "server://abc/com.plexapp.plugins.library/library/sections//all?type=1",
            "server://abc/com.plexapp.plugins.library/library/sections/1/2/all",
            "https://example.org/library/sections/1/all",
            "/library/sections/all",
        ] {
            assert!(content.parse::<SmartRule>().is_err(), "{content}");
        }
    }

    fn filters() -> impl Strategy<Value = Filter> {
        let comparison = prop::sample::select(vec![
            Comparison::Is,
            Comparison::IsNot,
            Comparison::Exactly,
            Comparison::NotExactly,
            Comparison::BeginsWith,
            Comparison::AtLeast,
            Comparison::Above,
            Comparison::Below,
        ]);
        let field = prop::sample::select(vec!["title", "year", "show.genre", "unwatched"]);
        let one = (field, comparison, ".{0,6}").prop_map(|(field, comparison, value)| {
            Filter::compare(Field::new(field).unwrap(), comparison, value)
        });
        one.prop_recursive(4, 24, 4, |inner| {
            prop::collection::vec(inner, 0..4).prop_flat_map(|inner| {
                prop_oneof![Just(Filter::All(inner.clone())), Just(Filter::Any(inner))]
            })
        })
    }

    fn parameter_names() -> impl Strategy<Value = String> {
        prop_oneof![
            "type|sort|limit|push|pop|or|and",
            "[a-z.]{0,5}[!<>=]{0,2}",
            ".{0,4}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_filter_that_is_written_is_read_as_it_was(filter in filters()) {
            let rule = SmartRule::new(LibraryKey::new("1").unwrap(), ItemType::Movie).filter(filter);
            let written = rule.uri("abc").unwrap();
            let read: SmartRule = written.parse().unwrap();
            prop_assert!(read.others.is_empty(), "{read:?}");
            // Parentheses that mean nothing are dropped, and nothing else ever.
            let conditions = |uri: &str| {
                let parts = uri.split('&').filter(|part| !matches!(*part, "push=1" | "pop=1"));
                parts.map(str::to_owned).collect::<Vec<_>>()
            };
            let again = read.uri("abc").unwrap();
            prop_assert_eq!(conditions(&again), conditions(&written));
            prop_assert_eq!(again.parse::<SmartRule>().unwrap(), read);
        }

        #[test]
        fn whatever_a_server_keeps_nothing_of_it_is_lost(
            pairs in prop::collection::vec((parameter_names(), ".{0,5}"), 0..8)
        ) {
            // A name that looks encoded makes the whole taken for encoded twice.
            prop_assume!(pairs.iter().all(|(name, _)| !name.contains('%')));
            let asked = |pairs: &[(String, String)]| {
                let request = Request::reading(path::section_all(&LibraryKey::default()));
                pairs.iter().fold(request, |request, (name, value)| request.query(name, value))
            };
            let kept = uri::of("abc", &asked(&pairs));
            let rule: SmartRule = kept.parse().unwrap();
            let again = rule.uri("abc").unwrap();
            prop_assert_eq!(again.parse::<SmartRule>().unwrap(), rule, "{} and {}", kept, again);
            // The others are written in a form of their own.
            let own = ["type", "sort", "limit", "push", "pop", "and", "or"];
            for pair in pairs.iter().filter(|(name, _)| !own.contains(&&**name)) {
                let parameter = asked(std::slice::from_ref(pair));
                let (_, text) = parameter.path_and_query();
                prop_assert!(again.contains(text.unwrap()), "{kept} and {again}");
            }
        }
    }
}

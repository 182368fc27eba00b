//! Where a collection stands: its library, the type of what it holds, its order.

use plex_client::{ItemType, Library, LibraryKey, MediaItem, PageRequest, RatingKey, SmartRule};

use super::{
    additions::Said,
    changing::{TITLE_CHARS, fitting},
    members::Order,
    new_playlist::ordered,
};
use crate::{
    call::Call,
    change::{Act, Collecting, Contents, Deed, Locks, Made, Shown, Wish},
    clean,
    error::ToolError,
    name::{Closeness, Wanted},
    plex::CollectionWords,
    tools::which::Which,
    view,
    vocabulary::kind,
};

/// How many items are asked for at once.
const ROWS: u32 = 500;

/// A collection that there is.
pub(super) struct ExistingCollection {
    /// Its id.
    pub(super) key: RatingKey,
    /// The library it is in.
    pub(super) library: Library,
    /// Its order; none for by release.
    pub(super) order: Option<String>,
    /// The type of what it holds.
    kind: Option<ItemType>,
}

/// In which order what is in a collection is put.
pub(super) struct Placed {
    /// The items in their order.
    pub(super) keys: Vec<RatingKey>,
    /// The order of the collection.
    pub(super) order: Option<String>,
}

/// A collection that is to be made.
pub(super) struct NewCollection<'a> {
    pub(super) by: &'static str,
    pub(super) title: &'a str,
    pub(super) summary: &'a str,
    pub(super) mode: Option<String>,
    pub(super) shown: Option<Shown>,
    pub(super) library: &'a Library,
}

impl ExistingCollection {
    /// Returns where a collection stands.
    ///
    /// # Errors
    ///
    /// When it does not say so; and what asking the server gives.
    pub(super) async fn of(call: &Call, list: &MediaItem) -> Result<Self, ToolError> {
        let mut libraries = call.plex.libraries().await?.into_iter();
        let library =
            libraries.find(|library| Some(&library.key) == list.library_section_id.as_ref());
        let (Some(library), Some(key)) = (library, list.rating_key.clone()) else {
            return Err(ToolError::internal(
                "Plex does not say in which library the collection is",
            ));
        };
        let kind = list.subtype.as_deref().and_then(|kind| kind.parse().ok());
        let order = CollectionWords::order_of(list).map(str::to_owned);
        Ok(Self {
            key,
            library,
            order,
            kind,
        })
    }

    /// Returns all that is in it, in its order.
    pub(super) async fn members(&self, call: &Call) -> Result<Vec<MediaItem>, ToolError> {
        // It says when there is too much in it.
        let keys = call.plex.collection_members(&self.key).await?;
        let mut members: Vec<MediaItem> = Vec::with_capacity(keys.len());
        let mut offset = 0;
        loop {
            let page = PageRequest::new(offset, ROWS);
            let page = call.plex.collection_items(&self.key, page).await?;
            let next = page.next_offset();
            members.extend(page.items);
            match next {
                Some(next) if next > offset && members.len() < keys.len() => offset = next,
                _ => return Ok(members),
            }
        }
    }

    /// Says why an item cannot be in it; `None` where it can.
    pub(super) fn unfit(&self, item: &MediaItem) -> Option<String> {
        unfit(item, &self.library.key, self.kind.as_ref())
    }

    /// Returns a rule that it can have: of its own library, and of the type that it holds.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for any other.
    pub(super) fn taken(&self, rule: String) -> Result<String, ToolError> {
        let read: SmartRule = rule.parse()?;
        check_library(&read, &self.library)?;
        match (&self.kind, read.item_type) {
            (Some(kind), Some(other)) if *kind != other => Err(ToolError::invalid(format!(
                "where.type: this collection holds {}, and cannot hold {}",
                view::named::kind(kind),
                view::named::kind(&other)
            ))),
            _ => Ok(rule),
        }
    }

    /// Returns its items in an order, and what order that is. By title and by release it keeps itself.
    ///
    /// # Errors
    ///
    /// As [`Order::keys`].
    pub(super) async fn order(
        &self,
        call: &Call,
        order: &Order,
        items: &[MediaItem],
    ) -> Result<Placed, ToolError> {
        placed(call, order, items, self.order.clone()).await
    }
}

/// Puts items in an order; `kept` is that of the collection.
async fn placed(
    call: &Call,
    order: &Order,
    items: &[MediaItem],
    kept: Option<String>,
) -> Result<Placed, ToolError> {
    let own = match order {
        Order::None => Some(kept),
        Order::Sort(sort) => match sort.trim() {
            "title" => Some(Some("alphabetical".to_owned())),
            "released" => Some(None),
            _ => None,
        },
        Order::Keys(_) => None,
    };
    let keys = match own {
        Some(_) => Order::None.keys(call, items).await?,
        None => order.keys(call, items).await?,
    };
    let order = own.unwrap_or_else(|| Some("custom".to_owned()));
    Ok(Placed { keys, order })
}

/// Says why an item cannot be in a collection of a library and a type; `None` where it can.
fn unfit(item: &MediaItem, library: &LibraryKey, kind: Option<&ItemType>) -> Option<String> {
    if item.library_section_id.as_ref() != Some(library) {
        return Some("it is in another library than the collection".to_owned());
    }
    let kind = kind.filter(|kind| **kind != item.item_type)?;
    Some(format!(
        "it is of type {}, and the collection holds {}",
        view::named::kind(&item.item_type),
        view::named::kind(kind)
    ))
}

/// Refuses the rule of another library.
fn check_library(rule: &SmartRule, library: &Library) -> Result<(), ToolError> {
    match rule.library == library.key {
        true => Ok(()),
        false => Err(ToolError::invalid(format!(
            "where.library_id: the collection is in {}, and holds only what is in there",
            clean::quoted(&view::library::title(library), TITLE_CHARS)
        ))),
    }
}

/// Returns the library of a new collection: the one that is named, or that of what comes into it.
///
/// # Errors
///
/// `invalid_argument` where neither is said.
pub(super) async fn library(
    call: &Call,
    named: Option<Library>,
    said: &Said,
) -> Result<Library, ToolError> {
    if let Some(named) = named {
        return Ok(named);
    }
    let of_rule = match &said.rule {
        Some(rule) => Some(rule.parse::<SmartRule>()?.library),
        None => None,
    };
    let mut of_items = said.which.items.iter();
    let wanted = of_rule.or_else(|| of_items.find_map(|item| item.library_section_id.clone()));
    let mut libraries = call.plex.libraries().await?.into_iter();
    match libraries.find(|library| Some(&library.key) == wanted.as_ref()) {
        Some(library) => Ok(library),
        None => match said.which.failed.first() {
            Some(failed) => Err(failed.error.clone()),
            None => Err(ToolError::invalid(
                "library_id is missing: a collection is of one library",
            )),
        },
    }
}

/// Refuses a title that another collection of a library has: both would share what is in them.
///
/// # Errors
///
/// `invalid_argument`, with the id of that one.
pub(super) async fn check_free(
    call: &Call,
    library: &Library,
    title: &str,
    own: Option<&RatingKey>,
) -> Result<(), ToolError> {
    let wanted = Wanted::new(title);
    let is_same = |other: &&MediaItem| {
        let closeness = wanted.closeness(&other.title);
        closeness.is_some_and(|closeness| closeness <= Closeness::Case)
            && other.rating_key.as_ref() != own
    };
    let all = call.plex.all_collections(&library.key).await?;
    match all.iter().find(is_same) {
        None => Ok(()),
        Some(other) => {
            let key = other.rating_key.as_ref().map(ToString::to_string);
            Err(ToolError::invalid(
                "title: the library has a collection of that title already, and two would share \
                 what is in them",
            )
            .hint(format!("Give collection_id: {}", key.unwrap_or_default())))
        }
    }
}

/// Returns those of what comes into a collection or goes out of it that are not locked yet.
pub(super) async fn free(
    call: &Call,
    held: &[MediaItem],
    wanted: &[RatingKey],
) -> Result<Vec<RatingKey>, ToolError> {
    let held: Vec<RatingKey> = held
        .iter()
        .filter_map(|item| item.rating_key.clone())
        .collect();
    let comes = wanted.iter().filter(|key| !held.contains(key));
    let goes = held.iter().filter(|key| !wanted.contains(key));
    let moved: Vec<RatingKey> = comes.chain(goes).cloned().collect();
    unlocked(call, &moved).await
}

/// Returns those of some items that Plex's own collections may take.
pub(super) async fn unlocked(
    call: &Call,
    items: &[RatingKey],
) -> Result<Vec<RatingKey>, ToolError> {
    let found = call.plex.items_by_key(items).await?;
    let is_free = |key: &&RatingKey| {
        let item = found.get(*key);
        item.is_some_and(|item| !item.locks.iter().any(|lock| lock.name == "collection"))
    };
    Ok(items.iter().filter(is_free).cloned().collect())
}

impl NewCollection<'_> {
    /// Returns the wish to make it of a rule.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for the rule of another library, or one that finds collections.
    pub(super) fn smart(self, rule: String) -> Result<Wish, ToolError> {
        let read: SmartRule = rule.parse()?;
        check_library(&read, self.library)?;
        let kind = read.item_type.unwrap_or_default();
        check_kind("where.type", &kind)?;
        let contents = Contents::Rule(rule);
        Ok(self.made(&kind, contents, None, Vec::new(), "the smart collection"))
    }

    /// Returns the wish to make it of some items.
    ///
    /// # Errors
    ///
    /// The only failure, where there is nothing to put into it.
    pub(super) async fn plain(
        self,
        call: &Call,
        which: Which,
        order: &Order,
    ) -> Result<Wish, ToolError> {
        let library = &self.library.key;
        let is_here = |item: &&MediaItem| item.library_section_id.as_ref() == Some(library);
        let first = which.items.iter().find(is_here);
        let kind = match first {
            Some(first) => first.item_type.clone(),
            None => kind::own_type(&self.library.library_type),
        };
        check_kind("add", &kind)?;
        let (fits, unfit) = fitting(which.items, |item| unfit(item, library, Some(&kind)));
        let mut failed = which.failed;
        failed.extend(unfit);
        if let (true, Some(failed)) = (fits.is_empty(), failed.first()) {
            return Err(failed.error.clone());
        }
        let placed = placed(call, order, &fits, None).await?;
        let keys = ordered(&fits, &placed.keys);
        let free = unlocked(call, &keys).await?;
        let contents = Contents::Items(keys);
        let mut wish = self.made(&kind, contents, placed.order, free, "the collection");
        wish.failed = failed;
        wish.note = which.note;
        Ok(wish)
    }

    fn made(
        self,
        kind: &ItemType,
        contents: Contents,
        order: Option<String>,
        free: Vec<RatingKey>,
        what: &str,
    ) -> Wish {
        let shown = clean::quoted(self.title, TITLE_CHARS);
        let deed = Deed::Whole {
            order: format!("Make {what} {shown}"),
            report: format!("Made {what} {shown}"),
        };
        let made = Made {
            title: self.title.to_owned(),
            library: self.library.key.clone(),
            uuid: self.library.uuid.clone(),
            kind: kind.as_str().to_owned(),
            summary: self.summary.to_owned(),
            contents,
            order,
            mode: self.mode,
            shown: self.shown,
            locked: None,
            locks: Locks {
                free,
                unlock: Vec::new(),
            },
        };
        let act = Act::Collecting(Collecting::Make(Box::new(made)));
        Wish::new(self.by, deed, vec![act])
    }
}

/// Refuses what no collection holds.
fn check_kind(argument: &str, kind: &ItemType) -> Result<(), ToolError> {
    match kind {
        ItemType::Collection | ItemType::Playlist | ItemType::Clip => {
            Err(ToolError::invalid(format!(
                "{argument}: a collection holds no {}",
                view::named::kind(kind)
            )))
        }
        _ => Ok(()),
    }
}

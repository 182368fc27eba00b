//! What a library offers to filter by, under names that people use.

use plex_client::{
    Field, FieldKind, FieldMeta, ItemType, LibraryMeta, Sort, SortKey, SortMeta, TypeMeta,
};
use serde_json::Value;

use crate::{
    clean,
    error::ToolError,
    nearest::nearest,
    vocabulary::{field, sort, squeezed},
};

/// Holds what one type of item in a library can be filtered by.
pub(crate) struct Offer<'m> {
    meta: &'m LibraryMeta,
    own: &'m TypeMeta,
    item_type: ItemType,
}

/// A field that is offered.
#[derive(Debug, Clone)]
pub(crate) struct OfferedField {
    /// Our name for it, under which it was found.
    pub(crate) name: String,
    /// Plex's name for it.
    pub(crate) field: Field,
    pub(crate) kind: FieldKind,
    /// Whether the server lists the values there are.
    pub(crate) has_list: bool,
    /// The type of item it is of, whose values are listed.
    pub(crate) item_type: ItemType,
    /// Whether it says the opposite of the name it was found under.
    pub(super) is_negated: bool,
}

impl<'m> Offer<'m> {
    /// Returns what is offered for a type, or the error that says for which it is.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when the library tells nothing of that type.
    pub(crate) fn of(meta: &'m LibraryMeta, item_type: ItemType) -> Result<Self, ToolError> {
        let of_type = |wanted: &ItemType| meta.types.iter().find(|one| one.item_type == *wanted);
        // Old servers tell of one type, and not which.
        let unnamed = ItemType::default();
        let Some(own) = of_type(&item_type).or_else(|| of_type(&unnamed)) else {
            let types: Vec<&str> = meta
                .types
                .iter()
                .map(|one| one.item_type.as_str())
                .collect();
            let types = clean::line(&types.join(", "), 120);
            return Err(ToolError::invalid(format!(
                "filters: items of type {item_type} cannot be filtered here; those of these types \
                 can: {types}"
            )));
        };
        Ok(Self {
            meta,
            own,
            item_type,
        })
    }

    /// Returns the fields of the type itself, in the server's order, then those it takes and does not
    /// list.
    pub(crate) fn fields(&self) -> Vec<OfferedField> {
        fields_of(self.own, &self.item_type)
    }

    /// Returns the fields that the type can be sorted by, as Plex names them: of an order of several
    /// fields the deciding one. An order that has no name here is left out, since it could not be
    /// asked for.
    pub(crate) fn sorts(&self) -> impl Iterator<Item = &'m str> {
        let offered = self.own.sorts.iter().map(deciding);
        offered.filter(|plex| sort::is_known(plex))
    }

    /// Returns the field that `name` means: of the type itself, of the type before a dot, or else of any
    /// other type (the genre of an episode is its show's).
    ///
    /// # Errors
    ///
    /// `invalid_argument` that offers the nearest and lists what there is.
    pub(crate) fn find(&self, name: &str) -> Result<OfferedField, ToolError> {
        let own = self.fields();
        let found = match name.trim().split_once('.') {
            Some((scope, rest)) => self
                .others()
                .chain([(self.own, self.item_type.clone())])
                .filter(|(_, of)| squeezed(of.as_str()) == squeezed(scope))
                .find_map(|(meta, of)| matching(fields_of(meta, &of), rest)),
            None => matching(own.clone(), name).or_else(|| {
                self.others()
                    .find_map(|(meta, of)| matching(fields_of(meta, &of), name))
            }),
        };
        found
            .map(|field| OfferedField {
                name: clean::line(name, 60),
                ..field
            })
            .ok_or_else(|| self.unknown(name, &own))
    }

    /// Returns an order as the library offers it: what it offers with further fields is taken with
    /// these. Orders that servers take and do not list are let through.
    ///
    /// # Errors
    ///
    /// `invalid_argument` that lists what is offered and names the nearest.
    pub(crate) fn offered_sort(&self, sort: Sort) -> Result<Sort, ToolError> {
        if self.own.sorts.is_empty() {
            // A server that does not tell its orders is taken at our word.
            return Ok(sort);
        }
        let mut offered: Option<Sort> = None;
        for key in sort.keys() {
            let next = self.offered_order(key)?;
            offered = Some(match offered {
                Some(before) => before.then(next),
                None => next,
            });
        }
        Ok(offered.unwrap_or(sort))
    }

    fn offered_order(&self, key: &SortKey) -> Result<Sort, ToolError> {
        let plex = key.field.as_str();
        if let Some(offered) = self.own.sorts.iter().find(|one| deciding(one) == plex) {
            // What a server offers in a form that is not known is asked for by its field alone.
            return Ok(Sort::offered(offered, key.direction).unwrap_or_else(|_| key.clone().into()));
        }
        if sort::UNLISTED.contains(&plex) {
            return Ok(key.clone().into());
        }
        let names: Vec<String> = self.sorts().map(sort::name_of).collect();
        let allowed = format!("an order of these items: {}", names.join(", "));
        let given = sort::name_of(plex);
        let near = nearest(&given, names.iter().map(String::as_str));
        Err(ToolError::refused("sort", &Value::from(&*given), &allowed).meant(near))
    }

    fn others(&self) -> impl Iterator<Item = (&'m TypeMeta, ItemType)> {
        let own = self.item_type.clone();
        let named = |one: &&TypeMeta| !one.item_type.as_str().is_empty();
        self.meta
            .types
            .iter()
            .filter(named)
            .map(|one| (one, one.item_type.clone()))
            .filter(move |(_, of)| *of != own)
    }

    fn unknown(&self, name: &str, own: &[OfferedField]) -> ToolError {
        let names: Vec<&str> = own.iter().map(|field| &*field.name).collect();
        let shown = clean::line(name, 60);
        ToolError::invalid(format!(
            "filters: {shown} is no field of this library; {} have {}",
            plural(&self.item_type),
            names.join(", ")
        ))
        .meant(nearest(name, names.iter().copied()))
    }
}

/// Returns the field that decides in an order that a server offers.
fn deciding(offered: &SortMeta) -> &str {
    offered.key.split([',', ':']).next().unwrap_or_default()
}

/// Returns what several items of a type are called in an error.
fn plural(item_type: &ItemType) -> String {
    match clean::line(item_type.as_str(), 20) {
        word if word.is_empty() => "items".to_owned(),
        word => format!("{word}s"),
    }
}

/// Returns the fields of a type.
fn fields_of(meta: &TypeMeta, item_type: &ItemType) -> Vec<OfferedField> {
    let mut fields: Vec<OfferedField> = meta
        .fields
        .iter()
        .filter_map(|field| offered(meta, item_type, field))
        .collect();
    for (name, kind, types) in &field::UNLISTED {
        if types.contains(item_type) && !fields.iter().any(|field| field.field.name() == *name) {
            let key = match item_type {
                ItemType::Movie => (*name).to_owned(),
                other => format!("{other}.{name}"),
            };
            let field = FieldMeta::named(key, kind.clone());
            fields.extend(offered(meta, item_type, &field));
        }
    }
    fields
}

/// Returns a field as it is offered; `None` for what is no field.
fn offered(meta: &TypeMeta, item_type: &ItemType, field: &FieldMeta) -> Option<OfferedField> {
    let key = Field::new(&field.key).ok()?;
    // Servers tell of a list of what is true or not as well: it holds items, or nothing to choose.
    let told = meta.lists.iter().any(|list| list.name == key.name());
    let has_list = (told && field.kind != FieldKind::Boolean)
        || matches!(
            field.kind,
            FieldKind::Tag
                | FieldKind::AudioLanguage
                | FieldKind::SubtitleLanguage
                | FieldKind::Resolution
        );
    let own_name = field::our_name(key.name());
    let name = match key.scope() {
        Some(scope) if scope != item_type.as_str() => format!("{scope}.{own_name}"),
        _ => own_name,
    };
    Some(OfferedField {
        name,
        kind: field.kind.clone(),
        has_list,
        item_type: match key.scope() {
            Some(scope) => scope.parse().unwrap_or_default(),
            None => item_type.clone(),
        },
        is_negated: false,
        field: key,
    })
}

/// Returns the field among these that a name without a type means.
fn matching(fields: Vec<OfferedField>, name: &str) -> Option<OfferedField> {
    let wanted = squeezed(name);
    if wanted == "watched" {
        let unwatched = matching(fields, "unwatched")?;
        return Some(OfferedField {
            is_negated: true,
            ..unwatched
        });
    }
    fields
        .into_iter()
        .find(|field| squeezed(&field.name) == wanted || field::means(name, field.field.name()))
}

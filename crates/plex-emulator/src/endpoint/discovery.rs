//! What a section can be filtered and sorted by.

use crate::answer::{Element, Refusal};
use crate::face::section_container;
use crate::query::Selection;
use crate::query::offer::{self, FieldRow, FieldType, OrderRow};
use crate::server::{Call, Reply};
use crate::world::{Kind, Section, World};

/// Returns what `includeMeta=1` adds to a listing of `kind`: every type of item with its lists and orders
/// and, with `includeAdvanced=1`, its fields and how they can be compared.
pub(super) fn meta<'w>(call: &Call<'_>, section: &'w Section, kind: Kind) -> Element<'w> {
    let mut meta = Element::new("Meta").lone();
    meta.extend(types(call, section, kind));
    meta
}

/// Returns the same, as children of a section's own directory.
pub(super) fn types<'w>(call: &Call<'_>, section: &'w Section, kind: Kind) -> Vec<Element<'w>> {
    let is_advanced = call.query.flag("includeAdvanced") || call.query.flag("includeDetails");
    let sort = call.query.get("sort");
    let of_type = |kind, title, is_active| {
        let look = Look {
            section,
            kind,
            sort: sort.filter(|_| is_active),
            is_active,
        };
        look.of_type(title, is_advanced)
    };
    let mut types: Vec<Element<'w>> = if kind == Kind::Collection {
        vec![of_type(kind, "Collections", true)]
    } else {
        let told = offer::told_kinds(section.kind).iter();
        let mut types: Vec<_> = told
            .map(|(other, title)| of_type(*other, title, *other == kind))
            .collect();
        types.push(folders(section));
        types
    };
    if is_advanced {
        types.extend(FieldType::ALL.map(field_type));
    }
    types
}

fn folders(section: &Section) -> Element<'_> {
    Element::new("Type")
        .with("key", format!("/library/sections/{}/folder", section.key))
        .with("type", "folder")
        .with("title", "Folders")
        .with("active", false)
}

fn field_type<'w>(of: FieldType) -> Element<'w> {
    let mut element = Element::new("FieldType").with("type", of.name());
    element.extend(of.operators().iter().map(|(key, title)| {
        Element::new("Operator")
            .with("key", *key)
            .with("title", *title)
    }));
    element
}

/// A type of item of a section, about to be told of.
struct Look<'w, 'c> {
    section: &'w Section,
    kind: Kind,
    /// The order that the listing has.
    sort: Option<&'c str>,
    /// Whether it is what is listed.
    is_active: bool,
}

impl<'w> Look<'w, '_> {
    fn of_type(&self, title: &'static str, is_advanced: bool) -> Element<'w> {
        let key = &self.section.key;
        let all = match self.kind {
            Kind::Collection => format!("/library/sections/{key}/collections?type=18"),
            kind => format!("/library/sections/{key}/all?type={}", kind.number()),
        };
        let mut element = Element::new("Type")
            .with("key", all)
            .with("type", type_name(self.kind))
            .with("title", title)
            .with("active", self.is_active);
        element.extend(self.filters("Filter"));
        element.extend(self.sorts("Sort"));
        if is_advanced {
            let told = offer::fields(self.kind).iter().filter(|row| row.is_told);
            element.extend(told.map(|row| self.field(row)));
        }
        element
    }

    /// Returns the fields with lists of their values.
    fn filters(&self, name: &'static str) -> Vec<Element<'w>> {
        let rows = offer::fields(self.kind).iter();
        let listed = rows.filter_map(|row| Some((row, row.list?)));
        // PMS keeps a few lists to itself that it makes when asked.
        let told = listed.filter(|(row, _)| row.is_told || row.name == "unmatched");
        told.map(|(row, title)| {
            Element::new(name)
                .with("filter", row.name)
                .with("filterType", row.field_type.list_name())
                .with("key", self.list_path(row))
                .with("title", title)
                .with("type", "filter")
        })
        .collect()
    }

    fn list_path(&self, row: &FieldRow) -> String {
        let path = format!("/library/sections/{}/{}", self.section.key, row.name);
        // Films are the only kind in their section; elsewhere PMS says the type, except where the
        // field is either true or not.
        let is_top = self.kind == self.section.kind.top();
        if is_top && (self.kind == Kind::Movie || row.field_type == FieldType::Boolean) {
            return path;
        }
        format!("{path}?type={}", self.kind.number())
    }

    fn sorts(&self, name: &'static str) -> Vec<Element<'w>> {
        let rows = offer::orders(self.kind).iter();
        rows.map(|row| self.sort(name, row)).collect()
    }

    fn sort(&self, name: &'static str, row: &'static OrderRow) -> Element<'w> {
        let mut sort = Element::new(name);
        if let Some(direction) = self.active_direction(row) {
            sort.set("active", true);
            sort.set("activeDirection", direction);
        }
        if row.is_usual {
            sort.set("default", row.direction);
        }
        sort.set("defaultDirection", row.direction);
        sort.set("descKey", row.reversed());
        if row.is_alphabetical() {
            let path = format!("/library/sections/{}/firstCharacter", self.section.key);
            let path = match self.kind == self.section.kind.top() {
                true => path,
                false => format!("{path}?type={}", self.kind.number()),
            };
            sort.set("firstCharacterKey", path);
        }
        sort.set("key", row.key);
        sort.set("title", row.title);
        sort
    }

    /// Returns which way the listing goes by this order, if it does.
    fn active_direction(&self, row: &OrderRow) -> Option<&'static str> {
        if !self.is_active {
            return None;
        }
        match self.sort {
            None => row.is_usual.then_some(row.direction),
            Some(sort) if sort == row.key => Some("asc"),
            Some(sort) if sort == row.reversed() => Some("desc"),
            Some(_) => None,
        }
    }

    fn field(&self, row: &'static FieldRow) -> Element<'w> {
        let key = match self.kind {
            Kind::Movie => row.name.to_owned(),
            kind => format!("{}.{}", type_name(kind), row.name),
        };
        Element::new("Field")
            .with("key", key)
            .maybe("subType", row.meaning)
            .with("title", row.title)
            .with("type", row.field_type.name())
    }
}

/// Returns what queries call a kind. An album of photos, which is a `photo` everywhere else, has a name
/// of its own here.
fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::PhotoAlbum => "photoalbum",
        kind => kind.type_name(),
    }
}

/// Answers `GET /library/sections/{id}/filters`: the lists to choose values from.
pub(crate) fn filters<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    directory(call, world, "Filters", |look| look.filters("Directory"))
}

/// Answers `GET /library/sections/{id}/sorts`: the orders.
pub(crate) fn sorts<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    directory(call, world, "Sorts", |look| look.sorts("Directory"))
}

fn directory<'w>(
    call: &Call<'_>,
    world: &'w World,
    title: &'static str,
    entries: impl FnOnce(&Look<'w, '_>) -> Vec<Element<'w>>,
) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let kind = Selection::kind_of(world, id, &call.query)?;
    let look = Look {
        section,
        kind,
        sort: None,
        is_active: false,
    };
    let entries = entries(&look);
    let mut root = section_container(section, title).with("size", entries.len());
    root.extend(entries);
    Ok(root.into())
}

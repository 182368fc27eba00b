//! Items by their rating keys, and what is in them.

use super::item::{all_wanted, includes, say_section, wanted};
use crate::answer::{Element, Refusal};
use crate::endpoint::listing::{SectionSaid, list};
use crate::face::{Face, Picture, Trim, container, picture_path};
use crate::server::{Call, Reply};
use crate::world::{Item, ItemId, Kind, World, name};

/// Answers `GET /library/metadata/{id}[,{id}…]`: those that there are; 404 when there is none.
pub(crate) fn details<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let ids = all_wanted(call, world)?;
    let first = ids.first().and_then(|id| world.items.get(*id));
    let first = first.ok_or(Refusal::NotFound)?;
    let includes = includes(call);
    let trim = Trim::of(&call.query);
    let face = Face::detailed(world, call.asker(), &includes).trimmed(&trim);
    let mut root = container().with("size", ids.len());
    say_section(world, first, &mut root);
    root.extend(ids.iter().filter_map(|id| face.item(*id)));
    Ok(root.into())
}

/// Returns a container that says what its items are in.
fn inside<'w>(world: &'w World, item: &'w Item) -> Element<'w> {
    let items = &world.items;
    let mut root = container();
    say_section(world, item, &mut root);
    let (parent, _) = items.parents(item);
    root.set("key", &*item.rating_key);
    root.set("nocache", true);
    let title1 = parent.map_or_else(
        || {
            item.section
                .and_then(|id| world.section(id))
                .map_or("", |section| &section.title)
        },
        Item::title,
    );
    root.set("title1", title1);
    root.set("title2", item.title());
    root.set("parentTitle", item.title());
    let root = root
        .maybe("parentIndex", item.index())
        .maybe("parentYear", item.attributes.int(name::YEAR))
        .maybe("summary", item.attributes.text(name::SUMMARY))
        .maybe("art", picture_path(items, item, Picture::Art))
        .maybe("thumb", picture_path(items, item, Picture::Thumb));
    let Some(parent) = parent else {
        return root;
    };
    let number = parent.rating_key.parse::<i64>().ok();
    root.maybe("grandparentRatingKey", number)
        .with("grandparentTitle", parent.title())
        .maybe(
            "grandparentThumb",
            picture_path(items, parent, Picture::Thumb),
        )
        .maybe("grandparentStudio", parent.attributes.text(name::STUDIO))
        .maybe(
            "grandparentContentRating",
            parent.attributes.text(name::CONTENT_RATING),
        )
}

/// Answers `GET /library/metadata/{id}/children`
pub(crate) fn children<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, item) = wanted(call, world)?;
    if matches!(item.kind, Kind::Collection | Kind::Playlist) {
        return super::groups::items_of(call, world, item);
    }
    let items = world.children(&call.viewer, id);
    let view_group = item.kind.child().map_or("secondary", Kind::type_name);
    let root = inside(world, item).with("viewGroup", view_group);
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}

/// Answers `GET /library/metadata/{id}/grandchildren`
pub(crate) fn grandchildren<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, item) = wanted(call, world)?;
    let children = world.children(&call.viewer, id).into_iter();
    let items: Vec<ItemId> = children
        .flat_map(|child| world.children(&call.viewer, child))
        .collect();
    let root = inside(world, item);
    Ok(list(call, world, root, &items, SectionSaid::Above).into())
}

/// Answers `GET /library/metadata/{id}/allLeaves`: of shows and artists; anything else has none.
pub(crate) fn all_leaves<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, item) = wanted(call, world)?;
    let leaves = match item.kind {
        Kind::Show | Kind::Artist | Kind::Album | Kind::PhotoAlbum => {
            world.leaves(&call.viewer, id)
        }
        _ => Vec::new(),
    };
    let root = inside(world, item);
    Ok(list(call, world, root, &leaves, SectionSaid::Above).into())
}

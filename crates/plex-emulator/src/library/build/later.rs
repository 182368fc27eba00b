//! What was asked for and is not seen yet, and what is seen still though it is not so any more.

use bytes::Bytes;

use super::super::reader::{Read, Reader};
use super::Builder;
use super::state::{art_kind, from_digits};
use crate::world::{Edit, Former, Member, Postponed, TagKind};

impl Builder {
    /// Reads a change that comes later.
    pub(super) fn postponed(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&[
            "due",
            "preferences",
            "item",
            "type",
            "bytes",
            "account",
            "edits",
        ])?;
        let due = table.int_at("due")?;
        let due = due.ok_or_else(|| table.invalid("expected due, in milliseconds"))?;
        let what = if table.get("preferences").is_some() {
            let mut pairs = Vec::new();
            for pair in table.list("preferences")? {
                match &*pair.members()? {
                    [id, value] => pairs.push((id.text()?.to_owned(), value.text()?.to_owned())),
                    _ => return Err(pair.invalid("expected an id and a value")),
                }
            }
            Postponed::Preferences(pairs)
        } else if table.get("edits").is_some() {
            let edits = table.list("edits")?;
            Postponed::Edits {
                account: self.account_at(table)?,
                item: self.item_at(table)?,
                edits: edits.iter().map(edit).collect::<Read<Vec<Edit>>>()?,
            }
        } else {
            let bytes = table.text_at("bytes")?.and_then(from_digits);
            let bytes = bytes.filter(|bytes| !bytes.is_empty());
            let bytes: Bytes = bytes
                .ok_or_else(|| table.invalid("expected preferences, edits, or bytes in digits"))?;
            Postponed::Artwork {
                item: self.item_at(table)?,
                kind: art_kind(table)?,
                bytes,
            }
        };
        self.world.resume_later(due, what);
        Ok(())
    }

    /// Reads what the list of a collection still says.
    pub(super) fn former(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&["collection", "items", "until"])?;
        let group = table.get("collection");
        let group = self.refer(&group.ok_or_else(|| table.invalid("expected a collection"))?)?;
        let until = table.int_at("until")?;
        let until = until.ok_or_else(|| table.invalid("expected until, in milliseconds"))?;
        let mut members = Vec::new();
        for item in table.list("items")? {
            let item = self.refer(&item)?;
            members.push(Member { id: 0, item });
        }
        if let Some(group) = self.world.items.get(group) {
            let group = group.rating_key.clone();
            self.world.resume_former(Former {
                group,
                members,
                until,
            });
        }
        Ok(())
    }
}

fn edit(table: &Reader<'_>) -> Read<Edit> {
    table.only(&["add", "remove", "clear", "tag", "lock", "locked"])?;
    let kind = |key: &str| {
        let named = table.text_at(key)?;
        let mut kinds = TagKind::ALL.into_iter();
        Ok(kinds.find(|kind| Some(kind.field()) == named))
    };
    let tag = table.text_at("tag")?.map(str::to_owned);
    let lock = table.text_at("lock")?;
    match (kind("add")?, kind("remove")?, kind("clear")?, tag, lock) {
        (Some(kind), None, None, Some(tag), None) => Ok(Edit::AddTag(kind, tag)),
        (None, Some(kind), None, Some(tag), None) => Ok(Edit::RemoveTag(kind, tag)),
        (None, None, Some(kind), None, None) => Ok(Edit::ClearTags(kind)),
        (None, None, None, None, Some(field)) => {
            Ok(Edit::Lock(field.to_owned(), table.flag_at("locked")?))
        }
        _ => Err(table.invalid("expected add or remove with a tag, clear, or lock")),
    }
}

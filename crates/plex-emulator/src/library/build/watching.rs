//! What people do: view state, history, sessions.

use super::super::reader::{Read, Reader};
use super::super::time::{length, moment};
use super::item::VIEW_STATE;
use super::{Builder, not_twice};
use crate::seed::Seed;
use crate::world::{AccountId, Attributes, Chosen, ItemId, PlayState, Session, World, name};

impl Builder {
    pub(super) fn watching(&mut self, description: &Reader<'_>) -> Read<()> {
        self.histories(description)?;
        for view in description.list("view")? {
            view.only(&[&["account", "item", "dismissed"], VIEW_STATE].concat())?;
            let item = self.item_at(&view)?;
            let account = self.account_at(&view)?;
            let mut state = self.view(&view)?;
            state.is_dismissed = view.flag_at("dismissed")?;
            self.world.views.change(account, item, |held| *held = state);
        }
        for choice in description.list("streamChoice")? {
            self.stream_choice(&choice)?;
        }
        for play in description.list("play")? {
            self.play(&play)?;
        }
        for session in description.list("session")? {
            self.session(&session)?;
        }
        Ok(())
    }

    /// Adds what an account hears and reads of a file, by the number of its `Part`.
    fn stream_choice(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&["account", "Part", "audioStreamID", "subtitleStreamID"])?;
        let number = |key: &str| match table.get(key) {
            Some(given) => {
                let number = u32::try_from(given.int()?);
                let number = number.map_err(|_| given.invalid("expected a number from 0 on"));
                number.map(Some)
            }
            None => Ok(None),
        };
        let account = self.account_at(table)?;
        let part = number("Part")?;
        let part = part.ok_or_else(|| table.invalid("expected the number of a Part"))?;
        let item = self.world.item_of_part(part);
        let item = item.ok_or_else(|| table.invalid(format!("no item has the Part {part}")))?;
        let holders = self.world.items.iter().filter(|(_, item)| {
            let mut parts = item.media.iter().flat_map(|media| &media.parts);
            parts.any(|held| held.id == part)
        });
        not_twice(table, holders.count() > 1, "number of the Part")?;
        let chosen = Chosen {
            audio: number("audioStreamID")?,
            subtitle: number("subtitleStreamID")?,
        };
        let done = self
            .world
            .choose_streams(account, item, part, chosen, false);
        done.map_err(|_| table.invalid("the Part has no such stream"))
    }

    /// Adds one play. It does not count in the view state, which is given with the item.
    fn play(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&["id", "account", "device", "item", "viewedAt", "deleted"])?;
        let item = self.item_at(table)?;
        let account = self.account_at(table)?;
        let viewed_at = table
            .get("viewedAt")
            .ok_or_else(|| table.invalid("expected viewedAt"))?;
        let viewed_at = moment(&viewed_at, self.now)?;
        let device = table.int_at("device")?.unwrap_or(1);
        let is_deleted = table.flag_at("deleted")? || self.world.items.get(item).is_none();
        let id = table.int_at("id")?.and_then(|id| u32::try_from(id).ok());
        let play = self.world.history.add(item, account, device, viewed_at);
        play.is_deleted = is_deleted;
        if let Some(id) = id {
            play.id = id;
        }
        Ok(())
    }

    fn session(&mut self, table: &Reader<'_>) -> Read<()> {
        const KEYS: &[&str] = &[
            "account",
            "item",
            "state",
            "viewOffset",
            "sessionKey",
            "Player",
            "Session",
            "TranscodeSession",
            "Media",
            "reported",
            "heardAt",
            "playQueueItemID",
        ];
        table.only(KEYS)?;
        let item = self.item_at(table)?;
        let account = self.account_at(table)?;
        let player = self.part_of(table, "Player")?.unwrap_or_default();
        let state = match table.text_at("state")? {
            None => PlayState::Playing,
            Some(name) => PlayState::from_name(name)
                .ok_or_else(|| table.invalid("expected state = playing, paused or buffering"))?,
        };
        let offset = table.get("viewOffset");
        let offset = offset.map_or(Ok(0), |offset| length(&offset))?;
        let key = match table.key_at("sessionKey")? {
            Some(key) => key,
            None => (self.world.sessions.len() + 1).to_string(),
        };
        let is_taken = self.world.sessions.iter().any(|session| session.key == key);
        not_twice(table, is_taken, "sessionKey")?;
        let mut session = self.part_of(table, "Session")?;
        if let Some(session) = &mut session
            && session.get(name::ID).is_none()
        {
            let id = Seed::of(&format!("session {key}")).hex(24);
            session.set(name::ID, id.as_str());
        }
        let mut transcode = self.part_of(table, "TranscodeSession")?;
        if let Some(transcode) = &mut transcode
            && transcode.get(name::KEY).is_none()
        {
            let id = Seed::of(&format!("transcode {key}")).hex(24);
            transcode.set(name::KEY, format!("/transcode/sessions/{id}").as_str());
        }
        let made = self.part_of(table, "Media")?;
        self.world.sessions.push(Session {
            made,
            entry: entry_of(table)?,
            is_reported: table.flag_at("reported")?,
            key,
            item,
            account,
            state,
            offset,
            heard_at: table.int_at("heardAt")?.unwrap_or(self.now * 1000),
            player,
            session,
            transcode,
        });
        Ok(())
    }

    fn part_of(&mut self, table: &Reader<'_>, key: &str) -> Read<Option<Attributes>> {
        match table.get(key) {
            Some(part) => self.attributes(&part, &[]).map(Some),
            None => Ok(None),
        }
    }

    pub(super) fn item_at(&self, table: &Reader<'_>) -> Read<ItemId> {
        let item = table.get("item");
        self.refer(&item.ok_or_else(|| table.invalid("expected an item"))?)
    }

    /// Returns the account named by id or name; the owner when none is.
    pub(super) fn account_at(&self, table: &Reader<'_>) -> Read<AccountId> {
        let Some(given) = table.get("account") else {
            return Ok(World::OWNER);
        };
        let wanted = given.key()?;
        // A number is an id; a text is a name, or else an id.
        let is_number = given.value().is_number();
        let accounts = self.world.accounts.iter();
        let fitting = accounts.filter(|account| {
            (!is_number && account.name == wanted) || account.id.0.to_string() == wanted
        });
        let fitting: Vec<AccountId> = fitting.map(|account| account.id).collect();
        match fitting.as_slice() {
            [id] => Ok(*id),
            [] => Err(given.invalid(format!("no account is called `{wanted}`"))),
            several => {
                let ids: Vec<String> = several.iter().map(|id| id.0.to_string()).collect();
                let ids = ids.join(" and ");
                Err(given.invalid(format!(
                    "`{wanted}` may be the accounts {ids}: give the id of the one that is meant, as a \
                     number"
                )))
            }
        }
    }
}

/// Returns what a session plays in a play queue.
fn entry_of(table: &Reader<'_>) -> Read<Option<u32>> {
    let Some(given) = table.get("playQueueItemID") else {
        return Ok(None);
    };
    let number = u32::try_from(given.int()?);
    let number = number.map_err(|_| given.invalid("expected a number from 0 on"));
    number.map(Some)
}

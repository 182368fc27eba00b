//! How changes of the world are told to those who listen.

use super::World;
use super::account::AccountId;
use super::attribute::name;
use super::event::{
    ActivityChange, Audience, Change, ItemChange, ItemState, Phase, PlaybackChange, TranscodeChange,
};
use super::ids::ItemId;
use super::kind::Kind;
use super::scan::Scan;
use super::session::Session;

impl World {
    /// Tells those who may know it that something happened.
    pub(crate) fn tell(&mut self, now_millis: i64, audience: Audience, change: Change) {
        self.events.add(now_millis, audience, change);
    }

    /// Tells how far the server is with an item that is there.
    pub(crate) fn tell_item(&mut self, now_millis: i64, id: ItemId, state: ItemState) {
        if let Some(change) = self.item_change(id, state) {
            self.tell(now_millis, Audience::Everybody, Change::Item(change));
        }
    }

    /// Returns an entry of the timeline for an item, with the words that usually go with the state.
    pub(crate) fn item_change(&self, id: ItemId, state: ItemState) -> Option<ItemChange> {
        let item = self.items.get(id)?;
        let (parent, grandparent) = self.items.parents(item);
        let key = |item: &super::Item| item.rating_key.to_string();
        // What could be in something and is not says so.
        let is_of_family = matches!(
            item.kind,
            Kind::Show | Kind::Season | Kind::Episode | Kind::Artist | Kind::Album | Kind::Track
        );
        let above =
            |above: Option<&super::Item>| above.map(key).or(is_of_family.then(|| "-1".to_owned()));
        let section = item.section.and_then(|section| self.section(section));
        let metadata_state = match state {
            ItemState::Created => Some("created"),
            ItemState::Deleted => Some("deleted"),
            _ => None,
        };
        Some(ItemChange {
            rating_key: key(item),
            kind: i64::from(item.kind.number()),
            section: section.map_or_else(|| "-1".to_owned(), |section| section.key.clone()),
            title: item.title().to_owned(),
            parent: above(parent),
            root: above(grandparent.or(parent)),
            state,
            metadata_state,
            media_state: None,
            updated_at: item.updated_at(),
        })
    }

    /// Tells where a scan stands.
    pub(super) fn tell_scan(&mut self, now_millis: i64, scan: &Scan, phase: Phase, subtitle: &str) {
        let Some(section) = self.section(scan.section) else {
            return;
        };
        // A scan says which library it is of a moment after it has begun.
        let context = match phase {
            Phase::Started => Vec::new(),
            _ => section.as_context(),
        };
        let change = ActivityChange {
            phase,
            uuid: scan.uuid.clone(),
            kind: "library.update.section".to_owned(),
            title: format!("Scanning {}", section.title),
            subtitle: subtitle.to_owned(),
            progress: match phase {
                Phase::Ended => 100,
                _ => scan.progress(now_millis),
            },
            is_cancellable: true,
            user: Self::OWNER,
            context,
        };
        self.tell(now_millis, Audience::Owner, Change::Activity(change));
    }

    /// Tells what a player reported: `state` is its own, or `stopped`.
    pub(crate) fn tell_playback(
        &mut self,
        now_millis: i64,
        session: &Session,
        state: &'static str,
    ) {
        let change = self.playback_change(session, state, now_millis);
        let audience = Audience::Account(session.account);
        self.tell(now_millis, audience, Change::Playback(change));
    }

    /// Returns what a player reports of a session.
    pub(crate) fn playback_change(
        &self,
        session: &Session,
        state: &'static str,
        now_millis: i64,
    ) -> PlaybackChange {
        let item = self.items.get(session.item);
        let text = |name| item.and_then(|item| item.attributes.text(name));
        let guid = text(name::GUID).unwrap_or("").to_owned();
        let rating_key = item.map_or_else(String::new, |item| item.rating_key.to_string());
        let duration = item.and_then(super::Item::duration);
        let transcode = session.transcode.as_ref();
        let queue = session
            .entry
            .and_then(|entry| self.queues.with(session.account, entry));
        PlaybackChange {
            session_key: session.key.clone(),
            client_identifier: session
                .player
                .text(name::MACHINE_IDENTIFIER)
                .unwrap_or("")
                .to_owned(),
            guid,
            rating_key,
            view_offset: session.position(now_millis, duration),
            play_queue_item: session.entry.filter(|_| queue.is_some()),
            play_queue: queue,
            state,
            transcode: transcode
                .and_then(|facts| facts.text(name::KEY))
                .map(str::to_owned),
        }
    }

    /// Tells where the conversion of a session stands, if it has one.
    pub(crate) fn tell_transcode(&mut self, now_millis: i64, session: &Session, phase: Phase) {
        let transcode = session.transcode.as_ref();
        let Some(key) = transcode.and_then(|facts| facts.text(name::KEY)) else {
            return;
        };
        let change = TranscodeChange {
            phase,
            key: key.to_owned(),
            session_key: session.key.clone(),
        };
        self.tell(now_millis, Audience::Owner, Change::Transcode(change));
    }

    /// Says whether an account hears an event: its own, what concerns everybody and, if it owns the
    /// server, all.
    pub(crate) fn may_hear(account: AccountId, audience: Audience) -> bool {
        match audience {
            Audience::Everybody => true,
            Audience::Account(whose) => account == whose || account == Self::OWNER,
            Audience::Owner => account == Self::OWNER,
        }
    }
}

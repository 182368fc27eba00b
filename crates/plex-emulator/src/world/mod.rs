//! The server's state: what it holds and what has happened to it. Knows nothing of HTTP.

use std::collections::HashMap;

use crate::behaviour::Behaviour;
use crate::fault::FaultRule;

mod account;
mod advertising;
mod announcing;
mod artwork;
mod attribute;
mod choosing;
mod collection;
mod common_files;
mod disk;
mod edit;
mod editing;
mod edits;
mod event;
mod fetch;
mod fetching;
mod filename;
mod folders;
mod former;
mod guid;
mod hidden;
mod hiding;
mod history;
mod identity;
mod ids;
mod item;
mod job;
mod kind;
mod language;
mod later;
mod listed;
mod listing;
mod load;
mod managed;
mod media;
mod member_list;
mod members;
mod missing_files;
mod numbering;
mod optimizing;
mod order;
mod ordered;
mod origin;
mod parenting;
mod player;
mod playlist;
mod postponed;
mod preference;
mod queue;
mod reading;
mod refreshing;
mod related;
mod report;
mod reporter;
mod reporting;
mod restarting;
mod restriction;
mod scan;
mod scanning;
mod section;
mod sectioning;
mod seeing;
mod server;
mod session;
mod settling;
mod stale_list;
mod stream_choosing;
mod streams;
mod subtitles;
mod tag;
mod tally;
mod tallying;
mod timespan;
mod traffic;
mod transient_tokens;
mod versions;
mod view;
mod viewer;
mod watching;
mod working;

pub(crate) use account::{Account, AccountId, Cloud, Device};
pub(crate) use artwork::{ArtKind, Artwork, Artworks, Upload};
pub(crate) use attribute::{Attributes, Name, Names, Text, Value, name};
pub(crate) use disk::{Disk, DiskFile};
pub(crate) use edit::NotEdited;
pub(crate) use edits::Edit;
#[allow(unused_imports, reason = "those who tell of items name their states")]
pub(crate) use event::{
    ActivityChange, ActivityContext, Audience, Change, Event, Events, ItemChange, ItemState, Phase,
    PlaybackChange, TranscodeChange,
};
pub(crate) use fetch::Fetch;
pub(crate) use former::Former;
pub(crate) use guid::{guid, slug};
pub(crate) use history::{History, Play};
pub(crate) use ids::{Ids, ItemId, SectionId, next};
pub(crate) use item::{Item, Items, Node};
pub(crate) use job::{Job, Work};
pub(crate) use kind::{Kind, SectionKind};
pub(crate) use language::language_code;
pub(crate) use later::Postponed;
pub(crate) use managed::{ManagedHub, move_worn};
pub(crate) use media::{Media, Part, Streams};
pub(crate) use member_list::{Member, Members};
pub(crate) use order::{NotMoved, move_behind};
pub(crate) use ordered::{Conversion, Order, TARGETS, Target};
pub(crate) use origin::Origin;
pub(crate) use player::{DescribedPlay, DescribedPlayer, PlayPhase};
pub(crate) use playlist::{Contents, PlaylistType, Playlists};
pub(crate) use preference::{Preference, Preferences};
pub(crate) use queue::{CONVERSIONS, PlayQueue, Queued, Queues};
pub(crate) use report::Reports;
pub(crate) use reporter::{Reporter, Termination};
pub(crate) use restriction::Restrictions;
pub(crate) use scan::Scan;
pub(crate) use section::{Location, Section};
pub(crate) use server::ServerFacts;
pub(crate) use session::{PlayState, Session};
pub(crate) use streams::{Chosen, StreamChoices};
pub(crate) use subtitles::{Found, Subtitles};
pub(crate) use tag::{Tag, TagId, TagKind, Tagging, Tags};
pub(crate) use tally::Tally;
pub(crate) use timespan::Timespan;
pub(crate) use view::{View, Views};
pub(crate) use viewer::Viewer;

/// Everything that a server knows.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) server: ServerFacts,
    /// Which way it goes where servers differ.
    pub(crate) behaviour: Behaviour,
    pub(crate) names: Names,
    pub(crate) tags: Tags,
    pub(crate) sections: Vec<Section>,
    pub(crate) items: Items,
    tallies: tally::Tallies,
    hiding: hidden::Hiding,
    pub(crate) playlists: Playlists,
    pub(crate) queues: Queues,
    /// What agents have said of items that were edited since.
    pub(crate) origins: HashMap<ItemId, Origin>,
    pub(crate) artworks: Artworks,
    /// What is to be fetched for items, or is being fetched.
    pub(crate) fetches: Vec<Fetch>,
    last_fetch: u64,
    pub(crate) accounts: Vec<Account>,
    pub(crate) devices: Vec<Device>,
    /// The players that advertise themselves, as `GET /clients` shows them.
    pub(crate) clients: Vec<Attributes>,
    /// The players that are there by themselves.
    pub(crate) listed: Vec<listed::Listed>,
    /// Virtual players of the description, until they are there.
    pub(crate) players: Vec<DescribedPlayer>,
    pub(crate) views: Views,
    /// What each account hears and reads.
    pub(crate) stream_choices: StreamChoices,
    part_places: streams::PartPlaces,
    pub(crate) history: History,
    pub(crate) sessions: Vec<Session>,
    /// The greatest key that a session of a virtual player has had.
    pub(crate) last_session: u64,
    /// What players have reported of what they play.
    pub(crate) players_reports: Reports,
    /// Sessions that were ended and whose players have yet to hear of it.
    pub(crate) terminations: Vec<Termination>,
    pub(crate) preferences: Preferences,
    /// What clients have written into the log, oldest first.
    pub(crate) remarks: Vec<String>,
    /// The subtitles that were brought, by the numbers of their streams.
    pub(crate) subtitles: HashMap<u32, bytes::Bytes>,
    pub(crate) scans: Vec<Scan>,
    /// What lies on the disks that the libraries do not know of, and the other way round.
    pub(crate) disk: Disk,
    /// What else the server is busy with.
    pub(crate) jobs: Vec<Job>,
    /// How many jobs there have been.
    pub(crate) last_job: u32,
    /// What was asked for and is not seen yet.
    postponed: Vec<later::Later>,
    /// What was in collections whose lists are not up to date.
    former: Vec<former::Former>,
    /// The versions that the server is to make.
    pub(crate) orders: Vec<Order>,
    /// What is left to do of them, the first of which is being made unless the queue is paused.
    pub(crate) conversions: Vec<Conversion>,
    /// Grows with every change of the library's content.
    pub(crate) version: u64,
    pub(crate) transients: transient_tokens::Transients,
    /// What happens, for those who listen.
    pub(crate) events: Events,
    /// What goes wrong from the start.
    pub(crate) faults: Vec<FaultRule>,
    pub(crate) ids: Ids,
}

impl World {
    pub(crate) fn new(server: ServerFacts) -> Self {
        Self {
            server,
            behaviour: Behaviour::default(),
            names: Names::default(),
            tags: Tags::default(),
            sections: Vec::new(),
            items: Items::default(),
            tallies: tally::Tallies::default(),
            hiding: hidden::Hiding::default(),
            playlists: Playlists::default(),
            queues: Queues::default(),
            origins: HashMap::new(),
            artworks: Artworks::default(),
            fetches: Vec::new(),
            last_fetch: 0,
            accounts: Vec::new(),
            devices: Vec::new(),
            clients: Vec::new(),
            listed: Vec::new(),
            players: Vec::new(),
            views: Views::default(),
            stream_choices: StreamChoices::default(),
            part_places: streams::PartPlaces::default(),
            history: History::default(),
            sessions: Vec::new(),
            last_session: 0,
            players_reports: Reports::default(),
            terminations: Vec::new(),
            preferences: Preferences::default(),
            remarks: Vec::new(),
            subtitles: HashMap::new(),
            scans: Vec::new(),
            disk: Disk::default(),
            jobs: Vec::new(),
            last_job: 0,
            postponed: Vec::new(),
            former: Vec::new(),
            orders: Vec::new(),
            conversions: Vec::new(),
            version: 0,
            transients: transient_tokens::Transients::default(),
            events: Events::default(),
            faults: Vec::new(),
            ids: Ids::default(),
        }
    }

    pub(crate) fn section(&self, id: SectionId) -> Option<&Section> {
        let section = self.sections.get(usize::from(id.0));
        section.filter(|section| !section.is_removed)
    }

    pub(crate) fn section_mut(&mut self, id: SectionId) -> Option<&mut Section> {
        self.sections.get_mut(usize::from(id.0))
    }

    pub(crate) fn section_by_key(&self, key: &str) -> Option<SectionId> {
        let place = self
            .sections
            .iter()
            .position(|section| section.key == key && !section.is_removed)?;
        u16::try_from(place).ok().map(SectionId)
    }

    pub(crate) fn numbered_sections(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        let numbered = (0..).map(SectionId).zip(&self.sections);
        numbered.filter(|(_, section)| !section.is_removed)
    }

    /// Returns the next rating key that is free.
    pub(crate) fn next_rating_key(&mut self) -> Text {
        loop {
            let key = next(&mut self.ids.rating_key).to_string();
            if !self.items.is_taken(&key) {
                return key.into();
            }
        }
    }

    pub(crate) fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// Tells whether the owner pays for Plex Pass, without which some endpoints are not there.
    pub(crate) fn has_plex_pass(&self) -> bool {
        let said = self.server.more.get(name::MY_PLEX_SUBSCRIPTION);
        let said = said.and_then(Value::as_int);
        said.map_or(self.server.is_claimed, |flag| flag != 0)
    }

    /// The owner's account id.
    pub(crate) const OWNER: AccountId = AccountId(1);

    /// Returns an account as one that looks; somebody whom the server does not know sees nothing.
    pub(crate) fn viewer_of(&self, id: AccountId) -> Viewer {
        if id == Self::OWNER {
            return Viewer::new(id, true, None, std::sync::Arc::default());
        }
        self.account(id).map_or_else(Viewer::stranger, |account| {
            let hidden = self.hidden_from(account);
            Viewer::new(id, false, account.sections.clone(), hidden)
        })
    }

    /// Returns whose token this is. An unclaimed server takes everybody on loopback for its owner.
    pub(crate) fn viewer(&self, token: Option<&str>) -> Option<Viewer> {
        if !self.server.is_claimed {
            return Some(self.viewer_of(Self::OWNER));
        }
        let token = token.filter(|token| !token.is_empty())?;
        let stands_for = self.transients.account_of(token);
        let account = self.accounts.iter().find(|account| match stands_for {
            Some(stands_for) => account.id == stands_for,
            None => account.token.as_deref() == Some(token),
        })?;
        Some(self.viewer_of(account.id))
    }
}

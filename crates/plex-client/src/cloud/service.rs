//! Smaller answers of plex.tv.

use crate::time::Timestamp;
use crate::token::Token;
use crate::wire::answer::plain_answer;
use crate::wire::container::Listed;
use crate::wire::object::model;

model! {
    /// A provider of media or of players in the cloud: `GET /media/providers`,
    /// `GET /api/v2/companions`.
    pub struct Service {
        /// What it is, such as `tv.plex.provider.epg`.
        identifier: Option<String> = "identifier",
        /// Its URL.
        base_url: Option<String> = "baseURL",
        /// Its title.
        title: Option<String> = "title",
        /// Title of what it draws from.
        source_title: Option<String> = "sourceTitle",
        /// Where a person links it to the account.
        link_url: Option<String> = "linkURL",
        /// What it is for, separated by commas.
        provides: Option<String> = "provides",
        /// Picture: an absolute URL.
        icon: Option<String> = "icon",
        /// The token by which it is used.
        token: Option<Token> = "token",
    }
}
plain_answer!(Service);

model! {
    /// Something an account can do: `GET /api/v2/features`.
    pub struct ServiceFeature {
        /// Its name.
        id: Option<String> = "id",
        /// Its other id.
        uuid: Option<String> = "uuid",
    }
}
plain_answer!(ServiceFeature);

model! {
    /// Where events of an account's servers are sent: `GET /api/v2/user/webhooks`.
    pub struct Webhook {
        /// The URL.
        url: Option<String> = "url",
    }
}
plain_answer!(Webhook);

model! {
    /// What an account lets Plex know: `GET /api/v2/user/privacy`.
    pub struct Privacy {
        /// Whether playback is kept back.
        opt_out_playback: Option<bool> = "optOutPlayback",
        /// Whether statistics of libraries are kept back.
        opt_out_library_stats: Option<bool> = "optOutLibraryStats",
        /// What is let known of each event.
        metrics: Vec<Metric> = "metrics",
    }
}
plain_answer!(Privacy);

model! {
    /// What is let known of an event.
    pub struct Metric {
        /// The event.
        event: Option<String> = "event",
        /// `identifiable`, `anonymous` or `disabled`.
        status: Option<String> = "status",
    }
}

model! {
    /// News from Plex: `GET /api/announcements`.
    pub struct Announcement {
        /// Its id.
        id: Option<i64> = "id",
        /// Its title.
        title: Option<String> = "title",
        /// Its text.
        content: Option<String> = "plainContent",
        /// Where there is more.
        url: Option<String> = "url",
        /// When it was published.
        notify_at: Option<Timestamp> = "notifyAt",
        /// Whether it was read.
        read: Option<bool> = "read",
    }
}

impl Listed for Announcement {
    const NAMES: &'static [&'static str] = &["Announcement"];
}

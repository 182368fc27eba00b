//! A person with an account at plex.tv.

use super::taste::Taste;
use crate::seed::Seed;

/// A person's number at plex.tv.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct PersonId(pub(crate) u64);

/// A person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    /// Sixteen hexadecimal digits.
    pub(crate) uuid: String,
    /// The name that is shown: of those who have no account of their own, the only one.
    pub(crate) title: String,
    pub(crate) username: Option<String>,
    pub(crate) email: Option<String>,
    /// What they sign in with; who has none cannot.
    pub(crate) password: Option<String>,
    pub(crate) thumb: String,
    /// The token of the account, which is none of a server's.
    pub(crate) token: String,
    /// Lives in the home.
    pub(crate) is_home: bool,
    /// Looks after the home.
    pub(crate) is_admin: bool,
    /// Is managed by the home's admin.
    pub(crate) is_restricted: bool,
    /// `little_kid`, `older_kid` or `teen`: what a managed person may see.
    pub(crate) restriction_profile: Option<String>,
    /// What has to be given to become this person.
    pub(crate) pin: Option<String>,
    pub(crate) has_plex_pass: bool,
    /// Seconds since the epoch.
    pub(crate) joined_at: i64,
    pub(crate) settings: Settings,
    pub(crate) taste: Taste,
}

impl Person {
    /// Returns somebody with an account of their own.
    pub(crate) fn new(id: PersonId, name: &str, joined_at: i64) -> Self {
        let uuid = Seed::of(&format!("person {} {name}", id.0)).hex(16);
        let username = name.replace(' ', ".");
        Self {
            id,
            thumb: format!("https://plex.tv/users/{uuid}/avatar?c=1"),
            token: Seed::of(&format!("account token of {} {name}", id.0)).hex(20),
            uuid,
            title: name.to_owned(),
            email: Some(format!("{}@example.org", username.to_lowercase())),
            password: None,
            username: Some(username),
            is_home: false,
            is_admin: false,
            is_restricted: false,
            restriction_profile: None,
            pin: None,
            has_plex_pass: false,
            joined_at,
            settings: Settings::default(),
            taste: Taste::default(),
        }
    }

    /// Returns somebody whom the admin of the home added by name only.
    pub(crate) fn managed(id: PersonId, name: &str, joined_at: i64) -> Self {
        Self {
            username: None,
            email: None,
            is_home: true,
            is_restricted: true,
            ..Self::new(id, name, joined_at)
        }
    }

    /// Takes over what a description says of how the person signs in.
    pub(crate) fn take_over(&mut self, cloud: &crate::world::Cloud) {
        for (own, said) in [
            (&mut self.email, &cloud.email),
            (&mut self.username, &cloud.username),
            (&mut self.password, &cloud.password),
        ] {
            if said.is_some() {
                own.clone_from(said);
            }
        }
    }

    /// Tells whether this is whom a text names: by name, e-mail address or number.
    pub(crate) fn is_called(&self, text: &str) -> bool {
        let names = [
            Some(self.title.as_str()),
            self.username.as_deref(),
            self.email.as_deref(),
        ];
        let mut names = names.into_iter().flatten();
        names.any(|name| name.eq_ignore_ascii_case(text)) || self.id.0.to_string() == text
    }
}

/// Holds what a person set for their account.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) webhooks: Vec<String>,
    pub(crate) view_state_sync: bool,
    pub(crate) opt_out_playback: bool,
    pub(crate) opt_out_library_stats: bool,
    /// Sources of online media, and whether they are wanted.
    pub(crate) opt_outs: Vec<(String, String)>,
}

impl Default for Settings {
    fn default() -> Self {
        let sources = [
            "tv.plex.provider.discover",
            "tv.plex.provider.music",
            "tv.plex.provider.news",
            "tv.plex.provider.podcasts",
            "tv.plex.provider.vod",
            "tv.plex.provider.webshows",
        ];
        let opt_outs = sources.map(|source| (source.to_owned(), "opt_in".to_owned()));
        Self {
            webhooks: Vec::new(),
            view_state_sync: false,
            opt_out_playback: false,
            opt_out_library_stats: false,
            opt_outs: opt_outs.into(),
        }
    }
}

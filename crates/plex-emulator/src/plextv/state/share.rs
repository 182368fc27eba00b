//! What one person shares with another.

use super::person::PersonId;
use crate::world::Restrictions;

/// Holds what a friend may do, and which of the shared titles they are shown: of one person for another,
/// on all servers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SharingSettings {
    pub(crate) allow_sync: bool,
    pub(crate) allow_camera_upload: bool,
    pub(crate) allow_channels: bool,
    pub(crate) allow_subtitle_admin: bool,
    pub(crate) allow_tuners: i64,
    /// Conditions such as `contentRating=G%2CPG|label=x`, kept to the letter.
    pub(crate) filter_all: String,
    pub(crate) filter_movies: String,
    pub(crate) filter_music: String,
    pub(crate) filter_photos: String,
    pub(crate) filter_television: String,
}

impl SharingSettings {
    /// Sets one of them by plex.tv's name; false when it has none of that name, or when the value
    /// is none for it.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> bool {
        let text = match name {
            "filterAll" => &mut self.filter_all,
            "filterMovies" => &mut self.filter_movies,
            "filterMusic" => &mut self.filter_music,
            "filterPhotos" => &mut self.filter_photos,
            "filterTelevision" => &mut self.filter_television,
            "allowTuners" => {
                let number = value.parse().ok().filter(|number| (0..=2).contains(number));
                self.allow_tuners = number.unwrap_or(self.allow_tuners);
                return number.is_some();
            }
            _ => return self.allow(name, value),
        };
        value.clone_into(text);
        true
    }

    /// Returns what the other is shown of what is shared.
    pub(crate) fn restrictions(&self) -> Restrictions {
        Restrictions {
            all: self.filter_all.clone(),
            movies: self.filter_movies.clone(),
            music: self.filter_music.clone(),
            photos: self.filter_photos.clone(),
            television: self.filter_television.clone(),
        }
    }

    /// Takes over what the other is shown of what is shared.
    pub(crate) fn restrict(&mut self, restrictions: &Restrictions) {
        for (name, text) in restrictions.named() {
            self.set(name, text);
        }
    }

    fn allow(&mut self, name: &str, value: &str) -> bool {
        let flag = match name {
            "allowSync" => &mut self.allow_sync,
            "allowCameraUpload" => &mut self.allow_camera_upload,
            "allowChannels" => &mut self.allow_channels,
            "allowSubtitleAdmin" => &mut self.allow_subtitle_admin,
            _ => return false,
        };
        match value {
            "1" | "true" => *flag = true,
            "0" | "false" | "" => *flag = false,
            _ => return false,
        }
        true
    }

    /// The names that [`Self::set`] takes.
    pub(crate) const NAMES: &'static [&'static str] = &[
        "allowSync",
        "allowCameraUpload",
        "allowChannels",
        "allowSubtitleAdmin",
        "allowTuners",
        "filterAll",
        "filterMovies",
        "filterMusic",
        "filterPhotos",
        "filterTelevision",
    ];
}

/// Says whom something is shared with: somebody known, or an address that nobody has yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Invited {
    Person(PersonId),
    Email(String),
}

impl Invited {
    pub(crate) fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(id) => Some(*id),
            Self::Email(_) => None,
        }
    }
}

/// A server shared with somebody.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    pub(crate) id: u64,
    pub(crate) machine_identifier: String,
    pub(crate) owner: PersonId,
    pub(crate) invited: Invited,
    /// Keys of the shared libraries; `None` is all there are and will be.
    pub(crate) sections: Option<Vec<String>>,
    /// The token under which the server knows the other.
    pub(crate) access_token: String,
    /// Seconds since the epoch, as is `accepted_at`.
    pub(crate) invited_at: i64,
    /// None while the other has not said yes.
    pub(crate) accepted_at: Option<i64>,
}

/// Two people who are friends, or of whom one asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Friendship {
    pub(crate) from: PersonId,
    pub(crate) to: PersonId,
    /// Seconds since the epoch.
    pub(crate) asked_at: i64,
    pub(crate) accepted_at: Option<i64>,
}

impl Friendship {
    pub(crate) fn is_between(&self, one: PersonId, other: PersonId) -> bool {
        (self.from, self.to) == (one, other) || (self.from, self.to) == (other, one)
    }
}

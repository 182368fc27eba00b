//! What somebody is shown of what is shared with them: by content rating and by label.

use super::kind::SectionKind;
use crate::parameters::decode;

/// Holds the conditions that an account's titles have to meet, to the letter as plex.tv has them: of all
/// libraries, and of those of a kind. An empty one asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Restrictions {
    pub(crate) all: String,
    pub(crate) movies: String,
    pub(crate) music: String,
    pub(crate) photos: String,
    pub(crate) television: String,
}

/// Says what a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looked {
    ContentRating,
    Label,
}

/// A condition: that a title has one of the values, or that it has none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) looked: Looked,
    pub(super) is_barring: bool,
    /// In small letters.
    pub(super) values: Vec<String>,
}

impl Restrictions {
    /// Returns them by plex.tv's names, in its order.
    pub(crate) fn named(&self) -> [(&'static str, &str); 5] {
        [
            ("filterAll", &self.all),
            ("filterMovies", &self.movies),
            ("filterMusic", &self.music),
            ("filterPhotos", &self.photos),
            ("filterTelevision", &self.television),
        ]
    }

    pub(super) fn is_empty(&self) -> bool {
        self.named().iter().all(|(_, text)| text.is_empty())
    }

    /// Returns what titles of a kind of library have to meet, all of it.
    pub(super) fn conditions(&self, kind: SectionKind) -> Vec<Condition> {
        let own = match kind {
            SectionKind::Movie => &self.movies,
            SectionKind::Show => &self.television,
            SectionKind::Artist => &self.music,
            SectionKind::Photo => &self.photos,
        };
        let mut conditions = read(&self.all);
        conditions.extend(read(own));
        conditions
    }
}

/// Reads `contentRating=G%2CPG|label!=Gore`: `|` or `&` stand between conditions, `,` or `|` between the
/// values of one, encoded or not. What is no condition on a rating or a label asks for nothing.
fn read(text: &str) -> Vec<Condition> {
    let mut conditions: Vec<Condition> = Vec::new();
    let mut is_known = false;
    for piece in text.split(['|', '&']) {
        let values = match piece.split_once('=') {
            Some((name, values)) => {
                let name = decode(name);
                let bare = name.strip_suffix('!').unwrap_or(&name);
                let looked = match bare.trim() {
                    "contentRating" => Some(Looked::ContentRating),
                    "label" => Some(Looked::Label),
                    _ => None,
                };
                is_known = looked.is_some();
                conditions.extend(looked.map(|looked| Condition {
                    looked,
                    is_barring: name.ends_with('!'),
                    values: Vec::new(),
                }));
                values
            }
            // One more value of the condition before it.
            None => piece,
        };
        if is_known && let Some(last) = conditions.last_mut() {
            let values = decode(values);
            let values = values.split([',', '|']).map(str::trim);
            let values = values.filter(|value| !value.is_empty());
            last.values.extend(values.map(str::to_lowercase));
        }
    }
    conditions.retain(|condition| !condition.values.is_empty());
    conditions
}

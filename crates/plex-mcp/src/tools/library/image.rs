//! `plex_get_image`.

use crate::error::ErrorKind;
use plex_client::{DetailsQuery, ItemType, MediaItem, Picture, PictureKind, PicturePath};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    plex::find::Take,
    tools::{arguments::Named, tool::Define},
    view::named::NamedView,
};

/// A picture of an item.
pub(crate) struct GetImage;

/// Which picture.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id of the item.
    #[schemars(with = "String", length(min = 1, max = 128))]
    rating_key: Named,
    /// thumb is the item's own picture, such as an episode's still.
    #[serde(default)]
    kind: Kind,
    /// Pixels of the longer side.
    #[serde(default = "default_size")]
    #[schemars(range(min = 32, max = 1024))]
    max_size: u32,
}

/// Which picture of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    Poster,
    Art,
    Thumb,
    Banner,
}

impl Kind {
    /// Returns the client's word for it.
    fn of_client(self) -> PictureKind {
        match self {
            Self::Poster => PictureKind::Poster,
            Self::Art => PictureKind::Art,
            Self::Thumb => PictureKind::Thumb,
            Self::Banner => PictureKind::Banner,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Poster => "poster",
            Self::Art => "art",
            Self::Thumb => "thumb",
            Self::Banner => "banner",
        }
    }
}

fn default_size() -> u32 {
    512
}

/// The picture, and what it is of.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ImageView {
    /// What it is a picture of.
    #[serde(flatten)]
    item: NamedView,
    /// poster, art, thumb or banner.
    image: &'static str,
    /// E.g. image/jpeg.
    mime_type: &'static str,
    /// How large it is.
    bytes: u64,
    #[serde(skip)]
    #[schemars(skip)]
    picture: Option<Picture>,
}

impl Define for GetImage {
    const NAME: &'static str = "plex_get_image";
    const TITLE: &'static str = "A picture";
    const DESCRIPTION: &'static str = "Shows one picture of an item: poster or cover, background art, \
        thumb or banner, resized by the server, at most 150 KB. Use it only when the picture itself \
        is wanted.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    const SHOWS_PICTURES: bool = true;
    type Args = Args;
    type Output = ImageView;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let (key, _) = args.rating_key.find(call, Take::Called).await?;
        let item = call.plex.details(&key, &DetailsQuery::new()).await?;
        let view = NamedView::of(&item);
        let kind = args.kind.of_client();
        let path = PicturePath::of(&item, kind).ok_or_else(|| none(&item, &view, args.kind))?;
        let (width, height) = frame(&item, args.kind, args.max_size);
        let picture = call.plex.picture(&path, width, height).await?;
        Ok(ImageView {
            item: view,
            image: args.kind.as_str(),
            mime_type: picture.format.media_type(),
            bytes: picture.bytes.len() as u64,
            picture: Some(picture),
        })
    }

    fn pictures(output: &mut ImageView) -> Vec<Picture> {
        output.picture.take().into_iter().collect()
    }
}

/// Returns the box that a picture fills: the server makes it no smaller, so the box has the picture's
/// shape.
fn frame(item: &MediaItem, kind: Kind, longer: u32) -> (u32, u32) {
    let is_square = matches!(
        item.item_type,
        ItemType::Artist | ItemType::Album | ItemType::Track | ItemType::Playlist
    );
    let is_wide = matches!(kind, Kind::Art | Kind::Banner)
        || (kind == Kind::Thumb
            && matches!(
                item.item_type,
                ItemType::Episode | ItemType::Clip | ItemType::Photo
            ));
    match () {
        () if is_wide => (longer, (longer * 9 / 16).max(1)),
        () if is_square => (longer, longer),
        () => ((longer * 2 / 3).max(1), longer),
    }
}

/// Returns the error for a picture that is not there, with those that are.
fn none(item: &MediaItem, view: &NamedView, kind: Kind) -> ToolError {
    let others: Vec<&str> = [Kind::Poster, Kind::Art, Kind::Thumb, Kind::Banner]
        .into_iter()
        .filter(|other| PicturePath::of(item, other.of_client()).is_some())
        .map(Kind::as_str)
        .collect();
    let has = match others.as_slice() {
        [] => "no picture of its own".to_owned(),
        others => format!("only {}", others.join(", ")),
    };
    ToolError::new(
        ErrorKind::NotFound,
        format!(
            "{} has no {}: it has {has}",
            clean::quoted(&view.title, 60),
            kind.as_str()
        ),
    )
}

//! `plex_set_artwork`.

use base64::{
    Engine,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use plex_client::{ArtworkChoice, ArtworkField, MediaItem, Picture, RatingKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::address;
use crate::{
    call::Call,
    change::{self, Act, Bytes, Deed, Picturing, Source, Was, Wish, short_id},
    choice::{Effect, Toolset},
    clean,
    error::{ErrorKind, ToolError},
    tools::{arguments::Named, tool::Define, which::Which},
    view::change::ChangeView,
};

/// The most bytes of a picture that comes with a call.
const DATA_BYTES: usize = 2 << 20;

/// How many pictures are listed.
const LISTED: usize = 40;

/// Chooses a picture of an item, or brings one.
pub(crate) struct SetArtwork;

/// Of what, and which picture.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title.
    #[schemars(with = "String", length(min = 1, max = 200))]
    rating_key: Named,
    kind: Kind,
    /// One of those offered: its number or id; "other" for the next. Without choice, url and data they are
    /// only listed.
    #[schemars(length(min = 1, max = 400))]
    choice: Option<String>,
    /// https, of a public host.
    #[schemars(length(min = 1, max = 2000))]
    url: Option<String>,
    /// A picture in base64.
    #[schemars(length(min = 1, max = 3_000_000))]
    data: Option<String>,
    #[serde(default)]
    dry_run: bool,
}

/// The kinds of pictures that can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Poster,
    Art,
    Logo,
    Square,
}

impl Kind {
    /// Returns the client's word for it.
    fn field(self) -> ArtworkField {
        match self {
            Self::Poster => ArtworkField::Poster,
            Self::Art => ArtworkField::Background,
            Self::Logo => ArtworkField::Logo,
            Self::Square => ArtworkField::Square,
        }
    }

    /// Returns the order and the report of a change.
    fn verbs(self) -> (&'static str, &'static str) {
        match self {
            Self::Poster => ("Change the poster of", "Changed the poster of"),
            Self::Art => ("Change the background of", "Changed the background of"),
            Self::Logo => ("Change the logo of", "Changed the logo of"),
            Self::Square => (
                "Change the square picture of",
                "Changed the square picture of",
            ),
        }
    }
}

/// A change of a picture, or what there is to choose from.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ArtworkView {
    #[serde(flatten)]
    change: ChangeView,
    /// What there is to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceRow>,
}

/// A picture that an item could have.
#[derive(Debug, Serialize, JsonSchema)]
struct ChoiceRow {
    number: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Who offers it; nobody for one that was brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    /// Whether the item has it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    selected: bool,
}

impl Define for SetArtwork {
    const NAME: &'static str = "plex_set_artwork";
    const TITLE: &'static str = "Set a picture";
    const DESCRIPTION: &'static str = "Gives an item another poster, background, logo or square picture: one \
        of those that Plex offers, or one brought by address or data. Can be undone.";
    const TOOLSET: Toolset = Toolset::Curate;
    const EFFECT: Effect = Effect::Write;
    const IDEMPOTENT: bool = false;
    const OPEN_WORLD: bool = true;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = ArtworkView;

    async fn run(call: &Call, args: Args) -> Result<ArtworkView, ToolError> {
        let given = [&args.choice, &args.url, &args.data];
        if given.into_iter().flatten().count() > 1 {
            return Err(ToolError::invalid(
                "choice, url and data exclude each other: give one of them",
            ));
        }
        let which = Which::one(call, &args.rating_key).await?;
        let (item, note) = match (
            which.items.into_iter().next(),
            which.failed.into_iter().next(),
        ) {
            (Some(item), _) => (item, which.note),
            (None, Some(failed)) => return Err(failed.error),
            (None, None) => return Err(ToolError::internal("nothing was found, and no error")),
        };
        let key = item.rating_key.clone();
        let key = key.ok_or_else(|| ToolError::internal("Plex gave an item without its id"))?;
        let choices = call.plex.artwork_choices(&key, args.kind.field()).await?;
        let (act, rest, said) = match (&args.choice, &args.url, &args.data) {
            (Some(wanted), ..) => chosen(key, args.kind, &choices, wanted)?,
            (_, Some(url), _) => {
                let (url, addresses) = address::public("url", url).await?;
                let host = clean::quoted(url.host_str().unwrap_or_default(), 60);
                // A plan asks nobody elsewhere.
                let source = match args.dry_run {
                    true => Source::Url(url.into()),
                    false => {
                        let elsewhere = &call.options.elsewhere;
                        let bytes = elsewhere.picture(&url, &addresses, DATA_BYTES).await?;
                        Source::Data(Bytes::new(bytes))
                    }
                };
                (
                    brought(key, args.kind, &item, &choices, source),
                    format!("to one from {host}"),
                    None,
                )
            }
            (.., Some(data)) => {
                let source = Source::Data(Bytes::new(picture("data", data)?));
                let rest = "to one that was sent along".to_owned();
                (brought(key, args.kind, &item, &choices, source), rest, None)
            }
            _ => return Ok(listing(&choices, note)),
        };
        let (order, report) = args.kind.verbs();
        let deed = Deed::To {
            order,
            report,
            rest,
        };
        let mut wish = Wish::new(Self::NAME, deed, vec![Act::Picturing(act)]);
        let notes: Vec<String> = note.into_iter().chain(said).collect();
        wish.note = (!notes.is_empty()).then(|| notes.join(" "));
        wish.dry_run = args.dry_run;
        let change = change::run(&call.changer, wish).await?;
        Ok(ArtworkView {
            change,
            choices: Vec::new(),
        })
    }
}

/// Returns the act that gives an item one of its choices, that in words, and what is worth knowing.
fn chosen(
    item: RatingKey,
    kind: Kind,
    choices: &[ArtworkChoice],
    wanted: &str,
) -> Result<(Picturing, String, Option<String>), ToolError> {
    let number = number_of(choices, wanted.trim())?;
    let id = choices.get(number).and_then(|choice| choice.id.clone());
    let id = id.ok_or_else(|| {
        ToolError::new(
            ErrorKind::Unsupported,
            "Plex gave this picture no id to choose it by",
        )
    })?;
    let count = choices.len();
    let place = number.saturating_add(1);
    let rest = format!("to number {place} of {count}");
    let is_next = is_other(wanted.trim());
    let note = (is_next && count > 2)
        .then(|| format!("{count} are offered; this is number {place}, the next."));
    let act = Picturing::Choose {
        item,
        kind: kind.field().name().to_owned(),
        id: Some(id),
        locked: None,
    };
    Ok((act, rest, note))
}

/// Tells whether somebody wants another picture, whichever.
fn is_other(wanted: &str) -> bool {
    let wanted = wanted.to_lowercase();
    let words = ["other", "next", "another", "the other", "the other one"];
    words.contains(&wanted.as_str())
}

/// Returns where in the list the picture stands that is meant.
fn number_of(choices: &[ArtworkChoice], wanted: &str) -> Result<usize, ToolError> {
    let refused = |allowed: &str| Err(ToolError::refused("choice", &Value::from(wanted), allowed));
    if choices.is_empty() {
        return refused("nothing: Plex offers none for this item; bring one with url or data");
    }
    if is_other(wanted) {
        let selected = choices.iter().position(|choice| choice.selected);
        return match (selected, choices.len()) {
            (Some(_), 1) => refused("nothing: this is the only one that Plex offers"),
            (Some(at), count) if at.saturating_add(1) < count => Ok(at.saturating_add(1)),
            _ => Ok(0),
        };
    }
    let is_meant = |choice: &&ArtworkChoice| {
        let id = choice.id.as_deref();
        id.is_some_and(|id| id == wanted || short_id(id) == wanted)
    };
    let count = choices.len();
    match wanted.parse::<usize>() {
        Ok(number) if (1..=count).contains(&number) => Ok(number.saturating_sub(1)),
        _ => {
            let mut named = choices
                .iter()
                .enumerate()
                .filter(|(_, choice)| is_meant(choice));
            match (named.next(), named.next()) {
                (Some((at, _)), None) => Ok(at),
                _ => refused(&format!(
                    "a number from 1 to {count}, an id as listed, or \"other\""
                )),
            }
        }
    }
}

/// Returns the act that brings a picture.
fn brought(
    key: RatingKey,
    kind: Kind,
    item: &MediaItem,
    choices: &[ArtworkChoice],
    source: Source,
) -> Picturing {
    let field = kind.field();
    Picturing::Bring {
        item: key,
        kind: field.name().to_owned(),
        source,
        was: Was::of(item, field, choices),
    }
}

/// Returns the bytes of a picture in base64, with or without what an address of data begins with.
fn picture(argument: &str, text: &str) -> Result<Vec<u8>, ToolError> {
    let refused = |message: &str| ToolError::invalid(format!("{argument}: {message}"));
    let text = match text.trim().strip_prefix("data:") {
        Some(rest) => rest.split_once(',').map_or("", |(_, data)| data),
        None => text.trim(),
    };
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = GeneralPurpose::new(&base64::alphabet::STANDARD, config);
    let bytes = engine
        .decode(text)
        .map_err(|_| refused("it is not base64"))?;
    if bytes.len() > DATA_BYTES {
        let most = DATA_BYTES >> 20;
        return Err(refused(&format!("the picture has more than {most} MiB")));
    }
    match Picture::read(bytes.clone().into()) {
        Some(_) => Ok(bytes),
        None => Err(refused("it is no picture: JPEG, PNG, WebP and GIF are")),
    }
}

/// Returns what there is to choose from.
fn listing(choices: &[ArtworkChoice], note: Option<String>) -> ArtworkView {
    let rows = choices.iter().take(LISTED).enumerate();
    let rows = rows.map(|(at, choice)| ChoiceRow {
        number: at.saturating_add(1),
        id: choice
            .id
            .as_deref()
            .map(|id| clean::line(&short_id(id), 60)),
        provider: choice.provider.as_deref().and_then(clean::title),
        selected: choice.selected,
    });
    let said = match choices.len() {
        0 => "Plex offers none: bring one with url or data.".to_owned(),
        count if count > LISTED => {
            format!("Nothing was changed: {count} are offered; give choice, from 1 to {count}.")
        }
        _ => "Nothing was changed: give choice.".to_owned(),
    };
    let notes: Vec<String> = note.into_iter().chain([said]).collect();
    ArtworkView {
        change: ChangeView {
            note: Some(notes.join(" ")),
            ..ChangeView::default()
        },
        choices: rows.collect(),
    }
}

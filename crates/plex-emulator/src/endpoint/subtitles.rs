//! Subtitles that are looked for, brought and taken away.

use bytes::Bytes;

use super::item::wanted;
use crate::answer::{Answer, Element, Refusal};
use crate::seed::Seed;
use crate::server::{Call, Reply};
use crate::world::{Found, Item, Subtitles, World, language_code};

/// How many are found for an item.
const FOUND: i64 = 3;
/// No subtitles are larger.
const LARGEST: usize = 10 * 1024 * 1024;
/// Where those are that were looked for.
const PROVIDER: &str = "OpenSubtitles";

/// Subtitles that are to be had elsewhere, for a language.
struct Offer {
    key: String,
    title: String,
    language: String,
    is_forced: bool,
    is_for_the_deaf: bool,
    score: i64,
    /// What whoever has them calls them.
    source: String,
}

/// Returns what there is elsewhere for an item.
fn offers(item: &Item, language: &str, is_forced: bool, is_for_the_deaf: bool) -> Vec<Offer> {
    let offer = |nth: i64| {
        let flags = format!("{}{}", u8::from(is_forced), u8::from(is_for_the_deaf));
        let mark = Seed::of(&format!("subtitles {} {nth}", item.rating_key)).hex(8);
        Offer {
            key: format!("/library/streams/found/{language}/{flags}/{mark}"),
            title: format!("{}.{language}.{mark}.srt", item.title()),
            language: language.to_owned(),
            is_forced,
            is_for_the_deaf,
            score: 90 - nth,
            source: format!("opensubtitles://{mark}"),
        }
    };
    (0..FOUND).map(offer).collect()
}

/// Answers `GET /library/metadata/{id}/subtitles?language=&hearingImpaired=&forced=`: made up, three for
/// each language.
pub(crate) fn find<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (_, item) = wanted(call, world)?;
    let language = call.query.get("language").unwrap_or("en");
    if item.media.is_empty() || !is_language(language) {
        return Err(Refusal::BadRequest);
    }
    // Of four wishes, two are for those who cannot hear, or for what is foreign, alone.
    let only = |name: &str| matches!(call.query.get(name), Some("1" | "2"));
    let found = offers(item, language, only("forced"), only("hearingImpaired"));
    let mut root = Element::container().with("size", found.len());
    root.extend(found.into_iter().zip(0_i64..).map(|(offer, nth)| {
        Element::new("Stream")
            .with("id", nth + 1)
            .with("key", offer.key)
            .with("streamType", 3_i64)
            .with("codec", "srt")
            .with("format", "srt")
            .with("languageCode", language_code(&offer.language).to_owned())
            .with("languageTag", offer.language)
            .with("title", offer.title.clone())
            .with("displayTitle", offer.title)
            .with("providerTitle", PROVIDER)
            .with("score", offer.score)
            .with("sourceKey", offer.source)
            .with("forced", offer.is_forced)
            .with("hearingImpaired", offer.is_for_the_deaf)
    }));
    Ok(root.into())
}

/// Answers `PUT /library/metadata/{id}/subtitles?key=`: fetches one of those that were found.
pub(crate) fn fetch(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, item) = wanted(call, world)?;
    let key = call.required("key")?;
    let rest = key.strip_prefix("/library/streams/found/");
    let language = rest.and_then(|rest| rest.split('/').next());
    let language = language.filter(|language| is_language(language));
    let language = language.ok_or(Refusal::NotFound)?;
    let wishes = [(false, false), (false, true), (true, false), (true, true)];
    let mut all = wishes
        .into_iter()
        .flat_map(|(forced, deaf)| offers(item, language, forced, deaf));
    let offer = all
        .find(|offer| offer.key == key)
        .ok_or(Refusal::NotFound)?;
    let text = format!("1\n00:00:01,000 --> 00:00:04,000\n{}\n", item.title());
    let new = Subtitles {
        title: offer.title,
        format: "srt".to_owned(),
        language: offer.language,
        is_forced: offer.is_forced,
        is_for_the_deaf: offer.is_for_the_deaf,
        found: Some(Found {
            provider: PROVIDER,
            source: offer.source,
            score: offer.score,
        }),
        bytes: Bytes::from(text),
    };
    add(call, world, id, new)
}

/// Answers `POST /library/metadata/{id}/subtitles?title=&format=`: those that come with it.
pub(crate) fn bring(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, _) = wanted(call, world)?;
    let format = call.query.get("format").unwrap_or("srt").to_lowercase();
    let is_known = matches!(
        format.as_str(),
        "srt" | "ass" | "ssa" | "vtt" | "smi" | "sub"
    );
    if !is_known || call.body.is_empty() || call.body.len() > LARGEST {
        return Err(Refusal::BadRequest);
    }
    // The title is the name of a file, mostly, of which the ending is no part.
    let title = call.query.get("title").unwrap_or("");
    let bare = title.rsplit_once('.');
    let bare =
        bare.filter(|(bare, ending)| !bare.is_empty() && ending.eq_ignore_ascii_case(&format));
    let new = Subtitles {
        title: bare.map_or(title, |(bare, _)| bare).to_owned(),
        found: None,
        language: call.query.get("language").unwrap_or("").to_owned(),
        is_forced: call.query.flag("forced"),
        is_for_the_deaf: call.query.flag("hearingImpaired"),
        bytes: Bytes::copy_from_slice(call.body),
        format,
    };
    add(call, world, id, new)
}

fn add(
    call: &Call<'_>,
    world: &mut World,
    id: crate::world::ItemId,
    new: Subtitles,
) -> Reply<'static> {
    if world.add_subtitles(id, new, call.now_millis) {
        Ok(Answer::Done)
    } else {
        Err(Refusal::BadRequest)
    }
}

fn is_language(code: &str) -> bool {
    matches!(code.len(), 2..=3) && code.bytes().all(|letter| letter.is_ascii_lowercase())
}

fn number(call: &Call<'_>) -> Result<u32, Refusal> {
    let text = call.capture(0).split('.').next().unwrap_or("");
    text.parse().map_err(|_| Refusal::NotFound)
}

/// Answers `GET /library/streams/{id}`: subtitles that were brought, or fetched.
pub(crate) fn bytes<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (item, body) = world
        .brought_subtitles(number(call)?)
        .ok_or(Refusal::NotFound)?;
    if !world.sees(&call.viewer, item) {
        return Err(Refusal::NotFound);
    }
    Ok(Answer::Bytes {
        content_type: "text/plain;charset=utf-8",
        body,
    })
}

/// Answers `DELETE /library/streams/{id}`: only those that were brought, or fetched.
pub(crate) fn remove(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    if world.remove_subtitles(number(call)?, call.now_millis) {
        Ok(Answer::Done)
    } else {
        Err(Refusal::NotFound)
    }
}

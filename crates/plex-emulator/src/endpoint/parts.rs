//! Files: what each account hears and reads of them, and their bytes.

use std::ops::Range;

use hyper::header;

use crate::answer::{Answer, Refusal};
use crate::server::{Call, Reply};
use crate::world::{Chosen, ItemId, Media, Part, Value, World, name};

/// Returns the item and the number of the file that the first capture names, when the viewer may see it.
fn wanted(call: &Call<'_>, world: &World) -> Result<(ItemId, u32), Refusal> {
    let part: u32 = call.capture(0).parse().map_err(|_| Refusal::NotFound)?;
    let id = world.item_of_part(part).ok_or(Refusal::NotFound)?;
    if world.sees(&call.viewer, id) {
        Ok((id, part))
    } else {
        Err(Refusal::NotFound)
    }
}

/// Answers `PUT /library/parts/{id}?audioStreamID=&subtitleStreamID=&allParts=`: what whoever asks hears and
/// reads from now on. 0 is no subtitles; a stream that is not of the file is refused.
pub(crate) fn choose(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (item, part) = wanted(call, world)?;
    let id = |name: &str| match call.query.get(name) {
        Some(text) => text.parse().map(Some).map_err(|_| Refusal::BadRequest),
        None => Ok(None),
    };
    let chosen = Chosen {
        audio: id("audioStreamID")?,
        subtitle: id("subtitleStreamID")?,
    };
    let everywhere = call.query.flag("allParts");
    let account = call.viewer.account;
    let done = world.choose_streams(account, item, part, chosen, everywhere);
    done.map_err(|_| Refusal::BadRequest)?;
    Ok(Answer::Done)
}

/// Answers `GET /library/parts/{id}/{stamp}/{file}?download=1`, with `Range`: bytes that are made up, as
/// many as the file has.
pub(crate) fn bytes<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, number) = wanted(call, world)?;
    let item = world.items.get(id).ok_or(Refusal::NotFound)?;
    let (media, part) = item.part(number).ok_or(Refusal::NotFound)?;
    let is_gone = |file: &str| world.disk.is_gone(file);
    if part.file.as_deref().is_some_and(is_gone) {
        return Err(Refusal::NotFound);
    }
    let total = part
        .own
        .int(name::SIZE)
        .and_then(|size| u64::try_from(size).ok());
    let total = total.unwrap_or(0);
    let asked = call.headers.get(header::RANGE);
    let asked = asked.and_then(|value| value.to_str().ok());
    let range = match asked.map(|asked| range(asked, total)) {
        None | Some(Asked::Everything) => None,
        Some(Asked::Part(range)) => Some(range),
        Some(Asked::Nothing) => return Ok(Answer::OutOfRange { total }),
    };
    let is_download = call.query.flag("download");
    Ok(Answer::Long {
        content_type: content_type(media, part),
        total,
        range,
        name: is_download.then(|| file_name(part)),
    })
}

/// Says what a `Range` asks for.
enum Asked {
    /// It cannot be read, or asks for several parts at once: everything comes.
    Everything,
    Part(Range<u64>),
    /// There is nothing there.
    Nothing,
}

fn range(asked: &str, total: u64) -> Asked {
    let Some((from, to)) = asked
        .strip_prefix("bytes=")
        .and_then(|asked| asked.split_once('-'))
    else {
        return Asked::Everything;
    };
    let number = |text: &str| text.trim().parse::<u64>();
    let range = match (number(from), number(to)) {
        (Ok(from), Ok(to)) if from <= to => from..(to.saturating_add(1)).min(total),
        (Ok(from), Err(_)) if to.trim().is_empty() => from..total,
        // The last bytes.
        (Err(_), Ok(last)) if from.trim().is_empty() => total.saturating_sub(last)..total,
        _ => return Asked::Everything,
    };
    if range.is_empty() {
        Asked::Nothing
    } else {
        Asked::Part(range)
    }
}

fn content_type(media: &Media, part: &Part) -> &'static str {
    let container = part.own.get(name::CONTAINER);
    let container = container.or_else(|| media.get(name::CONTAINER));
    match container.and_then(Value::as_text) {
        Some("mp4" | "m4v" | "mov") => "video/mp4",
        Some("avi") => "video/x-msvideo",
        Some("mp3") => "audio/mpeg",
        Some("flac") => "audio/flac",
        Some("jpeg" | "jpg") => "image/jpeg",
        Some("mkv") => "video/x-matroska",
        _ => "application/octet-stream",
    }
}

/// Returns what a file is called, without its folder and without what would end a header.
fn file_name(part: &Part) -> String {
    let path = part.file.as_deref().unwrap_or("file");
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.chars()
        .map(|letter| match letter {
            '"' => '\'',
            letter if letter.is_ascii_graphic() || letter == ' ' => letter,
            _ => '_',
        })
        .collect()
}

//! What is playing.

use crate::answer::{Answer, Element, Refusal, Value};
use crate::face::{Face, Includes};
use crate::server::{Call, Reply};
use crate::world::{Attributes, Phase, Session, World, name};

/// Answers `GET /status/sessions`
pub(crate) fn sessions<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let mut root = Element::container().with("size", world.sessions.len());
    let elements = world
        .sessions
        .iter()
        .filter_map(|one| session(call, world, one));
    root.extend(elements);
    Ok(root.into())
}

fn session<'w>(call: &Call<'_>, world: &'w World, session: &'w Session) -> Option<Element<'w>> {
    let includes = Includes::default();
    let face = Face::detailed(world, call.asker(), &includes).heard_by(session.account);
    let mut item = face.item(session.item)?;
    let duration = world.items.get(session.item)?.duration();
    let position = session.position(call.now_millis, duration);
    item.replace("sessionKey", session.key.as_str());
    item.replace("viewOffset", position);
    play_media(&mut item, session, world);
    stringify(&mut item);
    item.push(user(world, session));
    item.push(player(world, session));
    if let Some(facts) = &session.session {
        item.push(passed_on(Element::new("Session").lone(), facts, world));
    }
    item.extend(transcode(call, world, session).map(Element::lone));
    Some(item)
}

/// Shows only the version that plays, as it arrives at the player.
fn play_media<'w>(item: &mut Element<'w>, session: &'w Session, world: &'w World) {
    let mut is_first = true;
    item.children_mut()
        .retain(|child| child.name() != "Media" || std::mem::take(&mut is_first));
    let media = item
        .children_mut()
        .iter_mut()
        .find(|child| child.name() == "Media");
    let Some(media) = media else {
        return;
    };
    let transcode = session.transcode.as_ref();
    media.set("selected", true);
    if let Some(facts) = transcode {
        convert(media, facts, world);
    }
    let made = session.made.as_ref();
    if let Some(made) = made {
        for (name, value) in made.iter() {
            media.replace(world.names.text(name), value);
        }
    }
    for part in media.children_mut() {
        part.replace(
            "decision",
            if transcode.is_some() {
                "transcode"
            } else {
                "directplay"
            },
        );
        part.set("selected", true);
        if let Some(facts) = transcode {
            convert(part, facts, world);
            part.remove("file");
            part.remove("key");
            part.remove("size");
        }
        choose_streams(part, transcode);
        if let Some(made) = made {
            make_streams(part, made);
        }
    }
}

/// Puts what the converter makes in place of what the file is.
fn convert<'w>(element: &mut Element<'w>, facts: &'w Attributes, world: &'w World) {
    let made = [
        name::CONTAINER,
        name::PROTOCOL,
        name::VIDEO_CODEC,
        name::AUDIO_CODEC,
        name::AUDIO_CHANNELS,
        name::WIDTH,
        name::HEIGHT,
    ];
    let is_media = element.name() == "Media";
    for name in made {
        let is_of_media = matches!(
            name,
            name::VIDEO_CODEC | name::AUDIO_CODEC | name::AUDIO_CHANNELS
        );
        if let Some(value) = facts.get(name).filter(|_| is_media || !is_of_media) {
            element.replace(world.names.text(name), value);
        }
    }
    if let Some(lines) = facts.int(name::HEIGHT).filter(|_| is_media) {
        element.replace("videoResolution", format!("{lines}p"));
    }
}

/// Keeps the streams that play: one video, one audio and at most one of subtitles; each says how it is delivered.
fn choose_streams(part: &mut Element<'_>, transcode: Option<&Attributes>) {
    let mut chosen: Vec<i64> = Vec::new();
    part.children_mut().retain_mut(|stream| {
        let Some(Value::Int(kind)) = stream.get("streamType") else {
            return false;
        };
        let kind = *kind;
        let is_selected = match stream.get("selected").or_else(|| stream.get("default")) {
            Some(Value::Bool(selected)) => *selected,
            _ => kind == 1,
        };
        if !is_selected || chosen.contains(&kind) {
            return false;
        }
        chosen.push(kind);
        let decision = transcode.map(|facts| match kind {
            1 => facts.text(name::VIDEO_DECISION),
            2 => facts.text(name::AUDIO_DECISION),
            _ => facts.text(name::SUBTITLE_DECISION),
        });
        match decision {
            None => stream.replace("location", "direct"),
            Some(decision) => {
                stream.replace("decision", decision.unwrap_or("copy").to_owned());
                let location = match kind {
                    1 => "segments-video",
                    2 => "segments-audio",
                    _ => "segments-subs",
                };
                stream.replace("location", location);
            }
        }
        true
    });
}

/// Gives the streams that are converted the codecs that come of it.
fn make_streams(part: &mut Element<'_>, made: &Attributes) {
    for stream in part.children_mut() {
        let is_made = stream.get("decision") == Some(&Value::from("transcode"));
        let codec = match stream.get("streamType") {
            Some(Value::Int(1)) => made.text(name::VIDEO_CODEC),
            Some(Value::Int(2)) => made.text(name::AUDIO_CODEC),
            _ => None,
        };
        if let Some(codec) = codec.filter(|_| is_made) {
            stream.replace("codec", codec.to_owned());
        }
    }
}

/// Writes ids and some numbers as text, as PMS does in this answer.
fn stringify(item: &mut Element<'_>) {
    let is_text = |name: &str| {
        matches!(
            name,
            "id" | "librarySectionID" | "aspectRatio" | "streamIdentifier"
        )
    };
    make_text(item, &is_text);
    for child in item.children_mut() {
        stringify(child);
        if child.name() == "Rating" {
            make_text(child, &|name| name == "value");
        }
    }
}

fn make_text(element: &mut Element<'_>, is_text: &impl Fn(&str) -> bool) {
    for (name, value) in element.attributes_mut() {
        if is_text(name) {
            *value = Value::from(value.to_text());
        }
    }
}

fn user<'w>(world: &'w World, session: &Session) -> Element<'w> {
    let account = world.account(session.account);
    Element::new("User")
        .lone()
        .with("id", session.account.0.to_string())
        .maybe("thumb", account.map(|account| account.thumb.as_str()))
        .maybe("title", account.map(|account| account.name.as_str()))
}

fn player<'w>(world: &'w World, session: &'w Session) -> Element<'w> {
    let mut player = passed_on(Element::new("Player").lone(), &session.player, world);
    player.replace("state", session.state.name());
    player.replace("userID", session.account.0);
    player
}

/// Returns an element with the attributes that a description gives it.
pub(super) fn passed_on<'w>(
    mut element: Element<'w>,
    facts: &'w Attributes,
    world: &'w World,
) -> Element<'w> {
    for (name, value) in facts.iter() {
        element.set(world.names.text(name), value);
    }
    element
}

/// Answers `GET /transcode/sessions`
pub(crate) fn transcodes<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let running = world.sessions.iter();
    let running: Vec<_> = running
        .filter_map(|one| {
            let mut listed = transcode(call, world, one)?;
            // Here a key is no path, as it is in a session.
            let key = one.transcode.as_ref()?.text(name::KEY)?;
            listed.replace("key", key.rsplit('/').next().unwrap_or(key));
            Some(listed)
        })
        .collect();
    let mut root = Element::container().with("size", running.len());
    root.extend(running);
    Ok(root.into())
}

/// Returns the conversion that a session plays, if it plays one.
fn transcode<'w>(call: &Call<'_>, world: &'w World, session: &'w Session) -> Option<Element<'w>> {
    let facts = session.transcode.as_ref()?;
    let mut transcode = passed_on(Element::new("TranscodeSession"), facts, world);
    let duration = world.items.get(session.item)?.duration();
    let duration = duration.filter(|duration| *duration > 0);
    if let Some(duration) = duration {
        let position = session.position(call.now_millis, Some(duration));
        // The converter keeps ahead of the player by a little.
        let ahead = (position + 60_000).min(duration);
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a film fit")]
        let percent = (ahead as f64 * 1000.0 / duration as f64).round() / 10.0;
        transcode.offer("progress", percent);
        transcode.offer("duration", duration);
        transcode.offer("remaining", (duration - ahead) / 1000);
    }
    Some(transcode)
}

/// Answers `GET|POST /status/sessions/terminate?sessionId=&reason=`: by the id of the `Session`, not by
/// the session key.
pub(crate) fn terminate(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let wanted = call.query.get("sessionId").unwrap_or("");
    if wanted.is_empty() {
        return Err(Refusal::Forbidden);
    }
    end(call, world, |session| {
        let facts = session.session.as_ref();
        facts.and_then(|facts| facts.text(name::ID)) == Some(wanted)
    })
}

/// Answers `DELETE /transcode/sessions/{key}`: what it is made for ends with it.
pub(crate) fn end_transcode(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let wanted = call.capture(0);
    end(call, world, |session| {
        let key = session
            .transcode
            .as_ref()
            .and_then(|facts| facts.text(name::KEY));
        key.and_then(|key| key.rsplit('/').next()) == Some(wanted)
    })
}

/// Ends sessions, of which there must be one.
fn end(call: &Call<'_>, world: &mut World, is_wanted: impl Fn(&Session) -> bool) -> Reply<'static> {
    let (ended, others): (Vec<Session>, Vec<Session>) = std::mem::take(&mut world.sessions)
        .into_iter()
        .partition(is_wanted);
    world.sessions = others;
    if ended.is_empty() {
        return Err(Refusal::NotFound);
    }
    let reason = call.query.get("reason").unwrap_or("");
    for session in &ended {
        world.note_termination(session, reason, call.now_millis);
        world.tell_transcode(call.now_millis, session, Phase::Ended);
        world.tell_playback(call.now_millis, session, "stopped");
    }
    Ok(Answer::Done)
}

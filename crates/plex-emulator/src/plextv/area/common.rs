//! What the areas share: the shape of a row in the table, refusals, people as answers show them.

use hyper::Method;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::question::Question;
use super::super::reply::{refuse, refuse_first};
use super::super::state::{Person, SharingSettings};
use crate::answer::Element;
use crate::server::Outcome;

/// Says who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plextv) enum Access {
    /// Anybody, without a token.
    Open,
    /// Everybody with an account, managed ones too.
    Account,
    /// Whoever looks after the home; others are refused with 403.
    Admin,
}

/// A row of the table of endpoints.
pub(in crate::plextv) struct Route {
    pub(in crate::plextv) method: Method,
    /// Segments in braces match any one segment and are captured in order.
    pub(in crate::plextv) path: &'static str,
    pub(in crate::plextv) access: Access,
    pub(in crate::plextv) handler: fn(&Cloud, &Question<'_>) -> Outcome,
    /// What it gives or does.
    pub(in crate::plextv) what: &'static str,
    /// What it is held against.
    pub(in crate::plextv) held_against: &'static str,
}

pub(super) fn not_found(question: &Question<'_>) -> Outcome {
    refuse(question.wants_json(), 1002, "Not found", 404)
}

pub(super) fn forbidden(question: &Question<'_>) -> Outcome {
    let message = "You do not have permission to perform this action";
    refuse(question.wants_json(), 1004, message, 403)
}

pub(super) fn invalid(question: &Question<'_>, message: &str) -> Outcome {
    refuse(question.wants_json(), 1000, message, 422)
}

pub(super) fn bad(question: &Question<'_>, message: &str) -> Outcome {
    refuse(question.wants_json(), 1000, message, 400)
}

pub(super) fn no_such_person() -> Outcome {
    refuse_first("User not found", 404)
}

/// Writes ISO 8601, as plex.tv writes times.
pub(super) fn date(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .map(|time| time.to_string())
        .unwrap_or_default()
}

/// Returns the root of the first API's answers.
pub(super) fn container(size: usize) -> Element<'static> {
    Element::container()
        .with("friendlyName", "myPlex")
        .with("identifier", "com.plexapp.plugins.myplex")
        .with(
            "machineIdentifier",
            "f3f1c2a4b5d6978812345678abcdef9012345678",
        )
        .with("totalSize", size)
        .with("size", size)
}

/// Returns a person as friends and shares show them.
pub(super) fn person(person: &Person, status: &str) -> Value {
    json!({
        "id": person.id.0,
        "uuid": person.uuid,
        "title": person.title,
        "username": person.username,
        "restricted": person.is_restricted,
        "friendlyName": person.is_restricted.then_some(&person.title),
        "thumb": person.thumb,
        "email": person.email,
        "home": person.is_home,
        "restrictionProfile": person.restriction_profile,
        "status": status,
    })
}

/// Shows sharing settings as the second API shows them.
pub(super) fn settings(settings: &SharingSettings) -> Value {
    json!({
        "allowChannels": settings.allow_channels,
        "allowSubtitleAdmin": settings.allow_subtitle_admin,
        "filterMovies": settings.filter_movies,
        "filterMusic": settings.filter_music,
        "filterPhotos": (!settings.filter_photos.is_empty()).then_some(&settings.filter_photos),
        "filterTelevision": settings.filter_television,
        "filterAll": (!settings.filter_all.is_empty()).then_some(&settings.filter_all),
        "allowSync": settings.allow_sync,
        "allowCameraUpload": settings.allow_camera_upload,
        "allowTuners": settings.allow_tuners,
    })
}

/// Returns the same as attributes of the first API.
pub(super) fn with_settings<'w>(
    mut element: Element<'w>,
    settings: &SharingSettings,
) -> Element<'w> {
    element.set("allowTuners", settings.allow_tuners);
    element.set("allowSync", settings.allow_sync);
    element.set("allowCameraUpload", settings.allow_camera_upload);
    element.set("allowChannels", settings.allow_channels);
    element.set("allowSubtitleAdmin", settings.allow_subtitle_admin);
    element.set("filterAll", settings.filter_all.clone());
    element.set("filterMovies", settings.filter_movies.clone());
    element.set("filterMusic", settings.filter_music.clone());
    element.set("filterPhotos", settings.filter_photos.clone());
    element.set("filterTelevision", settings.filter_television.clone());
    element
}

/// Returns a JSON value as a form would write it.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(u8::from(*flag).to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null => Some(String::new()),
        _ => None,
    }
}

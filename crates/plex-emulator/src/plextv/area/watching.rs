//! The watchlist, and what of all titles a person has watched.

use hyper::StatusCode;
use serde_json::json;

use super::super::cloud::Cloud;
use super::super::discover::Title;
use super::super::question::Question;
use super::super::reply::{json_text, media, tree};
use super::super::state::{Mark, Person};
use super::common::date;
use crate::answer::Element;
use crate::server::Outcome;

/// The longest page of a list.
const LONGEST_PAGE: usize = 100;

/// How long a page is unless asked for otherwise.
const PAGE: usize = 20;

/// Returns a refusal as the providers of metadata word it.
pub(super) fn refuse(question: &Question<'_>, status: u16, message: &str) -> Outcome {
    let name = StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error");
    if question.wants_json() {
        let error = json!({"Error": {"statusCode": status, "error": name, "message": message}});
        return json_text(status, &error);
    }
    let error = Element::new("Error")
        .with("statusCode", i64::from(status))
        .with("error", name)
        .with("message", message);
    tree(status, &error)
}

fn unknown(question: &Question<'_>, key: &str) -> Outcome {
    refuse(question, 404, &format!("MetadataItem for {key} not found!"))
}

/// Returns the part of a list that is asked for; 400 when it is too long.
pub(super) fn page(question: &Question<'_>) -> Result<(usize, usize), Box<Outcome>> {
    let number = |name: &str| question.value(name).map(str::parse::<usize>);
    let invalid = |name: &str| {
        let message = format!("Invalid value provided for {name}!");
        Box::new(refuse(question, 400, &message))
    };
    let start = number("X-Plex-Container-Start").unwrap_or(Ok(0));
    let size = number("X-Plex-Container-Size").unwrap_or(Ok(PAGE));
    match (start, size) {
        (Ok(start), Ok(size)) if size <= LONGEST_PAGE => Ok((start, size)),
        (Err(_), _) => Err(invalid("x-plex-container-start")),
        _ => Err(invalid("x-plex-container-size")),
    }
}

/// Returns the head of a provider's list.
pub(super) fn listed(offset: usize, total: usize, size: usize) -> Element<'static> {
    Element::container()
        .with("offset", offset)
        .with("totalSize", total)
        .with("identifier", "tv.plex.provider.discover")
        .with("size", size)
}

/// Tells whether an answer is to say what the asker did with each title.
pub(super) fn wants_user_state(question: &Question<'_>) -> bool {
    question.flag("includeUserState")
}

/// Answers `GET /library/sections/watchlist/{all|available|released}?type=&sort=`
pub(super) fn watchlist(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let (start, size) = match page(question) {
        Ok(page) => page,
        Err(refusal) => return *refusal,
    };
    let state = cloud.read();
    let Some(person) = state.person(question.asker) else {
        return unknown(question, "watchlist");
    };
    let today = date(cloud.now());
    let is_wanted = |title: &Title| match question.capture(0) {
        "released" => title
            .released
            .as_deref()
            .is_some_and(|released| released <= today.as_str()),
        "available" => title.is_on_server || !offers(title).is_empty(),
        _ => true,
    };
    if !matches!(question.capture(0), "all" | "released" | "available") {
        return refuse(question, 404, "There is no such list");
    }
    let kind = question.value("type");
    let is_of_kind = |title: &Title| match kind {
        Some("1" | "movie") => !title.is_show,
        Some("2" | "show") => title.is_show,
        _ => true,
    };
    let catalogue = cloud.catalogue();
    let mut list: Vec<(&Title, &Mark)> = person
        .taste
        .watchlist()
        .filter_map(|(key, mark)| Some((catalogue.get(key)?, mark)))
        .filter(|(title, _)| is_wanted(title) && is_of_kind(title))
        .collect();
    if !put_in_order(&mut list, question.value("sort")) {
        return refuse(question, 400, "Invalid value provided for sort!");
    }
    let total = list.len();
    let shown: Vec<_> = list.into_iter().skip(start).take(size).collect();
    let mut root = listed(start, total, shown.len())
        .with("librarySectionID", "watchlist")
        .with("librarySectionTitle", "Watchlist");
    root.extend(shown.into_iter().map(|(title, mark)| {
        let mark = wants_user_state(question).then_some(mark);
        title.element(mark).with("librarySectionID", "watchlist")
    }));
    media(question, &root)
}

/// Puts a list in an order; false when there is no such order.
fn put_in_order(list: &mut [(&Title, &Mark)], sort: Option<&str>) -> bool {
    let sort = sort.unwrap_or("watchlistedAt:desc");
    let (field, direction) = sort.split_once(':').unwrap_or((sort, "asc"));
    list.sort_by_key(|(_, mark)| (mark.watchlisted_at, mark.place));
    match field {
        "watchlistedAt" => {}
        "titleSort" | "title" => list.sort_by_key(|(title, _)| title.title.to_lowercase()),
        "originallyAvailableAt" => list.sort_by_key(|(title, _)| title.released.clone()),
        "year" => list.sort_by_key(|(title, _)| title.year),
        "rating" => list.sort_by(|(one, _), (other, _)| {
            let rating = |title: &Title| title.rating.unwrap_or(0.0);
            rating(one).total_cmp(&rating(other))
        }),
        _ => return false,
    }
    match direction {
        "asc" => {}
        "desc" => list.reverse(),
        _ => return false,
    }
    true
}

/// Answers `PUT /actions/addToWatchlist?ratingKey=`: 200 whether or not it is on the list.
pub(super) fn add(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let now = cloud.now();
    change(cloud, question, "ratingKey", |person, title| {
        person.taste.want(&title.key, now);
    })
}

/// Answers `PUT /actions/removeFromWatchlist?ratingKey=`
pub(super) fn remove(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    change(cloud, question, "ratingKey", |person, title| {
        person.taste.unwant(&title.key);
    })
}

/// Answers `GET|PUT /actions/scrobble?key=&identifier=`: watched. What is watched leaves the watchlist,
/// if it is a film.
pub(super) fn scrobble(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let now = cloud.now();
    let outcome = change(cloud, question, "key", |person, title| {
        person.taste.change(&title.key, |mark| {
            mark.view_count += 1;
            mark.last_viewed_at = now;
        });
    });
    synchronize(cloud, question, true);
    outcome
}

/// Answers `GET|PUT /actions/unscrobble?key=&identifier=`
pub(super) fn unscrobble(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let outcome = change(cloud, question, "key", |person, title| {
        person.taste.change(&title.key, |mark| {
            mark.view_count = 0;
            mark.last_viewed_at = 0;
        });
    });
    synchronize(cloud, question, false);
    outcome
}

/// Answers `PUT /actions/rate?key=&identifier=&rating=`
pub(super) fn rate(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let rating = question.value("rating").and_then(|text| text.parse().ok());
    let Some(rating) = rating.filter(|rating: &f64| *rating <= 10.0) else {
        return refuse(question, 400, "Invalid value provided for rating!");
    };
    change(cloud, question, "key", |person, title| {
        person.taste.change(&title.key, |mark| {
            mark.rating = Some(rating).filter(|rating| *rating >= 0.0);
        });
    })
}

/// Tells the server what was watched, if the person has the two kept alike.
fn synchronize(cloud: &Cloud, question: &Question<'_>, is_watched: bool) {
    let state = cloud.read();
    let person = state
        .person(question.asker)
        .filter(|person| person.settings.view_state_sync);
    let title = cloud.catalogue().get(question.value("key").unwrap_or(""));
    if let (Some(person), Some(title)) = (person, title) {
        cloud.mark_on_server(person, &title.guid(), is_watched);
    }
}

fn change(
    cloud: &Cloud,
    question: &Question<'_>,
    parameter: &str,
    change: impl FnOnce(&mut Person, &Title),
) -> Outcome {
    let Some(key) = question.value(parameter) else {
        let message = format!("Missing value for {parameter}!");
        return refuse(question, 400, &message);
    };
    let catalogue = cloud.catalogue();
    if catalogue.is_artist(key) {
        return refuse(question, 400, "The type of the item does not allow this");
    }
    let mut state = cloud.write();
    match (catalogue.get(key), state.person_mut(question.asker)) {
        (Some(title), Some(person)) => {
            change(person, title);
            media(question, &Element::container().with("size", 0_i64))
        }
        _ => unknown(question, key),
    }
}

/// Answers `GET /library/metadata/{key}`, also several keys; unknown ones are left out.
pub(super) fn details(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let person = state.person(question.asker);
    let catalogue = cloud.catalogue();
    let keys = question.capture(0);
    let found: Vec<_> = keys
        .split(',')
        .filter_map(|key| catalogue.get(key))
        .collect();
    if found.is_empty() {
        return unknown(question, keys);
    }
    let mut root = listed(0, found.len(), found.len());
    for title in found {
        let mark = person
            .filter(|_| wants_user_state(question))
            .map(|person| person.taste.of(&title.key));
        root.push(title.detailed(mark.as_ref()));
    }
    media(question, &root)
}

/// Answers `GET /library/metadata/{key}/userState`
pub(super) fn user_state(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let title = cloud.catalogue().get(question.capture(0));
    match (title, state.person(question.asker)) {
        (Some(title), Some(person)) => {
            let mark = person.taste.of(&title.key);
            let root = Element::container()
                .with("size", 1_i64)
                .child(title.user_state(&mark));
            media(question, &root)
        }
        _ => unknown(question, question.capture(0)),
    }
}

/// A place where a title can be watched.
struct Offer {
    kind: &'static str,
    platform: &'static str,
    title: &'static str,
    price: Option<f64>,
}

/// Returns where a title can be watched: the same places every time.
fn offers(title: &Title) -> Vec<Offer> {
    let mut seed = crate::seed::Seed::of(&title.key);
    let subscription = |platform, title| Offer {
        kind: "subscription",
        platform,
        title,
        price: None,
    };
    let mut offers = Vec::new();
    if seed.chance(50) {
        offers.push(subscription("mubi", "MUBI"));
    }
    if seed.chance(40) {
        offers.push(Offer {
            kind: "rent",
            platform: "apple-itunes",
            title: "Apple TV Store",
            price: Some(3.99),
        });
        offers.push(Offer {
            kind: "buy",
            platform: "apple-itunes",
            title: "Apple TV Store",
            price: Some(9.99),
        });
    }
    offers
}

/// Answers `GET /library/metadata/{key}/availabilities`
pub(super) fn availabilities(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(title) = cloud.catalogue().get(question.capture(0)) else {
        return unknown(question, question.capture(0));
    };
    let offers = offers(title);
    let mut root = listed(0, offers.len(), offers.len());
    for offer in offers {
        let element = Element::new("Availability")
            .with("country", "NL")
            .with("offerType", offer.kind)
            .with("platform", offer.platform)
            .with(
                "platformColorThumb",
                format!("https://provider-static.plex.tv/{}.png", offer.platform),
            )
            .with("platformInfo", "")
            .with("platformUrl", format!("https://{}.example", offer.platform))
            .with("price", offer.price.unwrap_or(0.0))
            .with(
                "priceDescription",
                offer
                    .price
                    .map_or_else(String::new, |price| format!("€ {price:.2}")),
            )
            .with("quality", "HD")
            .with("title", offer.title)
            .with("url", title.public_page());
        root.push(element);
    }
    media(question, &root)
}

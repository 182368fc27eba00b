//! Timezones, read without looking through all there are: their database is hundreds of files, and a program
//! that has just been started is waited for.

use std::{
    env, fs,
    path::{Component, Path},
};

use jiff::tz::TimeZone;

/// Where systems keep the rules of timezones, a file each, named as the zone is.
const DATABASE: &str = "/usr/share/zoneinfo";

/// The link to the rules of the system's timezone.
const LOCAL: &str = "/etc/localtime";

/// Returns the system's timezone: the one that `TZ` names, or else that of the machine; UTC where neither is
/// known.
pub(crate) fn system() -> TimeZone {
    let quick = match env::var_os("TZ") {
        Some(name) => name.to_str().and_then(of_database),
        None => local(Path::new(LOCAL)),
    };
    quick.unwrap_or_else(TimeZone::system)
}

/// Returns a timezone by its name; `None` when there is none.
pub(crate) fn named(name: &str) -> Option<TimeZone> {
    of_database(name).or_else(|| TimeZone::get(name).ok())
}

/// Returns the timezone that a link names.
fn local(link: &Path) -> Option<TimeZone> {
    let target = fs::read_link(link).ok()?;
    let target = target.to_str()?;
    let (_, name) = target.rsplit_once("zoneinfo/")?;
    of_database(name)
}

/// Returns the timezone whose name is that of a file of the database, as it is written there.
fn of_database(name: &str) -> Option<TimeZone> {
    if name.eq_ignore_ascii_case("utc") {
        return Some(TimeZone::UTC);
    }
    // Of "posix/Europe/Berlin" the name is another one.
    let is_plain = name.starts_with(|first: char| first.is_ascii_uppercase())
        && Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
    if !is_plain {
        return None;
    }
    let rules = fs::read(Path::new(DATABASE).join(name)).ok()?;
    TimeZone::tzif(name, &rules).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_the_one_that_the_database_has() {
        for name in ["Europe/Berlin", "America/Argentina/Ushuaia", "UTC"] {
            let zone = named(name).unwrap();
            assert_eq!(zone.iana_name(), Some(name));
            let known = TimeZone::get(name).unwrap();
            let moment = "2026-07-01T12:00:00Z".parse().unwrap();
            assert_eq!(zone.to_datetime(moment), known.to_datetime(moment));
        }
        assert_eq!(named("utc").unwrap().iana_name(), Some("UTC"));
    }

    #[test]
    fn other_ways_to_write_a_name_are_understood_as_before() {
        let zone = named("europe/berlin").unwrap();
        assert_eq!(zone.iana_name(), Some("Europe/Berlin"));
        for none in [
            "",
            "Nowhere/City",
            "../../../etc/localtime",
            "/etc/localtime",
            "Europe",
        ] {
            assert!(named(none).is_none(), "{none}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_link_of_a_machine_names_its_zone() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("localtime");
        std::os::unix::fs::symlink("/usr/share/zoneinfo/Asia/Tokyo", &link).unwrap();
        let zone = local(&link);
        // A machine without a database is asked in another way.
        assert!(zone.is_none() || zone.unwrap().iana_name() == Some("Asia/Tokyo"));
        assert!(local(&folder.path().join("none")).is_none());
    }
}

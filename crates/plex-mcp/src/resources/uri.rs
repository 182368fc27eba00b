//! Which resource a URI names, and what stands for the variable of its template.

use percent_encoding::percent_decode_str;

/// Returns the name of the variable of a template.
pub(super) fn name_of_variable(template: &str) -> Option<&str> {
    let (_, rest) = template.split_once('{')?;
    rest.split_once('}').map(|(name, _)| name)
}

/// Returns what stands in `uri` for the variable of `template`: an empty text where there is none; `None`
/// when the URI is not of this template.
///
/// A segment stands for a segment: a slash in it is written `%2F`, and then it is no id and no title
/// that a path could be made of, because what is done with it checks that.
pub(crate) fn variable(template: &str, uri: &str) -> Option<String> {
    let mut found = String::new();
    let mut segments = uri.split('/');
    for wanted in template.split('/') {
        let segment = segments.next()?;
        if name_of_variable(wanted).is_some() {
            found = decoded(segment)?;
        } else if segment != wanted {
            return None;
        }
    }
    segments.next().is_none().then_some(found)
}

/// Returns a segment without its percent signs; `None` for what no segment can be.
fn decoded(segment: &str) -> Option<String> {
    if segment.is_empty() || segment.contains(['?', '#']) {
        return None;
    }
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_is_of_the_template_it_was_made_from() {
        for (template, uri, expected) in [
            ("pms://server", "pms://server", Some("")),
            ("pms://item/{rating_key}", "pms://item/42", Some("42")),
            (
                "pms://item/{rating_key}/poster",
                "pms://item/42/poster",
                Some("42"),
            ),
            (
                "pms://library/{library_id}",
                "pms://library/TV%20Shows",
                Some("TV Shows"),
            ),
            (
                "pms://library/{library_id}",
                "pms://library/Zo%C3%AB",
                Some("Zoë"),
            ),
            (
                "pms://item/{rating_key}",
                "pms://item/..%2Fidentity",
                Some("../identity"),
            ),
            ("pms://item/{rating_key}", "pms://item/42/poster", None),
            ("pms://item/{rating_key}/poster", "pms://item/42", None),
            ("pms://item/{rating_key}", "pms://item/", None),
            ("pms://item/{rating_key}", "pms://item/42?x=1", None),
            ("pms://item/{rating_key}", "pms://item/42#x", None),
            ("pms://item/{rating_key}", "pms://item/%FF", None),
            ("pms://server", "pms://server/", None),
            ("pms://server", "plex://server", None),
            ("pms://server", "", None),
        ] {
            assert_eq!(variable(template, uri).as_deref(), expected, "{uri}");
        }
    }
}

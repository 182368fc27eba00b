//! Reads which kinds of answers a client takes.
//!
//! The specification has clients name both kinds; many name one, or `*/*`, or nothing.

use http::{HeaderMap, HeaderValue, header::ACCEPT};

/// The kinds of answers that a client takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Takes {
    /// One JSON body.
    pub(super) json: bool,
    /// A stream of events.
    pub(super) events: bool,
}

/// What the SDK wants to read before it answers.
const BOTH: &str = "application/json, text/event-stream";

impl Takes {
    pub(super) const ANYTHING: Self = Self {
        json: true,
        events: true,
    };

    /// Reads the `Accept` headers. A client that sends none, or an empty one, takes anything.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(ACCEPT).iter();
        let text: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
        let ranges: Vec<Range<'_>> = text
            .iter()
            .flat_map(|text| text.split(','))
            .filter_map(Range::of)
            .collect();
        if ranges.is_empty() {
            return Self::ANYTHING;
        }
        let takes = |essence| {
            let fitting = ranges.iter().filter(|range| range.fits(essence));
            // Of several ranges that fit, the one that says most counts.
            fitting
                .max_by_key(|range| range.precision())
                .is_some_and(|range| range.wanted)
        };
        Self {
            json: takes("application/json"),
            events: takes("text/event-stream"),
        }
    }

    /// Writes into `headers` that both kinds are taken, for the SDK, which answers nobody else.
    pub(super) fn both(headers: &mut HeaderMap) {
        headers.insert(ACCEPT, HeaderValue::from_static(BOTH));
    }
}

/// One range of media types.
struct Range<'a> {
    essence: &'a str,
    wanted: bool,
}

impl<'a> Range<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let essence = parts.next().filter(|essence| !essence.is_empty())?;
        let refused = parts.any(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            name.trim().eq_ignore_ascii_case("q") && value.trim().parse::<f32>() == Ok(0.0)
        });
        Some(Self {
            essence,
            wanted: !refused,
        })
    }

    fn fits(&self, essence: &str) -> bool {
        let kind = essence.split('/').next().unwrap_or_default();
        match self.essence.split_once('/') {
            // Some HTTP libraries write a lone asterisk.
            Some(("*", "*")) => true,
            Some((range, "*")) => range.eq_ignore_ascii_case(kind),
            Some(_) => self.essence.eq_ignore_ascii_case(essence),
            None => self.essence == "*",
        }
    }

    fn precision(&self) -> usize {
        match self.essence.split_once('/') {
            Some((_, "*")) if !self.essence.starts_with('*') => 1,
            Some((_, kind)) if kind != "*" => 2,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(accept: &[&'static str]) -> (bool, bool) {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(ACCEPT, HeaderValue::from_static(value));
        }
        let Takes { json, events } = Takes::of(&headers);
        (json, events)
    }

    #[test]
    fn what_clients_write_is_understood() {
        for (accept, expected) in [
            (&[][..], (true, true)),
            (&[""], (true, true)),
            (&["*/*"], (true, true)),
            (&["*"], (true, true)),
            (&["application/json, text/event-stream"], (true, true)),
            (&["application/json", "text/event-stream"], (true, true)),
            (&["Application/JSON"], (true, false)),
            (&["application/*;q=0.5"], (true, false)),
            (&["text/event-stream"], (false, true)),
            (&["text/html, */*;q=0.8"], (true, true)),
            (&["application/json, text/event-stream;q=0"], (true, false)),
            (&["*/*, application/json;q=0.000"], (false, true)),
            (&["text/*, text/event-stream;q=0"], (false, false)),
            (&["text/html"], (false, false)),
            (&["image/png, application/xml"], (false, false)),
            (&["application/json;q=abc"], (true, false)),
        ] {
            assert_eq!(takes(accept), expected, "{accept:?}");
        }
    }
}

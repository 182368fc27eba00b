//! Faults on demand: how a test makes the server lie, stall or die.

use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::text::parse_span;

/// One way to go wrong. Say where with [`Fault::on`] and how often with [`Fault::times`]; a bare
/// fault hits every request until [`crate::Emulator::clear_faults`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Answers this status with Plex's HTML body for it instead of the real answer.
    Status(u16),
    /// Answers 429 and asks to wait this long (whole seconds, in `Retry-After`).
    RateLimit(Duration),
    /// Answers as usual, this much later (added to the emulator's own latency).
    Latency(Duration),
    /// Takes the request and never answers; the connection stays open.
    Stall,
    /// Sends the head and half of the body, then nothing more; the connection stays open.
    StallBody,
    /// Sends the head with the full `Content-Length` and half of the body, then closes.
    CutBody,
    /// Answers as usual under this `Content-Type`.
    ContentType(String),
    /// Answers with a body cut in the middle under a head that claims it is whole.
    Malformed,
    /// Answers with a body padded to this many bytes: well-formed at its start, then spaces.
    Oversized(u64),
    /// Answers with a small compressed body that is this many bytes once decompressed; to clients
    /// that take no gzip, with all those bytes.
    Bomb(u64),
    /// Answers with a body that never ends.
    Endless,
    /// Answers 200 to what would change something, and changes nothing; what only looks is answered
    /// as usual.
    NotApplied,
    /// Closes the connection with a TCP reset instead of answering.
    Reset,
    /// Lets a listener of events in, and never tells it anything, nor answers its pings: as a
    /// connection that died without a word. This and the faults below hit listeners only.
    Silence,
    /// Tells a listener all there is for this long, by the emulator's clock, and then nothing any more:
    /// its connection stays open, and answers no ping.
    SilentAfter(Duration),
    /// Shows a listener this often that the server is there, by the emulator's clock, instead of every
    /// 30 seconds; never, when it is no time at all.
    Pings(Duration),
    /// Breaks off a listener's connection this long after it was let in, by the emulator's clock.
    HangUp(Duration),
    /// Tells a listener nonsense before each thing that happened: frames that are no JSON, that are
    /// cut, of types that nobody knows.
    Garbage,
    /// Tells a listener, before each thing that happened, of something that is whole and of a type that
    /// nobody knows.
    UnknownTypes,
    /// Tells a listener first of something whole that is this many bytes long.
    LargeFrame(u64),
    /// Tells a listener this many events a second, by the emulator's clock, of a guide for
    /// television that is being loaded.
    Flood(u32),
}

impl Fault {
    /// Limits the fault to paths that match `pattern`, in which `*` stands for any run of
    /// characters (`/library/sections/*`). The query is not looked at.
    pub fn on(self, pattern: impl Into<String>) -> FaultRule {
        FaultRule {
            pattern: pattern.into(),
            ..FaultRule::from(self)
        }
    }

    /// Limits the fault to the next `count` requests.
    pub fn times(self, count: u32) -> FaultRule {
        FaultRule::from(self).times(count)
    }
}

/// A fault with the requests that it hits.
///
/// Also read from text, as the command line takes it: the fault, then `path=` (a pattern), `times=`
/// and `after=` (requests let through first), separated by commas. The faults are `status=503`,
/// `rate-limit=5s`, `latency=250ms`, `stall`, `stall-body`, `cut-body`, `content-type=text/html`,
/// `malformed`, `oversized=200000000` (bytes), `bomb=200000000` (bytes), `endless`, `not-applied`,
/// `reset`, and for listeners to events `silence`, `silence=30s` (after that long), `pings=1s`,
/// `hang-up=30s`, `garbage`, `unknown-types`, `large-frame=100000000` (bytes) and `flood=1000` (a second).
///
/// ```
/// use plex_emulator::{Fault, FaultRule};
/// let rule: FaultRule = "status=503,path=/library/*,times=2".parse().unwrap();
/// assert_eq!(rule, Fault::Status(503).on("/library/*").times(2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultRule {
    fault: Fault,
    pattern: String,
    after: u32,
    times: Option<u32>,
}

impl FaultRule {
    /// Limits the rule to `count` requests.
    pub fn times(self, count: u32) -> Self {
        Self {
            times: Some(count),
            ..self
        }
    }

    /// Lets the first `count` matching requests through.
    pub fn after(self, count: u32) -> Self {
        Self {
            after: count,
            ..self
        }
    }

    fn hits(&mut self, path: &str) -> bool {
        if !matches_glob(&self.pattern, path) || self.times == Some(0) {
            return false;
        }
        if self.after > 0 {
            self.after -= 1;
            return false;
        }
        if let Some(left) = &mut self.times {
            *left -= 1;
        }
        true
    }
}

impl From<Fault> for FaultRule {
    fn from(fault: Fault) -> Self {
        Self {
            fault,
            pattern: "*".to_owned(),
            after: 0,
            times: None,
        }
    }
}

/// Says why a fault could not be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct FaultSyntaxError(String);

impl FromStr for FaultRule {
    type Err = FaultSyntaxError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (fault, limits) = text.split_once(',').unwrap_or((text, ""));
        let mut rule = Self::from(parse_fault(fault.trim())?);
        for limit in limits.split(',').filter(|limit| !limit.is_empty()) {
            match limit.trim().split_once('=') {
                Some(("path", pattern)) => rule.pattern = pattern.to_owned(),
                Some(("times", count)) => rule.times = Some(number(count)?),
                Some(("after", count)) => rule.after = number(count)?,
                _ => {
                    return Err(FaultSyntaxError(format!(
                        "`{limit}`: expected path=, times= or after="
                    )));
                }
            }
        }
        Ok(rule)
    }
}

/// Written as it is read.
impl fmt::Display for FaultRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)?;
        if self.pattern != "*" {
            write!(f, ",path={}", self.pattern)?;
        }
        if let Some(times) = self.times {
            write!(f, ",times={times}")?;
        }
        if self.after > 0 {
            write!(f, ",after={}", self.after)?;
        }
        Ok(())
    }
}

/// Written as a rule begins.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(code) => write!(f, "status={code}"),
            Self::RateLimit(wait) => write!(f, "rate-limit={}ms", wait.as_millis()),
            Self::Latency(more) => write!(f, "latency={}ms", more.as_millis()),
            Self::Stall => f.write_str("stall"),
            Self::StallBody => f.write_str("stall-body"),
            Self::CutBody => f.write_str("cut-body"),
            Self::ContentType(kind) => write!(f, "content-type={kind}"),
            Self::Malformed => f.write_str("malformed"),
            Self::Oversized(bytes) => write!(f, "oversized={bytes}"),
            Self::Bomb(bytes) => write!(f, "bomb={bytes}"),
            Self::Endless => f.write_str("endless"),
            Self::NotApplied => f.write_str("not-applied"),
            Self::Reset => f.write_str("reset"),
            Self::Silence => f.write_str("silence"),
            Self::SilentAfter(after) => write!(f, "silence={}ms", after.as_millis()),
            Self::Pings(every) => write!(f, "pings={}ms", every.as_millis()),
            Self::HangUp(after) => write!(f, "hang-up={}ms", after.as_millis()),
            Self::Garbage => f.write_str("garbage"),
            Self::UnknownTypes => f.write_str("unknown-types"),
            Self::LargeFrame(bytes) => write!(f, "large-frame={bytes}"),
            Self::Flood(events) => write!(f, "flood={events}"),
        }
    }
}

fn parse_fault(text: &str) -> Result<Fault, FaultSyntaxError> {
    let (kind, argument) = match text.split_once('=') {
        Some((kind, argument)) => (kind, Some(argument)),
        None => (text, None),
    };
    Ok(match (kind, argument) {
        ("status", Some(code)) => match number(code)? {
            code @ 200..=599 => Fault::Status(code),
            code => return Err(FaultSyntaxError(format!("`{code}` is no HTTP status"))),
        },
        ("rate-limit", Some(wait)) => Fault::RateLimit(span(wait)?),
        ("latency", Some(more)) => Fault::Latency(span(more)?),
        ("stall", None) => Fault::Stall,
        ("stall-body", None) => Fault::StallBody,
        ("cut-body", None) => Fault::CutBody,
        ("content-type", Some(kind)) => Fault::ContentType(kind.to_owned()),
        ("malformed", None) => Fault::Malformed,
        ("oversized", Some(bytes)) => Fault::Oversized(number(bytes)?),
        ("bomb", Some(bytes)) => Fault::Bomb(number(bytes)?),
        ("endless", None) => Fault::Endless,
        ("not-applied", None) => Fault::NotApplied,
        ("reset", None) => Fault::Reset,
        ("silence", None) => Fault::Silence,
        ("silence", Some(after)) => Fault::SilentAfter(span(after)?),
        ("pings", Some(every)) => Fault::Pings(span(every)?),
        ("hang-up", Some(after)) => Fault::HangUp(span(after)?),
        ("garbage", None) => Fault::Garbage,
        ("unknown-types", None) => Fault::UnknownTypes,
        ("large-frame", Some(bytes)) => Fault::LargeFrame(number(bytes)?),
        ("flood", Some(events)) => Fault::Flood(number(events)?),
        _ => {
            return Err(FaultSyntaxError(format!(
                "`{text}`: expected status=CODE, rate-limit=SPAN, latency=SPAN, stall, stall-body, cut-body, \
                 content-type=TYPE, malformed, oversized=BYTES, bomb=BYTES, endless, not-applied, reset, \
                 silence, silence=SPAN, pings=SPAN, hang-up=SPAN, garbage, unknown-types, large-frame=BYTES \
                 or flood=EVENTS"
            )));
        }
    })
}

fn span(text: &str) -> Result<Duration, FaultSyntaxError> {
    parse_span(text)
        .ok_or_else(|| FaultSyntaxError(format!("`{text}`: expected a span like 250ms")))
}

fn number<N: FromStr>(text: &str) -> Result<N, FaultSyntaxError> {
    text.parse()
        .map_err(|_| FaultSyntaxError(format!("`{text}`: expected a number")))
}

/// Says whether a path is of a pattern: `*` matches any run of characters; everything else itself.
fn matches_glob(pattern: &str, path: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == path;
    };
    let Some(path) = path.strip_prefix(head) else {
        return false;
    };
    path.char_indices()
        .map(|(at, _)| at)
        .chain([path.len()])
        .any(|at| path.get(at..).is_some_and(|tail| matches_glob(rest, tail)))
}

/// The faults that one request suffers.
#[derive(Debug, Default)]
pub(crate) struct Suffered {
    pub(crate) latency: Duration,
    pub(crate) fault: Option<Fault>,
}

/// The rules in force.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<FaultRule>>);

impl Faults {
    pub(crate) fn add(&self, rule: FaultRule) {
        self.rules().push(rule);
    }

    /// Returns the rules that may still hit something, as they are written.
    pub(crate) fn written(&self) -> Vec<String> {
        let rules = self.rules();
        let live = rules.iter().filter(|rule| rule.times != Some(0));
        live.map(FaultRule::to_string).collect()
    }

    pub(crate) fn clear(&self) {
        self.rules().clear();
    }

    /// Returns what a request for `path` suffers: every latency that matches, and the first other fault.
    pub(crate) fn suffered_by(&self, path: &str) -> Suffered {
        let mut suffered = Suffered::default();
        for rule in self.rules().iter_mut() {
            match &rule.fault {
                Fault::Latency(more) => {
                    let more = *more;
                    if rule.hits(path) {
                        suffered.latency += more;
                    }
                }
                _ if suffered.fault.is_some() => {}
                _ => {
                    if rule.hits(path) {
                        suffered.fault = Some(rule.fault.clone());
                    }
                }
            }
        }
        suffered
    }

    fn rules(&self) -> std::sync::MutexGuard<'_, Vec<FaultRule>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

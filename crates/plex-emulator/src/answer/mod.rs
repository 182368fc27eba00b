//! What an endpoint says, before it is known on which wire: one tree, two writers.

mod element;
mod json;
mod xml;

pub(crate) use element::{Element, Value};
pub(crate) use json::write_json;
pub(crate) use xml::write_xml;

use std::ops::Range;

use bytes::Bytes;

/// An endpoint's answer.
pub(crate) enum Answer<'w> {
    /// A tree, written as the client asks.
    Tree(Element<'w>),
    /// 200 with nothing in it: what actions answer.
    Done,
    /// 201: something was made, and is at this path.
    Created(String),
    /// 202 with nothing in it: it is being done already.
    Accepted,
    /// 204: what some of them answer.
    NoContent,
    /// Bytes that are no tree: pictures and media.
    Bytes {
        content_type: &'static str,
        body: Bytes,
    },
    /// A file of so many made-up bytes, or a part of it; with a name when it is to be kept.
    Long {
        content_type: &'static str,
        total: u64,
        range: Option<Range<u64>>,
        name: Option<String>,
    },
    /// 416: a file has no such part.
    OutOfRange { total: u64 },
    /// A file to be kept under a name.
    File {
        content_type: &'static str,
        name: String,
        body: Bytes,
    },
}

impl<'w> From<Element<'w>> for Answer<'w> {
    fn from(tree: Element<'w>) -> Self {
        Self::Tree(tree)
    }
}

/// The ways in which Plex says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    BadRequest,
    /// 400: a library is edited, and nothing or nobody is named as its agent.
    NoAgent,
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict,
    Internal,
}

impl Refusal {
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::BadRequest | Self::NoAgent => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Internal => 500,
        }
    }

    /// Returns what the page says beyond the status, where it does.
    pub(crate) fn words(self) -> Option<&'static str> {
        match self {
            Self::NoAgent => Some("'agent' is missing or invalid"),
            _ => None,
        }
    }
}

/// Returns the page that goes with an error status, byte for byte as PMS writes it.
pub(crate) fn error_page(status: u16) -> String {
    let title = match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        414 => "Request-URI Too Long",
        416 => "Range Not Satisfiable",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Error",
    };
    format!(
        "<html><head><title>{title}</title></head><body><h1>{status} {title}</h1></body></html>"
    )
}

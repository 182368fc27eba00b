//! The only code that speaks HTTP.

mod body;
#[cfg(feature = "cloud")]
pub(crate) mod cloud_path;
pub(crate) mod compression;
pub(crate) mod elsewhere;
mod failure;
mod http;
mod own_certificates;
pub(crate) mod path;
mod redirects;
pub(crate) mod request;
pub(crate) mod retry;
pub(crate) mod settings;
pub(crate) mod sharing;
#[cfg(feature = "events")]
pub(crate) mod stream;
pub(crate) mod uri;
#[cfg(feature = "events")]
pub(crate) mod websocket;
pub(crate) mod write_path;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use reqwest::StatusCode;
use reqwest::header::CONTENT_LENGTH;
use tokio::sync::OnceCell;
use tokio::time::{Instant, sleep, timeout};
use tracing::debug;
use url::Url;

use self::body::BodyError;
use self::failure::Failure;
use self::request::{Method, Repeat, Request};
use self::retry::Attempt;
use self::settings::Settings;
use crate::client_identifier;
use crate::error::{PlexError, Result, UnreachableCause};
use crate::redact::Redactor;
use crate::tls_problem::TlsProblem;

/// The bytes of an error's body that are looked at.
const ERROR_BODY_BYTES: u64 = 16 << 10;

/// The time for which a server is left alone that is asked too often and does not say for how long.
const BACK_OFF: Duration = Duration::from_secs(5);

/// Connections to one server.
pub(crate) struct Transport {
    base: Url,
    settings: Settings,
    redactor: Redactor,
    /// Made on first use: it costs milliseconds that a program may never need to spend.
    http: OnceCell<reqwest::Client>,
    /// The server has answered something.
    answered: AtomicBool,
}

/// A failed attempt, and whether another may help.
struct Failed {
    error: PlexError,
    passing: bool,
    /// Whether the server may have done what it was asked, though no answer tells.
    lost: bool,
    /// How long the server wants to be left alone first.
    wait: Duration,
}

impl Failed {
    fn for_good(error: PlexError) -> Self {
        Self {
            error,
            passing: false,
            lost: false,
            wait: Duration::ZERO,
        }
    }

    fn for_now(error: PlexError) -> Self {
        Self {
            passing: true,
            ..Self::for_good(error)
        }
    }

    /// Says that the request had gone out when it failed.
    fn after_sending(self) -> Self {
        Self { lost: true, ..self }
    }
}

impl Transport {
    pub(crate) fn new(base: Url, settings: Settings) -> Result<Self> {
        // What cannot be right is said now, not at the first request.
        http::headers(
            &settings,
            settings.client_identifier.as_deref().unwrap_or("-"),
        )?;
        if let Some(pem) = &settings.ca_certificate_pem {
            http::certificates(pem)?;
        }
        Ok(Self {
            base,
            redactor: Redactor::new(settings.token.clone()),
            settings,
            http: OnceCell::new(),
            answered: AtomicBool::new(false),
        })
    }

    pub(crate) fn base(&self) -> &Url {
        &self.base
    }

    pub(crate) fn has_been_answered(&self) -> bool {
        self.answered.load(Ordering::Relaxed)
    }

    pub(crate) fn has_token(&self) -> bool {
        self.settings.token.is_some()
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.settings.timeout
    }

    /// Returns the name of the program.
    #[cfg(feature = "cloud")]
    pub(crate) fn product(&self) -> &str {
        &self.settings.product
    }

    /// Returns the same with another token.
    #[cfg(feature = "cloud")]
    pub(crate) fn with_token(&self, token: Option<crate::token::Token>) -> Result<Self> {
        let settings = Settings {
            token,
            ..self.settings.clone()
        };
        Self::new(self.base.clone(), settings)
    }

    /// Returns the same at another address.
    #[cfg(feature = "cloud")]
    pub(crate) fn beside(&self, base: Url) -> Result<Self> {
        Self::new(base, self.settings.clone())
    }

    /// Returns the same installation at another server, or at a player.
    pub(crate) fn elsewhere(
        &self,
        url: &Url,
        token: Option<crate::token::Token>,
        timeout: Duration,
        retry: retry::RetryPolicy,
    ) -> Result<Self> {
        let settings = Settings {
            token,
            timeout,
            retry,
            ..self.settings.clone()
        };
        Self::new(url.clone(), settings)
    }

    pub(crate) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Sends a request, again if need be and allowed, and gives the body of a 2xx answer.
    ///
    /// It is boxed so that all of HTTP is compiled into this crate: the body of an `async fn` is compiled
    /// where it is awaited, once in each crate that does.
    pub(crate) fn send<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Bytes>> {
        let after = self.settings.timeout;
        Box::pin(async move {
            timeout(after, self.send_with_retries(request))
                .await
                .unwrap_or_else(|_| {
                    debug!(request = request.label(), "timed out");
                    Err(request.lost(PlexError::Timeout { after }))
                })
        })
    }

    async fn send_with_retries(&self, request: &Request) -> Result<Bytes> {
        let http = self.http().await?;
        let start = Instant::now();
        let mut made = 0;
        loop {
            let failed = match self.attempt(http, request).await {
                Ok(body) => return Ok(body),
                Err(failed) => failed,
            };
            made += 1;
            let pause = match request.repeat() {
                Repeat::Safe if failed.passing => {
                    let attempt = Attempt {
                        made,
                        spent: start.elapsed(),
                        wait: failed.wait,
                        is_refused: matches!(
                            failed.error,
                            PlexError::Unreachable {
                                cause: UnreachableCause::Refused,
                                ..
                            }
                        ),
                    };
                    self.settings.retry.next(attempt, retry::chance())
                }
                _ => None,
            };
            let Some(pause) = pause else {
                return Err(match failed.lost {
                    true => request.lost(failed.error),
                    false => failed.error,
                });
            };
            debug!(request = request.label(), kind = %failed.error.kind(), made, "trying again");
            sleep(pause).await;
        }
    }

    /// Returns the HTTP client.
    async fn http(&self) -> Result<&reqwest::Client> {
        self.http
            .get_or_try_init(|| async {
                let identifier = match &self.settings.client_identifier {
                    Some(identifier) => identifier.clone(),
                    None => client_identifier::of_this_process(),
                };
                let headers = http::headers(&self.settings, &identifier)?;
                http::client(&self.base, headers, &self.settings)
            })
            .await
    }

    /// Sends a request once.
    async fn attempt(&self, http: &reqwest::Client, request: &Request) -> Result<Bytes, Failed> {
        let start = Instant::now();
        let response = match self.begun(http, request).await {
            Ok(response) => response,
            Err(error) => return Err(self.not_answered(request, &error)),
        };
        self.answered.store(true, Ordering::Relaxed);
        let status = response.status();
        let wait = retry::asked_to_wait(response.headers());
        let limit = if status.is_success() {
            self.settings.max_body_bytes.min(request.most_bytes())
        } else {
            ERROR_BODY_BYTES
        };
        let body = body::read(response, limit).await;
        debug!(
            request = request.label(),
            status = status.as_u16(),
            ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            bytes = body.as_ref().map_or(0, Bytes::len),
            "answered"
        );
        if !status.is_success() {
            return Err(self.refused(request, status, wait, &self.said(body)));
        }
        body.map_err(|error| match error {
            BodyError::TooLarge => Failed::for_good(PlexError::TooLarge {
                request: request.label(),
                limit,
            })
            .after_sending(),
            BodyError::Broken(error) => self.not_answered(request, &error),
        })
    }

    /// Sends a request and gives the beginning of its answer.
    async fn begun(
        &self,
        http: &reqwest::Client,
        request: &Request,
    ) -> reqwest::Result<reqwest::Response> {
        let send = |url| {
            let sending = http
                .request(request.method().on_the_wire(), url)
                .headers(request.headers().clone());
            let sending = match request.bytes() {
                Some(bytes) => sending.body(bytes.clone()),
                // Servers want to be told the length of a body, also when there is none.
                None if matches!(request.method(), Method::Post | Method::Put) => {
                    sending.header(CONTENT_LENGTH, 0)
                }
                None => sending,
            };
            sending.send()
        };
        let url = self.url(request);
        // What changes something would be done elsewhere, or not at all by the page that it led to.
        match (request.method(), request.repeat()) {
            (Method::Get, Repeat::Safe) => redirects::followed(url, send).await,
            _ => send(url).await,
        }
    }

    /// Returns the whole URL of a request.
    fn url(&self, request: &Request) -> Url {
        let mut url = self.base.clone();
        let before = self.base.path().trim_end_matches('/');
        let (path, query) = request.path_and_query();
        url.set_path(&format!("{before}{path}"));
        url.set_query(query);
        url
    }

    /// Says what it means that no whole answer came.
    fn not_answered(&self, request: &Request, error: &reqwest::Error) -> Failed {
        let failure = failure::of(error);
        let detail = self.redactor.excerpt(&failure::in_words(error));
        debug!(request = request.label(), ?failure, detail, "not answered");
        let failed = match failure {
            Failure::Unreachable(cause) => Failed::for_now(PlexError::Unreachable {
                server: self.base.origin().ascii_serialization(),
                cause,
                tls: None,
                detail,
            }),
            // The same certificate would come again.
            Failure::Tls => Failed::for_good(PlexError::Unreachable {
                server: self.base.origin().ascii_serialization(),
                cause: UnreachableCause::Tls,
                tls: failure::tls(error).map(|error| TlsProblem::of(error, &self.base)),
                detail,
            }),
            Failure::Timeout => Failed::for_now(PlexError::Timeout {
                after: self.settings.timeout,
            }),
            Failure::Garbled => Failed::for_good(PlexError::Malformed {
                request: request.label(),
                source: crate::wire::DecodeError::garbled(detail),
            }),
            Failure::NotHttp => Failed::for_good(PlexError::Malformed {
                request: request.label(),
                source: crate::wire::DecodeError::no_http(&detail),
            }),
        };
        if error.is_connect() {
            failed
        } else {
            failed.after_sending()
        }
    }

    /// Returns the beginning of what an error's body says, without markup and tokens.
    fn said(&self, body: Result<Bytes, BodyError>) -> String {
        let body = body.unwrap_or_default();
        // A token may have its name in the markup, or markup in its middle.
        let body = String::from_utf8_lossy(&body);
        self.redactor
            .excerpt(&body::text(&self.redactor.redact(&body)))
    }

    /// Says what a status other than 2xx means.
    fn refused(
        &self,
        request: &Request,
        status: StatusCode,
        wait: Option<Duration>,
        detail: &str,
    ) -> Failed {
        let request = request.label();
        let error = match status.as_u16() {
            400 => PlexError::Refused {
                request,
                detail: detail.to_owned(),
            },
            401 if self.has_token() => PlexError::Unauthorized { request },
            401 => PlexError::NotConfigured,
            403 => PlexError::Forbidden { request },
            404 => PlexError::NotFound { request },
            409 => PlexError::Conflict {
                request,
                detail: detail.to_owned(),
            },
            300..=399 => PlexError::Redirected { request },
            429 => {
                let retry_after = wait.unwrap_or(BACK_OFF);
                return Failed {
                    wait: retry_after,
                    ..Failed::for_now(PlexError::RateLimited { retry_after })
                };
            }
            503 => return Failed::for_now(PlexError::StartingUp),
            other => {
                let error = PlexError::Status {
                    request,
                    status: other,
                    detail: detail.to_owned(),
                };
                return match other {
                    // A proxy's word, not the server's.
                    502 | 504 => Failed::for_now(error).after_sending(),
                    // The same: that the client waits no more, or what Cloudflare says of a server.
                    408 | 499 | 520..=527 => Failed::for_good(error).after_sending(),
                    _ => Failed::for_good(error),
                };
            }
        };
        Failed::for_good(error)
    }
}

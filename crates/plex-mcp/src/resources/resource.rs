//! One resource: what a client is shown of it, and how it is read from what tools answer.

use std::{sync::Arc, time::Duration};

use futures::future::BoxFuture;
use plex_client::Picture;
use serde_json::Value;

use super::{topic::Topic, uri};
use crate::{
    call::Call,
    completions::Completes,
    error::ToolError,
    schema::JsonObject,
    tools::{self, Define, Tool},
};

/// One resource, or all those of one URI template: what a client is shown of it, and how to read
/// it. Cheap to clone.
#[derive(Clone)]
pub struct Resource {
    words: Words,
    tools: Arc<[Tool]>,
    media_type: Option<&'static str>,
    keeps_to_libraries: bool,
    topic: Option<Topic>,
    reader: Reader,
}

/// Holds what a client is shown of a resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    /// `pms://…`; a template when it has a variable in braces, of which there is one at most.
    pub(crate) uri: &'static str,
    /// A short name for programs.
    pub(crate) name: &'static str,
    /// A short name for people.
    pub(crate) title: &'static str,
    /// What is in it.
    pub(crate) description: &'static str,
    /// For how many seconds it may be kept.
    pub(crate) fresh_s: u64,
}

/// Says what is read.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Content {
    /// Data: always an object.
    Json(Value),
    /// Text to read, of the media type that the resource says.
    Text(String),
    /// A picture.
    Picture(Picture),
}

/// Reads a resource; the text stands for the variable of its URI.
type Reader =
    Arc<dyn Fn(Arc<Call>, String) -> BoxFuture<'static, Result<Content, ToolError>> + Send + Sync>;

impl Resource {
    /// Returns a resource that `reader` reads, and that tells what `tools` tell.
    pub(super) fn read_by<F>(
        words: Words,
        tools: Vec<Tool>,
        reader: impl Fn(Arc<Call>, String) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Content, ToolError>> + Send + 'static,
    {
        Self {
            words,
            keeps_to_libraries: tools.iter().all(Tool::keeps_to_libraries),
            tools: tools.into(),
            media_type: Some(JSON),
            topic: None,
            reader: Arc::new(move |call, variable| Box::pin(reader(call, variable))),
        }
    }

    /// Returns what a tool answers, its arguments made of the variable.
    pub(super) fn told_by<T: Define>(words: Words, arguments: fn(&str) -> Value) -> Self {
        Self::read_by(words, vec![Tool::of::<T>()], move |call, variable| {
            let answer = ask::<T>(call, arguments(&variable));
            async move { Ok(Content::Json(answer.await?.structured)) }
        })
    }

    /// Returns the picture in what a tool answers.
    pub(super) fn pictured_by<T: Define>(words: Words, arguments: fn(&str) -> Value) -> Self {
        let resource = Self::read_by(words, vec![Tool::of::<T>()], move |call, variable| {
            let answer = ask::<T>(call, arguments(&variable));
            async move {
                let picture = answer.await?.pictures.pop();
                picture
                    .map(Content::Picture)
                    .ok_or_else(|| ToolError::internal("a picture was promised and is not there"))
            }
        });
        Self {
            media_type: None,
            ..resource
        }
    }

    /// Returns the same, absent while only some libraries may be shown: nothing says in which it is.
    pub(super) fn of_no_library(self) -> Self {
        Self {
            keeps_to_libraries: false,
            ..self
        }
    }

    /// Returns the same, of another media type than JSON.
    pub(super) fn of_media_type(self, media_type: &'static str) -> Self {
        Self {
            media_type: Some(media_type),
            ..self
        }
    }

    /// Returns the same, which can be subscribed to: the server tells when it may read otherwise.
    pub(super) fn about(self, topic: Topic) -> Self {
        Self {
            topic: Some(topic),
            ..self
        }
    }

    /// Says whether clients can subscribe to it.
    pub fn can_be_subscribed_to(&self) -> bool {
        self.topic.is_some()
    }

    /// Returns what it is about, if it can be subscribed to.
    pub(crate) fn topic(&self) -> Option<Topic> {
        self.topic
    }

    /// Says whether it may be read while only some libraries may be shown.
    pub(super) fn keeps_to_libraries(&self) -> bool {
        self.keeps_to_libraries
    }

    /// Reads it.
    pub(crate) async fn read(
        &self,
        call: Arc<Call>,
        variable: String,
    ) -> Result<Content, ToolError> {
        if self.variable() == Some("rating_key") {
            // A tool takes a title in the place of an id; an address names one thing for ever.
            tools::arguments::rating_key(&variable)?;
        }
        (self.reader)(call, variable).await
    }

    /// Returns its URI, or the template of its URIs.
    pub fn uri(&self) -> &'static str {
        self.words.uri
    }

    /// Says whether there is one for each of many things.
    pub fn is_template(&self) -> bool {
        self.variable().is_some()
    }

    /// Returns the name of the variable of its template.
    pub fn variable(&self) -> Option<&'static str> {
        uri::name_of_variable(self.words.uri)
    }

    /// Returns what its variable can be.
    pub(crate) fn completes(&self) -> Option<Completes> {
        match self.variable()? {
            "library_id" => Some(Completes::Library),
            "playlist_id" => Some(Completes::Playlist),
            "rating_key" => Some(Completes::Item),
            _ => None,
        }
    }

    /// Returns a short name for programs.
    pub fn name(&self) -> &'static str {
        self.words.name
    }

    /// Returns a short name for people.
    pub fn title(&self) -> &'static str {
        self.words.title
    }

    /// Says what is in it.
    pub fn description(&self) -> &'static str {
        self.words.description
    }

    /// Returns its media type, where all that it can be have one: pictures are of several.
    pub fn media_type(&self) -> Option<&'static str> {
        self.media_type
    }

    /// Says for how long what was read may be kept.
    pub fn fresh_for(&self) -> Duration {
        Duration::from_secs(self.words.fresh_s)
    }

    /// Lists the tools that tell the same.
    pub fn tools(&self) -> &[Tool] {
        &self.tools
    }
}

/// The media type of data.
pub(crate) const JSON: &str = "application/json";

/// Returns what a tool answers to these arguments.
pub(super) async fn ask<T: Define>(
    call: Arc<Call>,
    arguments: Value,
) -> Result<tools::Answer, ToolError> {
    let arguments = match arguments {
        Value::Object(arguments) => arguments,
        _ => JsonObject::new(),
    };
    Tool::of::<T>().call(call, arguments).await
}

impl std::fmt::Debug for Resource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resource")
            .field("uri", &self.words.uri)
            .finish_non_exhaustive()
    }
}

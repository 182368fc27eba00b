//! Tools, resources and prompts as clients are shown them.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use rmcp::model::{
    CompletionInfo, GetPromptResult, PromptArgument, PromptMessage, ResourceContents,
    ResourceTemplate, Role, ToolAnnotations,
};
use serde_json::Value;

use crate::{
    choice::Effect,
    completions::Completion,
    prompts::{Plan, Prompt},
    resources::{Content, JSON, Resource},
    tools::Tool,
};

/// Returns a tool.
pub(super) fn tool(tool: &Tool, output_schemas: bool) -> rmcp::model::Tool {
    let annotations = ToolAnnotations::with_title(tool.title())
        .read_only(tool.effect() == Effect::Read)
        .destructive(tool.may_destroy())
        .idempotent(tool.is_idempotent())
        .open_world(tool.is_open_world());
    let shown =
        rmcp::model::Tool::new(tool.name(), tool.description(), tool.input_schema().clone())
            .with_title(tool.title())
            .with_annotations(annotations);
    if output_schemas && !tool.shows_pictures() {
        shown.with_raw_output_schema(tool.output_schema().clone())
    } else {
        shown
    }
}

/// Returns a resource that is one.
pub(super) fn resource(resource: &Resource) -> Option<rmcp::model::Resource> {
    if resource.is_template() {
        return None;
    }
    let mut shown = rmcp::model::Resource::new(resource.uri(), resource.name())
        .with_title(resource.title())
        .with_description(resource.description());
    shown.mime_type = resource.media_type().map(str::to_owned);
    Some(shown)
}

/// Returns a resource that is a template.
pub(super) fn template(resource: &Resource) -> Option<ResourceTemplate> {
    if !resource.is_template() {
        return None;
    }
    let mut shown = ResourceTemplate::new(resource.uri(), resource.name())
        .with_title(resource.title())
        .with_description(resource.description());
    shown.mime_type = resource.media_type().map(str::to_owned);
    Some(shown)
}

/// Returns what was read of a resource under a URI.
pub(super) fn contents(resource: &Resource, content: Content, uri: String) -> ResourceContents {
    match content {
        Content::Json(value) => ResourceContents::text(value.to_string(), uri).with_mime_type(JSON),
        Content::Text(text) => ResourceContents::text(text, uri)
            .with_mime_type(resource.media_type().unwrap_or("text/plain")),
        Content::Picture(picture) => {
            ResourceContents::blob(BASE64_STANDARD.encode(&picture.bytes), uri)
                .with_mime_type(picture.format.media_type())
        }
    }
}

/// Returns a prompt.
pub(super) fn prompt(prompt: &Prompt) -> rmcp::model::Prompt {
    let arguments = prompt.arguments().iter().map(|argument| {
        PromptArgument::new(argument.name())
            .with_description(argument.description())
            .with_required(argument.is_required())
    });
    rmcp::model::Prompt::new(
        prompt.name(),
        Some(prompt.description()),
        Some(arguments.collect()),
    )
    .with_title(prompt.title())
}

/// Returns a plan: its words in one message and its data in another, so that neither can be taken for the
/// other.
pub(super) fn plan(plan: &Plan) -> GetPromptResult {
    let words = PromptMessage::new_text(Role::User, plan.words());
    let data = Value::Object(plan.data().clone()).to_string();
    GetPromptResult::new(vec![words, PromptMessage::new_text(Role::User, data)])
}

/// Returns what an argument can be completed to.
pub(super) fn completion(completion: Completion) -> CompletionInfo {
    let mut info = CompletionInfo::default();
    info.total = completion.total.and_then(|total| total.try_into().ok());
    info.has_more = Some(completion.has_more);
    info.values = completion.values;
    info
}

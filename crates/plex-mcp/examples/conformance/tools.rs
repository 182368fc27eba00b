//! The tools that answer by themselves.

use std::time::Duration;

use rmcp::{
    ErrorData, RoleServer,
    model::{
        CallToolResponse, CallToolResult, ClientCapabilities, ContentBlock,
        ProgressNotificationParam, Tool,
    },
    service::RequestContext,
};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{
    content::{PNG, WAV, embedded},
    suite::Changes,
};

/// The pause that the suite asks for between two notifications.
pub(crate) const PAUSE: Duration = Duration::from_millis(50);

/// The tools without arguments, the first of which must be the one that cannot fail.
const PLAIN: [&str; 12] = [
    "test_simple_text",
    "test_image_content",
    "test_audio_content",
    "test_embedded_resource",
    "test_multiple_content_types",
    "test_error_handling",
    "test_tool_with_progress",
    "test_missing_capability",
    "test_streaming_elicitation",
    "test_logging_tool",
    "test_trigger_tool_change",
    "test_trigger_prompt_change",
];

/// The tools as they are listed.
pub(crate) fn list() -> Result<Vec<Tool>, serde_json::Error> {
    let mut tools = PLAIN
        .into_iter()
        .map(|name| tool(name, json!({"type": "object"})))
        .collect::<Result<Vec<_>, _>>()?;
    tools.push(tool("json_schema_2020_12_tool", every_keyword())?);
    tools.push(tool(
        "test_custom_header",
        json!({"type": "object", "properties": {"region": {"type": "string", "x-mcp-header": "Region"}}, "required": ["region"]}),
    )?);
    Ok(tools)
}

/// A tool of that name and those arguments.
pub(crate) fn tool(name: &'static str, input: Value) -> Result<Tool, serde_json::Error> {
    serde_json::from_value(
        json!({"name": name, "description": "Used by the conformance suite", "inputSchema": input}),
    )
}

/// The schema that must reach the client as it is.
fn every_keyword() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {"address": {
            "$anchor": "addressDef", "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
        }},
        "properties": {
            "name": {"type": "string"},
            "address": {"$ref": "#/$defs/address"},
            "contactMethod": {"type": "string", "enum": ["phone", "email"]},
            "phone": {"type": "string"},
            "email": {"type": "string"},
        },
        "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": {"required": ["phone"]},
        "else": {"required": ["email"]},
        "additionalProperties": false,
    })
}

/// Calls one of them; nothing if there is none of that name.
pub(crate) async fn call(
    name: &str,
    context: &RequestContext<RoleServer>,
    changes: &Changes,
) -> Option<Result<CallToolResponse, ErrorData>> {
    let content = match name {
        "test_simple_text" => vec![ContentBlock::text(
            "This is a simple text response for testing.",
        )],
        "test_image_content" => vec![ContentBlock::image(PNG, "image/png")],
        "test_audio_content" => vec![ContentBlock::audio(WAV, "audio/wav")],
        "test_embedded_resource" => {
            vec![embedded(
                "test://embedded-resource",
                "text/plain",
                "This is an embedded resource content.",
            )]
        }
        "test_multiple_content_types" => vec![
            ContentBlock::text("Multiple content types test:"),
            ContentBlock::image(PNG, "image/png"),
            embedded(
                "test://mixed-content-resource",
                "application/json",
                r#"{"test":"data","value":123}"#,
            ),
        ],
        "test_error_handling" => {
            let text = ContentBlock::text("This tool intentionally returns an error for testing");
            return Some(Ok(CallToolResult::error(vec![text]).into()));
        }
        "test_missing_capability" => match sampling_required(context) {
            Ok(()) => said("the client can sample"),
            Err(error) => return Some(Err(error)),
        },
        "test_tool_with_progress" => {
            report_progress(context).await;
            said("three reports were sent, if they were asked for")
        }
        "test_trigger_tool_change" => {
            changes.tools();
            said("told whoever listens for tools")
        }
        "test_trigger_prompt_change" => {
            changes.prompts();
            said("told whoever listens for prompts")
        }
        "test_streaming_elicitation"
        | "test_logging_tool"
        | "json_schema_2020_12_tool"
        | "test_custom_header" => said("done"),
        _ => return None,
    };
    Some(Ok(CallToolResult::success(content).into()))
}

/// Content of one sentence.
pub(crate) fn said(text: &str) -> Vec<ContentBlock> {
    vec![ContentBlock::text(text)]
}

#[expect(
    deprecated,
    reason = "the suite asks for what revision 2026-07-28 deprecates, too"
)]
fn sampling_required(context: &RequestContext<RoleServer>) -> Result<(), ErrorData> {
    if context
        .client_capabilities()
        .is_some_and(|has| has.sampling.is_some())
    {
        return Ok(());
    }
    let required = ClientCapabilities::builder().enable_sampling().build();
    Err(ErrorData::missing_required_client_capability(required))
}

async fn report_progress(context: &RequestContext<RoleServer>) {
    for done in [0.0, 50.0, 100.0] {
        if let Some(token) = context.meta.get_progress_token() {
            let report = ProgressNotificationParam::new(token, done).with_total(100.0);
            // A client that left does not need to know.
            let _ = context.peer.notify_progress(report).await;
        }
        sleep(PAUSE).await;
    }
}

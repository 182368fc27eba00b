//! The tools that ask their client while they work, as revisions before 2026-07-28 do.
#![expect(
    deprecated,
    reason = "the suite examines what revision 2026-07-28 deprecates, too"
)]

use rmcp::{
    ErrorData, RoleServer,
    model::{
        CallToolResponse, CallToolResult, ClientResult, LoggingLevel, LoggingMessageNotification,
        LoggingMessageNotificationParam, ServerNotification, ServerRequest, Tool,
    },
    service::RequestContext,
};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::tools::{PAUSE, said, tool};

/// The tools as they are listed.
pub(crate) fn list() -> Result<Vec<Tool>, serde_json::Error> {
    let text = |name: &str| json!({"type": "object", "properties": {name: {"type": "string"}}, "required": [name]});
    Ok(vec![
        tool("test_tool_with_logging", json!({"type": "object"}))?,
        tool("test_sampling", text("prompt"))?,
        tool("test_elicitation", text("message"))?,
        tool(
            "test_elicitation_sep1034_defaults",
            json!({"type": "object"}),
        )?,
        tool("test_elicitation_sep1330_enums", json!({"type": "object"}))?,
    ])
}

/// Calls one of them; nothing if there is none of that name.
pub(crate) async fn call(
    name: &str,
    arguments: &Value,
    context: &RequestContext<RoleServer>,
) -> Option<Result<CallToolResponse, ErrorData>> {
    let (opening, request) = match name {
        "test_tool_with_logging" => {
            log(context).await;
            return Some(Ok(CallToolResult::success(said(
                "three messages were logged",
            ))
            .into()));
        }
        "test_sampling" => ("LLM response: ", sampling(&arguments["prompt"])),
        "test_elicitation" => (
            "User response: ",
            elicitation(&arguments["message"], contact()),
        ),
        "test_elicitation_sep1034_defaults" => (
            "Elicitation completed: ",
            elicitation(&json!("Check the defaults"), defaults()),
        ),
        "test_elicitation_sep1330_enums" => (
            "Elicitation completed: ",
            elicitation(&json!("Choose"), enums()),
        ),
        _ => return None,
    };
    Some(
        ask(context, request)
            .await
            .map(|answer| CallToolResult::success(said(&format!("{opening}{answer}"))).into()),
    )
}

/// Sends a request to the client, and gives what is said in the answer.
async fn ask(context: &RequestContext<RoleServer>, request: Value) -> Result<String, ErrorData> {
    let failed = |error: &dyn std::fmt::Display| ErrorData::internal_error(error.to_string(), None);
    let request: ServerRequest = serde_json::from_value(request).map_err(|error| failed(&error))?;
    let answer = context
        .peer
        .send_request(request)
        .await
        .map_err(|error| failed(&error))?;
    let shown = match answer {
        ClientResult::CreateMessageResult(message) => serde_json::to_value(message.message),
        ClientResult::ElicitResult(answer) => serde_json::to_value(answer),
        _ => Ok(json!("something else")),
    };
    shown
        .map(|value| value.to_string())
        .map_err(|error| failed(&error))
}

async fn log(context: &RequestContext<RoleServer>) {
    for line in [
        "Tool execution started",
        "Tool processing data",
        "Tool execution completed",
    ] {
        let message = LoggingMessageNotificationParam::new(LoggingLevel::Info, json!(line));
        let message = ServerNotification::LoggingMessageNotification(
            LoggingMessageNotification::new(message),
        );
        // A client that left does not need to know.
        let _ = context.peer.send_notification(message).await;
        sleep(PAUSE).await;
    }
}

fn sampling(prompt: &Value) -> Value {
    json!({"method": "sampling/createMessage", "params": {
        "messages": [{"role": "user", "content": {"type": "text", "text": prompt}}],
        "maxTokens": 100,
    }})
}

fn elicitation(message: &Value, schema: Value) -> Value {
    json!({"method": "elicitation/create", "params": {"message": message, "requestedSchema": schema}})
}

fn contact() -> Value {
    json!({
        "type": "object",
        "properties": {
            "username": {"type": "string", "description": "User's response"},
            "email": {"type": "string", "description": "User's email address"},
        },
        "required": ["username", "email"],
    })
}

fn defaults() -> Value {
    json!({"type": "object", "properties": {
        "name": {"type": "string", "default": "John Doe"},
        "age": {"type": "integer", "default": 30},
        "score": {"type": "number", "default": 95.5},
        "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
        "verified": {"type": "boolean", "default": true},
    }})
}

fn enums() -> Value {
    let plain = ["option1", "option2", "option3"];
    let titled = |title: &str| {
        json!([
            {"const": "value1", "title": format!("First {title}")},
            {"const": "value2", "title": format!("Second {title}")},
            {"const": "value3", "title": format!("Third {title}")},
        ])
    };
    json!({"type": "object", "properties": {
        "untitledSingle": {"type": "string", "enum": plain},
        "titledSingle": {"type": "string", "oneOf": titled("Option")},
        "legacyEnum": {
            "type": "string",
            "enum": ["opt1", "opt2", "opt3"],
            "enumNames": ["Option One", "Option Two", "Option Three"],
        },
        "untitledMulti": {"type": "array", "items": {"type": "string", "enum": plain}},
        "titledMulti": {"type": "array", "items": {"anyOf": titled("Choice")}},
    }})
}

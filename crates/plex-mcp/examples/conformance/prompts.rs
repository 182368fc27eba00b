//! The prompts.

use rmcp::{
    ErrorData,
    model::{
        GetPromptRequestParams, GetPromptResponse, GetPromptResult, InputRequiredResult, Prompt,
        PromptMessage, Role,
    },
};
use serde_json::{Value, json};

use crate::{
    content::{PNG, embedded},
    rounds,
};
use rmcp::model::ContentBlock;

/// The prompts as they are listed.
pub(crate) fn list() -> Result<Vec<Prompt>, serde_json::Error> {
    let argument = |name: &str| json!({"name": name, "description": "Any text", "required": true});
    [
        ("test_simple_prompt", json!([])),
        (
            "test_prompt_with_arguments",
            json!([argument("arg1"), argument("arg2")]),
        ),
        (
            "test_prompt_with_embedded_resource",
            json!([argument("resourceUri")]),
        ),
        ("test_prompt_with_image", json!([])),
        ("test_input_required_result_prompt", json!([])),
    ]
    .into_iter()
    .map(|(name, arguments)| {
        serde_json::from_value(json!({
            "name": name, "description": "Used by the conformance suite", "arguments": arguments,
        }))
    })
    .collect()
}

/// One of them, filled in, if it is one.
pub(crate) fn get(
    request: &GetPromptRequestParams,
) -> Result<Option<GetPromptResponse>, ErrorData> {
    let argument = |name: &str| {
        let arguments = request.arguments.as_ref();
        arguments
            .and_then(|arguments| arguments.get(name))
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let contents = match request.name.as_str() {
        "test_simple_prompt" => vec![ContentBlock::text("This is a simple prompt for testing.")],
        "test_prompt_with_arguments" => vec![ContentBlock::text(format!(
            "Prompt with arguments: arg1='{}', arg2='{}'",
            argument("arg1"),
            argument("arg2")
        ))],
        "test_prompt_with_embedded_resource" => vec![
            embedded(
                argument("resourceUri"),
                "text/plain",
                "Embedded resource content for testing.",
            ),
            ContentBlock::text("Please process the embedded resource above."),
        ],
        "test_prompt_with_image" => vec![
            ContentBlock::image(PNG, "image/png"),
            ContentBlock::text("Please analyze the image above."),
        ],
        "test_input_required_result_prompt" => {
            let asked = json!({
                "user_context": rounds::elicitation("What context should the prompt use?", "context", "string"),
            });
            match rounds::answers(&asked, request.input_responses.as_ref()) {
                Some(answers) => vec![ContentBlock::text(answers.join(", "))],
                None => {
                    let asked = rounds::requests(asked)?;
                    return Ok(Some(InputRequiredResult::from_input_requests(asked).into()));
                }
            }
        }
        _ => return Ok(None),
    };
    let messages = contents
        .into_iter()
        .map(|content| PromptMessage::new(Role::User, content));
    Ok(Some(GetPromptResult::new(messages.collect()).into()))
}

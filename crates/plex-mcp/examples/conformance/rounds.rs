//! What takes several rounds: a result that asks for input, and the same request once more with it.

use rmcp::{
    ErrorData, RoleServer,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ClientCapabilities, InputRequests,
        InputRequiredResult, InputResponses, RequestStateCodec, Tool,
    },
    service::RequestContext,
};
use serde_json::{Value, json};

use crate::tools::{said, tool};

/// The tools, and the input each asks for in its first round.
const TOOLS: [&str; 8] = [
    "test_input_required_result_elicitation",
    "test_input_required_result_sampling",
    "test_input_required_result_list_roots",
    "test_input_required_result_request_state",
    "test_input_required_result_multiple_inputs",
    "test_input_required_result_multi_round",
    "test_input_required_result_tampered_state",
    "test_input_required_result_capabilities",
];

/// The tools as they are listed.
pub(crate) fn list() -> Result<Vec<Tool>, serde_json::Error> {
    TOOLS
        .into_iter()
        .map(|name| tool(name, json!({"type": "object"})))
        .collect()
}

/// Calls one of them; nothing if there is none of that name.
pub(crate) fn call(
    request: &CallToolRequestParams,
    context: &RequestContext<RoleServer>,
    codec: &RequestStateCodec,
) -> Option<Result<CallToolResponse, ErrorData>> {
    let name = request.name.strip_prefix("test_input_required_result_")?;
    let asked = match name {
        "elicitation" => json!({"user_name": elicitation("What is your name?", "name", "string")}),
        "sampling" => json!({"capital_question": sampling("What is the capital of France?", 100)}),
        "list_roots" => json!({"client_roots": roots()}),
        "request_state" | "tampered_state" => {
            json!({"confirm": elicitation("Please confirm", "ok", "boolean")})
        }
        "multiple_inputs" => json!({
            "user_name": elicitation("What is your name?", "name", "string"),
            "greeting": sampling("Generate a greeting", 50),
            "client_roots": roots(),
        }),
        "multi_round" => return Some(two_questions(request, codec)),
        "capabilities" => what_the_client_can(&context.client_capabilities().unwrap_or_default()),
        _ => return None,
    };
    let keeps_state = matches!(name, "request_state" | "tampered_state" | "multiple_inputs");
    let round = Round {
        tool: &request.name,
        state: keeps_state.then_some((codec, "asked")),
    };
    Some(round.take(asked, request))
}

/// A round that asks for something.
struct Round<'a> {
    tool: &'a str,
    /// What to remember until the answer comes, sealed so that nobody else can make it up.
    state: Option<(&'a RequestStateCodec, &'a str)>,
}

impl Round<'_> {
    /// Says so if everything that was asked for is there, and asks for it otherwise.
    fn take(
        &self,
        asked: Value,
        request: &CallToolRequestParams,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(answers) = answers(&asked, request.input_responses.as_ref()) else {
            return Ok(self.ask(asked)?.into());
        };
        let mut text = answers.join(", ");
        if let Some((codec, expected)) = self.state {
            if opened(codec, self.tool, request)? != expected {
                return Err(ErrorData::invalid_params(
                    "the requestState is of another round",
                    None,
                ));
            }
            text.push_str(" (state-ok)");
        }
        Ok(CallToolResult::success(said(&text)).into())
    }

    fn ask(&self, asked: Value) -> Result<InputRequiredResult, ErrorData> {
        let state = self
            .state
            .map(|(codec, state)| codec.seal(format!("{}:{state}", self.tool).as_bytes()));
        Ok(InputRequiredResult::new(Some(requests(asked)?), state))
    }
}

/// Two questions, the second only once the first was answered.
fn two_questions(
    request: &CallToolRequestParams,
    codec: &RequestStateCodec,
) -> Result<CallToolResponse, ErrorData> {
    let first = || json!({"step1": elicitation("Step 1: What is your name?", "name", "string")});
    let second =
        || json!({"step2": elicitation("Step 2: What is your favorite color?", "color", "string")});
    let round = |state| Round {
        tool: &request.name,
        state: Some((codec, state)),
    };
    if request.request_state.is_none() {
        return Ok(round("first").ask(first())?.into());
    }
    match opened(codec, &request.name, request)?.as_str() {
        "first" if answers(&first(), request.input_responses.as_ref()).is_some() => {
            Ok(round("second").ask(second())?.into())
        }
        "first" => Ok(round("first").ask(first())?.into()),
        _ => round("second").take(second(), request),
    }
}

/// The state that the client brought back, if it is one that this tool gave away.
fn opened(
    codec: &RequestStateCodec,
    tool: &str,
    request: &CallToolRequestParams,
) -> Result<String, ErrorData> {
    let refused = || ErrorData::invalid_params("the requestState is not one that was given", None);
    let state = codec
        .open(request.request_state.as_deref().ok_or_else(refused)?)
        .map_err(|_| refused())?;
    let state = String::from_utf8(state).map_err(|_| refused())?;
    state
        .strip_prefix(&format!("{tool}:"))
        .map(str::to_owned)
        .ok_or_else(refused)
}

/// The answers to everything that was asked for; nothing unless each is there and is an answer.
pub(crate) fn answers(asked: &Value, given: Option<&InputResponses>) -> Option<Vec<String>> {
    let given = given?;
    let keys = asked.as_object()?.keys();
    keys.map(|key| {
        given
            .get(key)
            .filter(|answer| answer.is_object())
            .map(Value::to_string)
    })
    .collect()
}

/// The requests for input, as the SDK has them.
pub(crate) fn requests(asked: Value) -> Result<InputRequests, ErrorData> {
    serde_json::from_value(asked)
        .map_err(|error| ErrorData::internal_error(error.to_string(), None))
}

/// A question to a person, answered by one field.
pub(crate) fn elicitation(message: &str, field: &str, kind: &str) -> Value {
    json!({"method": "elicitation/create", "params": {
        "message": message,
        "requestedSchema": {"type": "object", "properties": {field: {"type": kind}}, "required": [field]},
    }})
}

fn sampling(text: &str, most: u32) -> Value {
    json!({"method": "sampling/createMessage", "params": {
        "messages": [{"role": "user", "content": {"type": "text", "text": text}}], "maxTokens": most,
    }})
}

fn roots() -> Value {
    json!({"method": "roots/list", "params": {}})
}

fn what_the_client_can(client: &ClientCapabilities) -> Value {
    let mut asked = serde_json::Map::new();
    if client.sampling.is_some() {
        asked.insert("sampled".to_owned(), sampling("Say anything", 50));
    }
    if client.elicitation.is_some() {
        asked.insert(
            "elicited".to_owned(),
            elicitation("Say anything", "text", "string"),
        );
    }
    Value::Object(asked)
}

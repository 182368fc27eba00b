//! Asking the person by the means of the client's protocol revision: until 2025-11-25 the server asks
//! while the call waits; since 2026-07-28 the call ends with the question, and a second call brings
//! the answer together with a sealed state.

use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use ring::digest::{SHA256, digest};
use rmcp::{
    RoleServer,
    model::{
        CallToolRequestParams, ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction,
        ElicitationSchema, InputRequest, InputRequests, InputRequiredResult, ProtocolVersion,
    },
    service::RequestContext,
};
use serde_json::Value;

use crate::{
    change::{Ask, Question, Reply},
    server::seal::{PATIENCE, Seal},
};

/// The only question of a call, and the only field of its form.
const QUESTION: &str = "consent";
const FIELD: &str = "confirm";

/// Says how the person of one call is asked.
pub(super) struct Consent {
    ask: Ask,
    /// The question that the call ended with.
    asked: Arc<Mutex<Option<Question>>>,
    /// What a state must be about to be this call's.
    of: Vec<u8>,
}

impl Consent {
    /// Returns the means that a client has for a call.
    pub(super) fn of(
        seal: &Seal,
        request: &CallToolRequestParams,
        context: &RequestContext<RoleServer>,
        now: i64,
    ) -> Self {
        let asked: Arc<Mutex<Option<Question>>> = Arc::default();
        let of = about(request, context);
        let is_stateless = context
            .protocol_version()
            .is_some_and(|version| version >= ProtocolVersion::V_2026_07_28);
        let ask =
            if !can_ask(context) {
                Ask::nobody()
            } else if is_stateless {
                let answer = answer(seal, request, &of, now);
                let slot = Arc::clone(&asked);
                Ask::with(move |question| {
                    let reply = match &answer {
                        Some((plan, reply)) if *plan == question.plan => *reply,
                        // Not asked yet, or about a plan that has changed since.
                        _ => {
                            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(question);
                            Reply::Waiting
                        }
                    };
                    std::future::ready(reply).boxed()
                })
            } else {
                let peer = context.peer.clone();
                Ask::with(move |question| {
                    let peer = peer.clone();
                    async move {
                    let form = form(&question.text);
                    match peer.create_elicitation_with_timeout(form, Some(PATIENCE)).await {
                        Ok(result) => reply(&result),
                        Err(rmcp::ServiceError::Timeout { .. }) => Reply::NoAnswer,
                        Err(error) => {
                            tracing::info!(%error, "the client did not put the question to anyone");
                            Reply::CannotAsk
                        }
                    }
                }
                .boxed()
                })
            };
        Self { ask, asked, of }
    }

    /// Returns the means to ask.
    pub(super) fn ask(&self) -> Ask {
        self.ask.clone()
    }

    /// Returns what the call ends with where it has a question.
    pub(super) fn question(&self, seal: &Seal, now: i64) -> Option<InputRequiredResult> {
        let asked = self
            .asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let question = asked?;
        let state = seal.state(&question, &self.of, now)?;
        let request = InputRequest::Elicitation(ElicitRequest::new(form(&question.text)));
        let requests = InputRequests::from_iter([(QUESTION.to_owned(), request)]);
        Some(InputRequiredResult::new(Some(requests), Some(state)))
    }
}

/// Tells whether the client says that it can show a form to a person.
fn can_ask(context: &RequestContext<RoleServer>) -> bool {
    let capabilities = context.client_capabilities();
    let elicitation = capabilities.and_then(|capabilities| capabilities.elicitation);
    // Until 2025-06-18 there were only forms, and nothing was said of them.
    elicitation.is_some_and(|known| known.form.is_some() || known.url.is_none())
}

/// Returns the answer that a call brings, with the plan that it is about.
fn answer(
    seal: &Seal,
    request: &CallToolRequestParams,
    of: &[u8],
    now: i64,
) -> Option<(String, Reply)> {
    let given = request.input_responses.as_ref()?.get(QUESTION)?;
    let result: ElicitResult = serde_json::from_value(given.clone()).ok()?;
    let state = seal.open(request.request_state.as_deref()?, of, now)?;
    Some((state, reply(&result)))
}

/// Returns what stands for a call and whoever makes it. Over HTTP all clients hold one secret, so that
/// they are one to this server.
fn about(request: &CallToolRequestParams, context: &RequestContext<RoleServer>) -> Vec<u8> {
    let client = context
        .client_info()
        .map(|client| (client.name, client.version));
    let arguments = request.arguments.clone().unwrap_or_default();
    let about = format!(
        "{:?}",
        (client, &request.name, Value::Object(arguments).to_string())
    );
    digest(&SHA256, about.as_bytes()).as_ref().to_vec()
}

/// Returns the form that the person is shown.
fn form(text: &str) -> ElicitRequestParams {
    let schema = ElicitationSchema::builder()
        .required_bool_property(FIELD, |field| {
            field.title("Do it").description("Tick to have it done.")
        })
        .build_unchecked();
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: text.to_owned(),
        requested_schema: schema,
    }
}

/// Returns what the person has answered. To close the form is to decline, and so is a form that was sent
/// without its tick.
fn reply(result: &ElicitResult) -> Reply {
    let confirmed = result
        .content
        .as_ref()
        .and_then(|content| content.get(FIELD))
        .and_then(Value::as_bool);
    match (&result.action, confirmed) {
        (ElicitationAction::Accept, Some(true)) => Reply::Agreed,
        _ => Reply::Declined,
    }
}

//! Which request a message answers.

use rmcp::{
    RoleServer,
    model::{JsonRpcMessage, RequestId},
    service::TxJsonRpcMessage,
};

/// Returns the id of the request that a message answers, with a result or an error.
pub(crate) fn answered(message: &TxJsonRpcMessage<RoleServer>) -> Option<&RequestId> {
    match message {
        JsonRpcMessage::Response(response) => Some(&response.id),
        JsonRpcMessage::Error(error) => error.id.as_ref(),
        _ => None,
    }
}

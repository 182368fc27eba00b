//! The paths that are served.

/// The path at which the protocol is spoken.
pub const MCP_PATH: &str = "/mcp";

/// The path at which a supervisor asks whether the process still answers. The answer names nothing, and
/// the question asks nothing of anyone, so it needs no bearer.
pub const HEALTH_PATH: &str = "/healthz";

//! What goes wrong, on the server and on plex.tv.

use serde_json::json;

use super::asked::Asked;
use super::said::{Done, Refused, Said};
use crate::emulator::Emulator;
use crate::fault::FaultRule;

/// Lists the server's faults.
pub(super) fn list(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    Ok(Done::Json(json!({ "rules": emulator.faults() })))
}

/// Lets the server go wrong in one more way.
pub(super) fn add(emulator: &Emulator, asked: &Asked) -> Said {
    emulator.inject(rule(asked)?);
    Ok(Done::Json(json!({ "rules": emulator.faults() })))
}

/// Ends all the server's faults.
pub(super) fn clear(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    emulator.clear_faults();
    Ok(Done::Json(json!({ "rules": [] })))
}

/// Reads a fault as the command line takes it.
pub(super) fn rule(asked: &Asked) -> Result<FaultRule, Refused> {
    asked.only_parameters(&[])?;
    let fields = asked.fields(&["rule"])?;
    let rule = fields.text("rule")?.parse::<FaultRule>();
    rule.map_err(|error| Refused::malformed(error.to_string()))
}

//! Which way the server goes where real ones differ, and how long its answers take.

use serde_json::{Value, json};

use super::asked::Asked;
use super::said::{Done, Refused, Said};
use crate::behaviour::Behaviour;
use crate::emulator::Emulator;
use crate::library::{all_behaviour, changed_behaviour};

/// Gives all ways that the server goes.
pub(super) fn behaviour(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    Ok(ways_of(emulator))
}

/// Lets the server go other ways.
pub(super) fn change_behaviour(emulator: &Emulator, asked: &Asked) -> Said {
    asked.only_parameters(&[])?;
    let given = Value::Object(asked.object()?);
    let before = emulator.behaviour();
    let changed = changed_behaviour(&before, &given);
    let changed = changed.map_err(|error| Refused::malformed(error.to_string()))?;
    if changed.account_token != before.account_token {
        return Err(Refused::malformed(
            "`accountToken`: which tokens there are is settled when the emulator starts",
        ));
    }
    emulator.set_behaviour(changed);
    Ok(ways_of(emulator))
}

/// Lets the server go the usual ways.
pub(super) fn usual_behaviour(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    emulator.set_behaviour(Behaviour::default());
    Ok(ways_of(emulator))
}

fn ways_of(emulator: &Emulator) -> Done {
    Done::Json(json!({ "behaviour": all_behaviour(&emulator.behaviour()) }))
}

/// Says how much longer answers take.
pub(super) fn latency(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    Ok(latency_of(emulator))
}

/// Lets answers take longer.
pub(super) fn change_latency(emulator: &Emulator, asked: &Asked) -> Said {
    asked.only_parameters(&[])?;
    let fields = asked.fields(&["latency"])?;
    let latency = fields.span("latency")?;
    let latency = latency
        .ok_or_else(|| Refused::malformed("expected the field `latency`, a span such as 250ms"))?;
    emulator.set_latency(latency);
    Ok(latency_of(emulator))
}

/// Lets answers take no longer than they take.
pub(super) fn no_latency(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    emulator.set_latency(std::time::Duration::ZERO);
    Ok(latency_of(emulator))
}

fn latency_of(emulator: &Emulator) -> Done {
    let micros = emulator.latency().as_micros();
    let micros = u32::try_from(micros).map_or(f64::MAX, f64::from);
    Done::Json(json!({ "latency_ms": micros / 1000.0 }))
}

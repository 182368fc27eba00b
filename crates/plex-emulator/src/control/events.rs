//! Events, and those who listen to them.

use serde_json::json;

use super::asked::Asked;
use super::said::{Done, Refused, Said};
use crate::emulator::Emulator;

/// Tells how many listen.
pub(super) fn listeners(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    Ok(Done::Json(
        json!({ "listeners": emulator.listener_count() }),
    ))
}

/// Breaks off their connections.
pub(super) fn lose(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    let lost = emulator.listener_count();
    emulator.lose_listeners();
    Ok(Done::Json(json!({ "lost": lost })))
}

/// Tells the owner's listeners of something made up.
pub(super) fn tell(emulator: &Emulator, asked: &Asked) -> Said {
    asked.only_parameters(&[])?;
    let fields = asked.fields(&["type", "list", "notification"])?;
    let (kind, list) = (fields.text("type")?, fields.text("list")?);
    let Some(notification) = fields.get("notification").filter(|one| one.is_object()) else {
        return Err(Refused::malformed(
            "expected the field `notification`, an object",
        ));
    };
    emulator.tell(kind, list, notification.clone());
    Ok(Done::Json(
        json!({ "listeners": emulator.listener_count() }),
    ))
}

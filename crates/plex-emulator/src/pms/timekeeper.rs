//! What time brings about by itself, whether or not anybody asks: scans end, players move on.

use std::sync::Weak;

use super::Shared;

/// Does what is due when it is due, for as long as there is a server.
pub(crate) async fn keep_time(server: Weak<Shared>) {
    while let Some(shared) = server.upgrade() {
        let due = shared.read().next_due();
        match due {
            Some(due) => {
                let now = shared.clock.now_millis();
                if due <= now {
                    shared.write().settle(now);
                    continue;
                }
                tokio::select! {
                    () = shared.clock.reached(due) => {}
                    () = shared.changed.notified() => {}
                }
            }
            None => shared.changed.notified().await,
        }
    }
}

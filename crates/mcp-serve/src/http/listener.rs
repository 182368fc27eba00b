//! Accepts connections.

use std::{io, time::Duration};

use tokio::net::{TcpListener, TcpStream};

use super::connections::Connections;

/// Time given to the system to have room again.
const NO_ROOM_PAUSE: Duration = Duration::from_millis(100);

/// Returns the next connection, ready to use. Safe to drop and call again.
pub(super) async fn next(listener: &TcpListener, connections: &Connections) -> TcpStream {
    loop {
        match listener
            .accept()
            .await
            .and_then(|(stream, _)| prepared(stream))
        {
            Ok(stream) => return stream,
            // That client is gone already; the next one has nothing to do with it.
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "a connection cannot be accepted; closing one that is idle");
                connections.close_one_idle();
                tokio::time::sleep(NO_ROOM_PAUSE).await;
            }
        }
    }
}

/// Sends small writes at once: the SDK writes an answer in several, and the system would otherwise
/// hold the later ones back until the client has acknowledged the first, 40 ms later.
fn prepared(stream: TcpStream) -> io::Result<TcpStream> {
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{
        ConnectionAborted, ConnectionRefused, ConnectionReset, InvalidInput, NotConnected,
    };
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset | InvalidInput | NotConnected
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn small_writes_are_not_held_back() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        let accepted = next(&listener, &Connections::new(1)).await;
        assert!(accepted.nodelay().unwrap());
    }
}

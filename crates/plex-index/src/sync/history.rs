//! The history, and the accounts and devices that it names.

use plex_client::{
    Account, Device, ErrorKind, HistoryQuery, HistoryRecord, LibraryKey, PageRequest, PlexClient,
    PlexError, Timestamp,
};

use super::{failure::noted, scope::Scope, writer::Writer};
use crate::{
    error::{IndexError, Result},
    store::{Fact, Lack, Place},
};

/// Plays of one page.
const PAGE: u32 = 500;

/// The time before the newest known play that a sweep reads again: offline devices report late.
const LATE_REPORTS_S: i64 = 30 * 24 * 3600;

/// Fetches what is new in the history; in a sweep also what was reported late. With new plays come
/// the names of people and devices.
///
/// Only the owner's token may read these. A refusal is noted and is no error: everything else works. So
/// does it when the history cannot be read, which is then noted as missing.
///
/// # Errors
///
/// What is wrong with the whole server, and those of the store.
pub(super) async fn refresh(
    client: &PlexClient,
    writer: &Writer,
    scope: &Scope,
    libraries: &[LibraryKey],
    sweep: bool,
) -> Result<()> {
    let outcome = read(client, writer, scope, libraries, sweep).await;
    noted(client, writer, Place::of(Lack::Plays), outcome)
        .await
        .map(drop)
}

async fn read(
    client: &PlexClient,
    writer: &Writer,
    scope: &Scope,
    libraries: &[LibraryKey],
    sweep: bool,
) -> Result<()> {
    let newest = writer
        .write(|batch| Fact::NewestPlay.read::<i64>(batch.connection()))
        .await?;
    let since = newest.map(|newest| {
        if sweep {
            newest - LATE_REPORTS_S
        } else {
            newest
        }
    });
    // Without an allowlist one question covers all libraries, those deleted since too.
    let parts: Vec<Option<&LibraryKey>> = match scope.0 {
        None => vec![None],
        Some(_) => libraries.iter().map(Some).collect(),
    };
    let mut new = 0;
    let mut newest_seen = newest;
    for part in parts {
        let mut query = HistoryQuery::new();
        query.library = part.cloned();
        query.since = since.map(Timestamp::from_epoch_seconds);
        match plays(client, writer, query).await {
            Ok(read) => {
                new += read.new;
                newest_seen = newest_seen.max(read.newest);
            }
            Err(error) if is_refusal(&error) => return note_refusal(writer).await,
            Err(error) => return Err(error),
        }
    }
    let unnamed = writer
        .write(|batch| {
            Ok(batch.is_missing(&Place::of(Lack::Users))?
                || batch.is_missing(&Place::of(Lack::Devices))?)
        })
        .await?;
    if new > 0 || sweep || unnamed {
        names(client, writer).await?;
    }
    writer
        .write(move |batch| {
            batch.set_fact(Fact::SeesHistory, 1)?;
            newest_seen.map_or(Ok(()), |newest| batch.set_fact(Fact::NewestPlay, newest))
        })
        .await
}

/// The outcome of reading a part of the history.
struct Read {
    new: usize,
    newest: Option<i64>,
}

/// Reads all pages of a part of the history.
async fn plays(client: &PlexClient, writer: &Writer, mut query: HistoryQuery) -> Result<Read> {
    let mut read = Read {
        new: 0,
        newest: None,
    };
    let mut next = Some(0);
    let mut last = Vec::new();
    while let Some(offset) = next {
        query.page = PageRequest::new(offset, PAGE);
        let mut page = client.history(&query).await?;
        next = page.next_offset();
        let covered = offset + page.items.len() as u64;
        if !page.items.is_empty() && page.items == last {
            return Err(IndexError::Repeated { listed: offset });
        }
        last.clone_from(&page.items);
        if let Some(total) = page.total
            && next.is_none()
            && page.items.is_empty()
            && covered < total
        {
            return Err(IndexError::Incomplete {
                counted: total,
                listed: covered,
            });
        }
        if let Some(library) = &query.library {
            // Whatever stands between may pay no heed to what was asked.
            page.items
                .retain(|play| play.item.library_section_id.as_ref() == Some(library));
        }
        read.newest = read.newest.max(
            page.items
                .iter()
                .filter_map(|play: &HistoryRecord| play.viewed_at)
                .map(Timestamp::epoch_seconds)
                .max(),
        );
        read.new += writer
            .write(move |batch| batch.put_plays(&page.items))
            .await?;
    }
    Ok(read)
}

async fn names(client: &PlexClient, writer: &Writer) -> Result<()> {
    let accounts = client.accounts().await.map_err(IndexError::from);
    let is_named = |account: &Account| account.id.is_some() && !account.name.trim().is_empty();
    let accounts = believed(writer, accounts, is_named, Names::Accounts).await;
    let accounts = noted(client, writer, Place::of(Lack::Users), accounts).await?;
    let devices = client.devices().await.map_err(IndexError::from);
    let is_named = |device: &Device| device.id.is_some() && !device.name.trim().is_empty();
    let devices = believed(writer, devices, is_named, Names::Devices).await;
    let devices = noted(client, writer, Place::of(Lack::Devices), devices).await?;
    writer
        .write(move |batch| {
            accounts.map_or(Ok(()), |accounts| batch.put_accounts(&accounts))?;
            devices.map_or(Ok(()), |devices| batch.put_devices(&devices))
        })
        .await
}

/// Names that plays have.
#[derive(Debug, Clone, Copy)]
enum Names {
    Accounts,
    Devices,
}

/// Refuses a list of names with none in it, where some are known or plays have some: a server that is
/// starting, or a proxy, has forgotten them for a moment.
async fn believed<T>(
    writer: &Writer,
    list: Result<Vec<T>>,
    is_named: impl Fn(&T) -> bool,
    names: Names,
) -> Result<Vec<T>> {
    let list = list?;
    if list.iter().any(is_named) {
        return Ok(list);
    }
    let sql = match names {
        Names::Accounts => {
            "SELECT max((SELECT count(*) FROM account),
                        (SELECT count(DISTINCT account_id) FROM play WHERE account_id > 0))"
        }
        Names::Devices => {
            "SELECT max((SELECT count(*) FROM device),
                        (SELECT count(DISTINCT device_id) FROM play WHERE device_id > 0))"
        }
    };
    let counted = writer
        .write(move |batch| batch.connection().query_row(sql, [], |row| row.get(0)))
        .await?;
    match counted {
        0 => Ok(list),
        counted => Err(IndexError::Forgotten { known: counted }),
    }
}

async fn note_refusal(writer: &Writer) -> Result<()> {
    writer
        .write(|batch| batch.set_fact(Fact::SeesHistory, 0))
        .await
}

/// Servers refuse the history to others than the owner with either of these.
fn is_refusal(error: &crate::IndexError) -> bool {
    let kind = error.plex().map(PlexError::kind);
    matches!(
        kind,
        Some(ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::NotConfigured)
    )
}

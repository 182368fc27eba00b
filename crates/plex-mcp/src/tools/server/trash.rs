//! Emptying the trash of a library: what would go, and whether this is the time for it.

use plex_client::Library;

use crate::{
    call::Call,
    change::{Act, Caring, Deed, Left, Name, Wish},
    choice::Effect,
    clean,
    error::{ErrorKind, ToolError},
    plex::maintenance::MOST_TRASH,
    tools::library::scanned,
};

/// The longest name in a sentence, in characters.
pub(super) const SAID_CHARS: usize = 60;

/// How many titles the question names.
const NAMED: usize = 8;

/// From one in so many items on, it is said that a drive may be away.
const SUSPICIOUS: u64 = 4;

/// Returns the wish to empty the trash of a library, scanned before where that is wanted.
///
/// # Errors
///
/// `not_allowed` while the library is scanned: what the scan has not seen yet would be lost; and what
/// asking the server gives.
pub(super) async fn empty(
    call: &Call,
    by: &'static str,
    library: Library,
    scan_first: bool,
) -> Result<Wish, ToolError> {
    if scan_first && !scanned(call, &library).await? {
        return Err(still_scanning(&library));
    }
    let now = call.plex.library_now(&library.key).await?;
    let library = now.unwrap_or(library);
    if library.refreshing {
        return Err(still_scanning(&library));
    }
    let trash = call.plex.trash(&library).await?;
    if trash.len() >= MOST_TRASH {
        // Nobody agrees to a number that is not known.
        return Err(ToolError::new(
            ErrorKind::Unsupported,
            format!("More than {MOST_TRASH} items are in this trash: they cannot all be told"),
        )
        .hint("A drive may be away. If not, empty the trash in Plex."));
    }
    let count = match trash.len() {
        1 => "1 item goes".to_owned(),
        count => format!("{count} items go"),
    };
    let titles = trash.iter().take(NAMED);
    let mut titles: Vec<String> = titles.map(|item| Name::of(item).in_words()).collect();
    if trash.len() > NAMED {
        titles.push(format!("and {} more", trash.len() - NAMED));
    }
    let mut order = format!(
        "Empty the trash of {}, by which {count} for good ({})",
        titled(&library),
        titles.join("; ")
    );
    if let Ok(counts) = call.plex.library_counts_now(&library).await
        && let Some(all) = counts.tracks.or(counts.episodes).or(counts.items)
        && (trash.len() as u64).saturating_mul(SUSPICIOUS) >= all
        && !trash.is_empty()
    {
        order.push_str(&format!(
            ", which are {} of {all}, so that a drive may be away",
            trash.len()
        ));
    }
    let report = format!("Emptied the trash of {}", titled(&library));
    let deed = Deed::Whole { order, report };
    let mut wish = Wish::new(by, deed, Vec::new());
    if trash.is_empty() {
        // Nobody is asked for nothing.
        wish.left.push(Left {
            name: Name {
                title: Some(crate::view::library::title(&library)),
                library: library.uuid.clone(),
                ..Name::default()
            },
            why: "nothing is in its trash".to_owned(),
        });
        return Ok(wish);
    }
    wish.acts.push(Act::Caring(Caring::EmptyTrash {
        library: library.key,
    }));
    wish.effect = Effect::Destroy;
    Ok(wish)
}

fn still_scanning(library: &Library) -> ToolError {
    ToolError::new(
        ErrorKind::NotAllowed,
        format!(
            "{} is still being scanned, and what the scan has not seen yet would be lost: nothing was \
             emptied",
            titled(library)
        ),
    )
    .hint("Call again when the scan has ended.")
}

/// Returns the title of a library in quotation marks.
pub(super) fn titled(library: &Library) -> String {
    clean::quoted(&crate::view::library::title(library), SAID_CHARS)
}

//! Taking a change back, and looking through those that were made. To take back is itself a change.

use plex_client::RatingKey;

use super::{
    act::{Act, Changes, Undo},
    changer::Changer,
    facts::Facts,
    journal::{Entry, EntryStep, Outcome, Wanted},
    plan::{Deed, Failed, Left, Wish, undo_words},
    tell,
    thing::{self, Thing},
};
use crate::{
    choice::Effect,
    clean,
    error::{ErrorKind, ToolError},
    view::change::{ChangeView, JournalRow},
};

/// Of so many changes each is told with what changed.
const DETAILED: usize = 3;

/// For so many seconds what was made here counts as new.
const NEW_S: i64 = 3_600;

/// How many rows of a change are told.
const ROWS: usize = 5;

/// Takes a change back, as far as Plex can, and as far as nobody has changed the same since.
///
/// # Errors
///
/// `not_found` for a change that was not made here; `not_allowed` for one that is under way, was taken
/// back, or cannot be; and what [`run`](super::run) gives.
pub(crate) async fn undo(
    changer: &Changer,
    by: &'static str,
    id: &str,
    dry_run: bool,
) -> Result<ChangeView, ToolError> {
    let owner = changer.owner().await?;
    let entry = changer.shared.journal.get(&owner, id).await?;
    let libraries = changer.plex.shown_uuids().await?;
    // Of what may not be shown there is no change either.
    let Some(entry) = entry.filter(|entry| entry.is_within(libraries.as_deref())) else {
        return Err(unknown(id));
    };
    let refused = |message: String| ToolError::new(ErrorKind::NotAllowed, message);
    if changer.shared.is_running(&entry.id) {
        return Err(refused(format!("{id} is still being made")));
    }
    if let Some(undone_by) = &entry.undone_by {
        return Err(
            refused(format!("{id} was taken back already, by {undone_by}"))
                .hint("To have it again, undo that change."),
        );
    }
    run_back(changer, by, &entry, dry_run).await
}

/// Works out what takes a change back, and does it.
async fn run_back(
    changer: &Changer,
    by: &'static str,
    entry: &Entry,
    dry_run: bool,
) -> Result<ChangeView, ToolError> {
    let of_step = |step: &EntryStep| step.act.target_of(step.made.as_ref());
    let targets: Vec<_> = entry.steps.iter().map(of_step).collect();
    let things = thing::read(&changer.plex, &targets).await?;
    let mut wish = Wish::new(
        by,
        Deed::Whole {
            order: format!("Take back {}: {}", entry.id, entry.words),
            report: format!("Took back {}: {}", entry.id, entry.words),
        },
        Vec::new(),
    );
    // What was done last is taken back first.
    for (step, target) in entry.steps.iter().zip(&targets).rev() {
        if step.outcome == Some(Outcome::Failed) {
            continue;
        }
        let thing = things.get(target);
        let now = match thing {
            Some(thing) => Some(step.act.facts(thing)),
            None => step.act.absent().map(|absent| absent.facts),
        };
        // Of what was cut off nobody wrote down the key.
        let made = step.made.as_ref();
        let made = made.or_else(|| thing.and_then(|thing| thing.item().rating_key.as_ref()));
        match back(step, now.as_ref(), made) {
            Back::Acts(acts) => wish.acts.extend(acts),
            Back::Left(why) => {
                let name = step.name.clone();
                let why = why.to_owned();
                if wish.left.iter().all(|left| left.name != name) {
                    wish.left.push(Left { name, why });
                }
            }
            Back::Refused(error) => {
                let name = step.name.clone();
                if wish.failed.iter().all(|failed| failed.name != name) {
                    wish.failed.push(Failed { name, error });
                }
                // What nobody has touched of it can still be put back.
                let parts = thing.map(|thing| back_in_parts(step, thing, made));
                wish.acts.extend(parts.into_iter().flatten());
            }
        }
    }
    // What was just made here may go. What was put back once, or stands for a while, is not lost unasked.
    let is_new = entry.undoes.is_none()
        && changer.calendar.now().saturating_sub(entry.at) < NEW_S
        && entry.steps.iter().all(|step| step.made.is_some());
    if !is_new && wish.acts.iter().any(Changes::destroys) {
        wish.effect = Effect::Destroy;
    }
    wish.undoes = Some(entry.id.clone());
    wish.dry_run = dry_run;
    super::run::run(changer, wish).await
}

/// Says what taking a step back means.
enum Back {
    Acts(Vec<Act>),
    Left(&'static str),
    Refused(ToolError),
}

/// Works out what takes a step back, from what is so now.
fn back(step: &EntryStep, now: Option<&Facts>, made: Option<&RatingKey>) -> Back {
    let refuse = |message: &str| Back::Refused(ToolError::new(ErrorKind::NotAllowed, message));
    let Some(now) = now else {
        return Back::Refused(ToolError::new(
            ErrorKind::NotFound,
            "it is not there any more",
        ));
    };
    if !step.act.shows() {
        return undone(step, made);
    }
    let alone = step.act.told_alone();
    if now.clone().but(alone) == step.before.clone().but(alone) {
        return Back::Left("it is as it was before");
    }
    // A change whose end nobody wrote down has no facts of its end: then its own goal stands for them.
    let goal = step.act.goal();
    let expected = match step.outcome {
        Some(Outcome::Changed) => step.after.as_ref().unwrap_or(&goal),
        _ => &goal,
    };
    let is_settled = step.outcome == Some(Outcome::Changed);
    if !is_settled && step.act.is_on_the_way(&step.before, now) {
        return undone(step, made);
    }
    let expected = expected.clone().but(alone);
    if let Some(name) = expected.first_unlike(now) {
        return refuse(&format!(
            "somebody has changed {name} since: it is left as it is"
        ));
    }
    undone(step, made)
}

/// Returns what takes a step back that nobody has changed since.
fn undone(step: &EntryStep, made: Option<&RatingKey>) -> Back {
    match step.act.undo(&step.before, made) {
        Undo::Acts(acts, _) => Back::Acts(acts),
        Undo::Never(why) => Back::Refused(ToolError::new(ErrorKind::NotAllowed, why)),
    }
}

/// Works out what takes those parts of a step back that nobody has changed since.
fn back_in_parts(step: &EntryStep, thing: &Thing, made: Option<&RatingKey>) -> Vec<Act> {
    let mut acts = Vec::new();
    for act in step.act.parts() {
        let now = act.facts(thing);
        let part = EntryStep {
            before: step.before.clone().only(&now),
            after: step.after.clone().map(|after| after.only(&now)),
            act,
            ..step.clone()
        };
        if let Back::Acts(back) = back(&part, Some(&now), made) {
            acts.extend(back);
        }
    }
    acts
}

fn unknown(id: &str) -> ToolError {
    let shown = clean::quoted(id, 40);
    ToolError::new(
        ErrorKind::NotFound,
        format!("The journal has no change {shown}"),
    )
    .hint("plex_get_changes lists those of this account on this server.")
}

/// Lists changes, newest first; with what changed where they are few.
///
/// # Errors
///
/// When the journal cannot be read, or the server does not say which one it is.
pub(crate) async fn list(
    changer: &Changer,
    limit: u32,
    since: Option<i64>,
    item: Option<RatingKey>,
) -> Result<Vec<JournalRow>, ToolError> {
    let owner = changer.owner().await?;
    let wanted = Wanted { limit, since, item };
    let libraries = changer.plex.shown_uuids().await?;
    let told_by = changer.clone();
    let told = move |entry: Entry, count: usize| {
        let is_shown = entry.is_within(libraries.as_deref());
        is_shown.then(|| row(&told_by, entry, count <= DETAILED))
    };
    changer.shared.journal.list(&owner, wanted, told).await
}

fn row(changer: &Changer, entry: Entry, is_few: bool) -> JournalRow {
    let done: Vec<&EntryStep> = entry
        .steps
        .iter()
        .filter(|step| step.outcome != Some(Outcome::Failed))
        .collect();
    let mut names: Vec<_> = done.iter().map(|step| &step.name).collect();
    names.dedup();
    let items = done.iter().take(if is_few { ROWS } else { 0 }).map(|step| {
        let goal = step.before.clone().overlaid(&step.act.goal());
        let goal = goal.overlaid(&step.act.beside());
        tell::told(
            &step.name,
            &step.before,
            step.after.as_ref().unwrap_or(&goal),
        )
    });
    let state = match (entry.ended, changer.shared.is_running(&entry.id)) {
        (true, _) => None,
        (false, true) => Some("under way"),
        (false, false) => Some(INTERRUPTED),
    };
    let undo = match &entry.undone_by {
        Some(_) => None,
        None => Some(undo_words(
            done.iter()
                .map(|step| step.act.undo(&step.before, step.made.as_ref())),
        )),
    };
    JournalRow {
        items: items.collect(),
        changed: names.len(),
        failed: entry.steps.len() - done.len(),
        undo: undo.filter(|_| !done.is_empty()),
        at: changer.calendar.written(entry.at),
        change_id: entry.id,
        by: entry.tool,
        did: entry.words,
        state,
        undoes: entry.undoes,
        undone_by: entry.undone_by,
    }
}

/// What is said of a change whose end was not written down.
const INTERRUPTED: &str = "interrupted: it may have been done in part; plex_undo looks at each item and \
    puts back what was changed";

//! Changes in words, for the person who is asked and for the model that is told.

use super::{
    act::Changes,
    facts::Facts,
    journal::{Ended, Outcome},
    plan::{Deed, Failed, Left, Name, Plan, Step, Wish, undo_words},
};
use crate::{
    clean,
    error::ToolError,
    view::change::{ChangeView, ChangedRow, FailedRow, LeftRow, NamedRow, WhyRow},
};

/// How many rows of a change are told; of the others, how many there are.
const ROWS: usize = 20;

/// The most characters of a title in a sentence.
const TITLE_CHARS: usize = 60;

/// How many titles a question names.
const ASKED: usize = 8;

impl Deed {
    /// Returns it as an order: "Mark 3 films as watched".
    pub(super) fn order(&self, names: &[&Name]) -> String {
        match self {
            Self::To { order, rest, .. } => sentence(order, names, rest),
            Self::Whole { order, .. } => order.clone(),
        }
    }

    /// Returns it as a report: "Marked 3 films as watched".
    pub(super) fn report(&self, names: &[&Name]) -> String {
        match self {
            Self::To { report, rest, .. } => sentence(report, names, rest),
            Self::Whole { report, .. } => report.clone(),
        }
    }
}

fn sentence(verb: &str, names: &[&Name], rest: &str) -> String {
    let these = these(names);
    match rest {
        "" => format!("{verb} {these}"),
        rest => format!("{verb} {these} {rest}"),
    }
}

/// Says what some things are: one by its title, several by their number.
fn these(names: &[&Name]) -> String {
    let mut distinct: Vec<&&Name> = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    let (first, count) = match distinct.as_slice() {
        [] => return "nothing".to_owned(),
        [one] => return titled(one),
        [first, ..] => (first, distinct.len()),
    };
    let kind = if distinct.iter().all(|name| name.kind == first.kind) {
        plural(&first.kind)
    } else {
        "items".to_owned()
    };
    let of = first
        .of
        .as_ref()
        .filter(|of| distinct.iter().all(|name| name.of.as_ref() == Some(*of)));
    match of {
        Some(of) => format!("{count} {kind} of {}", clean::quoted(of, TITLE_CHARS)),
        None => format!("{count} {kind}"),
    }
}

impl Name {
    /// Returns what it is called, so that it cannot pass for the program's own words.
    pub(crate) fn in_words(&self) -> String {
        titled(self)
    }
}

/// Returns a title that cannot pass for the program's own words.
pub(super) fn titled(name: &Name) -> String {
    let title = match &name.title {
        Some(title) => clean::quoted(title, TITLE_CHARS),
        None => format!(
            "the item {}",
            name.rating_key.as_deref().unwrap_or_default()
        ),
    };
    match (&name.of, &name.episode, name.year) {
        (Some(of), Some(episode), _) => {
            format!("{title} ({} {episode})", clean::quoted(of, TITLE_CHARS))
        }
        (Some(of), None, _) => format!("{title} ({})", clean::quoted(of, TITLE_CHARS)),
        (None, _, Some(year)) => format!("{title} ({year})"),
        _ => title,
    }
}

fn plural(kind: &str) -> String {
    match kind {
        "movie" => "films".to_owned(),
        "" => "items".to_owned(),
        kind => format!("{}s", clean::line(kind, 20)),
    }
}

/// Returns what the person is asked before a plan is carried out.
pub(super) fn question(deed: &Deed, plan: &Plan) -> String {
    let names: Vec<&Name> = plan.steps.iter().map(|step| &step.name).collect();
    let mut text = format!("{}?", deed.order(&names));
    let mut listed: Vec<&Name> = Vec::new();
    for name in names {
        if !listed.contains(&name) {
            listed.push(name);
        }
    }
    if listed.len() > 1 {
        let titles: Vec<String> = listed.iter().take(ASKED).map(|name| titled(name)).collect();
        text.push_str(&format!(" {}", titles.join("; ")));
        if listed.len() > ASKED {
            text.push_str(&format!("; and {} more", listed.len() - ASKED));
        }
        text.push('.');
    }
    match plan.moved() {
        0 => {}
        1 => text.push_str(" One item comes in or goes out."),
        moved => text.push_str(&format!(" {moved} items come in or go out.")),
    }
    match plan.undo().as_str() {
        "yes" => text.push_str(" It can be undone."),
        undo => text.push_str(&format!(" Undo: {undo}.")),
    }
    text
}

impl Step {
    /// Returns what its thing is called once it has ended: what was made has an id.
    fn name_now(&self, ended: &Ended) -> Name {
        let made = || ended.made.as_ref().map(ToString::to_string);
        Name {
            rating_key: self.name.rating_key.clone().or_else(made),
            ..self.name.clone()
        }
    }
}

/// Returns the row of something that was, or will be, changed.
pub(crate) fn told(name: &Name, before: &Facts, after: &Facts) -> ChangedRow {
    ChangedRow {
        item: row(name),
        before: before.told_beside(after),
        after: after.told_beside(before),
    }
}

/// Returns what a row says of a thing.
fn row(name: &Name) -> NamedRow {
    NamedRow {
        rating_key: name.rating_key.clone(),
        title: name.title.clone(),
        year: name.year,
        of: name.of.clone(),
        episode: name.episode.clone(),
    }
}

/// Returns the plan, where nothing more is wanted.
pub(super) fn planned(wish: &Wish, plan: &Plan) -> ChangeView {
    let names: Vec<&Name> = plan.steps.iter().map(|step| &step.name).collect();
    let rows = plan.steps.iter().map(|step| {
        let after = step.before.clone().overlaid(&step.goal);
        let after = after.overlaid(&step.act.beside());
        told(&step.name, &step.before, &after)
    });
    let has_steps = !plan.steps.is_empty();
    ChangeView {
        would: has_steps.then(|| wish.deed.order(&names)),
        asks: has_steps && plan.needs_consent(wish.effect),
        undo: has_steps.then(|| plan.undo()),
        ..view(wish, rows.collect(), &plan.left, &plan.failed)
    }
}

/// Returns the result where there is nothing to do.
///
/// # Errors
///
/// The only failure, where one thing was named and it cannot be changed.
pub(super) fn nothing(wish: &Wish, mut plan: Plan) -> Result<ChangeView, ToolError> {
    if plan.left.is_empty()
        && plan.failed.len() == 1
        && let Some(failed) = plan.failed.pop()
    {
        return Err(failed.error);
    }
    Ok(view(wish, Vec::new(), &plan.left, &plan.failed))
}

/// Says what was done, for the journal and the model.
pub(super) fn words(wish: &Wish, plan: &Plan, ended: &[Ended]) -> String {
    let steps = plan.steps.iter().zip(ended);
    let names: Vec<&Name> = steps
        .filter(|(_, ended)| ended.outcome != Outcome::Failed)
        .map(|(step, _)| &step.name)
        .collect();
    if names.is_empty() {
        let all: Vec<&Name> = plan.steps.iter().map(|step| &step.name).collect();
        return format!("Failed: {}", wish.deed.order(&all));
    }
    wish.deed.report(&names)
}

/// A change that has ended.
pub(super) struct Done {
    pub(super) id: String,
    pub(super) words: String,
    pub(super) ended: Vec<Ended>,
    pub(super) failed: Vec<Failed>,
    /// Whether its end was written down.
    pub(super) is_written: bool,
}

/// Returns what a model is told of a change.
///
/// # Errors
///
/// The only failure, where one thing was to be changed and was not.
pub(super) fn done(wish: &Wish, plan: Plan, done: Done) -> Result<ChangeView, ToolError> {
    let steps = plan.steps.iter().zip(&done.ended);
    let changed: Vec<_> = steps
        .filter(|(_, ended)| ended.outcome != Outcome::Failed)
        .collect();
    let mut failed = plan.failed.clone();
    failed.extend(done.failed);
    if changed.is_empty()
        && plan.left.is_empty()
        && failed.len() == 1
        && let Some(only) = failed.pop()
    {
        return Err(only.error);
    }
    let rows = changed.iter().filter_map(|(step, ended)| {
        let after = ended.after.as_ref()?;
        Some(told(&step.name_now(ended), &step.before, after))
    });
    let undo = (!changed.is_empty()).then(|| {
        let undo = changed
            .iter()
            .map(|(step, ended)| step.undo(ended.made.as_ref()));
        undo_words(undo)
    });
    let mut view = view(wish, rows.collect(), &plan.left, &failed);
    view.change_id = Some(done.id);
    view.did = (!changed.is_empty()).then_some(done.words);
    view.undo = undo;
    if !done.is_written {
        view.note = Some(
            "The journal could not be written at the end: it will say that this was interrupted."
                .to_owned(),
        );
    }
    Ok(view)
}

/// Returns what all results have in common.
fn view(wish: &Wish, rows: Vec<ChangedRow>, left: &[Left], failed: &[Failed]) -> ChangeView {
    // Several acts of one thing are one row: what the first found, what the last left.
    let mut items: Vec<ChangedRow> = Vec::new();
    for row in rows {
        match items.iter_mut().find(|known| known.item == row.item) {
            Some(known) => {
                for (name, value) in row.before {
                    known.before.entry(name).or_insert(value);
                }
                known.after.extend(row.after);
            }
            None => items.push(row),
        }
    }
    let changed = items.len();
    items.truncate(ROWS);
    let unchanged = left.iter().take(ROWS).map(|left| LeftRow {
        item: row(&left.name),
        why: left.why.clone(),
    });
    let failed = failed.iter().take(ROWS).map(|failed| FailedRow {
        item: row(&failed.name),
        error: WhyRow {
            kind: failed.error.kind().as_str(),
            message: failed.error.message().to_owned(),
        },
    });
    let unsaid = left.len().saturating_sub(ROWS);
    let note = wish
        .note
        .clone()
        .into_iter()
        .chain((unsaid > 0).then(|| format!("{unsaid} more were left as they are.")));
    ChangeView {
        changed,
        more: changed.saturating_sub(items.len()),
        items,
        unchanged: unchanged.collect(),
        failed: failed.collect(),
        note: Some(note.collect::<Vec<_>>().join(" ")).filter(|note| !note.is_empty()),
        ..ChangeView::default()
    }
}

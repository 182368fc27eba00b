//! What is wanted, and the plan that it becomes: who and what by its real title, before and after.

use plex_client::MediaItem;
use serde::{Deserialize, Serialize};

use super::{
    act::{Act, Changes, Undo},
    facts::Facts,
    thing::{Target, Thing},
};
use crate::{choice::Effect, clean, error::ToolError, view::named::NamedView};

/// More things than this are not changed unless the person agrees.
const UNASKED: usize = 25;

/// Holds what a tool wants to have done.
pub(crate) struct Wish {
    /// The tool, or the command.
    pub(crate) by: &'static str,
    /// The change in words.
    pub(crate) deed: Deed,
    /// What is to be done, in order.
    pub(crate) acts: Vec<Act>,
    /// What was named too, and is left as it is.
    pub(crate) left: Vec<Left>,
    /// What could not be found or cannot be done, of what was named.
    pub(crate) failed: Vec<Failed>,
    /// Whether something may be lost by it.
    pub(crate) effect: Effect,
    /// The change that this takes back.
    pub(crate) undoes: Option<String>,
    /// Whether only the plan is wanted.
    pub(crate) dry_run: bool,
    /// What is worth knowing, beside what came of it.
    pub(crate) note: Option<String>,
}

impl Wish {
    /// Returns a wish for these acts, with nothing else said.
    pub(crate) fn new(by: &'static str, deed: Deed, acts: Vec<Act>) -> Self {
        Self {
            by,
            deed,
            acts,
            left: Vec::new(),
            failed: Vec::new(),
            effect: Effect::Write,
            undoes: None,
            dry_run: false,
            note: None,
        }
    }
}

/// A change in words: "Mark … as watched", "Marked … as watched".
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// Done to each of some items, which stand between the two parts.
    To {
        /// As an order: "Mark".
        order: &'static str,
        /// As a report: "Marked".
        report: &'static str,
        /// What comes behind the items: "as watched".
        rest: String,
    },
    /// Done as a whole.
    Whole {
        /// As an order.
        order: String,
        /// As a report.
        report: String,
    },
}

/// Something that was named and is left as it is.
#[derive(Debug, Clone)]
pub(crate) struct Left {
    /// What it is.
    pub(crate) name: Name,
    /// Why.
    pub(crate) why: String,
}

/// Something that was named and could not be changed.
#[derive(Debug, Clone)]
pub(crate) struct Failed {
    /// What it is, as far as that is known.
    pub(crate) name: Name,
    /// Why not.
    pub(crate) error: ToolError,
}

/// Holds what a thing is called, and where it belongs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Name {
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rating_key: Option<String>,
    /// Its kind.
    #[serde(default)]
    pub(crate) kind: String,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// The year it came out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) year: Option<i32>,
    /// The show, or the artist, that it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) of: Option<String>,
    /// Season and episode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) episode: Option<String>,
    /// The UUID of the library it is in; what is of no library has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) library: Option<String>,
}

impl Name {
    /// Returns what an item is called.
    pub(crate) fn of(item: &MediaItem) -> Self {
        let view = NamedView::of(item);
        Self {
            rating_key: view.rating_key,
            kind: view.kind,
            title: Some(view.title),
            year: view.year,
            of: view.show.or(view.artist),
            episode: view.episode,
            library: item.library_section_uuid.clone(),
        }
    }

    /// Returns what a thing is called.
    fn of_thing(thing: &Thing) -> Self {
        let named = |kind: &str, title: &str, library: Option<&String>| Self {
            kind: kind.to_owned(),
            title: clean::title(title),
            library: library.cloned(),
            ..Self::default()
        };
        match thing {
            Thing::Setting(setting) => {
                let label = setting.label.as_ref().filter(|label| !label.is_empty());
                named("setting", label.unwrap_or(&setting.id), None)
            }
            Thing::Server(_) => named("server", "Plex Media Server", None),
            Thing::Library(library) | Thing::Trash(library, _) => {
                named("library", &library.title, library.uuid.as_ref())
            }
            Thing::Activity(activity) => {
                let title = activity.title.as_ref().unwrap_or(&activity.activity_type);
                named("activity", title, None)
            }
            _ => Self::of(thing.item()),
        }
    }

    /// Returns the name of what nothing is known of but its id.
    pub(crate) fn unknown(rating_key: impl ToString) -> Self {
        Self {
            rating_key: Some(rating_key.to_string()),
            ..Self::default()
        }
    }
}

/// One act of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// What is done.
    pub(crate) act: Act,
    /// To what.
    pub(crate) target: Target,
    /// What that is called.
    pub(crate) name: Name,
    /// What is so before it.
    pub(crate) before: Facts,
    /// What must be so once the whole plan is done.
    pub(crate) goal: Facts,
}

/// Holds what will be done.
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) left: Vec<Left>,
    pub(crate) failed: Vec<Failed>,
}

impl Plan {
    /// Makes the plan from what is wanted and from the things as they are: `of` gives them.
    pub(crate) fn new<'t>(wish: &Wish, of: impl Fn(&Target) -> Option<&'t Thing>) -> Self {
        let mut plan = Self {
            steps: Vec::new(),
            left: wish.left.clone(),
            failed: wish.failed.clone(),
        };
        for act in &wish.acts {
            let target = act.target();
            let found = match of(&target) {
                Some(thing) => Some((Name::of_thing(thing), act.facts(thing))),
                None => act.absent().map(|absent| {
                    let name = Name {
                        title: absent.title,
                        library: absent.library,
                        ..Name::default()
                    };
                    (name, absent.facts)
                }),
            };
            let Some((mut name, now)) = found else {
                plan.fail(&target);
                continue;
            };
            if name.library.is_none() {
                name.library = act.absent().and_then(|absent| absent.library);
            }
            let before = plan.facts_so_far(now, &target);
            let goal = act.goal();
            if goal.hold_in(&before) {
                let why = "it is so already".to_owned();
                plan.left.push(Left { name, why });
                continue;
            }
            // What a later act of the same thing is about, only that one settles.
            for step in plan.steps.iter_mut().filter(|step| step.target == target) {
                step.goal = step.goal.clone().without(&goal);
            }
            plan.steps.push(Step {
                act: act.clone(),
                target,
                name,
                before,
                goal,
            });
        }
        plan
    }

    /// Returns what will be so of a thing when the steps until now are done.
    fn facts_so_far(&self, now: Facts, target: &Target) -> Facts {
        let earlier = self.steps.iter().filter(|step| step.target == *target);
        earlier.fold(now, |facts, step| facts.overlaid(&step.act.goal()))
    }

    /// Notes that a thing is not there, once.
    fn fail(&mut self, target: &Target) {
        let key = target.key().map(ToString::to_string).unwrap_or_default();
        let name = Name::unknown(&key);
        if self.failed.iter().all(|failed| failed.name != name) {
            let error = ToolError::new(
                crate::error::ErrorKind::NotFound,
                format!("nothing has the id {key}"),
            );
            self.failed.push(Failed { name, error });
        }
    }

    /// Returns how many things it changes, what comes into lists and goes out of them among it.
    pub(crate) fn count(&self) -> usize {
        let mut targets: Vec<&Target> = self.steps.iter().map(|step| &step.target).collect();
        targets.sort_unstable();
        targets.dedup();
        targets.len() + self.moved()
    }

    /// Returns how many items come into lists or go out of them by it.
    pub(crate) fn moved(&self) -> usize {
        let steps = self.steps.iter();
        steps.map(|step| step.act.moves(&step.before)).sum()
    }

    /// Tells whether the person must agree first.
    pub(crate) fn needs_consent(&self, effect: Effect) -> bool {
        Self::may_need_consent(self.count(), effect)
    }

    /// Tells whether the person must agree first to a plan of so many steps.
    pub(crate) fn may_need_consent(steps: usize, effect: Effect) -> bool {
        effect == Effect::Destroy || steps > UNASKED
    }

    /// Returns what tells it from any other plan.
    pub(crate) fn bytes(&self, wish: &Wish) -> Vec<u8> {
        let steps = self.steps.iter().map(|step| (&step.act, &step.before));
        format!("{:?}", (wish.by, &wish.undoes, steps.collect::<Vec<_>>())).into_bytes()
    }

    /// Returns what can be said of taking it back before it is done.
    pub(crate) fn undo(&self) -> String {
        undo_words(
            self.steps
                .iter()
                .map(|step| step.act.undo(&step.before, None)),
        )
    }
}

/// Says whether what was done can be taken back.
pub(crate) fn undo_words(each: impl Iterator<Item = Undo<Act>>) -> String {
    let (mut can, mut cannot, mut lost) = (0, None, None);
    for undo in each {
        match undo {
            Undo::Acts(_, caveat) => {
                can += 1;
                lost = lost.or(caveat);
            }
            Undo::Never(why) => cannot = Some(why),
        }
    }
    match (can, cannot, lost) {
        (0, Some(why), _) => format!("no: {why}"),
        (_, Some(why), _) => format!("in part: {why}"),
        (_, None, Some(lost)) => format!("yes, but {lost}"),
        (_, None, None) => "yes".to_owned(),
    }
}

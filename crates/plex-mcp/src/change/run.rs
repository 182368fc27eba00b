//! The one way of a write. Every change passes through [`run`], and through [`carry_out`] in it:
//!
//! 1. plan: what is wanted becomes what will be done, from the things as they are;
//! 2. consent: the person is asked where something may be lost, or much changes;
//! 3. journal: what will be done is written down before the first request;
//! 4. apply: each request is sent once;
//! 5. read back: only what the server then shows counts as done;
//! 6. journal: how it ended is written down;
//! 7. tell.

use std::collections::HashMap;

use plex_client::{PlexError, RatingKey};
use tokio::time::sleep;

use super::{
    act::{Act, Changes, Undo},
    changer::Changer,
    consent::{Question, Reply},
    facts::Facts,
    journal::{Ended, Intent, Outcome, Planned},
    plan::{Failed, Plan, Step, Wish},
    tell,
    thing::{self, Target, Thing},
};
use crate::{
    error::{Cause, ErrorKind, ToolError},
    view::change::ChangeView,
};

/// Makes a change, or only its plan.
///
/// # Errors
///
/// `not_allowed` when the person does not agree or cannot be asked; what the server answers when
/// nothing could be done. What could be done in part is a result that says so.
pub(crate) async fn run(changer: &Changer, wish: Wish) -> Result<ChangeView, ToolError> {
    // It would stand in the journal, and on the server for everybody to read.
    if changer.plex.holds_token(&format!("{:?}", wish.acts)) {
        return Err(ToolError::invalid(
            "there is a Plex token in what is to be written: leave it out",
        ));
    }
    let mut agreed = None;
    if wish.dry_run || may_be_asked(&wish) {
        let plan = planned(changer, &wish).await?;
        if wish.dry_run {
            return Ok(tell::planned(&wish, &plan));
        }
        if plan.needs_consent(wish.effect) && !plan.steps.is_empty() {
            agreed = Some(consent(changer, &wish, &plan).await?);
        }
    }
    let changer = changer.clone();
    // A caller that goes away leaves no change half made.
    let work = tokio::spawn(async move { carry_out(&changer, &wish, agreed).await });
    work.await
        .unwrap_or_else(|_| Err(ToolError::internal("the change failed unexpectedly")))
}

/// Tells whether the plan of this wish may need the person's consent.
fn may_be_asked(wish: &Wish) -> bool {
    // How much of a list changes is not known before it is read.
    let is_of_lists = wish.acts.iter().any(Changes::is_gradual);
    is_of_lists || Plan::may_need_consent(wish.acts.len(), wish.effect)
}

/// Makes the plan from the things as they are now.
async fn planned(changer: &Changer, wish: &Wish) -> Result<Plan, ToolError> {
    let targets: Vec<Target> = wish.acts.iter().map(Changes::target).collect();
    let things = thing::read(&changer.plex, &targets).await?;
    Ok(Plan::new(wish, |target| things.get(target)))
}

/// Asks the person, and returns what stands for the plan that was agreed to.
async fn consent(changer: &Changer, wish: &Wish, plan: &Plan) -> Result<String, ToolError> {
    let question = Question::new(tell::question(&wish.deed, plan), &plan.bytes(wish));
    let now = changer.calendar.now();
    let refused = |message: &str, hint: &'static str| {
        Err(ToolError::new(ErrorKind::NotAllowed, message).hint(hint))
    };
    let shared = &changer.shared;
    let digest = question.plan.clone();
    if shared.was_declined(&digest, now) {
        return refused(
            "The person declined this a moment ago, and is not asked again",
            "Do not try again; say what was to be changed, and leave it to them.",
        );
    }
    match changer.ask.ask(question).await {
        Reply::Agreed => Ok(digest),
        Reply::Declined => {
            shared.decline(digest, now);
            refused(
                "The person declined: nothing was changed",
                "Do not try again; say what was to be changed, and leave it to them.",
            )
        }
        Reply::Waiting => refused(
            "The person is being asked",
            "Their answer comes with the next call.",
        ),
        Reply::NoAnswer => refused(
            "The person did not answer: nothing was changed",
            "Ask them whether they want it, then call again.",
        ),
        Reply::CannotAsk => refused(
            "This needs the person's consent, and this client cannot ask for it: nothing was changed",
            "They can do it in a shell with plex-mcp call TOOL JSON --yes, or in Plex itself.",
        ),
    }
}

/// Carries out a plan: in a task of its own, from the journal's intent to its outcome.
async fn carry_out(
    changer: &Changer,
    wish: &Wish,
    agreed: Option<String>,
) -> Result<ChangeView, ToolError> {
    let turns = changer
        .shared
        .locks
        .take(wish.acts.iter().map(Changes::target))
        .await;
    let mut plan = planned(changer, wish).await?;
    if plan.steps.is_empty() {
        return tell::nothing(wish, plan);
    }
    if plan.needs_consent(wish.effect) {
        let question = Question::new(String::new(), &plan.bytes(wish));
        if agreed.as_ref() != Some(&question.plan) {
            return Err(ToolError::new(
                ErrorKind::NotAllowed,
                "What the person agreed to has changed meanwhile: nothing was done",
            )
            .hint("Call again: they are asked anew."));
        }
    }
    let owner = changer.owner().await?;
    let journal = &changer.shared.journal;
    let id = journal
        .begin(intent(changer, wish, &plan, owner.clone()))
        .await?;
    let running = changer.shared.started(&id);
    let sent = apply(changer, &plan.steps).await;
    changer.plex.forget();
    for (step, sent) in plan.steps.iter_mut().zip(&sent) {
        if let Sent::Done(made) = sent {
            step.target = step.act.target_of(made.as_ref());
        }
    }
    let (ended, failed) = read_back(changer, &plan.steps, sent).await;
    let words = tell::words(wish, &plan, &ended);
    let written = journal
        .end(
            &owner,
            &id,
            words.clone(),
            ended.clone(),
            wish.undoes.clone(),
        )
        .await;
    drop(running);
    drop(turns);
    tell::done(
        wish,
        plan,
        tell::Done {
            id,
            words,
            ended,
            failed,
            is_written: written.is_ok(),
        },
    )
}

/// Returns what is written down before anything is sent.
fn intent(changer: &Changer, wish: &Wish, plan: &Plan, owner: super::journal::Owner) -> Intent {
    let names: Vec<_> = plan.steps.iter().map(|step| &step.name).collect();
    let steps = plan.steps.iter().map(|step| Planned {
        act: step.act.clone(),
        key: step.target.key().cloned(),
        name: step.name.clone(),
        before: step.before.clone(),
    });
    Intent {
        owner,
        at: changer.calendar.now(),
        day: changer.calendar.day(),
        tool: wish.by.to_owned(),
        words: wish.deed.order(&names),
        undoes: wish.undoes.clone(),
        steps: steps.collect(),
    }
}

/// Says what became of a request.
enum Sent {
    /// The server says that it was done, and what was made.
    Done(Option<RatingKey>),
    /// Its answer was lost.
    Lost(ToolError),
    /// The server refused it, or it could not be sent.
    Refused(ToolError),
    /// It was not sent: something else is there already, which is not ours.
    Conflicted(ToolError),
}

/// Sends each request once, in order. Where the server cannot be reached any more, the rest is not
/// begun.
async fn apply(changer: &Changer, steps: &[Step]) -> Vec<Sent> {
    let mut sent = Vec::with_capacity(steps.len());
    let mut obstacle: Option<ToolError> = None;
    for step in steps {
        if let Some(obstacle) = &obstacle {
            sent.push(Sent::Refused(ToolError::new(
                obstacle.kind(),
                format!("Not begun: {}", obstacle.message()),
            )));
            continue;
        }
        sent.push(match step.act.send(&changer.plex).await {
            Ok(made) => Sent::Done(made),
            Err(error @ PlexError::OutcomeUnknown { .. }) => Sent::Lost(error.into()),
            Err(error @ PlexError::Conflict { .. }) => Sent::Conflicted(error.into()),
            Err(error) => {
                let error = ToolError::from(error);
                if stops_all(error.kind()) {
                    obstacle = Some(error.clone());
                }
                Sent::Refused(error)
            }
        });
    }
    sent
}

/// Tells whether after such an error nothing else would succeed.
fn stops_all(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotConfigured
            | ErrorKind::Unauthorized
            | ErrorKind::Unreachable
            | ErrorKind::Timeout
            | ErrorKind::StartingUp
    )
}

/// Looks at what was to be changed until it shows, and says what became of each step.
async fn read_back(
    changer: &Changer,
    steps: &[Step],
    sent: Vec<Sent>,
) -> (Vec<Ended>, Vec<Failed>) {
    let pending: Vec<&Step> = steps
        .iter()
        .zip(&sent)
        .filter(|(_, sent)| !matches!(sent, Sent::Refused(_) | Sent::Conflicted(_)))
        .map(|(step, _)| step)
        .collect();
    let mut now = look(changer, steps).await;
    let plays = steps.iter().any(|step| step.target.plays());
    for pause in changer.shared.patience.pauses(plays) {
        match &now {
            // Some servers show a change a moment after they have answered.
            Ok(things) if pending.iter().all(|step| step.is_settled(things)) => break,
            _ if pending.is_empty() => break,
            _ => {}
        }
        sleep(pause).await;
        now = look(changer, steps).await;
    }
    let mut failed = Vec::new();
    let mut ended = Vec::with_capacity(steps.len());
    for (step, sent) in steps.iter().zip(sent) {
        let after = now.as_ref().ok().and_then(|things| step.facts(things));
        let (outcome, error) = judge(step, &sent, now.as_ref().err(), after.as_ref());
        if let Some(error) = error {
            let name = step.name.clone();
            failed.push(Failed { name, error });
        }
        let made = match sent {
            Sent::Done(made) => made,
            Sent::Conflicted(_) => None,
            // What has no key before it is there, was made by this.
            _ if step.target.key().is_none() => now
                .as_ref()
                .ok()
                .and_then(|things| things.get(&step.target))
                .and_then(|thing| thing.item().rating_key.clone()),
            _ => None,
        };
        ended.push(Ended {
            outcome,
            after,
            made,
        });
    }
    (ended, failed)
}

async fn look(changer: &Changer, steps: &[Step]) -> Result<HashMap<Target, Thing>, ToolError> {
    thing::read(&changer.plex, steps.iter().map(|step| &step.target)).await
}

/// Returns what became of a step, by what the server shows rather than by what it answered.
fn judge(
    step: &Step,
    sent: &Sent,
    blind: Option<&ToolError>,
    after: Option<&Facts>,
) -> (Outcome, Option<ToolError>) {
    let is_done = after.is_some_and(|after| step.goal.hold_in(after));
    let is_begun = step.act.is_gradual() && after.is_some_and(|after| *after != step.before);
    match (sent, blind) {
        (Sent::Conflicted(error), _) => (Outcome::Failed, Some(error.clone())),
        (Sent::Refused(_), None) if is_begun && is_done => (Outcome::Changed, None),
        (Sent::Refused(error) | Sent::Lost(error), None) if is_begun && !is_done => {
            (Outcome::Changed, Some(in_part(error)))
        }
        (Sent::Done(_), None) if is_begun && !is_done => {
            let error = not_applied(step, after);
            (Outcome::Changed, Some(in_part(&error)))
        }
        (Sent::Refused(error), _) => (Outcome::Failed, Some(error.clone())),
        (_, Some(blind)) => {
            let error = ToolError::new(
                blind.kind(),
                format!(
                    "It was sent, and whether it was done could not be seen: {}",
                    blind.message()
                ),
            );
            (Outcome::Unknown, Some(error.hint(LOOK_AGAIN)))
        }
        _ if is_done => (Outcome::Changed, None),
        (Sent::Done(_), None) if !step.act.shows() => (Outcome::Changed, None),
        (Sent::Lost(error), None) if !step.act.shows() => {
            let message = format!("Whether it was done does not show. {}", error.message());
            (
                Outcome::Unknown,
                Some(ToolError::new(error.kind(), message)),
            )
        }
        (Sent::Lost(error), None) if after == Some(&step.before) => {
            let error = ToolError::new(
                error.kind(),
                format!("It was not done. {}", error.message()),
            );
            (Outcome::Failed, Some(error))
        }
        (_, None) => (Outcome::Failed, Some(not_applied(step, after))),
    }
}

/// Returns the error of what was begun and not ended.
fn in_part(error: &ToolError) -> ToolError {
    let message = format!("Done only in part. {}", error.message());
    ToolError::new(error.kind(), message)
}

/// What to do where nobody knows how it ended.
const LOOK_AGAIN: &str =
    "Do not send it again: look at the item when Plex answers; plex_get_changes lists it.";

/// Returns the error where the server took a request and did not do what it says.
fn not_applied(step: &Step, after: Option<&Facts>) -> ToolError {
    let message = match after {
        None => "Not applied: it is not there any more".to_owned(),
        Some(after) => {
            let name = step.goal.first_unlike(after).unwrap_or("it");
            format!(
                "Not applied: Plex took the request, but {name} is {} where {} was wanted",
                said(after.value(name)),
                said(step.goal.value(name))
            )
        }
    };
    ToolError::new(ErrorKind::Upstream, message).because(Cause::NotApplied)
}

fn said(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "not set".to_owned(),
        value => crate::clean::line(&value.to_string(), 60),
    }
}

impl Step {
    /// Returns what this step is about, as it is now.
    fn facts(&self, things: &HashMap<Target, Thing>) -> Option<Facts> {
        match things.get(&self.target) {
            Some(thing) => Some(self.act.facts(thing)),
            None => self.act.absent().map(|absent| absent.facts),
        }
    }

    /// Tells whether the server shows what was to be.
    fn is_done(&self, things: &HashMap<Target, Thing>) -> bool {
        self.facts(things)
            .is_some_and(|facts| self.goal.hold_in(&facts))
    }

    /// Tells whether there is nothing to wait for: it shows, or it never will.
    fn is_settled(&self, things: &HashMap<Target, Thing>) -> bool {
        !self.act.shows() || self.is_done(things)
    }

    /// Returns what would take it back.
    pub(super) fn undo(&self, made: Option<&RatingKey>) -> Undo<Act> {
        self.act.undo(&self.before, made)
    }
}

//! What is under way.

use crate::answer::{Answer, Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::{AccountId, ActivityContext, Job, Scan, World};

/// Tells whether a scan or a job is the viewer's to see and to call off: the owner's all are, and others
/// have their own.
fn is_theirs(call: &Call<'_>, account: AccountId) -> bool {
    call.viewer.is_owner || call.viewer.account == account
}

/// Answers `GET /activities`: the scans that are running, and whatever else is done.
pub(crate) fn activities<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let scans = world.scans.iter().filter(|_| is_theirs(call, World::OWNER));
    let scans = scans.filter_map(|one| scan(call, world, one));
    let jobs = world.jobs.iter().filter(|one| is_theirs(call, one.account));
    let jobs = jobs.map(|one| job(call, world, one));
    let all: Vec<Element<'w>> = scans.chain(jobs).collect();
    let mut root = Element::container().with("size", all.len());
    root.extend(all);
    Ok(root.into())
}

fn scan<'w>(call: &Call<'_>, world: &'w World, scan: &'w Scan) -> Option<Element<'w>> {
    let section = world.section(scan.section)?;
    let activity = Element::new("Activity")
        .with("uuid", scan.uuid.as_str())
        .with("type", "library.update.section")
        .with("cancellable", true)
        .with("userID", World::OWNER.0)
        .with("title", format!("Scanning {}", section.title))
        .with("subtitle", scan.path.as_deref().unwrap_or(""))
        .with("progress", scan.progress(call.now_millis));
    Some(with_context(activity, section.as_context()))
}

fn job<'w>(call: &Call<'_>, world: &'w World, job: &'w Job) -> Element<'w> {
    let activity = Element::new("Activity")
        .with("uuid", job.uuid.as_str())
        .with("type", job.work.activity_type())
        .with("cancellable", job.work.is_cancellable())
        .with("userID", job.account.0)
        .with("title", world.job_title(job))
        .with("subtitle", job.subtitle())
        .with("progress", job.progress(call.now_millis));
    with_context(activity, world.job_context(job, false))
}

/// Adds what an activity is of, if it says that.
fn with_context<'w>(activity: Element<'w>, context: ActivityContext) -> Element<'w> {
    if context.is_empty() {
        return activity;
    }
    let mut about = Element::new("Context").lone();
    for (name, value) in context {
        about.set(name, value);
    }
    activity.child(about)
}

/// Answers `DELETE /activities/{uuid}`: calls it off, where that can be.
pub(crate) fn cancel(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let wanted = call.capture(0);
    let job = world.jobs.iter().find(|job| job.uuid == wanted);
    let account = job.map_or(World::OWNER, |job| job.account);
    if !is_theirs(call, account) {
        return Err(Refusal::NotFound);
    }
    if job.is_some_and(|job| !job.work.is_cancellable()) {
        return Err(Refusal::BadRequest);
    }
    let was_job = world.cancel_work(call.now_millis, |job| job.uuid == wanted);
    let was_scan = world.cancel_scans(call.now_millis, |scan| scan.uuid == wanted);
    if was_job || was_scan {
        Ok(Answer::Done)
    } else {
        Err(Refusal::NotFound)
    }
}

//! How the server works: begun by a request, moved on and ended by the clock, told of on the way.

use std::time::Duration;

use super::World;
use super::account::AccountId;
use super::attribute::Value;
use super::event::{ActivityChange, ActivityContext, Audience, Change, ItemState, Phase};
use super::item::Item;
use super::job::{Job, Work};

impl World {
    /// Begins some work. What takes no time is over when this returns; it is told of all the same.
    pub(crate) fn start_work(
        &mut self,
        work: Work,
        account: AccountId,
        length: Duration,
        now_millis: i64,
    ) {
        self.begin_work(work, account, length, now_millis);
        self.work_on(now_millis);
    }

    /// Begins some work, but takes it no further.
    pub(super) fn begin_work(
        &mut self,
        work: Work,
        account: AccountId,
        length: Duration,
        now_millis: i64,
    ) {
        let length = i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
        self.last_job += 1;
        let job = Job {
            uuid: crate::seed::uuid(&format!("job {} {now_millis}", self.last_job)),
            work,
            account,
            started_at: now_millis,
            ends_at: now_millis.saturating_add(length),
            begun: 0,
        };
        self.tell_job(&job, Phase::Started, now_millis);
        self.jobs.push(job);
    }

    /// Tells whether a task is being done.
    pub(crate) fn is_task_running(&self, name: &str) -> bool {
        let is_it = |job: &Job| matches!(job.work, Work::Task { name: held, .. } if held == name);
        self.jobs.iter().any(is_it)
    }

    /// Calls work off: it is not done. Says whether there was any.
    pub(crate) fn cancel_work(&mut self, now_millis: i64, which: impl Fn(&Job) -> bool) -> bool {
        let jobs = std::mem::take(&mut self.jobs).into_iter();
        let (cancelled, others): (Vec<Job>, Vec<Job>) = jobs.partition(which);
        self.jobs = others;
        for job in &cancelled {
            self.tell_job(job, Phase::Ended, now_millis);
            if let Some(conversion) = job.work.conversion() {
                self.take_conversion(conversion);
            }
        }
        self.work_on_orders(now_millis);
        !cancelled.is_empty()
    }

    /// Lets all work go on as far as it has come by now, and what begins on the way.
    pub(super) fn work_on(&mut self, now_millis: i64) {
        let mut at = 0;
        while let Some(job) = self.jobs.get_mut(at) {
            if job.due() > now_millis {
                at += 1;
                continue;
            }
            let due = job.due();
            let step = job.begun;
            if step < job.work.steps().len() {
                job.begun += 1;
                let job = job.clone();
                self.tell_job(&job, Phase::Updated, due);
                self.tell_step(&job.work, step, due);
            } else {
                let job = self.jobs.remove(at);
                self.complete(&job);
                self.tell_job(&job, Phase::Ended, job.ends_at);
            }
        }
    }

    /// Tells the timeline how far the server is with the item of a job.
    fn tell_step(&mut self, work: &Work, step: usize, now_millis: i64) {
        let Some(item) = work.item() else {
            return;
        };
        if let Work::Analyze(_) = work {
            if let (1, Some(mut change)) = (step, self.item_change(item, ItemState::Processing)) {
                change.media_state = Some("analyzing");
                self.tell(now_millis, Audience::Everybody, Change::Item(change));
            }
            return;
        }
        let states: &[ItemState] = match step {
            0 => &[ItemState::Matching],
            1 => &[ItemState::Downloading, ItemState::Loading],
            _ => &[ItemState::Processing],
        };
        for state in states {
            self.tell_item(now_millis, item, *state);
        }
    }

    /// Does what a job does at its end.
    fn complete(&mut self, job: &Job) {
        let at = job.ends_at;
        match &job.work {
            Work::Refresh(item) => self.refresh_item(*item, at),
            Work::Match {
                item,
                guid,
                title,
                year,
            } => self.match_item(*item, guid, title.as_deref(), *year, at),
            Work::Unmatch(item) => self.unmatch_item(*item, at),
            Work::Analyze(item) => self.tell_item(at, *item, ItemState::Processed),
            // They are what they were.
            Work::AnalyzeSection(_) => {}
            Work::Task { name, .. } => self.complete_task(name, at),
            Work::Optimize { conversion, .. } => self.complete_conversion(*conversion, at),
        }
    }

    /// Does what is seen of a task of the night.
    fn complete_task(&mut self, name: &str, now_millis: i64) {
        if name == "RefreshLibraries" {
            let sections: Vec<_> = self.numbered_sections().map(|(id, _)| id).collect();
            for section in sections {
                self.start_scan(section, None, now_millis);
            }
        }
    }

    /// Returns what an activity is called.
    pub(crate) fn job_title(&self, job: &Job) -> String {
        let item = job.work.item().and_then(|item| self.items.get(item));
        let title = item.map_or("", Item::title);
        match &job.work {
            Work::Task { title, .. } => (*title).to_owned(),
            Work::Optimize { order, .. } => format!("Optimizing {}", self.order_title(*order)),
            Work::Analyze(_) => format!("Analyzing {title}"),
            Work::AnalyzeSection(section) => {
                let section = self.section(*section);
                let title = section.map_or("", |section| section.title.as_str());
                format!("Analyzing {title}")
            }
            _ => format!("Refreshing {title}"),
        }
    }

    /// Returns what an activity says of what it is of: an item, or a whole library.
    pub(crate) fn job_context(&self, job: &Job, is_over: bool) -> ActivityContext {
        let section = job.work.section().and_then(|section| self.section(section));
        if let Some(section) = section {
            return section.as_context();
        }
        let item = job.work.item().and_then(|item| self.items.get(item));
        let of_item = |item: &Item| {
            let key = format!("/library/metadata/{}", item.rating_key);
            vec![
                ("accessible", Value::Bool(true)),
                ("analyzed", Value::Bool(is_over)),
                ("exists", Value::Bool(true)),
                ("key", key.as_str().into()),
                ("refreshed", Value::Bool(is_over)),
            ]
        };
        item.map_or_else(Vec::new, of_item)
    }

    fn tell_job(&mut self, job: &Job, phase: Phase, now_millis: i64) {
        let change = ActivityChange {
            phase,
            uuid: job.uuid.clone(),
            kind: job.work.activity_type().to_owned(),
            title: self.job_title(job),
            subtitle: job.subtitle().to_owned(),
            progress: match phase {
                Phase::Ended => 100,
                _ => job.progress(now_millis),
            },
            is_cancellable: job.work.is_cancellable(),
            user: job.account,
            context: self.job_context(job, phase == Phase::Ended),
        };
        self.tell(now_millis, Audience::Owner, Change::Activity(change));
    }
}

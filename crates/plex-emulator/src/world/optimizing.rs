//! Versions that the server makes by itself, for players that cannot take the files as they are: in
//! orders, each of which makes one version of each of its items.

use std::sync::Arc;

use super::World;
use super::attribute::{Attributes, Text, Value, name};
use super::event::{Audience, Change};
use super::ids::{ItemId, next};
use super::job::Work;
use super::media::{Media, Part};
use super::order::{NotMoved, move_behind};
use super::ordered::{Conversion, Order};
use super::queue::CONVERSIONS;

impl World {
    /// Takes an order in, and begins with it unless another is being worked on.
    pub(crate) fn order_versions(&mut self, order: Order, items: Vec<ItemId>, now_millis: i64) {
        let id = next(&mut self.ids.order);
        self.orders.push(Order { id, ..order });
        for item in items {
            self.queue_conversion(id, item);
        }
        self.tell_conversions(now_millis);
        self.work_on_orders(now_millis);
    }

    /// Puts an item of an order at the end of what is to be made.
    pub(crate) fn queue_conversion(&mut self, order: u32, item: ItemId) {
        let id = next(&mut self.queues.last_entry);
        self.conversions.push(Conversion { id, order, item });
    }

    /// Returns everything that an order makes a version of: what it has made, and what it is still to make.
    pub(crate) fn items_of_order(&self, order: &Order) -> Vec<ItemId> {
        let made = order.made.iter().map(|(item, _)| *item);
        let left = self.conversions.iter();
        let left = left.filter(|one| one.order == order.id);
        made.chain(left.map(|one| one.item)).collect()
    }

    /// Returns the number of the conversion that is being made, if any is.
    pub(crate) fn active_conversion(&self) -> Option<u32> {
        self.jobs.iter().find_map(|job| match job.work {
            Work::Optimize { conversion, .. } => Some(conversion),
            _ => None,
        })
    }

    /// Moves a conversion behind another. What is being made stays the first: behind it, or without another,
    /// it is the next.
    pub(crate) fn move_conversion(
        &mut self,
        conversion: u32,
        after: Option<u32>,
    ) -> Result<(), NotMoved> {
        let active = self.active_conversion();
        if active == Some(conversion) {
            return Ok(());
        }
        let after = after.or(active);
        let after = after.map(|after| move |held: &Conversion| held.id == after);
        move_behind(&mut self.conversions, |held| held.id == conversion, after)
    }

    /// Makes no version of an item of an order after all.
    pub(crate) fn disable_conversion(&mut self, order: u32, item: ItemId, now_millis: i64) {
        let is_it = |one: &Conversion| one.order == order && one.item == item;
        let Some(id) = self
            .conversions
            .iter()
            .find(|one| is_it(one))
            .map(|one| one.id)
        else {
            return;
        };
        if self.active_conversion() == Some(id) {
            self.cancel_work(now_millis, |job| job.work.conversion() == Some(id));
        } else {
            self.conversions.retain(|one| one.id != id);
        }
        self.tell_conversions(now_millis);
    }

    /// Tells that what is still to be made has changed.
    fn tell_conversions(&mut self, now_millis: i64) {
        let change = Change::Made {
            kind: "backgroundProcessingQueue".to_owned(),
            list: "BackgroundProcessingQueueEventNotification".to_owned(),
            notification: serde_json::json!({"queueID": CONVERSIONS, "event": "queueRegenerated"}),
        };
        self.tell(now_millis, Audience::Owner, change);
    }

    /// Begins with the first conversion, when none is being made and the queue is not paused.
    pub(crate) fn work_on_orders(&mut self, now_millis: i64) {
        if self.begin_a_conversion(now_millis) {
            self.work_on(now_millis);
        }
    }

    /// Begins with the first conversion, but takes it no further; says whether there was one to begin with.
    fn begin_a_conversion(&mut self, now_millis: i64) -> bool {
        let is_paused = self.preferences.int("BackgroundQueueIdlePaused", 0) != 0;
        if is_paused || self.active_conversion().is_some() {
            return false;
        }
        let Some(first) = self.conversions.first() else {
            return false;
        };
        let (order, conversion) = (first.order, first.id);
        let account = self.orders.iter().find(|held| held.id == order);
        let account = account.map_or(Self::OWNER, |order| order.account);
        let length = self.task_length();
        let work = Work::Optimize { order, conversion };
        self.begin_work(work, account, length, now_millis);
        true
    }

    pub(super) fn order_title(&self, id: u32) -> &str {
        let order = self.orders.iter().find(|order| order.id == id);
        order.map_or("", |order| order.title.as_str())
    }

    /// Makes the version of a conversion, and begins with what comes after it. Whoever completes work
    /// takes that further: the queue is as long as anybody likes, and the stack is not.
    pub(super) fn complete_conversion(&mut self, conversion: u32, now_millis: i64) {
        if let Some(one) = self.take_conversion(conversion) {
            self.make_version(one.order, one.item, now_millis);
        }
        self.tell_conversions(now_millis);
        self.begin_a_conversion(now_millis);
    }

    /// Takes a conversion out of the queue.
    pub(super) fn take_conversion(&mut self, conversion: u32) -> Option<Conversion> {
        let at = self
            .conversions
            .iter()
            .position(|one| one.id == conversion)?;
        Some(self.conversions.remove(at))
    }

    fn make_version(&mut self, order: u32, item: ItemId, now_millis: i64) {
        let Some(order) = self.orders.iter().find(|held| held.id == order) else {
            return;
        };
        let (id, target, title) = (order.id, order.target.clone(), order.title.clone());
        let limits = order.limits;
        let original = self.items.get(item).and_then(|item| item.media.first());
        let Some(original) = original.cloned() else {
            return;
        };
        let mut media = converted(&original, limits, &target);
        media.id = next(&mut self.ids.media);
        let intern = |name: &str, own: &mut Attributes, value: Value, world: &mut Self| {
            let name = world.names.intern(name);
            own.set(name, value);
        };
        intern("proxyType", &mut media.own, Value::Int(42), self);
        intern(
            "optimizedForStreaming",
            &mut media.own,
            Value::Bool(true),
            self,
        );
        intern("target", &mut media.own, Value::from(target.as_str()), self);
        media.own.set(name::TITLE, title.as_str());
        for part in &mut media.parts {
            part.id = next(&mut self.ids.part);
            part.first_stream = self.ids.stream + 1;
            self.ids.stream += u32::try_from(part.streams.len()).unwrap_or(0);
        }
        let number = media.id;
        self.edit_item(item, now_millis, |item| {
            let mut all = std::mem::take(&mut item.media).into_vec();
            all.push(media);
            item.media = all.into();
        });
        if let Some(order) = self.orders.iter_mut().find(|held| held.id == id) {
            order.made.push((item, number));
        }
    }

    /// Gives an order up: what it has made goes, and nothing more is made. Says whether it was there.
    pub(crate) fn give_up_order(&mut self, id: u32, now_millis: i64) -> bool {
        let Some(at) = self.orders.iter().position(|order| order.id == id) else {
            return false;
        };
        let active = self.active_conversion();
        self.conversions
            .retain(|one| one.order != id || Some(one.id) == active);
        self.cancel_work(
            now_millis,
            |job| matches!(job.work, Work::Optimize { order, .. } if order == id),
        );
        let order = self.orders.remove(at);
        for (item, media) in order.made {
            self.remove_version(item, media, now_millis);
        }
        true
    }

    /// Notes that a version is another item's now.
    pub(super) fn hand_version_on(&mut self, media: u32, new: ItemId) {
        let made = self.orders.iter_mut().flat_map(|order| &mut order.made);
        for (item, _) in made.filter(|(_, number)| *number == media) {
            *item = new;
        }
    }

    /// Takes a version that is gone out of the order that made it.
    pub(super) fn forget_version(&mut self, media: u32) {
        for order in &mut self.orders {
            order.made.retain(|(_, number)| *number != media);
        }
    }

    /// Takes items that are gone out of all orders.
    pub(super) fn forget_orders_of(&mut self, gone: &[ItemId]) {
        self.conversions.retain(|one| !gone.contains(&one.item));
        for order in &mut self.orders {
            order.made.retain(|(item, _)| !gone.contains(item));
        }
    }
}

/// Returns a version for players that take less: an MP4 file of common codecs, in its own folder. Its
/// numbers are not given yet.
fn converted(original: &Media, limits: Option<(i64, i64)>, target: &str) -> Media {
    let fact = |name| original.get(name).and_then(Value::as_int);
    let (height, bitrate) = (fact(name::HEIGHT), fact(name::BITRATE));
    let (lines, rate) = limits.unwrap_or((i64::MAX, i64::MAX));
    let new_height = height.map(|height| height.min(lines));
    let new_rate = bitrate.map(|bitrate| bitrate.min(rate));
    let width = match (fact(name::WIDTH), height, new_height) {
        (Some(width), Some(height), Some(new)) if height > 0 => Some(width * new / height / 2 * 2),
        (width, ..) => width,
    };
    let mut own = Attributes::default();
    let numbers = [
        (name::DURATION, fact(name::DURATION)),
        (name::BITRATE, new_rate),
        (name::WIDTH, width),
        (name::HEIGHT, new_height),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            own.set(name, number);
        }
    }
    if let Some(ratio) = original.get(name::ASPECT_RATIO) {
        own.set(name::ASPECT_RATIO, ratio.clone());
    }
    let resolution = new_height.map(|height| match height {
        ..=576 => "sd".to_owned(),
        577..=720 => "720".to_owned(),
        721..=1080 => "1080".to_owned(),
        _ => "4k".to_owned(),
    });
    for (name, text) in [
        (name::VIDEO_RESOLUTION, resolution.as_deref()),
        (name::CONTAINER, Some("mp4")),
        (name::VIDEO_CODEC, Some("h264")),
        (name::AUDIO_CODEC, Some("aac")),
        (name::VIDEO_PROFILE, Some("high")),
    ] {
        if let Some(text) = text {
            own.set(name, text);
        }
    }
    own.set(name::AUDIO_CHANNELS, 2);
    let parts = original
        .parts
        .iter()
        .map(|part| converted_part(part, fact(name::DURATION), new_rate, target));
    Media {
        id: 0,
        make: Arc::default(),
        parts: parts.collect(),
        own,
    }
}

fn converted_part(part: &Part, whole: Option<i64>, bitrate: Option<i64>, target: &str) -> Part {
    let mut own = Attributes::default();
    own.set(name::CONTAINER, "mp4");
    if let Some(duration) = part.own.int(name::DURATION) {
        own.set(name::DURATION, duration);
    }
    let duration = part.own.int(name::DURATION).or(whole);
    let old = part.own.int(name::SIZE);
    let size = bitrate
        .zip(duration)
        .map(|(rate, millis)| rate * millis / 8);
    if let Some(size) = size.or(old) {
        own.set(name::SIZE, old.map_or(size, |old| old.min(size)));
    }
    let stream = |number: i64, codec: &str| {
        let mut stream = Attributes::default();
        stream.set(name::STREAM_TYPE, number);
        stream.set(name::CODEC, codec);
        stream.set(name::INDEX, number - 1);
        stream.set(name::SELECTED, Value::Bool(true));
        stream
    };
    let mut streams = vec![stream(1, "h264"), stream(2, "aac")];
    let audio = part
        .streams
        .iter()
        .find(|stream| stream.int(name::STREAM_TYPE) == Some(2));
    if let (Some(made), Some(audio)) = (streams.last_mut(), audio) {
        for name in [name::LANGUAGE, name::LANGUAGE_TAG, name::LANGUAGE_CODE] {
            if let Some(value) = audio.get(name) {
                made.set(name, value.clone());
            }
        }
    }
    Part {
        id: 0,
        file: part.file.as_deref().map(|file| placed(file, target)),
        own,
        first_stream: 0,
        streams: streams.into(),
    }
}

/// Returns where a version lies that was made from a file.
fn placed(file: &str, target: &str) -> Text {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let target = target.replace(['/', ':'], "-");
    format!("{folder}/Plex Versions/{target}/{stem}.mp4").into()
}

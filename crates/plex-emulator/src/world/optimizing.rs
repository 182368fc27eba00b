//! Versions that the server makes by itself, for players that cannot take the files as they are: in
//! orders, each of which makes one version of each of its items.

use std::sync::Arc;

use super::World;
use super::attribute::{Attributes, Text, Value, name};
use super::ids::{ItemId, next};
use super::job::Work;
use super::media::{Media, Part};
use super::ordered::Order;

impl World {
    /// Takes an order in, and begins with it unless another is being worked on.
    pub(crate) fn order_versions(&mut self, order: Order, now_millis: i64) {
        let id = next(&mut self.ids.order);
        self.orders.push(Order { id, ..order });
        self.work_on_orders(now_millis);
    }

    /// Begins with the first order that has something left, when none is being worked on and the queue
    /// is not paused.
    pub(crate) fn work_on_orders(&mut self, now_millis: i64) {
        if self.begin_an_order(now_millis) {
            self.work_on(now_millis);
        }
    }

    /// Begins with the first order that has something left, but takes it no further; says whether there
    /// was one to begin with.
    fn begin_an_order(&mut self, now_millis: i64) -> bool {
        let is_busy = |job: &super::job::Job| matches!(job.work, Work::Optimize(_));
        let is_paused = self.preferences.int("BackgroundQueueIdlePaused", 0) != 0;
        if is_paused || self.jobs.iter().any(is_busy) {
            return false;
        }
        let Some(order) = self.orders.iter().find(|order| !order.left.is_empty()) else {
            return false;
        };
        let (id, account) = (order.id, order.account);
        let length = self.task_length();
        self.begin_work(Work::Optimize(id), account, length, now_millis);
        true
    }

    pub(super) fn order_title(&self, id: u32) -> &str {
        let order = self.orders.iter().find(|order| order.id == id);
        order.map_or("", |order| order.title.as_str())
    }

    /// Makes the next version of an order, and begins with what comes after it. Whoever completes work
    /// takes that further: an order is as long as anybody likes, and the stack is not.
    pub(super) fn complete_order(&mut self, id: u32, now_millis: i64) {
        let order = self.orders.iter_mut().find(|order| order.id == id);
        let item = order.and_then(|order| (!order.left.is_empty()).then(|| order.left.remove(0)));
        if let Some(item) = item {
            self.make_version(id, item, now_millis);
        }
        self.begin_an_order(now_millis);
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

    /// Makes no version of what an order is at.
    pub(super) fn skip_version(&mut self, order: u32) {
        let order = self.orders.iter_mut().find(|held| held.id == order);
        if let Some(order) = order.filter(|order| !order.left.is_empty()) {
            order.left.remove(0);
        }
    }

    /// Gives an order up: what it has made goes, and nothing more is made. Says whether it was there.
    pub(crate) fn give_up_order(&mut self, id: u32, now_millis: i64) -> bool {
        let Some(at) = self.orders.iter().position(|order| order.id == id) else {
            return false;
        };
        let order = self.orders.remove(at);
        self.cancel_work(now_millis, |job| job.work == Work::Optimize(id));
        for (item, media) in order.made {
            self.remove_version(item, media, now_millis);
        }
        self.work_on_orders(now_millis);
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
        for order in &mut self.orders {
            order.left.retain(|item| !gone.contains(item));
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

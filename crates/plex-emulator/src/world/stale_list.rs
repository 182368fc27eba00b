//! Lists of collections that are not up to date at once.

use super::World;
use super::former::Former;
use super::member_list::Member;

impl World {
    /// Keeps what is in a collection, before it is changed, where lists are not up to date at once.
    pub(crate) fn keep_former(&mut self, group: &str, members: Vec<Member>, now_millis: i64) {
        let lag = i64::try_from(self.behaviour.children_lag.as_millis()).unwrap_or(i64::MAX);
        self.former.retain(|held| held.until > now_millis);
        let is_held = self.former.iter().any(|held| &*held.group == group);
        if lag > 0 && !is_held {
            self.former.push(Former {
                group: group.into(),
                members,
                until: now_millis.saturating_add(lag),
            });
        }
    }

    /// Returns what was in collections whose lists are not up to date, and may not be any more.
    pub(crate) fn formerly(&self) -> &[Former] {
        &self.former
    }

    /// Takes up what a list still says.
    pub(crate) fn resume_former(&mut self, former: Former) {
        self.former.push(former);
    }

    /// Returns what a collection's list still says is in it, where that is not what is in it.
    pub(crate) fn former_members(&self, group: &str, now_millis: i64) -> Option<Vec<Member>> {
        let mut former = self.former.iter();
        let held = former.find(|held| &*held.group == group && held.until > now_millis)?;
        let members = held.members.iter();
        let members = members.filter(|member| self.items.get(member.item).is_some());
        Some(members.cloned().collect())
    }
}

//! What plex.tv knows: people, what they share with whom, and the applications that they use.
//! Knows nothing of HTTP.

mod device;
mod person;
mod share;
mod taste;

use std::collections::{HashMap, HashSet};

pub(super) use device::Device;
pub(super) use person::{Person, PersonId};
pub(super) use share::{Friendship, Invited, Share, SharingSettings};
pub(super) use taste::Mark;

use crate::seed::Seed;

/// Everything that plex.tv knows of people.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) people: Vec<Person>,
    pub(super) friendships: Vec<Friendship>,
    pub(super) shares: Vec<Share>,
    /// Of the first for the second.
    settings: HashMap<(PersonId, PersonId), SharingSettings>,
    /// People whom the home's admin asked to join it.
    pub(super) home_invitations: Vec<Friendship>,
    pub(super) devices: Vec<Device>,
    /// The tokens that sign-ins have given.
    signed_in: HashMap<String, PersonId>,
    signed_out: HashSet<String>,
    last_id: u64,
}

impl State {
    /// Returns an id that nothing has had yet.
    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id = self.last_id.max(30_000_000) + 1;
        self.last_id
    }

    pub(super) fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    pub(super) fn person_mut(&mut self, id: PersonId) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.id == id)
    }

    /// Returns whose a token is: the account's own, or one of a sign-in, as long as it is good.
    pub(super) fn by_token(&self, token: &str) -> Option<&Person> {
        if self.signed_out.contains(token) {
            return None;
        }
        let signed_in = self.signed_in.get(token);
        let mut people = self.people.iter();
        people.find(|person| person.token == token || signed_in == Some(&person.id))
    }

    /// Returns a new token for whoever signs in so; none when it is not who they say.
    pub(super) fn sign_in(&mut self, login: &str, password: &str) -> Option<String> {
        let person = self.people.iter().find(|person| {
            let names = [person.username.as_deref(), person.email.as_deref()];
            let mut names = names.into_iter().flatten();
            names.any(|name| name.eq_ignore_ascii_case(login))
                && person.password.as_deref() == Some(password)
        })?;
        let count = self.signed_in.len() + self.signed_out.len();
        let token = format!("sign-in {} {count} {}", person.token, person.id.0);
        let token = Seed::of(&token).hex(20);
        self.signed_in.insert(token.clone(), person.id);
        Some(token)
    }

    /// Makes a token good for nothing.
    pub(super) fn sign_out(&mut self, token: &str) {
        self.signed_in.remove(token);
        self.signed_out.insert(token.to_owned());
    }

    /// Returns whom a text names: by name, e-mail address or number.
    pub(super) fn called(&self, text: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.is_called(text))
    }

    /// Returns who looks after the home.
    pub(super) fn admin(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.is_admin)
    }

    pub(super) fn home(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.is_home)
    }

    /// Tells whether somebody was asked to join the home, who counts as living there from then on.
    pub(super) fn is_asked_home(&self, from: PersonId, to: PersonId) -> bool {
        let mut asked = self.home_invitations.iter();
        asked.any(|asked| (asked.from, asked.to) == (from, to))
    }

    /// Asks somebody no longer to join the home; false when nobody did.
    pub(super) fn ask_home_no_longer(&mut self, from: PersonId, to: PersonId) -> bool {
        let before = self.home_invitations.len();
        self.home_invitations
            .retain(|asked| (asked.from, asked.to) != (from, to));
        self.home_invitations.len() < before
    }

    /// Adds somebody to the home who has no account of their own.
    pub(super) fn add_managed(&mut self, name: &str, now: i64) -> PersonId {
        let id = PersonId(self.next_id());
        self.people.push(Person::managed(id, name, now));
        id
    }

    /// Sends somebody out of the home. Who was managed is gone with all that was shared with them.
    pub(super) fn leave_home(&mut self, id: PersonId) {
        let is_managed = self.person(id).is_some_and(|person| person.is_restricted);
        if is_managed {
            self.people.retain(|person| person.id != id);
            self.shares
                .retain(|share| share.invited != Invited::Person(id));
            self.devices.retain(|device| device.person != id);
        } else if let Some(person) = self.person_mut(id) {
            person.is_home = false;
            person.pin = None;
        }
    }

    pub(super) fn settings(&self, owner: PersonId, other: PersonId) -> SharingSettings {
        let held = self.settings.get(&(owner, other));
        held.cloned().unwrap_or_default()
    }

    pub(super) fn settings_mut(
        &mut self,
        owner: PersonId,
        other: PersonId,
    ) -> &mut SharingSettings {
        self.settings.entry((owner, other)).or_default()
    }

    pub(super) fn friendship(&self, one: PersonId, other: PersonId) -> Option<&Friendship> {
        let mut all = self.friendships.iter();
        all.find(|friendship| friendship.is_between(one, other))
    }

    pub(super) fn share(&self, id: u64) -> Option<&Share> {
        self.shares.iter().find(|share| share.id == id)
    }

    pub(super) fn share_mut(&mut self, id: u64) -> Option<&mut Share> {
        self.shares.iter_mut().find(|share| share.id == id)
    }

    /// Shares a server. Who lives in the same home, and who is a friend already, need not say yes.
    pub(super) fn add_share(
        &mut self,
        owner: PersonId,
        machine_identifier: &str,
        invited: Invited,
        sections: Option<Vec<String>>,
        now: i64,
    ) -> u64 {
        let id = self.next_id();
        let is_taken_for_granted = invited.person().is_some_and(|other| {
            let lives_here = |id| self.person(id).is_some_and(|person| person.is_home);
            let is_friend = self
                .friendship(owner, other)
                .is_some_and(|friendship| friendship.accepted_at.is_some());
            is_friend || (lives_here(owner) && lives_here(other))
        });
        self.shares.push(Share {
            id,
            machine_identifier: machine_identifier.to_owned(),
            owner,
            invited,
            sections,
            access_token: Seed::of(&format!("share {id}")).hex(20),
            invited_at: now,
            accepted_at: is_taken_for_granted.then_some(now),
        });
        id
    }

    /// Says yes to a share, and to being friends with whoever shares.
    pub(super) fn accept_share(&mut self, id: u64, now: i64) {
        let Some(share) = self.share_mut(id) else {
            return;
        };
        share.accepted_at.get_or_insert(now);
        let (owner, invited) = (share.owner, share.invited.person());
        if let Some(invited) = invited {
            self.befriend(owner, invited, now);
        }
    }

    /// Makes two people friends, whoever asked.
    pub(super) fn befriend(&mut self, one: PersonId, other: PersonId, now: i64) {
        let held = self
            .friendships
            .iter_mut()
            .find(|friendship| friendship.is_between(one, other));
        match held {
            Some(friendship) => {
                friendship.accepted_at.get_or_insert(now);
            }
            None => self.friendships.push(Friendship {
                from: one,
                to: other,
                asked_at: now,
                accepted_at: Some(now),
            }),
        }
    }

    /// Ends what there is between two people: the friendship, and what they share with each other.
    /// False when there was nothing.
    pub(super) fn part(&mut self, one: PersonId, other: PersonId) -> bool {
        let before = (self.friendships.len(), self.shares.len());
        self.friendships
            .retain(|friendship| !friendship.is_between(one, other));
        self.shares.retain(|share| {
            let pair = (share.owner, share.invited.person());
            pair != (one, Some(other)) && pair != (other, Some(one))
        });
        before != (self.friendships.len(), self.shares.len())
    }
}

//! Accounts, devices and players.

use super::super::reader::{Read, Reader};
use super::super::time::moment;
use super::{Builder, not_twice};
use crate::seed::Seed;
use crate::world::{Account, AccountId, Cloud, Device, Restrictions, SectionId, World, name};

impl Builder {
    pub(super) fn people(&mut self, description: &Reader<'_>) -> Read<()> {
        for account in description.list("account")? {
            self.account(&account)?;
        }
        for device in description.list("device")? {
            self.device(&device)?;
        }
        for client in description.list("client")? {
            let held = self.attributes(&client, &[])?;
            let identifier = held.get(name::MACHINE_IDENTIFIER);
            let mut known = self.world.clients.iter();
            let is_taken = identifier.is_some()
                && known.any(|one| one.get(name::MACHINE_IDENTIFIER) == identifier);
            not_twice(&client, is_taken, "machineIdentifier")?;
            self.world.clients.push(held);
        }
        Ok(())
    }

    fn account(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&[
            "id",
            "name",
            "token",
            "thumb",
            "libraries",
            "email",
            "username",
            "password",
            "home",
            "restricted",
            "pin",
            "filterAll",
            "filterMovies",
            "filterMusic",
            "filterPhotos",
            "filterTelevision",
        ])?;
        let name = table
            .text_at("name")?
            .ok_or_else(|| table.invalid("expected a name"))?;
        let last = self.world.accounts.iter().map(|account| account.id.0).max();
        let id = table.int_at("id")?.unwrap_or(last.unwrap_or(0) + 1);
        if self.world.account(AccountId(id)).is_some() {
            return Err(table.invalid(format!("the account id {id} is taken")));
        }
        let thumb = table.text_at("thumb")?.map_or_else(
            || format!("https://plex.tv/users/{}/avatar", Seed::of(name).hex(16)),
            str::to_owned,
        );
        let sections = match table.get("libraries") {
            Some(_) => Some(self.section_list(table)?),
            None => None,
        };
        self.world.accounts.push(Account {
            id: AccountId(id),
            name: name.to_owned(),
            token: table.text_at("token")?.map(str::to_owned),
            thumb,
            sections,
            restrictions: restrictions(table)?,
            cloud: Cloud {
                email: table.text_at("email")?.map(str::to_owned),
                username: table.text_at("username")?.map(str::to_owned),
                password: table.text_at("password")?.map(str::to_owned),
                is_home: table.flag_at("home")?,
                is_restricted: table.flag_at("restricted")?,
                pin: table.text_at("pin")?.map(str::to_owned),
            },
        });
        Ok(())
    }

    /// Returns the sections that `libraries` names by key.
    fn section_list(&self, account: &Reader<'_>) -> Read<Vec<SectionId>> {
        let named = account.list("libraries")?;
        let ids = named.iter().map(|given| {
            self.world
                .section_by_key(&given.key()?)
                .ok_or_else(|| given.invalid("no section has this key"))
        });
        ids.collect()
    }

    fn device(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&[
            "id",
            "name",
            "platform",
            "clientIdentifier",
            "createdAt",
            "lan",
        ])?;
        let name = table.text_at("name")?.unwrap_or("");
        let last = self.world.devices.iter().map(|device| device.id).max();
        let created_at = match table.get("createdAt") {
            Some(given) => moment(&given, self.now)?,
            None => self.now - 365 * 86_400,
        };
        let client_identifier = table.text_at("clientIdentifier")?.map_or_else(
            || Seed::of(&format!("device {name}")).hex(24),
            str::to_owned,
        );
        let id = table.int_at("id")?.unwrap_or(last.unwrap_or(0) + 1);
        let mut known = self.world.devices.iter();
        not_twice(table, known.any(|one| one.id == id), "id of the device")?;
        self.world.devices.push(Device {
            id,
            name: name.to_owned(),
            platform: table.text_at("platform")?.unwrap_or("").to_owned(),
            client_identifier,
            created_at,
            is_lan: table.get("lan").is_none() || table.flag_at("lan")?,
        });
        Ok(())
    }

    /// Gives a server an owner, even if its description names nobody.
    pub(super) fn ensure_owner(&mut self) {
        if self.world.account(World::OWNER).is_none() {
            self.world.accounts.push(Account {
                id: World::OWNER,
                name: "Owner".to_owned(),
                token: None,
                thumb: String::new(),
                sections: None,
                restrictions: Restrictions::default(),
                cloud: Cloud::default(),
            });
        }
    }
}

/// Returns what an account is shown of its libraries, by plex.tv's names.
fn restrictions(account: &Reader<'_>) -> Read<Restrictions> {
    let text = |name: &str| -> Read<String> {
        let text = account.text_at(name)?;
        Ok(text.unwrap_or_default().to_owned())
    };
    Ok(Restrictions {
        all: text("filterAll")?,
        movies: text("filterMovies")?,
        music: text("filterMusic")?,
        photos: text("filterPhotos")?,
        television: text("filterTelevision")?,
    })
}

//! Somebody who asks plex.tv, and the emulated server.

use crate::ask;
use plex_emulator::Emulator;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

/// A person with an account token.
pub(super) struct Person<'e> {
    emulator: &'e Emulator,
    pub(super) token: String,
}

/// What was answered.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) status: u16,
    pub(super) text: String,
}

impl Said {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The number of a refusal.
    pub(super) fn code(&self) -> u64 {
        self.json()["errors"][0]["code"].as_u64().unwrap()
    }

    /// The values of an attribute of all elements of a name.
    pub(super) fn xml(&self, element: &str, attribute: &str) -> Vec<String> {
        let document = roxmltree::Document::parse(&self.text).unwrap();
        let nodes = document.descendants();
        nodes
            .filter(|node| node.has_tag_name(element))
            .filter_map(|node| node.attribute(attribute).map(str::to_owned))
            .collect()
    }
}

impl<'e> Person<'e> {
    /// Whoever owns the server.
    pub(super) fn owner(emulator: &'e Emulator) -> Self {
        let token = emulator.plex_tv().unwrap().token().to_owned();
        Self { emulator, token }
    }

    pub(super) fn called(emulator: &'e Emulator, name: &str) -> Self {
        let token = emulator.plex_tv().unwrap().token_of(name).unwrap();
        Self { emulator, token }
    }

    pub(super) fn new(emulator: &'e Emulator, name: &str) -> Self {
        let token = emulator.plex_tv().unwrap().add_person(name);
        Self { emulator, token }
    }

    pub(super) fn with_token(emulator: &'e Emulator, token: &str) -> Self {
        let token = token.to_owned();
        Self { emulator, token }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = self.emulator.plex_tv().unwrap().url();
        ask::http()
            .request(method, format!("{url}{path}"))
            .header("X-Plex-Token", &self.token)
    }

    async fn send(request: RequestBuilder) -> Said {
        let response = request.send().await.unwrap();
        Said {
            status: response.status().as_u16(),
            text: response.text().await.unwrap(),
        }
    }

    pub(super) async fn json(&self, method: Method, path: &str) -> Said {
        Self::send(
            self.request(method, path)
                .header("Accept", "application/json"),
        )
        .await
    }

    pub(super) async fn get(&self, path: &str) -> Value {
        let said = self.json(Method::GET, path).await;
        assert_eq!(said.status, 200, "{path}: {said:?}");
        said.json()
    }

    pub(super) async fn xml(&self, method: Method, path: &str) -> Said {
        Self::send(self.request(method, path)).await
    }

    /// Sends a JSON body.
    pub(super) async fn body(&self, method: Method, path: &str, body: &Value) -> Said {
        let request = self
            .request(method, path)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .body(body.to_string());
        Self::send(request).await
    }

    /// Sends a form.
    pub(super) async fn form(&self, method: Method, path: &str, form: &str) -> Said {
        let request = self
            .request(method, path)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form.to_owned());
        Self::send(request).await
    }

    /// The token that plex.tv gives this person for the emulated server, if it does.
    pub(super) async fn access_token(&self) -> Option<String> {
        let resources = self.get("/api/v2/resources").await;
        let mut all = resources.as_array().unwrap().iter();
        let server = all.find(|resource| resource["provides"] == "server")?;
        Some(server["accessToken"].as_str()?.to_owned())
    }
}

/// The keys of the libraries that the emulated server shows to a token; the status when it refuses.
pub(super) async fn libraries(emulator: &Emulator, token: &str) -> Result<Vec<String>, u16> {
    let response = ask::http()
        .get(format!("{}/library/sections", emulator.url()))
        .header("X-Plex-Token", token)
        .header("Accept", "application/json")
        .send()
        .await
        .unwrap();
    if response.status() != 200 {
        return Err(response.status().as_u16());
    }
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    let sections = ask::list(&body["MediaContainer"]["Directory"]);
    let keys = sections.iter().map(|section| section["key"].as_str());
    Ok(keys.map(|key| key.unwrap().to_owned()).collect())
}

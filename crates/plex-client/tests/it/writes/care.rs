//! Tasks, trash, settings, and what is deleted for good.

use plex_client::{
    ErrorKind, HistoryQuery, ItemType, MediaId, PageRequest, PlexClient, PlexError, RatingKey,
    Setting, TaskName,
};
use plex_emulator::{Behaviour, DeletionRefusal, Fault};

use super::{FILMS, client, first, friend, key, library, look, named, owner, sample, weather};

fn task(name: &str) -> TaskName {
    TaskName::new(name).unwrap()
}

async fn setting(client: &PlexClient, id: &str) -> Setting {
    let settings = client.settings().await.unwrap();
    settings
        .into_iter()
        .find(|setting| setting.id == id)
        .unwrap()
}

async fn allow_deletion(client: &PlexClient, is_allowed: bool) {
    let allow = setting(client, "allowMediaDeletion").await;
    let value = is_allowed.to_string();
    client.set_setting(&allow, &value).await.unwrap();
}

#[tokio::test]
async fn a_task_is_started_seen_and_stopped() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let tasks = owner.maintenance_tasks().await.unwrap();
    assert!(tasks.len() > 10);
    let backup = tasks
        .iter()
        .find(|found| found.name == Some(task("BackupDatabase")));
    let backup = backup.unwrap();
    assert_eq!(
        (backup.interval_days, backup.enabled),
        (Some(3), Some(true))
    );
    let is_running = async || {
        let activities = owner.activities().await.unwrap();
        activities
            .iter()
            .any(|activity| activity.title == backup.title)
    };
    assert!(!is_running().await);
    owner.start_task(&task("BackupDatabase")).await.unwrap();
    assert!(is_running().await);
    // It is being done already, which is no error.
    owner.start_task(&task("BackupDatabase")).await.unwrap();
    owner.stop_task(&task("BackupDatabase")).await.unwrap();
    assert!(!is_running().await);
    let stopped = owner.stop_task(&task("BackupDatabase")).await.unwrap_err();
    assert_eq!(stopped.kind(), ErrorKind::NotFound);
    let unknown = owner.start_task(&task("MakeTea")).await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
    owner.start_due_tasks().await.unwrap();
    assert!(is_running().await);
    owner.stop_all_tasks().await.unwrap();
    assert!(!is_running().await);
    owner.clean_bundles().await.unwrap();
    owner.optimize_database().await.unwrap();
    assert_eq!(owner.activities().await.unwrap().len(), 2);
}

#[tokio::test]
async fn scans_and_activities_are_called_off() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = &library(FILMS);
    let is_scanning = async || owner.libraries().await.unwrap()[0].refreshing;
    owner.refresh_library(films, None).await.unwrap();
    assert!(is_scanning().await);
    owner.cancel_refresh(films).await.unwrap();
    assert!(!is_scanning().await);
    owner.refresh_library(films, None).await.unwrap();
    let scan = owner.activities().await.unwrap().remove(0).uuid.unwrap();
    owner.cancel_activity(&scan).await.unwrap();
    assert!(!is_scanning().await);
    let over = owner.cancel_activity(&scan).await.unwrap_err();
    assert_eq!(over.kind(), ErrorKind::NotFound);
    owner.empty_trash(films).await.unwrap();
    owner.analyze_library(films).await.unwrap();
    owner.refresh_library_metadata(films).await.unwrap();
    let requests = emulator.requests();
    let last = requests
        .iter()
        .rev()
        .find(|seen| seen.path.ends_with("/refresh"));
    assert_eq!(last.unwrap().parameter("force").as_deref(), Some("1"));
    assert!(is_scanning().await);
    let unknown = owner.empty_trash(&library("99")).await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_setting_takes_only_what_it_can_be() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let name = setting(&owner, "FriendlyName").await;
    owner
        .set_setting(&name, "Lighthouse & Co. #1")
        .await
        .unwrap();
    assert_eq!(
        setting(&owner, "FriendlyName").await.value.as_deref(),
        Some("Lighthouse & Co. #1")
    );
    let allow = setting(&owner, "allowMediaDeletion").await;
    for (value, written) in [("TRUE", "1"), ("0", "0"), (" true ", "1"), ("false", "0")] {
        owner.set_setting(&allow, value).await.unwrap();
        let read = setting(&owner, "allowMediaDeletion").await;
        assert_eq!(read.value.as_deref(), Some(written), "{value}");
    }
    let settings = owner.settings().await.unwrap();
    let offering = settings
        .iter()
        .find(|setting| setting.enum_values.is_some());
    let number = settings
        .iter()
        .find(|setting| setting.setting_type.as_deref() == Some("int"));
    emulator.forget_requests();
    for (setting, value) in [
        (&allow, "perhaps"),
        (&allow, ""),
        (number.unwrap(), "many"),
        (number.unwrap(), "1.5"),
        (offering.unwrap(), "no such choice"),
    ] {
        let error = owner.set_setting(setting, value).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{}", setting.id);
        assert!(
            value.is_empty() || !error.to_string().contains(value),
            "{error}"
        );
    }
    // The name of a setting cannot be another parameter.
    for id in ["", "X-Plex-Token", "a&b", "a=b", "é"] {
        let mut wrong = name.clone();
        wrong.id = id.to_owned();
        let error = owner.set_setting(&wrong, "x").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{id}");
    }
    assert!(emulator.requests().is_empty());
    let mut unknown = name;
    unknown.id = "NoSuchSetting".to_owned();
    let error = owner.set_setting(&unknown, "x").await.unwrap_err();
    assert!(matches!(error, PlexError::Refused { .. }), "{error}");
}

#[tokio::test]
async fn an_item_and_a_version_are_deleted_where_that_is_allowed() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    allow_deletion(&owner, false).await;
    let film = first(&owner, FILMS, 1).await.remove(0);
    let refused = owner.delete_item(&film).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Forbidden);
    allow_deletion(&owner, true).await;
    owner.delete_item(&film).await.unwrap();
    let gone = owner.delete_item(&film).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
    let all = first(&owner, FILMS, 1000).await;
    let mut several = None;
    for film in &all {
        let media = look(&owner, film).await.media;
        if let [first, _] = &*media {
            several = Some((film.clone(), first.id.clone().unwrap()));
        }
    }
    let (film, version) = several.unwrap();
    owner.delete_version(&film, &version).await.unwrap();
    assert_eq!(look(&owner, &film).await.media.len(), 1);
    let gone = owner.delete_version(&film, &version).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn servers_refuse_deletions_in_two_ways() {
    for (refusal, kind) in [
        (DeletionRefusal::Forbidden, ErrorKind::Forbidden),
        (DeletionRefusal::BadRequest, ErrorKind::InvalidArgument),
    ] {
        let behaviour = Behaviour {
            deletion_refusal: refusal,
            ..Behaviour::default()
        };
        let emulator = sample().behaviour(behaviour).start().await.unwrap();
        let owner = owner(&emulator);
        allow_deletion(&owner, false).await;
        let film = first(&owner, FILMS, 1).await.remove(0);
        let error = owner.delete_item(&film).await.unwrap_err();
        assert_eq!(error.kind(), kind);
        look(&owner, &film).await;
    }
}

#[test]
fn no_id_leads_to_more_than_one_thing() {
    for text in [
        "", ",", "1,2", "1/2", "/", "1?", "1#", "1%2F2", "..", ".", "1 ", "1\n",
    ] {
        assert!(RatingKey::new(text).is_err(), "{text:?}");
        assert!(MediaId::new(text).is_err(), "{text:?}");
        assert!(TaskName::new(text).is_err(), "{text:?}");
        assert!(plex_client::HistoryId::new(text).is_err(), "{text:?}");
        assert!(plex_client::HubId::new(text).is_err(), "{text:?}");
        assert!(plex_client::PlaylistItemId::new(text).is_err(), "{text:?}");
    }
}

#[tokio::test]
async fn a_record_of_the_history_is_deleted_and_no_other() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let query = HistoryQuery::new().page(PageRequest::first(3));
    let before = owner.history(&query).await.unwrap();
    let record = before.items[1].id().unwrap();
    owner.delete_history_record(&record).await.unwrap();
    let after = owner.history(&query).await.unwrap();
    assert_eq!(after.total, before.total.map(|total| total - 1));
    assert_eq!(after.items[0], before.items[0]);
    assert_eq!(after.items[1], before.items[2]);
    let gone = owner.delete_history_record(&record).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn only_the_owner_cares_for_the_server() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    allow_deletion(&owner, true).await;
    let film = &named(&owner, FILMS, ItemType::Movie, "Metropolis").await;
    let version = &look(&owner, film).await.media[0].id.clone().unwrap();
    let record = &owner.history(&HistoryQuery::new()).await.unwrap().items[0]
        .id()
        .unwrap();
    let name = &setting(&owner, "FriendlyName").await;
    let (films, backup) = (&library(FILMS), &task("BackupDatabase"));
    let before = look(&owner, film).await;
    for (client, kind) in [
        (&friend(&emulator, "grace"), ErrorKind::Forbidden),
        (&client(&emulator, "wrong"), ErrorKind::Unauthorized),
    ] {
        for refused in [
            client.start_task(backup).await,
            client.stop_task(backup).await,
            client.start_due_tasks().await,
            client.stop_all_tasks().await,
            client.maintenance_tasks().await.map(drop),
            client.empty_trash(films).await,
            client.clean_bundles().await,
            client.optimize_database().await,
            client.cancel_refresh(films).await,
            client.analyze_library(films).await,
            client.refresh_library_metadata(films).await,
            client.set_setting(name, "Mine").await,
            client.delete_item(film).await,
            client.delete_version(film, version).await,
        ] {
            assert_eq!(refused.unwrap_err().kind(), kind);
        }
        let error = client.delete_history_record(record).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
    }
    assert_eq!(look(&owner, film).await, before);
}

#[tokio::test]
async fn the_care_of_a_server_that_is_refused_or_lost_says_so_and_is_sent_once() {
    let emulator = sample().start().await.unwrap();
    let server = &emulator;
    let owner = owner(&emulator);
    let (films, backup, film) = (&library(FILMS), &task("BackupDatabase"), &key("18"));
    let name = &setting(&owner, "FriendlyName").await;
    let version = &MediaId::new("1").unwrap();
    let record = &plex_client::HistoryId::new("7").unwrap();
    let activity = &plex_client::ActivityId::new("a-b").unwrap();
    weather(server, "/butler/BackupDatabase", |c| async move {
        c.start_task(backup).await
    })
    .await;
    weather(server, "/butler/BackupDatabase", |c| async move {
        c.stop_task(backup).await
    })
    .await;
    weather(
        server,
        "/butler",
        |c| async move { c.start_due_tasks().await },
    )
    .await;
    weather(server, "/library/sections/1/emptyTrash", |c| async move {
        c.empty_trash(films).await
    })
    .await;
    weather(server, "/library/clean/bundles", |c| async move {
        c.clean_bundles().await
    })
    .await;
    weather(server, "/library/optimize", |c| async move {
        c.optimize_database().await
    })
    .await;
    weather(server, "/library/sections/1/refresh", |c| async move {
        c.cancel_refresh(films).await
    })
    .await;
    weather(server, "/activities/a-b", |c| async move {
        c.cancel_activity(activity).await
    })
    .await;
    weather(server, "/:/prefs", |c| async move {
        c.set_setting(name, "x").await
    })
    .await;
    weather(server, "/library/metadata/18", |c| async move {
        c.delete_item(film).await
    })
    .await;
    weather(server, "/library/metadata/18/media/1", |c| async move {
        c.delete_version(film, version).await
    })
    .await;
    weather(server, "/status/sessions/history/7", |c| async move {
        c.delete_history_record(record).await
    })
    .await;
    emulator.inject(Fault::NotApplied.on("/:/prefs"));
    owner.set_setting(name, "Elsewhere").await.unwrap();
    assert_eq!(setting(&owner, "FriendlyName").await.value, name.value);
}

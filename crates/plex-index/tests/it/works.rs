//! One work in several copies, editions and libraries, and what was deleted and added again.

use plex_client::AccountId;
use plex_index::insight::{
    audit::{AuditQuery, Check},
    recommend::RecommendQuery,
    stats::{GroupBy, StatsQuery},
};

use crate::fixture::{Fixture, NOW, person};

/// Grace has played a copy or an edition of three films, an episode of one copy of a show, a track
/// of a compilation, and a film that was deleted and is there again.
const COPIES: &str = r#"
[[account]]
id = 1
name = "ada"
[[account]]
id = 2
name = "grace"
[[account]]
id = 3
name = "Kids"
[[account]]
id = 4
name = "kids"
[[account]]
id = 5
name = ""

[[section]]
key = "1"
type = "movie"
title = "Films"
item = [
  { ratingKey = "1", title = "Dunes", year = 2021, guid = "plex://movie/aa", Genre = ["Drama"], addedAt = "-400d" },
  { ratingKey = "2", title = "Stranger", year = 1979, guid = "plex://movie/bb", editionTitle = "Director's Cut", Genre = ["Drama"], addedAt = "-400d" },
  { ratingKey = "3", title = "Stranger", year = 1979, guid = "plex://movie/bb", Genre = ["Drama"], addedAt = "-400d" },
  { ratingKey = "4", title = "Landing", year = 2016, guid = "plex://movie/cc", Genre = ["Drama"], addedAt = "-400d" },
  { ratingKey = "5", title = "Landing", year = 2016, guid = "plex://movie/cc", editionTitle = "Extended", Genre = ["Drama"], addedAt = "-400d" },
  { ratingKey = "6", title = "Return", year = 1950, originallyAvailableAt = "1950-02-01", guid = "plex://movie/dd", Genre = ["Drama"], addedAt = "-400d" },
  { ratingKey = "7", title = "Return", year = 1990, originallyAvailableAt = "1990-02-01", guid = "plex://movie/ee", Genre = ["Drama"], addedAt = "-400d" },
  { ratingKey = "8", title = "No file", year = 2000, guid = "plex://movie/ff", Genre = ["Drama"], addedAt = "-400d", Media = [] },
  { ratingKey = "9", title = "Wide", year = 2001, guid = "plex://movie/gg", Genre = ["Drama"], addedAt = "-400d", Media = [
    { width = 1280, height = 536, videoResolution = "720", Part = [ { size = 1000 } ] },
    { width = 720, height = 300, videoResolution = "480", proxyType = 42, title = "Optimized for Mobile", Part = [ { size = 100 } ] } ] },
  { ratingKey = "10", title = "Small", year = 2002, guid = "plex://movie/hh", Genre = ["Drama"], addedAt = "-400d", Media = [
    { width = 720, height = 540, Part = [ { size = 1000 } ] }, { width = 640, height = 480, Part = [ { size = 500 } ] } ] },
]
[[section]]
key = "2"
type = "movie"
title = "Films 4K"
item = [
  { ratingKey = "21", title = "Dunes", year = 2021, guid = "plex://movie/aa", Genre = ["Drama"], addedAt = "-300d", media = ["uhd"] },
  { ratingKey = "22", title = "Old Agent", year = 1940, guid = "com.plexapp.agents.imdb://tt0032553?lang=en", Genre = ["Drama"], addedAt = "-300d" },
  { ratingKey = "23", title = "New Agent", year = 1940, guid = "plex://movie/ii", Guid = ["imdb://tt0032553"], Genre = ["Drama"], addedAt = "-300d" },
  { ratingKey = "24", title = "Wide", year = 2001, guid = "local://24", Genre = ["Drama"], addedAt = "-300d" },
]
[[section]]
key = "3"
type = "show"
title = "Shows"
[[section.item]]
ratingKey = "30"
title = "Harbour"
guid = "plex://show/aa"
addedAt = "-400d"
item = [ { index = 1, ratingKey = "31", item = [ { ratingKey = "311", title = "One", index = 1, duration = "30m" } ] } ]
[[section.item]]
ratingKey = "35"
title = "Nothing There"
guid = "plex://show/bb"
addedAt = "-400d"
[[section]]
key = "4"
type = "show"
title = "Shows 4K"
[[section.item]]
ratingKey = "40"
title = "Harbour"
guid = "plex://show/aa"
addedAt = "-400d"
item = [ { index = 1, ratingKey = "41", item = [ { ratingKey = "411", title = "One", index = 1, duration = "30m" } ] } ]
[[section]]
key = "5"
type = "artist"
title = "Music"
[[section.item]]
ratingKey = "50"
title = "Various Artists"
item = [ { ratingKey = "51", title = "Hits", item = [
  { ratingKey = "511", title = "In the Air", index = 1, originalTitle = "Phil Drummer" },
  { ratingKey = "512", title = "Rio", index = 2, originalTitle = "Duo Duo" },
] } ]
[[section.item]]
ratingKey = "55"
title = "Phil Drummer"
item = [ { ratingKey = "56", title = "Alone", item = [ { ratingKey = "561", title = "Solo", index = 1 } ] } ]

[[play]]
item = "1"
account = "grace"
viewedAt = "-20d"
[[play]]
item = "21"
account = "ada"
viewedAt = "-19d"
[[play]]
item = "21"
account = "grace"
viewedAt = "-18d"
[[play]]
item = "2"
account = "grace"
viewedAt = "-30d"
[[play]]
item = "6"
account = "grace"
viewedAt = "-40d"
deleted = true
[[play]]
item = "22"
account = "grace"
viewedAt = "-50d"
[[play]]
item = "24"
account = "grace"
viewedAt = "-60d"
[[play]]
item = "311"
account = "grace"
viewedAt = "-60d"
[[play]]
item = "511"
account = "grace"
viewedAt = "-61d"
[[play]]
item = "511"
account = "ada"
viewedAt = "-61d"
[[play]]
item = "512"
account = "grace"
viewedAt = "-62d"
[[play]]
item = "561"
account = "grace"
viewedAt = "-63d"
"#;

/// People of the household.
const GRACE: (i64, &str) = (2, "grace");
const KIDS: (i64, &str) = (4, "kids");

async fn offered(
    fixture: &Fixture,
    users: &[(i64, &str)],
    like: &[&str],
) -> (Vec<String>, Vec<String>) {
    let query = RecommendQuery {
        users: users.iter().copied().map(person).collect(),
        library: None,
        max_minutes: None,
        genres: Vec::new(),
        like: like.iter().map(|key| key.parse().unwrap()).collect(),
        limit: 100,
        now: NOW,
    };
    let found = fixture.index.recommend(query).await.unwrap();
    let mut keys: Vec<String> = found.titles.into_iter().map(|one| one.rating_key).collect();
    keys.sort_by_key(|key| key.parse::<u32>().unwrap());
    (keys, found.users)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_played_in_any_copy_is_not_offered_and_no_work_twice() {
    let fixture = Fixture::of_toml(COPIES).await;
    // Not the other copy or edition of Dunes and Stranger, the film that came back, the film by
    // another agent, the one that nobody recognised, the show in 4K; not what has no file. Of
    // Landing one edition. The film of another year with the same name is another one.
    let (keys, users) = offered(&fixture, &[GRACE], &[]).await;
    assert_eq!(keys, ["4", "7", "10"]);
    assert_eq!(users, ["grace"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_people_it_is_for_the_owner() {
    let fixture = Fixture::of_toml(COPIES).await;
    let (keys, users) = offered(&fixture, &[], &[]).await;
    assert_eq!(users, ["ada"]);
    assert!(
        !keys.contains(&"1".to_owned()) && keys.contains(&"6".to_owned()),
        "{keys:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_copy_of_an_example_is_offered() {
    let fixture = Fixture::of_toml(COPIES).await;
    let (keys, _) = offered(&fixture, &[KIDS], &["4"]).await;
    assert!(keys.contains(&"1".to_owned()), "{keys:?}");
    assert!(
        !keys.contains(&"4".to_owned()) && !keys.contains(&"5".to_owned()),
        "{keys:?}"
    );
}

async fn found(fixture: &Fixture, check: Check) -> Vec<String> {
    let query = AuditQuery {
        library: None,
        checks: vec![check],
        limit: 100,
        now: NOW,
    };
    let mut reports = fixture.index.audit(query).await.unwrap();
    let mut keys: Vec<String> = reports
        .remove(0)
        .findings
        .into_iter()
        .flat_map(|finding| finding.rating_keys)
        .collect();
    keys.sort_by_key(|key| key.parse::<u32>().unwrap());
    keys
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_played_in_any_copy_is_not_unwatched() {
    let fixture = Fixture::of_toml(COPIES).await;
    assert_eq!(
        found(&fixture, Check::NeverWatched).await,
        ["4", "5", "7", "8", "10", "35"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_that_plex_made_are_no_duplicates_and_a_wide_picture_is_hd() {
    let fixture = Fixture::of_toml(COPIES).await;
    let duplicates = found(&fixture, Check::Duplicates).await;
    assert!(
        !duplicates.contains(&"9".to_owned()) && duplicates.contains(&"10".to_owned()),
        "{duplicates:?}"
    );
    assert_eq!(found(&fixture, Check::LowQuality).await, ["10"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn plays_of_all_copies_count_together_and_tracks_for_their_own_artists() {
    let fixture = Fixture::of_toml(COPIES).await;
    let query = |user: Option<i64>, limit| StatsQuery {
        since: None,
        until: None,
        user: user.map(AccountId::new),
        group_by: GroupBy::Title,
        limit,
    };
    let stats = fixture.index.watch_stats(query(None, 50)).await.unwrap();
    let counted: Vec<(&str, u64, u64, Option<&str>)> = stats
        .groups
        .iter()
        .map(|group| {
            let count = &group.count;
            (
                group.name.as_str(),
                count.plays,
                count.people,
                group.rating_key.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        counted,
        [
            // The copy with most plays shows.
            ("Dunes", 3, 2, Some("1")),
            ("Phil Drummer", 3, 2, Some("55")),
            ("Duo Duo", 1, 1, None),
            ("Harbour", 1, 1, Some("30")),
            ("Old Agent", 1, 1, Some("22")),
            ("Return", 1, 1, Some("6")),
            ("Stranger", 1, 1, Some("2")),
            ("Wide", 1, 1, Some("24")),
        ]
    );
    assert_eq!(stats.groups[0].year, Some(2021));
    assert!(!stats.has_more);
    let first = fixture
        .index
        .watch_stats(query(Some(GRACE.0), 1))
        .await
        .unwrap();
    assert_eq!((first.groups.len(), first.has_more), (1, true));
    assert_eq!(first.groups[0].name, "Dunes");
}

/// What was left in one copy and finished, or gone on with, in another is not abandoned.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_went_on_with_another_copy_has_abandoned_nothing() {
    let film = |key: u32, work: &str, state: &str| {
        format!(
            "{{ ratingKey = \"{key}\", title = \"{work}\", year = 2001, duration = \"120m\", \
             guid = \"plex://movie/{work}\", addedAt = \"-400d\", {state} }}"
        )
    };
    let left = "viewOffset = \"60m\", lastViewedAt = \"-200d\"";
    let earlier = "viewCount = 1, lastViewedAt = \"-300d\"";
    let later = "viewCount = 1, lastViewedAt = \"-190d\"";
    let going_on = "viewOffset = \"80m\", lastViewedAt = \"-3d\"";
    let left_too = "viewOffset = \"90m\", lastViewedAt = \"-150d\"";
    let (mut here, mut there) = (Vec::new(), Vec::new());
    let others = [
        ("Finished", later),
        ("Reseen", earlier),
        ("Going", going_on),
        ("Twice", left_too),
    ];
    for (number, (work, other)) in (0..).zip(others) {
        here.push(film(10 + number, work, left));
        there.push(film(20 + number, work, other));
    }
    let show = |first: u32, episodes: u32| {
        let episodes: Vec<String> = (1..=episodes)
            .map(|n| {
                let key = first + 10 + n;
                format!(
                    "{{ ratingKey = \"{key}\", title = \"E{n}\", index = {n}, duration = \"30m\" }}"
                )
            })
            .collect();
        format!(
            "item = [ {{ ratingKey = \"{first}\", title = \"Harbour\", guid = \"plex://show/aa\", addedAt = \"-400d\", \
             item = [ {{ ratingKey = \"{}\", index = 1, item = [ {} ] }} ] }} ]",
            first + 1,
            episodes.join(", ")
        )
    };
    let play = |key: u32, who: &str, days: u32| {
        format!("[[play]]\nitem = \"{key}\"\naccount = \"{who}\"\nviewedAt = \"-{days}d\"\n")
    };
    let plays = [
        // Grace went on in the other copy to the end, Ada stopped there.
        play(111, "grace", 200),
        play(212, "grace", 199),
        play(213, "grace", 198),
        play(111, "ada", 200),
        play(212, "ada", 199),
    ];
    let world = format!(
        "[[account]]\nid = 1\nname = \"ada\"\n[[account]]\nid = 2\nname = \"grace\"\n\
         [[section]]\nkey = \"1\"\ntype = \"movie\"\ntitle = \"Films\"\nitem = [{}]\n\
         [[section]]\nkey = \"2\"\ntype = \"movie\"\ntitle = \"Films 4K\"\nitem = [{}]\n\
         [[section]]\nkey = \"3\"\ntype = \"show\"\ntitle = \"Shows\"\n{}\n\
         [[section]]\nkey = \"4\"\ntype = \"show\"\ntitle = \"Shows 4K\"\n{}\n{}",
        here.join(", "),
        there.join(", "),
        show(100, 3),
        show(200, 3),
        plays.concat()
    );
    let fixture = Fixture::synced(plex_emulator::Library::from_toml(&world).unwrap()).await;
    let query = AuditQuery {
        library: None,
        checks: vec![Check::Abandoned],
        limit: 100,
        now: NOW,
    };
    let report = fixture.index.audit(query).await.unwrap().remove(0);
    let found: Vec<(&str, &str)> = report
        .findings
        .iter()
        .map(|one| (one.title.as_str(), one.library.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("Twice", "Films 4K"),
            ("Reseen", "Films"),
            ("Harbour", "Shows 4K")
        ],
        "{:?}",
        report.findings
    );
    let why = &report.findings[2].why;
    assert!(
        why.starts_with("ada played 2 of 3 episodes and stopped at S01E02"),
        "{why}"
    );
}

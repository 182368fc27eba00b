//! Insights on a household that was made so that the right answers are known.

use plex_client::{AccountId, ItemType, RatingKey};
use plex_index::{
    Depth, Index, IndexError, Query,
    insight::{
        audit::{AuditQuery, Check, Finding},
        recommend::{RecommendQuery, Recommendations},
        stats::{GroupBy, Stats, StatsQuery},
    },
};

use crate::fixture::{Fixture, NOW, options, person};

/// Ada watches horror by one director, Grace comedies with one actress; there is one film with
/// both. Linus has watched nothing.
const HOUSEHOLD: &str = r#"
[[account]]
id = 1
name = "ada"
[[account]]
id = 2
name = "grace"
[[account]]
id = 3
name = "linus"
[[device]]
id = 1
name = "Living room"

[[section]]
key = "1"
type = "movie"
title = "Films"
agent = "tv.plex.agents.movie"
Location = ["/media/films"]
item = [
  { ratingKey = "1", title = "Crypt", year = 1922, guid = "plex://movie/1", Genre = ["Horror"], Director = ["Dark Director"], duration = "90m", addedAt = "-700d", thumb = "/library/metadata/1/thumb/1" },
  { ratingKey = "2", title = "Tomb", year = 1923, guid = "plex://movie/2", Genre = ["Horror"], Director = ["Dark Director"], duration = "80m", addedAt = "-700d" },
  { ratingKey = "3", title = "Vault", year = 1924, guid = "plex://movie/3", Genre = ["Horror"], Director = ["Dark Director"], duration = "100m", addedAt = "-700d" },
  { ratingKey = "4", title = "Giggle", year = 1931, guid = "plex://movie/4", Genre = ["Comedy"], Role = ["Merry Actress | Maid"], duration = "70m", addedAt = "-700d" },
  { ratingKey = "5", title = "Titter", year = 1932, guid = "plex://movie/5", Genre = ["Comedy"], Role = ["Merry Actress | Cook"], duration = "75m", addedAt = "-700d" },
  { ratingKey = "6", title = "Chortle", year = 1933, guid = "plex://movie/6", Genre = ["Comedy"], Role = ["Merry Actress | Queen"], duration = "60m", addedAt = "-700d" },
  { ratingKey = "7", title = "Laughing Ghost", year = 1940, guid = "plex://movie/7", Genre = ["Comedy", "Horror"], Director = ["Dark Director"], Role = ["Merry Actress | Ghost"], duration = "150m", addedAt = "-10d" },
  { ratingKey = "8", title = "Trains", year = 1950, guid = "plex://movie/8", Genre = ["Documentary"], duration = "50m", addedAt = "-700d" },
  { ratingKey = "9", title = "Trains", year = 1950, guid = "plex://movie/8", Genre = ["Documentary"], duration = "50m", addedAt = "-700d" },
  { ratingKey = "10", title = "Trains", year = 1950, guid = "plex://movie/8", editionTitle = "Director's Cut", Genre = ["Documentary"], duration = "55m", addedAt = "-700d" },
  { ratingKey = "11", title = "trains_final.mkv", guid = "tv.plex.agents.none://11", addedAt = "-700d" },
]

[[section]]
key = "2"
type = "show"
title = "Shows"
Location = ["/media/shows"]

[[section.item]]
ratingKey = "20"
title = "Harbour"
year = 2001
addedAt = "-700d"
item = [
  { index = 0, ratingKey = "21", item = [ { ratingKey = "210", title = "Making of", index = 3 }, { ratingKey = "211", title = "One", index = 1 } ] },
  { index = 1, ratingKey = "22", item = [
    { ratingKey = "221", title = "One", index = 1, duration = "30m" },
    { ratingKey = "222", title = "Two", index = 2, duration = "30m" },
    { ratingKey = "224", title = "Four", index = 4, duration = "30m" },
  ] },
  { index = 3, ratingKey = "23", item = [ { ratingKey = "231", title = "Later", index = 1 } ] },
]

[[play]]
item = "1"
account = "ada"
device = 1
viewedAt = "-20d"
[[play]]
item = "2"
account = "ada"
device = 1
viewedAt = "-10d"
[[play]]
item = "4"
account = "grace"
device = 1
viewedAt = "-20d"
[[play]]
item = "5"
account = "grace"
device = 1
viewedAt = "-5d"
[[play]]
item = "221"
account = "grace"
device = 1
viewedAt = "-200d"
[[play]]
item = "222"
account = "grace"
device = 1
viewedAt = "-199d"
"#;

/// The people of the household.
const ADA: (i64, &str) = (1, "ada");
const GRACE: (i64, &str) = (2, "grace");
const LINUS: (i64, &str) = (3, "linus");

fn for_users(users: &[(i64, &str)]) -> RecommendQuery {
    RecommendQuery {
        users: users.iter().copied().map(person).collect(),
        library: None,
        max_minutes: None,
        genres: Vec::new(),
        like: Vec::new(),
        limit: 3,
        now: NOW,
    }
}

fn titles(found: &Recommendations) -> Vec<&str> {
    found
        .titles
        .iter()
        .map(|title| title.title.as_str())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_gets_what_fits_and_both_what_fits_both() {
    let fixture = Fixture::of_toml(HOUSEHOLD).await;
    let ada = fixture.index.recommend(for_users(&[ADA])).await.unwrap();
    assert_eq!(titles(&ada)[..2], ["Vault", "Laughing Ghost"]);
    assert_eq!(
        ada.titles[0].reasons[0],
        "director Dark Director: ada played \"Tomb\" (1923)"
    );

    let grace = fixture.index.recommend(for_users(&[GRACE])).await.unwrap();
    assert_eq!(titles(&grace)[..2], ["Chortle", "Laughing Ghost"]);
    assert!(
        grace.titles[0]
            .reasons
            .iter()
            .any(|reason| reason.starts_with("actor Merry Actress: grace"))
    );

    let both = fixture
        .index
        .recommend(for_users(&[ADA, GRACE]))
        .await
        .unwrap();
    assert_eq!(titles(&both)[0], "Laughing Ghost");
    let reasons = both.titles[0].reasons.join("; ");
    assert!(
        reasons.contains("ada played") && reasons.contains("grace played"),
        "{reasons}"
    );
    let owner = fixture.index.recommend(for_users(&[])).await.unwrap();
    assert_eq!(owner, ada);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_much_does_not_outvote_who_watches_little() {
    // Ada sees her two films a hundred times more; the three of them still count alike.
    let again: String = (1..100)
        .map(|n| format!("[[play]]\nitem = \"1\"\naccount = \"ada\"\nviewedAt = \"-{n}d\"\n"))
        .collect();
    let fixture = Fixture::of_toml(&format!("{HOUSEHOLD}{again}")).await;
    let both = fixture
        .index
        .recommend(for_users(&[ADA, GRACE]))
        .await
        .unwrap();
    assert_eq!(titles(&both)[0], "Laughing Ghost");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_played_is_never_offered_and_wishes_are_kept() {
    let fixture = Fixture::of_toml(HOUSEHOLD).await;
    let mut all = for_users(&[ADA]);
    all.limit = 100;
    let all = fixture.index.recommend(all).await.unwrap();
    assert!(!titles(&all).contains(&"Crypt") && !titles(&all).contains(&"Tomb"));
    assert!(titles(&all).contains(&"Harbour"));
    let mut grace = for_users(&[GRACE]);
    grace.limit = 100;
    assert!(!titles(&fixture.index.recommend(grace).await.unwrap()).contains(&"Harbour"));

    let mut short = for_users(&[ADA]);
    short.max_minutes = Some(100);
    assert!(!titles(&fixture.index.recommend(short).await.unwrap()).contains(&"Laughing Ghost"));
    let mut comedies = for_users(&[ADA]);
    comedies.genres = vec!["Comedy".to_owned()];
    assert_eq!(
        titles(&fixture.index.recommend(comedies).await.unwrap())[0],
        "Laughing Ghost"
    );
    let mut like = for_users(&[LINUS]);
    like.like = vec!["4".parse().unwrap()];
    let like = fixture.index.recommend(like).await.unwrap();
    assert_eq!(titles(&like)[..2], ["Chortle", "Titter"]);
    assert!(
        like.titles[0]
            .reasons
            .iter()
            .any(|reason| reason.contains("as in \"Giggle\" (1931)"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_and_unknown_names_are_told() {
    let fixture = Fixture::of_toml(HOUSEHOLD).await;
    let linus = fixture.index.recommend(for_users(&[LINUS])).await.unwrap();
    assert_eq!(linus.strangers, ["linus"]);
    assert!(linus.titles.iter().all(|title| title.reasons.is_empty()));
    // What is asked about by an id that nothing has is refused, never left out.
    type Wrong = fn(&mut RecommendQuery);
    let wrong: [(&str, Wrong); 3] = [
        ("library", |query| {
            query.library = Some("9".parse().unwrap())
        }),
        ("genre", |query| query.genres = vec!["comedy".to_owned()]),
        ("film or show", |query| {
            query.like = vec!["999".parse().unwrap()]
        }),
    ];
    for (expected, spoil) in wrong {
        let mut query = for_users(&[ADA]);
        spoil(&mut query);
        match fixture.index.recommend(query).await {
            Err(IndexError::Unknown { what, .. }) => assert_eq!(what, expected),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_there_is_by_name_is_told() {
    let fixture = Fixture::of_toml(HOUSEHOLD).await;
    let index = &fixture.index;
    let people = index.people().await.unwrap();
    let people: Vec<&str> = people.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(people, ["ada", "grace", "linus"]);
    let libraries = index.libraries().await.unwrap();
    let libraries: Vec<(&str, &str)> = libraries
        .iter()
        .map(|one| (one.key.as_str(), one.title.as_str()))
        .collect();
    assert_eq!(libraries, [("1", "Films"), ("2", "Shows")]);
    assert_eq!(
        index.genres().await.unwrap(),
        ["Comedy", "Documentary", "Horror"]
    );
    let key = |key: &str| key.parse::<RatingKey>().unwrap();
    let item_type = index.type_of(&key("222")).await.unwrap();
    assert_eq!(item_type, Some(ItemType::Episode));
    assert_eq!(index.type_of(&key("999")).await.unwrap(), None);
    for (items, work) in [
        (&["8", "9", "10"][..], Some("8")),
        (&["8", "7"], None),
        (&["8", "999"], None),
        (&[], None),
    ] {
        let items = items.iter().map(|item| key(item)).collect();
        let found = index.work_of(items).await.unwrap();
        assert_eq!(found.as_ref().map(RatingKey::as_str), work);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_not_offered_what_the_guest_has_seen() {
    let fixture = Fixture::with(plex_emulator::Library::sample()).await;
    let token = fixture.server.token_of("linus").unwrap();
    let client = plex_client::PlexClient::new(fixture.server.url(), token.clone()).unwrap();
    let guest = Index::new(client, options(fixture.home.path(), &token, &fixture.clock));
    guest.sync(Depth::Everything, |_| {}).await.unwrap();
    let seen = Query::new("SELECT rating_key FROM movies WHERE view_count > 0");
    let seen = guest.query(seen).await.unwrap().rows;
    assert!(!seen.is_empty());
    let mut all = for_users(&[]);
    all.limit = 1_000;
    let offered = guest.recommend(all).await.unwrap();
    assert!(!offered.titles.is_empty());
    for title in offered.titles {
        assert!(
            !seen.contains(&vec![title.rating_key.into()]),
            "{}",
            title.title
        );
    }
}

async fn audit(fixture: &Fixture, check: Check) -> Vec<Finding> {
    let query = AuditQuery {
        library: None,
        checks: vec![check],
        limit: 100,
        now: NOW,
    };
    let mut reports = fixture.index.audit(query).await.unwrap();
    assert_eq!(reports.len(), 1);
    reports.remove(0).findings
}

#[tokio::test(flavor = "multi_thread")]
async fn editions_are_no_duplicates_and_specials_have_no_gaps() {
    let fixture = Fixture::of_toml(HOUSEHOLD).await;
    let duplicates = audit(&fixture, Check::Duplicates).await;
    assert_eq!(duplicates.len(), 1, "{duplicates:?}");
    let mut keys = duplicates[0].rating_keys.clone();
    keys.sort();
    assert_eq!(keys, ["8", "9"]);
    assert!(
        duplicates[0].why.starts_with("2 entries"),
        "{}",
        duplicates[0].why
    );

    let gaps = audit(&fixture, Check::NumberingGaps).await;
    let why: Vec<&str> = gaps.iter().map(|gap| gap.why.as_str()).collect();
    assert_eq!(
        why,
        [
            "no episode 3 of season 1, which has up to 4",
            "no season 2, between seasons 1 and 3"
        ]
    );
    assert_eq!(gaps[0].rating_keys, ["22"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_check_finds_what_it_says() {
    let fixture = Fixture::of_toml(HOUSEHOLD).await;
    let unmatched = audit(&fixture, Check::Unmatched).await;
    assert!(
        unmatched
            .iter()
            .any(|finding| finding.rating_keys == ["11"]),
        "{unmatched:?}"
    );
    assert!(unmatched.iter().all(|finding| finding.title != "Crypt"));
    let unwatched: Vec<String> = audit(&fixture, Check::NeverWatched)
        .await
        .into_iter()
        .map(|f| f.title)
        .collect();
    assert!(unwatched.contains(&"Vault".to_owned()) && !unwatched.contains(&"Crypt".to_owned()));
    assert!(
        !unwatched.contains(&"Harbour".to_owned())
            && !unwatched.contains(&"Laughing Ghost".to_owned())
    );
    let abandoned = audit(&fixture, Check::Abandoned).await;
    assert_eq!(abandoned.len(), 1, "{abandoned:?}");
    assert!(
        abandoned[0]
            .why
            .starts_with("grace played 2 of 4 episodes and stopped at S01E02"),
        "{}",
        abandoned[0].why
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_check_runs_on_the_sample_and_reports_sizes() {
    let fixture = Fixture::synced(plex_emulator::Library::sample()).await;
    let query = AuditQuery {
        library: None,
        checks: Check::ALL.to_vec(),
        limit: 3,
        now: NOW,
    };
    let reports = fixture.index.audit(query).await.unwrap();
    assert_eq!(reports.len(), Check::ALL.len());
    for report in &reports {
        assert!(report.findings.len() <= 3);
        assert!(
            report
                .findings
                .iter()
                .all(|finding| !finding.why.is_empty() && !finding.rating_keys.is_empty())
        );
    }
    let storage = reports
        .iter()
        .find(|report| report.check == Check::Storage)
        .unwrap();
    assert!(storage.size_bytes > 0 && storage.found > 3);
    let wrong = AuditQuery {
        library: Some("9".parse().unwrap()),
        checks: vec![Check::Storage],
        limit: 3,
        now: NOW,
    };
    assert!(matches!(
        fixture.index.audit(wrong).await,
        Err(IndexError::Unknown {
            what: "library",
            ..
        })
    ));
}

async fn stats(fixture: &Fixture, group_by: GroupBy) -> Stats {
    let query = StatsQuery {
        since: None,
        until: None,
        user: None,
        group_by,
        limit: 50,
    };
    fixture.index.watch_stats(query).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn plays_are_counted_by_anything() {
    let fixture = Fixture::of_toml(HOUSEHOLD).await;
    let counted = |stats: &Stats| -> Vec<(String, u64)> {
        stats
            .groups
            .iter()
            .map(|group| (group.name.clone(), group.count.plays))
            .collect()
    };
    let by_user = stats(&fixture, GroupBy::User).await;
    assert_eq!(
        counted(&by_user),
        [("grace".to_owned(), 4), ("ada".to_owned(), 2)]
    );
    assert_eq!((by_user.total.plays, by_user.total.people), (6, 2));
    // 90 + 80 minutes of Ada's, 70 + 75 + 30 + 30 of Grace's.
    assert_eq!(by_user.total.seconds, 375 * 60);
    let by_title = counted(&stats(&fixture, GroupBy::Title).await);
    assert_eq!(by_title[0], ("Harbour".to_owned(), 2));
    let by_genre = counted(&stats(&fixture, GroupBy::Genre).await);
    assert_eq!(
        by_genre,
        [("Comedy".to_owned(), 2), ("Horror".to_owned(), 2)]
    );
    for group_by in [
        GroupBy::Library,
        GroupBy::Day,
        GroupBy::Weekday,
        GroupBy::Hour,
        GroupBy::Device,
    ] {
        let found = stats(&fixture, group_by).await;
        assert_eq!(
            found
                .groups
                .iter()
                .map(|group| group.count.plays)
                .sum::<u64>(),
            6,
            "{group_by:?}"
        );
    }
    let recent = StatsQuery {
        since: Some(NOW - 15 * 86_400),
        until: Some(NOW - 6 * 86_400),
        user: Some(AccountId::new(ADA.0)),
        group_by: GroupBy::Title,
        limit: 50,
    };
    assert_eq!(
        counted(&fixture.index.watch_stats(recent).await.unwrap()),
        [("Tomb".to_owned(), 1)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn weekdays_come_in_their_order() {
    let fixture = Fixture::synced(plex_emulator::Library::sample()).await;
    fixture.sync(Depth::Changes).await;
    let days: Vec<String> = stats(&fixture, GroupBy::Weekday)
        .await
        .groups
        .into_iter()
        .map(|group| group.name)
        .collect();
    assert_eq!(
        days,
        [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday"
        ]
    );
}

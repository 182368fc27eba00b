//! The questions, as people put them.

/// A question.
pub(super) struct Question {
    pub(super) text: &'static str,
    /// The calls that answer it, one after the other.
    pub(super) calls: &'static [Call],
}

/// A call that a model would make.
pub(super) struct Call {
    pub(super) tool: &'static str,
    /// JSON. A text that begins with a slash points into the answer before.
    pub(super) arguments: &'static str,
    /// The fields of the answer that are shown; its rows when there are none.
    pub(super) shown: &'static [&'static str],
}

/// Returns a call whose rows are shown.
const fn rows(tool: &'static str, arguments: &'static str) -> Call {
    Call {
        tool,
        arguments,
        shown: &[],
    }
}

/// Returns a call of whose answer some fields are shown.
const fn fields(
    tool: &'static str,
    arguments: &'static str,
    shown: &'static [&'static str],
) -> Call {
    Call {
        tool,
        arguments,
        shown,
    }
}

/// What is asked and how it is answered.
pub(super) const QUESTIONS: [Question; 21] = [
    Question {
        text: "What is new?",
        calls: &[rows("plex_get_recently_added", r#"{"limit":10}"#)],
    },
    Question {
        text: "Where was I?",
        calls: &[rows("plex_get_on_deck", "{}")],
    },
    Question {
        text: "A comedy that I have not seen, of at most 75 minutes, the best first?",
        calls: &[rows(
            "plex_get_library_items",
            r#"{"library_id":"Films","filters":{"genre":"Comedy","unwatched":true,"duration_minutes":{"max":75}},"sort":"rating:desc"}"#,
        )],
    },
    Question {
        text: "Which films by Murnau are there?",
        calls: &[rows(
            "plex_get_library_items",
            r#"{"library_id":"Films","filters":{"director":"F. W. Murnau"}}"#,
        )],
    },
    Question {
        text: "In what quality do we have Metropolis, and with which subtitles?",
        calls: &[fields(
            "plex_get_item",
            r#"{"title":"Metropolis","include":["streams"]}"#,
            &["title", "year", "versions"],
        )],
    },
    Question {
        text: "What is that episode of the Twilight Zone, 1x02?",
        calls: &[rows("plex_search", r#"{"query":"Twilight Zone 1x02"}"#)],
    },
    Question {
        text: "When did we last watch Metropolis?",
        calls: &[
            fields(
                "plex_search",
                r#"{"query":"metropolis","limit":1}"#,
                &["items"],
            ),
            rows(
                "plex_get_history",
                r#"{"rating_key":"/items/0/rating_key","limit":1}"#,
            ),
        ],
    },
    Question {
        text: "What has grace watched in the last 30 days?",
        calls: &[rows(
            "plex_get_history",
            r#"{"user":"grace","since":"30d"}"#,
        )],
    },
    Question {
        text: "Why is a stream being transcoded?",
        calls: &[fields(
            "plex_diagnose_playback",
            "{}",
            &["title", "user", "diagnosis", "evidence", "suggestions"],
        )],
    },
    Question {
        text: "Who watches most, and how much?",
        calls: &[rows(
            "plex_get_watch_stats",
            r#"{"group_by":"user","since":"365d"}"#,
        )],
    },
    Question {
        text: "What takes the most space?",
        calls: &[rows("plex_audit_library", r#"{"checks":["storage"]}"#)],
    },
    Question {
        text: "Which episodes are missing?",
        calls: &[rows(
            "plex_audit_library",
            r#"{"checks":["numbering_gaps"]}"#,
        )],
    },
    Question {
        text: "What could ada and grace watch together, a film of at most two hours?",
        calls: &[rows(
            "plex_recommend",
            r#"{"users":["ada","grace"],"max_minutes":120,"library_id":"Films"}"#,
        )],
    },
    Question {
        text: "How many hours of each decade's films do we have?",
        calls: &[rows(
            "plex_query",
            r#"{"sql":"SELECT year/10*10 AS decade, count(*) AS films, round(sum(duration_s)/3600.0, 1) AS hours FROM movies WHERE year > 0 GROUP BY 1 ORDER BY 1 DESC"}"#,
        )],
    },
    Question {
        text: "I have seen Faust. – No, that was another film: take it back.",
        calls: &[
            fields(
                "plex_mark_watched",
                r#"{"rating_keys":["Faust"],"state":"watched"}"#,
                &["did", "changed", "items", "undo"],
            ),
            fields(
                "plex_undo",
                r#"{"change_id":"/change_id"}"#,
                &["did", "changed", "undo"],
            ),
        ],
    },
    Question {
        text: "Mark the first season of Cosmos as watched.",
        calls: &[fields(
            "plex_mark_watched",
            r#"{"rating_keys":["Cosmos S01"],"state":"watched"}"#,
            &["did", "changed", "undo"],
        )],
    },
    Question {
        text: "Take Dune off what I could continue.",
        calls: &[fields(
            "plex_mark_watched",
            r#"{"rating_key":"Dune","position_s":0}"#,
            &["did", "items", "undo"],
        )],
    },
    Question {
        text: "Make a list of the comedies of the twenties that I have not seen, shortest first.",
        calls: &[fields(
            "plex_edit_playlist",
            r#"{"title":"Comedies of the twenties","where":{"library_id":"Films","filters":{"genre":["Comedy"],"year":{"min":1920,"max":1929},"unwatched":true}},"snapshot":true,"order":["duration"]}"#,
            &["did", "items", "undo"],
        )],
    },
    Question {
        text: "Make a collection of everything by Murnau that stays up to date.",
        calls: &[fields(
            "plex_edit_collection",
            r#"{"title":"Murnau","where":{"library_id":"Films","filters":{"director":"F. W. Murnau"}}}"#,
            &["did", "undo"],
        )],
    },
    Question {
        text: "Label The Kid and Toy Story as kids. (Toolset `curate`.)",
        calls: &[fields(
            "plex_edit_metadata",
            r#"{"rating_keys":["The Kid","Toy Story"],"add_tags":{"label":["kids"]}}"#,
            &["did", "changed", "note", "undo"],
        )],
    },
    Question {
        text: "Use the other poster of Metropolis. (Toolset `curate`.)",
        calls: &[fields(
            "plex_set_artwork",
            r#"{"rating_key":"Metropolis","kind":"poster","choice":"other"}"#,
            &["did", "note", "undo"],
        )],
    },
];

/// Questions for whose answers time must pass.
pub(super) const PLAYING: [Question; 2] = [
    Question {
        text: "Play the next episode of The Prisoner in the bedroom.",
        calls: &[fields(
            "plex_play",
            r#"{"player":"bedroom","title":"The Prisoner"}"#,
            &["state", "player", "item", "did"],
        )],
    },
    Question {
        text: "Pause it.",
        calls: &[fields(
            "plex_control_playback",
            r#"{"player":"bedroom","action":"pause"}"#,
            &["state", "item", "did"],
        )],
    },
];

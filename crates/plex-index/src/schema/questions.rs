//! Ten questions with the SQL that answers them: examples for models, and for people who wonder
//! what can be asked.

/// A question and its answer's statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Question {
    /// As a person asks it.
    pub text: &'static str,
    /// As a model may write it.
    pub sql: &'static str,
}

/// The questions. They do not ask about today, so that the same library gives the same answers.
pub const QUESTIONS: [Question; 10] = [
    Question {
        text: "Which shows take the most space?",
        sql: "SELECT show, count(*) AS episodes, round(sum(size_bytes) / 1e9, 1) AS gb
FROM episodes GROUP BY show_id ORDER BY gb DESC, show LIMIT 5",
    },
    Question {
        text: "Which films under two hours from the twenties has grace not played?",
        sql: "SELECT title, year, duration_s / 60 AS minutes FROM movies
WHERE year BETWEEN 1920 AND 1929 AND duration_s < 7200
  AND id NOT IN (SELECT item_id FROM plays WHERE user = 'grace' AND item_id IS NOT NULL)
ORDER BY audience_rating DESC, title LIMIT 5",
    },
    Question {
        text: "On which weekdays do we watch, and how many of us?",
        sql: "SELECT CASE strftime('%w', viewed_at) WHEN '0' THEN 'Sun' WHEN '1' THEN 'Mon' WHEN '2' THEN 'Tue'
    WHEN '3' THEN 'Wed' WHEN '4' THEN 'Thu' WHEN '5' THEN 'Fri' ELSE 'Sat' END AS day,
  count(*) AS plays, count(DISTINCT user) AS people
FROM plays GROUP BY day ORDER BY plays DESC, day",
    },
    Question {
        text: "Where do we have a title in more than one version?",
        sql: "SELECT i.title, i.year, group_concat(v.resolution || ' ' || v.video_codec, ', ' ORDER BY v.version) AS versions
FROM movies i JOIN versions v ON v.item_id = i.id
WHERE i.versions > 1 GROUP BY i.id ORDER BY i.title LIMIT 5",
    },
    Question {
        text: "Which seasons have holes?",
        sql: "SELECT show, season, count(*) AS episodes, max(episode) AS highest
FROM episodes WHERE season > 0
GROUP BY show_id, season HAVING count(DISTINCT episode) < max(episode) ORDER BY show, season",
    },
    Question {
        text: "Who directed most of our films, and how long are they on average?",
        sql: "SELECT person AS director, count(*) AS films, avg(m.duration_s) / 60 AS minutes
FROM people p JOIN movies m ON m.id = p.item_id
WHERE job = 'director' GROUP BY person ORDER BY films DESC, director LIMIT 5",
    },
    Question {
        text: "What does each person in the house watch most?",
        sql: "SELECT user, title, plays FROM (
  SELECT user, coalesce(show, title) AS title, count(*) AS plays,
    row_number() OVER (PARTITION BY user ORDER BY count(*) DESC, coalesce(show, title)) AS place
  FROM plays GROUP BY user, coalesce(show, title))
WHERE place <= 2 ORDER BY user, place",
    },
    Question {
        text: "Is there anything about a train?",
        sql: "SELECT i.type, i.title, i.year FROM search JOIN items i ON i.id = search.rowid
WHERE search MATCH 'train*' ORDER BY rank, i.id LIMIT 5",
    },
    Question {
        text: "How much of each library is in which resolution?",
        sql: "SELECT i.library, v.resolution, count(*) AS versions, round(sum(v.size_bytes) / 1e9, 1) AS gb
FROM versions v JOIN items i ON i.id = v.item_id
WHERE v.resolution IS NOT NULL GROUP BY i.library, v.resolution ORDER BY gb DESC, i.library, v.resolution",
    },
    Question {
        text: "What did we play in March, and for how many hours?",
        sql: "SELECT type, count(*) AS plays, count(DISTINCT item_id) AS titles,
  round(sum(duration_s) / 3600.0, 1) AS hours
FROM plays WHERE viewed_at >= '2026-03-01' AND viewed_at < '2026-04-01'
GROUP BY type ORDER BY plays DESC, type",
    },
];

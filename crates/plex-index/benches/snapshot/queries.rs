//! Questions as models ask them.

use std::time::{Duration, Instant};

use plex_index::{Index, Query};

use crate::{library::Leaves, usage};

/// Times each question is asked.
const ROUNDS: usize = 5;

const QUERIES: [&str; 25] = [
    "SELECT count(*) FROM movies",
    "SELECT title, year FROM movies WHERE title LIKE 'The %' ORDER BY title LIMIT 20",
    "SELECT * FROM movies WHERE rating_key = '4711'",
    "SELECT title, added_at FROM items ORDER BY added_at DESC LIMIT 10",
    "SELECT title, last_viewed_at FROM movies WHERE last_viewed_at IS NOT NULL ORDER BY last_viewed_at DESC LIMIT 10",
    "SELECT year / 10 * 10 AS decade, count(*) FROM movies GROUP BY decade ORDER BY decade",
    "SELECT title, size_bytes FROM movies ORDER BY size_bytes DESC LIMIT 10",
    "SELECT library, count(*), sum(size_bytes) FROM movies GROUP BY library",
    "SELECT title FROM movies WHERE year BETWEEN 1990 AND 1999 AND duration_s < 7200 AND view_count = 0 ORDER BY rating DESC LIMIT 10",
    "SELECT content_rating, count(*) FROM movies GROUP BY 1 ORDER BY 2 DESC",
    "SELECT tag, count(*) FROM tags WHERE kind = 'genre' GROUP BY tag ORDER BY 2 DESC LIMIT 10",
    "SELECT m.title FROM tags t JOIN movies m ON m.id = t.item_id WHERE t.kind = 'genre' AND t.tag = 'Horror' ORDER BY m.audience_rating DESC LIMIT 10",
    "SELECT person, count(*) FROM people WHERE job = 'director' GROUP BY person ORDER BY 2 DESC LIMIT 10",
    "SELECT person, count(*) AS n FROM people WHERE job = 'actor' GROUP BY person ORDER BY n DESC LIMIT 10",
    "SELECT m.title FROM people p JOIN movies m ON m.id = p.item_id WHERE p.person = (SELECT min(person) FROM people)",
    "SELECT i.title FROM search JOIN items i ON i.id = search.rowid WHERE search MATCH 'night' ORDER BY rank LIMIT 10",
    "SELECT i.title FROM search JOIN items i ON i.id = search.rowid WHERE search MATCH 'title:la* OR people:smi*' ORDER BY rank LIMIT 10",
    "SELECT resolution, count(*), sum(size_bytes) FROM versions GROUP BY resolution",
    "SELECT v.video_codec, avg(v.bitrate_kbps) FROM versions v GROUP BY 1 ORDER BY 2 DESC",
    "SELECT title, versions FROM movies WHERE versions > 1 ORDER BY versions DESC LIMIT 10",
    "SELECT user, count(*) FROM plays GROUP BY user",
    "SELECT substr(viewed_at, 1, 7) AS month, count(*) FROM plays GROUP BY month ORDER BY month",
    "SELECT title, count(*) FROM plays WHERE viewed_at >= '2026-01-01' GROUP BY item_id ORDER BY 2 DESC LIMIT 10",
    "SELECT m.title FROM movies m WHERE NOT EXISTS (SELECT 1 FROM plays p WHERE p.item_id = m.id) ORDER BY m.rating DESC LIMIT 10",
    "SELECT studio, count(*), avg(audience_rating) FROM movies GROUP BY studio HAVING count(*) > 2 ORDER BY 3 DESC LIMIT 10",
];

/// The median and the worst of all questions.
pub(crate) struct Times {
    pub(crate) median: Duration,
    pub(crate) worst: Duration,
}

/// How long all questions take to be answered, each at its fastest: whatever else the machine does only
/// adds to it. And the CPU time of that. Each is shown when `EACH` is set.
pub(crate) async fn ask(index: &Index, leaves: Leaves) -> (Times, Times) {
    let (mut times, mut cpu_times) = (Vec::new(), Vec::new());
    // The process starts with the first one.
    index.query(Query::new("SELECT 1")).await.unwrap();
    for sql in of(leaves) {
        let (mut fastest, mut least_cpu) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            let (began, cpu) = (Instant::now(), usage::worker_cpu());
            index.query(Query::new(&sql)).await.unwrap();
            fastest = fastest.min(began.elapsed());
            least_cpu = least_cpu.min(usage::worker_cpu() - cpu);
        }
        if std::env::var_os("EACH").is_some() {
            let ms = |time: Duration| time.as_secs_f64() * 1e3;
            eprintln!(
                "{:>9.1} ms, CPU {:>7.1} ms  {sql}",
                ms(fastest),
                ms(least_cpu)
            );
        }
        times.push(fastest);
        cpu_times.push(least_cpu);
    }
    (summed_up(times), summed_up(cpu_times))
}

/// The questions. Shows and music are asked for as items.
pub(crate) fn of(leaves: Leaves) -> Vec<String> {
    let asked = |sql: &str| match leaves {
        Leaves::Films => sql.to_owned(),
        _ => sql.replace(" movies", " items"),
    };
    QUERIES.into_iter().map(asked).collect()
}

fn summed_up(mut times: Vec<Duration>) -> Times {
    times.sort();
    Times {
        median: times[times.len() / 2],
        worst: times[times.len() - 1],
    }
}

//! The hostile statements, by what they want.

/// Every text there is.
pub(crate) fn all() -> Vec<String> {
    [
        forbidden(),
        endless(),
        long_calls(),
        floods(),
        tricks(),
        overlong(),
    ]
    .concat()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn each(template: &str, values: &[&str]) -> Vec<String> {
    values
        .iter()
        .map(|value| template.replace("{}", value))
        .collect()
}

/// What must not be answered in any way.
pub(crate) fn forbidden() -> Vec<String> {
    let tables = [
        "item",
        "items",
        "movies",
        "play",
        "search",
        "search_data",
        "fact",
        "sqlite_schema",
    ];
    [
        each("DELETE FROM {}", &tables),
        each("UPDATE {} SET title = 'x'", &tables),
        each("INSERT INTO {} DEFAULT VALUES", &tables),
        each("DROP TABLE {}", &tables),
        each("DROP VIEW IF EXISTS {}", &["items", "movies", "plays"]),
        each("ALTER TABLE {} RENAME TO y", &["item", "items"]),
        each("WITH x AS (SELECT 1) DELETE FROM {}", &["item", "movies"]),
        each("REPLACE INTO {} (rowid) VALUES (1)", &["item", "search"]),
        each(
            "INSERT INTO search (search) VALUES ('{}')",
            &["optimize", "rebuild", "delete-all", "integrity-check"],
        ),
        each("SELECT * FROM {}", &PRIVATE),
        each("SELECT count(*) FROM {}", &SHADOWS),
        each("SELECT (SELECT 1 FROM {}) FROM movies", &SHADOWS),
        each("PRAGMA {}", &PRAGMAS),
        each(
            "SELECT * FROM pragma_{}",
            &[
                "table_info('item')",
                "database_list",
                "function_list",
                "compile_options",
            ],
        ),
        each("SELECT {}", &FUNCTIONS),
        each("WITH {} SELECT * FROM movies", &MASKS),
        each("SELECT count(*) FROM {}", &PRIVATE),
        each("SELECT count(*) FROM movies, {}", &PRIVATE),
        each("SELECT count(*) FROM movies m RIGHT JOIN {} ON 1", &PRIVATE),
        each("{}", &STATEMENTS),
    ]
    .concat()
}

/// Private tables that no statement may name, apart from those that public tables are made of.
const PRIVATE: [&str; 16] = [
    "item",
    "media",
    "play",
    "tag",
    "fact",
    "walk",
    "seen",
    "account",
    "sqlite_schema",
    "sqlite_master",
    "sqlite_temp_schema",
    "sqlite_temp_master",
    "sqlite_stat1",
    "sqlite_stat4",
    "main.item",
    "temp.sqlite_schema",
];

/// Queries over private tables that call themselves as a public one is called.
const MASKS: [&str; 9] = [
    "movies AS (SELECT item_id, file FROM media)",
    "movies(a, b) AS (SELECT item_id, file FROM media)",
    "MOVIES AS MATERIALIZED (SELECT item_id, file FROM media)",
    "\"movies\" AS NOT MATERIALIZED (SELECT item_id, file FROM media)",
    "[movies] AS (SELECT item_id, file FROM media)",
    "'movies' AS (SELECT item_id, file FROM media)",
    "\u{feff}movies/* a */AS -- b\n (SELECT item_id, file FROM media)",
    "x AS (SELECT 1), movies \u{b}AS \u{b}(SELECT item_id, file FROM media)",
    "RECURSIVE movies AS (SELECT id FROM item UNION SELECT id + 1 FROM movies WHERE id < 9)",
];

const SHADOWS: [&str; 9] = [
    "search_data",
    "search_idx",
    "search_docsize",
    "search_config",
    "search_content",
    "sqlite_schema",
    "main.sqlite_master",
    "\"search_data\"",
    "[search_config]",
];

const PRAGMAS: [&str; 34] = [
    "data_version",
    "database_list",
    "table_info(item)",
    "writable_schema = 1",
    "writable_schema = RESET",
    "journal_mode = DELETE",
    "journal_mode",
    "query_only = 0",
    "trusted_schema = 1",
    "temp_store = FILE",
    "temp_store_directory = '/tmp'",
    "hard_heap_limit = 0",
    "soft_heap_limit = 0",
    "hard_heap_limit",
    "mmap_size = 1",
    "cache_size = -1000000",
    "cache_spill = 1",
    "threads = 8",
    "wal_checkpoint(TRUNCATE)",
    "integrity_check",
    "quick_check",
    "foreign_key_check",
    "optimize",
    "incremental_vacuum",
    "user_version = 9",
    "application_id = 9",
    "schema_version = 9",
    "function_list",
    "module_list",
    "collation_list",
    "compile_options",
    "case_sensitive_like = 1",
    "busy_timeout = 100000000",
    "locking_mode = EXCLUSIVE",
];

const FUNCTIONS: [&str; 38] = [
    "load_extension('/tmp/x.so')",
    "load_extension('x', 'y')",
    "readfile('/etc/passwd')",
    "writefile('/tmp/x', 'y')",
    "edit('x')",
    "zeroblob(1000)",
    "zeroblob(1000000000)",
    "randomblob(1000)",
    "randomblob(1000000000)",
    "hex(zeroblob(4e8))",
    "length(hex(zeroblob(4e8)))",
    "unhex('00')",
    "fts3_tokenizer('simple')",
    "fts5(null)",
    "fts5_source_id()",
    "fts5_decode(1, x'00')",
    "fts5_expr('a')",
    "fts5_locale('en', 'a')",
    "fts5_insttoken('a')",
    "highlight(search, 0, 'a', 'b') FROM search",
    "snippet(search, 0, '', '', '', 9) FROM search",
    "sqlite_version()",
    "sqlite_source_id()",
    "sqlite_compileoption_get(1)",
    "sqlite_compileoption_used('X')",
    "sqlite_log(1, 'x')",
    "sqlite_offset(title) FROM movies",
    "last_insert_rowid()",
    "changes()",
    "total_changes()",
    "json('{}')",
    "json_array(1)",
    "json_group_array(title) FROM movies",
    "'{}' -> 'a'",
    "likelihood(1, 0.5)",
    "soundex('a')",
    "subtype(1)",
    "rtreecheck('search')",
];

const STATEMENTS: [&str; 40] = [
    "",
    " ",
    ";",
    ";;;",
    "-- nothing",
    "/* nothing",
    "VACUUM",
    "VACUUM INTO '/tmp/stolen.sqlite'",
    "ATTACH '/tmp/a.sqlite' AS a",
    "ATTACH ':memory:' AS a",
    "ATTACH 'file:/etc/passwd?mode=ro' AS a",
    "ATTACH '' AS a",
    "DETACH main",
    "CREATE TABLE t (a)",
    "CREATE TEMP TABLE t (a)",
    "CREATE TABLE t AS SELECT * FROM movies",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TEMP VIEW v AS SELECT 1",
    "CREATE INDEX i ON item (title)",
    "CREATE TRIGGER t AFTER INSERT ON item BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER t AFTER INSERT ON item BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE v USING fts5 (a)",
    "CREATE VIRTUAL TABLE temp.v USING fts5vocab('main', 'search', 'row')",
    "BEGIN",
    "BEGIN EXCLUSIVE",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT a",
    "RELEASE a",
    "REINDEX",
    "ANALYZE",
    "EXPLAIN SELECT * FROM movies",
    "EXPLAIN QUERY PLAN SELECT * FROM movies",
    "SELECT 1; SELECT 2",
    "SELECT 1; DELETE FROM item",
    "SELECT 1;;; DROP TABLE item; --",
    "SELECT ?1",
    "SELECT :name, @name, $name",
    "SELECT * FROM json_each('[1]')",
    "SELECT * FROM generate_series(1, 10)",
];

/// What is lawful word by word and would run for ever, or fill everything.
pub(crate) fn endless() -> Vec<String> {
    owned(&[
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT x + 1 FROM c) SELECT max(x) FROM c",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c ORDER BY x DESC",
        "WITH RECURSIVE c(x) AS (SELECT 'a' UNION ALL SELECT x FROM c, items) SELECT group_concat(x) FROM c",
        "WITH RECURSIVE c(x) AS (SELECT printf('%900000d', 1) UNION ALL SELECT x || '' FROM c) SELECT x FROM c ORDER BY 1",
        "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x FROM a), b(x) AS (SELECT 1 UNION ALL SELECT x FROM b) SELECT count(*) FROM a, b",
        "SELECT count(*) FROM items a, items b, items c, items d",
        "SELECT a.title FROM items a, items b, items c ORDER BY a.title || b.title || c.title DESC",
        "SELECT DISTINCT a.title || b.title || c.title FROM items a, items b, items c ORDER BY 1",
        "SELECT a.title || b.title || c.title AS t, count(*) FROM items a, items b, items c GROUP BY t ORDER BY 2",
        "SELECT max(a.summary || b.summary || c.summary) FROM items a, items b, items c, items d",
        "SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY a.id) AS n FROM items a, items b, items c, items d)",
        "SELECT count(*) FROM search('a* OR t* OR s*') a, items b, items c, items d WHERE a.rank < b.title",
        "SELECT (SELECT count(*) FROM items b, items c, items d WHERE b.title > a.title) FROM items a",
        "SELECT count(*) FROM items a, items b, items c, items d WHERE a.title LIKE '%' || b.title || '%x%' || c.title",
        "SELECT count(*) FROM people a JOIN people b JOIN people c JOIN people d ON a.person <> d.role",
        "SELECT count(*) FROM (SELECT 1 FROM items, items EXCEPT SELECT 2 FROM items, items), items, items, items",
        "WITH RECURSIVE f(n, a) AS (SELECT 0, 'x' UNION ALL SELECT n + 1, substr(a || a, 1, 100000) FROM f) SELECT sum(length(a)) FROM f",
    ])
}

/// A text of about a megabyte, in a statement of a few bytes.
const MEGABYTE: &str = "replace(printf('%900000d', 0), ' ', 'a')";

/// One call that works for minutes.
pub(crate) fn long_calls() -> Vec<String> {
    [
        "SELECT instr({}, substr({}, 1, 450000) || 'b')",
        "SELECT length(replace({}, substr({}, 1, 450000) || 'b', 'c'))",
        "SELECT length(trim({}, (SELECT group_concat(char(x + 20000), '') FROM n) || 'a'))",
    ]
    .map(|template| {
        let numbers =
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 50000) ";
        let text = if template.contains("FROM n") {
            "(SELECT replace(printf('%900000d', 0), ' ', 'a'))"
        } else {
            MEGABYTE
        };
        format!(
            "{}{}",
            if template.contains("FROM n") {
                numbers
            } else {
                ""
            },
            template.replace("{}", text)
        )
    })
    .to_vec()
}

/// Much out of little.
fn floods() -> Vec<String> {
    owned(&[
        "SELECT printf('%1000000d', 1)",
        "SELECT printf('%2000000000d', 1)",
        "SELECT printf('%.*f', 2000000000, 1.0)",
        "SELECT printf('%.1000000f', 1.0)",
        "SELECT printf('%*.*s', 999999, 999999, title) FROM items",
        "SELECT format('%s%s%s%s%s%s%s%s', summary, summary, summary, summary, summary, summary, summary, summary) FROM items",
        "SELECT hex(hex(hex(hex(hex(hex(printf('%10000d', 1)))))))",
        "SELECT hex(printf('%900000d', 1))",
        "SELECT quote(quote(quote(printf('%900000d', 1))))",
        "SELECT replace(printf('%1000d', 1), ' ', printf('%1000d', 1))",
        "SELECT replace(replace(replace('aaaaaaaaaa','a','aaaaaaaaaa'),'a','aaaaaaaaaa'),'a',printf('%10000d',1))",
        "SELECT group_concat(a.summary || b.summary) FROM items a, items b",
        "SELECT string_agg(a.title, b.summary) FROM items a, items b",
        "SELECT group_concat(summary) OVER () FROM items",
        "SELECT group_concat(summary) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM items",
        "SELECT concat_ws(printf('%100000d', 1), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)",
        "SELECT upper(lower(upper(printf('%900000d', 1))))",
        "SELECT char(9999999999), char(-1), char(0), char(1114112)",
        "SELECT substr(printf('%900000d', 1), -1e18, 1e18)",
        "SELECT strftime(printf('%900000d', 1) || '%s', 'now')",
        "SELECT date('now', printf('+%d years', 9223372036854775807))",
        "SELECT date(1e308), julianday(-1e308), datetime('9999-12-31', '+1 day')",
        "SELECT round(1e308, 1000000), round(-1e308, -1000000)",
        "SELECT 9223372036854775807 + 1, -9223372036854775808 / -1, 5 % 0, 1 << 64, 1 << -64",
        "SELECT abs(-9223372036854775808)",
        "SELECT sum(9223372036854775807) FROM items",
        "SELECT exp(1e308), ln(-1), sqrt(-1), pow(1e308, 1e308)",
        "SELECT 'a' LIKE printf('%50000d', 1), 'a' GLOB printf('%50000d', 1)",
        "SELECT printf('%900000d', 1) LIKE '%a%b%c%d%e%f%g%h%i%j%k%l%m%n%o%p%q%r%s%t%u%v%w%x%y%z'",
        "SELECT printf('%900000d', 1) GLOB '*[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*'",
        "SELECT * FROM items a, items b, items c",
        "SELECT * FROM search WHERE search MATCH 'a* OR b* OR c* OR d* OR e* OR f* OR g* OR h* OR i* OR j* OR k* OR l* OR m*'",
        "SELECT bm25(search) FROM search WHERE search MATCH 'a*' ORDER BY rank",
        "SELECT * FROM search WHERE search MATCH '\"' || printf('%100000d', 1)",
        "SELECT * FROM search WHERE search MATCH 'NEAR(' || printf('%50000d', 1) || ', 1000000)'",
        "SELECT * FROM search('a* b* c*'), search('d* e* f*'), search('g* h* i*')",
    ])
}

/// Quotes, comments, strange characters and names that are not what they seem.
fn tricks() -> Vec<String> {
    owned(&[
        "SELECT 1 -- ; DROP TABLE item",
        "SELECT 1 /* ; DROP TABLE item */",
        "SELECT 1; -- DROP TABLE item",
        "/**/ SELECT /**/ 1 /**/",
        "SELECT/**/title/**/FROM/**/movies/*",
        "SELECT 'a''; DROP TABLE item; --'",
        "SELECT \"title\" FROM \"movies\"",
        "SELECT [title] FROM `movies`",
        "SELECT \"no such column\" FROM movies",
        "SELECT title FROM movies WHERE title = \"Metropolis\"",
        "SELECT x'00ff', x''",
        "SELECT x'0'",
        "SELECT\u{a0}1",
        "\u{feff}SELECT 1",
        "SELECT '\u{202e}\u{2066}\u{200b}\u{e0041}'",
        "SELECT 1 AS \"\u{202e}\u{0007}\"",
        "ＳＥＬＥＣＴ 1",
        "SELECT title FROM movies\u{37e} DROP TABLE item",
        "SELECT 1\0; DROP TABLE item",
        "SELECT '\0'",
        "sElEcT title FrOm MoViEs",
        "SELECT title FROM main.movies",
        "SELECT title FROM temp.movies",
        "SELECT main.movies.title FROM movies",
        "WITH item AS (SELECT 1 AS id) SELECT * FROM item",
        "WITH movies AS (SELECT * FROM movies) SELECT * FROM movies",
        "WITH sqlite_schema AS (SELECT 1) SELECT * FROM sqlite_schema",
        "WITH x(a, b) AS (SELECT 1) SELECT * FROM x",
        "SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT * FROM (SELECT 1)))))",
        "VALUES (1), (2), (3)",
        "SELECT rowid, oid, _rowid_ FROM movies",
        "SELECT rowid FROM search",
        "SELECT rank FROM search",
        "SELECT search FROM search",
        "SELECT * FROM search WHERE search MATCH ''",
        "SELECT * FROM search WHERE search MATCH '\"'",
        "SELECT * FROM search WHERE search MATCH 'a AND'",
        "SELECT * FROM search WHERE search MATCH 'nocolumn:a'",
        "SELECT * FROM search WHERE search MATCH '^* - + {a b} : c'",
        "SELECT * FROM search WHERE search MATCH NULL",
        "SELECT * FROM search WHERE search MATCH x'ff00fe'",
        "SELECT * FROM search WHERE rank MATCH 'bm25(1e308, -1e308, 0)' AND search MATCH 'a*' ORDER BY rank",
        "SELECT * FROM search WHERE rank MATCH 'load_extension(1)' AND search MATCH 'a*' ORDER BY rank",
        "SELECT * FROM search WHERE search MATCH 'a' AND rank MATCH 'nosuch()' ORDER BY rank",
        "SELECT * FROM search WHERE search = 'a' AND rowid = -9223372036854775808",
        "SELECT title FROM movies COLLATE nocase",
        "SELECT title COLLATE nosuch FROM movies",
        "SELECT title FROM movies ORDER BY title COLLATE binary LIMIT -1 OFFSET -1",
        "SELECT title FROM movies LIMIT 9223372036854775807 OFFSET 9223372036854775807",
        "SELECT title FROM movies INDEXED BY item_by_type",
        "SELECT title FROM movies NOT INDEXED",
        "SELECT RAISE(ABORT, 'x')",
        "SELECT CURRENT_TIMESTAMP, CURRENT_DATE, CURRENT_TIME",
        "SELECT date('now', 'localtime'), datetime('now', 'utc'), time('12:00', 'auto')",
        "SELECT 1 UNION SELECT title FROM movies INTERSECT SELECT 1",
        "SELECT * FROM movies NATURAL JOIN episodes NATURAL JOIN tracks NATURAL JOIN items",
        "SELECT * FROM movies m RIGHT JOIN plays p ON p.item_id = m.id FULL JOIN users u ON u.name = p.user",
        "SELECT CAST(title AS BLOB), CAST(x'c328' AS TEXT) FROM movies",
        "SELECT count(*) FILTER (WHERE year > 1950) OVER (PARTITION BY library) FROM movies",
        "SELECT * FROM movies WHERE (title, year) IN (SELECT title, year FROM movies)",
        "SELECT iif(1, 2, 3), if(1, 2), nullif(1, 1), coalesce(NULL, 1), 1 IS DISTINCT FROM 2",
    ])
}

/// Too long, too deep, too wide.
fn overlong() -> Vec<String> {
    let nested = |depth: usize| format!("SELECT {}1{}", "(".repeat(depth), ")".repeat(depth));
    let joined = |tables: usize| {
        let from: Vec<String> = (0..tables).map(|n| format!("items AS t{n}")).collect();
        format!("SELECT count(*) FROM {}", from.join(", "))
    };
    let doubled = |levels: usize| {
        let steps: Vec<String> = (1..=levels)
            .map(|n| format!("c{n} AS (SELECT 1 FROM c{0}, c{0} AS x)", n - 1))
            .collect();
        format!(
            "WITH c0 AS (SELECT 1 FROM items), {} SELECT count(*) FROM c{levels}",
            steps.join(", ")
        )
    };
    vec![
        nested(50),
        nested(500),
        nested(9_000),
        format!("SELECT {}1", "-".repeat(9_001).replace("--", "- -")),
        format!("SELECT {}1", "NOT ".repeat(4_000)),
        format!("SELECT 1{}", " + 1".repeat(4_000)),
        format!("SELECT 1{}", " UNION ALL SELECT 1".repeat(1_000)),
        format!("SELECT 1{}", ", 1".repeat(5_000)),
        format!("SELECT '{}'", "x".repeat(19_900)),
        format!("SELECT '{}'", "x".repeat(3_000_000)),
        format!("SELECT coalesce(1{})", ", 1".repeat(3_000)),
        format!("SELECT 1 WHERE 1 IN (1{})", ", 1".repeat(6_000)),
        format!("SELECT CASE {} END", "WHEN 1 THEN 2 ".repeat(1_300)),
        format!("SELECT 1 FROM {}movies{}", "(".repeat(200), ")".repeat(200)),
        format!(
            "SELECT * FROM ({}SELECT 1{})",
            "SELECT * FROM (".repeat(300),
            ")".repeat(300)
        ),
        format!("SELECT 1 AS \"{}\"", "n".repeat(15_000)),
        format!("SELECT {} FROM movies", "x".repeat(15_000)),
        format!(
            "SELECT * FROM search WHERE search MATCH '{}'",
            "a OR ".repeat(3_000) + "b"
        ),
        format!(
            "SELECT * FROM search WHERE search MATCH '{}a{}'",
            "(".repeat(5_000),
            ")".repeat(5_000)
        ),
        format!(
            "SELECT * FROM search WHERE search MATCH '{}'",
            "a* ".repeat(5_000)
        ),
        joined(20),
        joined(64),
        joined(65),
        doubled(5),
        doubled(6),
        doubled(12),
        doubled(40),
    ]
}

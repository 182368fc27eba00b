//! Statements by a grammar: mostly SQL, now and then bent, cut or spliced.
//!
//! Used by the tests with fixed seeds, and by the fuzz target (`fuzz/`), whose bytes make the choices.

use plex_index::schema::{Column, TABLES};

/// Whoever decides what comes next.
pub(crate) trait Choices {
    /// A number below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize;
}

/// Xorshift: the same statements for the same seed on every machine.
pub(crate) struct Seeded(u64);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        // Zero would stay zero, and neighbouring seeds begin alike.
        Self((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
}

impl Choices for Seeded {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % end
    }
}

/// How deep expressions and subqueries go.
const DEPTH: usize = 4;

const PRIVATE: &[&str] = &[
    "item",
    "media",
    "play",
    "fact",
    "walk",
    "seen",
    "blurb",
    "credit",
    "search_data",
    "search_idx",
    "search_config",
    "search_docsize",
    "sqlite_schema",
    "sqlite_master",
    "sqlite_stat1",
    "pragma_table_info('item')",
    "pragma_database_list",
    "json_each('[1]')",
    "fts5vocab",
    "dbstat",
];
const WILD: &[&str] = &[
    "rowid",
    "rank",
    "search",
    "*",
    "a.b",
    "main.item.title",
    "detail_unix",
    "listing",
    "sql",
    "x",
    "?",
    ":name",
    "\"title\"",
    "[year]",
    "nosuch",
    "oid",
];
/// Functions and how many arguments they take.
const FUNCTIONS: &[(&str, usize)] = &[
    ("count", 1),
    ("sum", 1),
    ("avg", 1),
    ("min", 1),
    ("max", 2),
    ("group_concat", 1),
    ("upper", 1),
    ("length", 1),
    ("substr", 3),
    ("replace", 3),
    ("printf", 2),
    ("hex", 1),
    ("quote", 1),
    ("coalesce", 2),
    ("abs", 1),
    ("round", 2),
    ("date", 1),
    ("strftime", 2),
    ("instr", 2),
    ("char", 1),
    ("like", 2),
    ("glob", 2),
    ("trim", 2),
    ("total", 1),
    ("string_agg", 2),
    ("concat_ws", 3),
];
/// What full-text search is asked for.
const TERMS: &[&str] = &[
    "'a*'",
    "'title:t* OR people:s*'",
    "'\"the\"'",
    "''",
    "'NEAR(a b, 9)'",
    "'a AND'",
    "NULL",
    "x'ff'",
    "'nocolumn:a'",
    "printf('%90000d', 1)",
];
const FORBIDDEN: &[&str] = &[
    "load_extension",
    "readfile",
    "writefile",
    "zeroblob",
    "randomblob",
    "fts5",
    "highlight",
    "snippet",
    "json",
    "json_group_array",
    "sqlite_version",
    "last_insert_rowid",
    "changes",
    "unhex",
    "sqlite_compileoption_get",
    "fts5_decode",
    "edit",
    "soundex",
    "likelihood",
];
const OPERATORS: &[&str] = &[
    "+",
    "-",
    "*",
    "/",
    "%",
    "||",
    "=",
    "<>",
    "<",
    ">=",
    "IS",
    "IS NOT",
    "AND",
    "OR",
    "LIKE",
    "GLOB",
    "MATCH",
    "REGEXP",
    "&",
    "|",
    "<<",
    ">>",
    "->",
    "->>",
    "COLLATE nocase",
    "IN",
];
const LITERALS: &[&str] = &[
    "0",
    "1",
    "-1",
    "NULL",
    "9223372036854775807",
    "-9223372036854775808",
    "1e308",
    "0x7fffffff",
    "'a'",
    "''",
    "'%'",
    "'Drama'",
    "x'00ff'",
    "'a* OR b*'",
    "CURRENT_TIMESTAMP",
    "5000000000",
    "'\u{202e}'",
    "'\u{0}'",
    "5000000000",
    "'NEAR(a b, 9)'",
];
const HARM: &[&str] = &[
    "DELETE FROM {}",
    "DROP TABLE {}",
    "UPDATE {} SET title = 'x'",
    "INSERT INTO {} DEFAULT VALUES",
    "ALTER TABLE {} RENAME TO y",
    "CREATE TABLE y AS SELECT * FROM {}",
    "CREATE TEMP VIEW y AS SELECT * FROM {}",
    "PRAGMA table_info({})",
    "PRAGMA writable_schema = 1",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA hard_heap_limit = 0",
    "ATTACH '{}.sqlite' AS y",
    "ATTACH ':memory:' AS {}",
    "VACUUM INTO '{}.sqlite'",
    "REINDEX {}",
    "ANALYZE {}",
    "BEGIN; DELETE FROM {}",
    "SAVEPOINT {}",
    "INSERT INTO search (search) VALUES ('optimize')",
    "EXPLAIN QUERY PLAN SELECT * FROM {}",
    "CREATE VIRTUAL TABLE y USING fts5({})",
    "DETACH {}",
    "REPLACE INTO {} VALUES (1)",
    "VACUUM",
];
const JUNK: &[&str] = &[
    ";", "--", "/*", "*/", "'", "\"", "(", ")", "\0", "\u{feff}", "\u{a0}", ";;", "\\", "{", "}",
    "$", "@", "#", "\u{37e}", "UNION", "SELECT", "FROM", ",", "1e", "0x",
];

/// What an expression can name: the sources of the statement it stands in.
#[derive(Default, Clone)]
struct Scope(Vec<(String, &'static [Column])>);

/// One statement.
pub(crate) fn statement(choices: &mut dyn Choices) -> String {
    let sql = match choices.below(12) {
        0 | 1 => harm(choices),
        2 => format!("{}; {}", select(choices, DEPTH), harm(choices)),
        _ => select(choices, DEPTH),
    };
    match choices.below(8) {
        0 => bent(choices, &sql),
        _ => sql,
    }
}

fn pick<'w>(choices: &mut dyn Choices, words: &[&'w str]) -> &'w str {
    words[choices.below(words.len())]
}

fn harm(choices: &mut dyn Choices) -> String {
    let words = if choices.below(2) == 0 {
        PRIVATE
    } else {
        &["movies", "items", "plays", "search"]
    };
    let table = pick(choices, words);
    pick(choices, HARM).replace("{}", table)
}

fn select(choices: &mut dyn Choices, depth: usize) -> String {
    let mut scope = Scope::default();
    let with = match choices.below(6) {
        0 if depth == DEPTH => with(choices, &mut scope),
        _ => String::new(),
    };
    let sources = sources(choices, depth, &mut scope);
    let distinct = pick(choices, &["", "", "", "DISTINCT "]);
    let columns = list(choices, 4, |choices| expression(choices, &scope, depth));
    let mut sql = format!("{with}SELECT {distinct}{columns} FROM {sources}");
    for (clause, odds) in [("WHERE", 2), ("GROUP BY", 5)] {
        if choices.below(odds) == 0 {
            sql.push_str(&format!(" {clause} {}", expression(choices, &scope, depth)));
        }
    }
    if depth > 1 && choices.below(12) == 0 {
        let word = pick(choices, &["UNION", "UNION ALL", "EXCEPT", "INTERSECT"]);
        sql.push_str(&format!(
            " {word} {}",
            select(choices, depth.saturating_sub(2))
        ));
    }
    if choices.below(3) == 0 {
        sql.push_str(&format!(" ORDER BY {}", expression(choices, &scope, 1)));
    }
    if choices.below(3) == 0 {
        sql.push_str(&format!(
            " LIMIT {}",
            pick(choices, &["1", "10", "-1", "9223372036854775807"])
        ));
    }
    sql
}

/// Common table expressions, those that never end among them.
fn with(choices: &mut dyn Choices, scope: &mut Scope) -> String {
    let name = pick(choices, &["c", "movies", "sqlite_schema", "item"]);
    let body = match choices.below(3) {
        0 => format!(
            "{name}(x) AS (SELECT {})",
            expression(choices, &Scope::default(), 2)
        ),
        1 => format!("{name}(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM {name})"),
        _ => format!("{name}(x) AS (SELECT 'ab' UNION SELECT x || x FROM {name} LIMIT 99)"),
    };
    scope.0.push((name.to_owned(), &[]));
    format!("WITH RECURSIVE {body} ")
}

/// One or a few tables, each under a name of its own, which the scope learns.
fn sources(choices: &mut dyn Choices, depth: usize, scope: &mut Scope) -> String {
    let mut text = match scope.0.pop() {
        Some((common, _)) => common,
        None => source(choices, depth, scope),
    };
    let more = choices.below(6) / 2;
    for _ in 0..more {
        let join = pick(
            choices,
            &[", ", " JOIN ", " LEFT JOIN ", " CROSS JOIN ", " FULL JOIN "],
        );
        text.push_str(join);
        text.push_str(&source(choices, depth, scope));
        if join != ", " && choices.below(4) > 0 {
            text.push_str(&format!(" ON {}", expression(choices, scope, 1)));
        }
    }
    text
}

fn source(choices: &mut dyn Choices, depth: usize, scope: &mut Scope) -> String {
    let name = format!("t{}", scope.0.len());
    if choices.below(30) == 0 {
        return format!("{} AS {name}", pick(choices, PRIVATE));
    }
    if depth > 1 && choices.below(7) == 0 {
        let inner = select(choices, depth - 2);
        scope.0.push((name.clone(), &[]));
        return format!("({inner}) AS {name}");
    }
    let table = &TABLES[choices.below(TABLES.len())];
    scope.0.push((name.clone(), table.columns));
    match table.name {
        "search" => format!("search({}) AS {name}", pick(choices, TERMS)),
        table => format!("{table} AS {name}"),
    }
}

fn column(choices: &mut dyn Choices, scope: &Scope) -> String {
    if scope.0.is_empty() || choices.below(60) == 0 {
        let words = if choices.below(9) == 0 {
            WILD
        } else {
            LITERALS
        };
        return pick(choices, words).to_owned();
    }
    let (name, columns) = &scope.0[choices.below(scope.0.len())];
    match columns.len() {
        0 => pick(choices, LITERALS).to_owned(),
        count => format!("{name}.{}", columns[choices.below(count)].name),
    }
}

fn expression(choices: &mut dyn Choices, scope: &Scope, depth: usize) -> String {
    if depth == 0 {
        return match choices.below(3) {
            0 => pick(choices, LITERALS).to_owned(),
            _ => column(choices, scope),
        };
    }
    let below = depth - 1;
    let one = |choices: &mut dyn Choices| expression(choices, scope, below);
    match choices.below(9) {
        0 | 1 => {
            let (left, right) = (one(choices), one(choices));
            format!("({left} {} {right})", pick(choices, OPERATORS))
        }
        2 | 3 => call(choices, scope, below),
        4 if depth > 2 => format!("({} LIMIT 1)", scalar(choices, below)),
        5 => format!("CASE WHEN {} THEN {} END", one(choices), one(choices)),
        6 => format!(
            "CAST({} AS {})",
            one(choices),
            pick(choices, &["TEXT", "INTEGER", "BLOB", "REAL"])
        ),
        _ => column(choices, scope),
    }
}

/// A subquery of one column.
fn scalar(choices: &mut dyn Choices, depth: usize) -> String {
    let mut scope = Scope::default();
    let sources = sources(choices, depth, &mut scope);
    format!("SELECT {} FROM {sources}", expression(choices, &scope, 1))
}

fn call(choices: &mut dyn Choices, scope: &Scope, depth: usize) -> String {
    if choices.below(40) == 0 {
        return format!("{}({})", pick(choices, FORBIDDEN), column(choices, scope));
    }
    let (name, count) = FUNCTIONS[choices.below(FUNCTIONS.len())];
    let arguments: Vec<String> = (0..count)
        .map(|_| expression(choices, scope, depth))
        .collect();
    let arguments = arguments.join(", ");
    match (choices.below(14), count) {
        (0, _) => format!(
            "{name}({arguments}) OVER (PARTITION BY {})",
            column(choices, scope)
        ),
        (1, 1) => format!("{name}(printf('%900000d', {arguments}))"),
        (2, 1) => format!("{name}(DISTINCT {arguments})"),
        _ => format!("{name}({arguments})"),
    }
}

fn list(
    choices: &mut dyn Choices,
    most: usize,
    mut one: impl FnMut(&mut dyn Choices) -> String,
) -> String {
    let count = choices.below(most) + 1;
    let items: Vec<String> = (0..count).map(|_| one(choices)).collect();
    items.join(", ")
}

/// Cut, doubled, or with something in it that does not belong there.
fn bent(choices: &mut dyn Choices, sql: &str) -> String {
    let characters: Vec<char> = sql.chars().collect();
    let at = choices.below(characters.len() + 1);
    let (head, tail) = characters.split_at(at);
    let (head, tail): (String, String) = (head.iter().collect(), tail.iter().collect());
    match choices.below(5) {
        0 => head,
        1 => tail,
        2 => format!("{tail}{head}"),
        3 => format!("{head}{sql}"),
        _ => format!("{head}{}{tail}", pick(choices, JUNK)),
    }
}

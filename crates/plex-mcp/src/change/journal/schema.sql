-- The journal of changes. Intent is written before the first request, the outcome after the last.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    server TEXT NOT NULL,
    account TEXT NOT NULL,
    at INTEGER NOT NULL,
    tool TEXT NOT NULL,
    -- As an order until the change has ended, then as a report.
    words TEXT NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0,
    undoes TEXT,
    undone_by TEXT
) STRICT;
CREATE INDEX changes_of ON changes (server, account, number);
CREATE TABLE steps (
    change INTEGER NOT NULL REFERENCES changes (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    rating_key TEXT,
    act TEXT NOT NULL,
    name TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT,
    outcome TEXT,
    made TEXT,
    PRIMARY KEY (change, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX steps_of ON steps (rating_key);

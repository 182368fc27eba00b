-- Where the snapshot keeps its rows. Private: queries see the views of public.sql only.
--
-- Times come twice: *_unix is what the server said (epoch seconds, what the sync compares), *_at is
-- the same moment as local text (what SQL sorts, groups and shows well). The text is written anew
-- when the timezone changes.
--
-- The indexes are in indexes.sql.

-- Facts about the snapshot itself.
CREATE TABLE fact (
  name  TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE library (
  id           INTEGER PRIMARY KEY,
  key          TEXT NOT NULL UNIQUE,  -- what the server calls it
  title        TEXT NOT NULL,
  type         TEXT NOT NULL,
  agent        TEXT,
  language     TEXT,
  uuid         TEXT,
  scanned_unix INTEGER,
  scanned_at   TEXT
) STRICT;

-- Which row an item has, by the number of its rating key (the key where that is a number, else its hash).
-- Rows are numbered in the order in which items are first heard of: they are read in the order in which
-- they were added, and written to all tables in that order, whatever their keys are.
CREATE TABLE item_key (
  number INTEGER PRIMARY KEY,
  id     INTEGER NOT NULL
) STRICT;

CREATE TABLE item (
  id                INTEGER PRIMARY KEY,   -- of item_key
  type              TEXT NOT NULL,
  library_id        INTEGER NOT NULL,
  parent_id         INTEGER,
  grandparent_id    INTEGER,
  number            INTEGER,               -- of the season, episode, album or track in its parent
  parent_number     INTEGER,               -- of its parent: an episode's season, a track's disc
  year              INTEGER,
  duration_s        INTEGER,
  view_count        INTEGER NOT NULL,
  position_s        INTEGER,
  leaf_count        INTEGER,
  viewed_leaf_count INTEGER,
  versions          INTEGER NOT NULL,
  size_bytes        INTEGER,               -- of its files, but for those that shared_bytes counts
  shared_bytes      INTEGER NOT NULL DEFAULT 0, -- of files that an earlier item of the library has too
  rating            REAL,
  audience_rating   REAL,
  user_rating       REAL,
  has_poster        INTEGER NOT NULL,
  added_unix        INTEGER,
  updated_unix      INTEGER,
  viewed_unix       INTEGER,
  detail_unix       INTEGER,               -- updated_unix of the details held; NULL when they are due
  listing           INTEGER NOT NULL,      -- hash of the listing entry: unchanged entries are not rewritten
  rating_key        TEXT NOT NULL UNIQUE,
  title             TEXT NOT NULL,
  title_sort        TEXT NOT NULL,
  original_title    TEXT,
  edition           TEXT,
  released          TEXT,
  added_at          TEXT,
  updated_at        TEXT,
  last_viewed_at    TEXT,
  content_rating    TEXT,
  studio            TEXT,
  guid              TEXT
) STRICT;
-- What is due, which is asked for from the start.
CREATE INDEX item_without_detail ON item (added_unix) WHERE detail_unix IS NULL;

-- Long texts, apart so that scans of item stay narrow.
CREATE TABLE blurb (
  item_id INTEGER PRIMARY KEY,
  summary TEXT,
  tagline TEXT
) STRICT;

CREATE TABLE media (
  item_id        INTEGER NOT NULL,
  version        INTEGER NOT NULL,   -- 1, 2, … in the server's order
  container      TEXT,
  resolution     TEXT,
  width          INTEGER,
  height         INTEGER,
  video_codec    TEXT,
  video_profile  TEXT,
  frame_rate     TEXT,
  audio_codec    TEXT,
  audio_channels INTEGER,
  bitrate_kbps   INTEGER,
  duration_s     INTEGER,
  size_bytes     INTEGER,
  files          INTEGER NOT NULL,
  optimized      INTEGER NOT NULL,      -- made by Plex of another version
  path           TEXT,
  file           INTEGER,            -- tells its files from others, and nothing else about them
  PRIMARY KEY (item_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE stream (
  item_id   INTEGER NOT NULL,
  version   INTEGER NOT NULL,
  position  INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  codec     TEXT,
  language  TEXT,
  language_code TEXT,
  language_name TEXT,
  title     TEXT,
  channels  INTEGER,
  height    INTEGER,
  bit_depth INTEGER,
  hdr       TEXT,
  is_default INTEGER NOT NULL,
  is_forced  INTEGER NOT NULL,
  PRIMARY KEY (item_id, version, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
  id   INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (kind, name)
) STRICT;

CREATE TABLE item_tag (
  item_id INTEGER NOT NULL,
  tag_id  INTEGER NOT NULL,
  PRIMARY KEY (item_id, tag_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE credit (
  item_id   INTEGER NOT NULL,
  job       TEXT NOT NULL,
  position  INTEGER NOT NULL,
  person_id INTEGER NOT NULL,
  role      TEXT,
  PRIMARY KEY (item_id, job, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE rating (
  item_id INTEGER NOT NULL,
  source  TEXT NOT NULL,
  kind    TEXT NOT NULL,
  value   REAL NOT NULL,
  PRIMARY KEY (item_id, source, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE external_id (
  item_id INTEGER NOT NULL,
  source  TEXT NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY (item_id, source, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE device (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  platform   TEXT,
  created_unix INTEGER,
  created_at TEXT
) STRICT;

CREATE TABLE play (
  id          INTEGER PRIMARY KEY,
  history_key TEXT NOT NULL UNIQUE,
  viewed_unix INTEGER NOT NULL,
  viewed_at   TEXT NOT NULL,
  account_id  INTEGER,
  device_id   INTEGER,
  item_id     INTEGER,               -- NULL when the item is no longer on the server
  library_id  INTEGER,
  type        TEXT NOT NULL,
  title       TEXT NOT NULL,
  show        TEXT,
  season      INTEGER,
  episode     INTEGER,
  year        INTEGER                -- when it first came out
) STRICT;

CREATE TABLE collection (
  id         INTEGER PRIMARY KEY,
  rating_key TEXT NOT NULL UNIQUE,
  library_id INTEGER NOT NULL,
  title      TEXT NOT NULL,
  summary    TEXT,
  smart      INTEGER NOT NULL,
  stamp      TEXT NOT NULL
) STRICT;

CREATE TABLE collection_item (
  collection_id INTEGER NOT NULL,
  position      INTEGER NOT NULL,
  item_id       INTEGER NOT NULL,
  PRIMARY KEY (collection_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE playlist (
  id         INTEGER PRIMARY KEY,
  rating_key TEXT NOT NULL UNIQUE,
  title      TEXT NOT NULL,
  type       TEXT,
  smart      INTEGER NOT NULL,
  duration_s INTEGER,
  stamp      TEXT NOT NULL
) STRICT;

CREATE TABLE playlist_item (
  playlist_id INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  item_id     INTEGER NOT NULL,
  PRIMARY KEY (playlist_id, position)
) STRICT, WITHOUT ROWID;

-- One listing that a pass walks: where it is, so that a killed process goes on from there.
CREATE TABLE walk (
  library_id  INTEGER NOT NULL,
  type        TEXT NOT NULL,
  next_offset INTEGER NOT NULL,
  total       INTEGER,
  met         INTEGER NOT NULL,   -- entries it has shown, each once
  done        INTEGER NOT NULL,
  UNIQUE (library_id, type)
) STRICT;

-- Items met by the running pass, and in the listing of which type; what it did not meet may be gone.
CREATE TABLE seen (
  item_id INTEGER PRIMARY KEY,
  type    TEXT NOT NULL
) STRICT;

-- What could not be read although the server has it, and why. Gone once it could be.
CREATE TABLE missing (
  what       TEXT NOT NULL,      -- items, details, collections, playlists, plays, users, devices or library
  library_id INTEGER NOT NULL,   -- 0 where it is of no library
  type       TEXT NOT NULL,      -- of the items, or empty
  why        TEXT NOT NULL,
  held       INTEGER,
  total      INTEGER,
  PRIMARY KEY (what, library_id, type)
) STRICT, WITHOUT ROWID;

-- What a query can read. Names and units are stable: they change only with the schema version.
--
-- Titles of other rows are looked up by subqueries, not joined: SQLite drops a subquery that nobody
-- asks for from every query, a join not from those that count or sum.

CREATE VIEW libraries AS
SELECT library.id, key AS library_id, title, type, agent, language, scanned_at
FROM library;

CREATE VIEW items AS
SELECT item.id, item.rating_key, item.type,
       (SELECT title FROM library WHERE library.id = item.library_id) AS library,
       item.title, item.title_sort, item.original_title, item.edition, item.year, item.released,
       item.duration_s, item.content_rating, item.studio,
       (SELECT summary FROM blurb WHERE blurb.item_id = item.id) AS summary,
       (SELECT tagline FROM blurb WHERE blurb.item_id = item.id) AS tagline,
       item.rating, item.audience_rating, item.user_rating, item.parent_id,
       (SELECT above.title FROM item AS above WHERE above.id = item.parent_id) AS parent,
       item.grandparent_id,
       (SELECT top.title FROM item AS top WHERE top.id = item.grandparent_id) AS grandparent,
       item.parent_number, item.number, item.leaf_count, item.viewed_leaf_count,
       item.view_count, item.last_viewed_at, item.position_s,
       item.versions, item.size_bytes, item.has_poster, item.guid,
       item.added_at, item.updated_at, item.detail_unix IS NOT NULL AS detailed
FROM item;

CREATE VIEW movies AS
SELECT item.id, item.rating_key,
       (SELECT title FROM library WHERE library.id = item.library_id) AS library,
       item.title, item.original_title, item.edition, item.year, item.released,
       item.duration_s, item.content_rating, item.studio,
       (SELECT summary FROM blurb WHERE blurb.item_id = item.id) AS summary,
       (SELECT tagline FROM blurb WHERE blurb.item_id = item.id) AS tagline,
       item.rating, item.audience_rating, item.user_rating,
       item.view_count, item.last_viewed_at, item.position_s,
       item.versions, item.size_bytes, item.added_at
FROM item
WHERE item.type = 'movie';

CREATE VIEW episodes AS
SELECT item.id, item.rating_key,
       (SELECT title FROM library WHERE library.id = item.library_id) AS library,
       item.grandparent_id AS show_id,
       (SELECT top.title FROM item AS top WHERE top.id = item.grandparent_id) AS show,
       item.parent_id AS season_id, item.parent_number AS season, item.number AS episode,
       item.title, item.released AS aired, item.duration_s,
       (SELECT summary FROM blurb WHERE blurb.item_id = item.id) AS summary,
       item.rating, item.user_rating, item.view_count, item.last_viewed_at, item.position_s,
       item.versions, item.size_bytes, item.added_at
FROM item
WHERE item.type = 'episode';

CREATE VIEW tracks AS
SELECT item.id, item.rating_key,
       (SELECT title FROM library WHERE library.id = item.library_id) AS library,
       item.grandparent_id AS artist_id,
       (SELECT top.title FROM item AS top WHERE top.id = item.grandparent_id) AS artist,
       coalesce(item.original_title,
                (SELECT top.title FROM item AS top WHERE top.id = item.grandparent_id)) AS track_artist,
       item.parent_id AS album_id,
       (SELECT above.title FROM item AS above WHERE above.id = item.parent_id) AS album,
       (SELECT above.year FROM item AS above WHERE above.id = item.parent_id) AS album_year,
       item.parent_number AS disc, item.number AS track,
       item.title, item.duration_s, item.user_rating, item.view_count, item.last_viewed_at,
       item.versions, item.size_bytes, item.added_at
FROM item
WHERE item.type = 'track';

CREATE VIEW plays AS
SELECT play.id, play.viewed_at,
       (SELECT name FROM account WHERE account.id = play.account_id) AS user,
       (SELECT name FROM device WHERE device.id = play.device_id) AS device,
       play.type, play.title,
       coalesce((SELECT original_title FROM item WHERE item.id = play.item_id AND item.type = 'track'),
                (SELECT top.title FROM item JOIN item AS top ON top.id = item.grandparent_id
                 WHERE item.id = play.item_id), play.show) AS show,
       play.season, play.episode,
       coalesce((SELECT year FROM item WHERE item.id = play.item_id), play.year) AS year, play.item_id,
       (SELECT rating_key FROM item WHERE item.id = play.item_id) AS rating_key,
       (SELECT title FROM library WHERE library.id = play.library_id) AS library,
       (SELECT duration_s FROM item WHERE item.id = play.item_id) AS duration_s
FROM play;

CREATE VIEW versions AS
SELECT item_id, version, container, resolution, width, height, video_codec, video_profile,
       frame_rate, audio_codec, audio_channels, bitrate_kbps, duration_s, size_bytes, files, path
FROM media;

CREATE VIEW streams AS
SELECT item_id, version, kind, codec, language, language_code, language_name, title, channels, height, bit_depth, hdr,
       is_default, is_forced
FROM stream;

CREATE VIEW tags AS
SELECT item_tag.item_id, tag.kind, tag.name AS tag
FROM item_tag JOIN tag ON tag.id = item_tag.tag_id;

CREATE VIEW people AS
SELECT credit.item_id, credit.job, person.name AS person, credit.role, credit.position
FROM credit JOIN person ON person.id = credit.person_id;

CREATE VIEW ratings AS
SELECT item_id, source, kind, value FROM rating;

CREATE VIEW external_ids AS
SELECT item_id, source, value FROM external_id;

CREATE VIEW users AS
SELECT id, name FROM account;

CREATE VIEW devices AS
SELECT id, name, platform, created_at FROM device;

CREATE VIEW collections AS
SELECT id, rating_key,
       (SELECT title FROM library WHERE library.id = collection.library_id) AS library,
       title, summary, smart
FROM collection;

CREATE VIEW collection_items AS
SELECT collection_id, position, item_id FROM collection_item;

CREATE VIEW playlists AS
SELECT id, rating_key, title, type, smart, duration_s FROM playlist;

CREATE VIEW playlist_items AS
SELECT playlist_id, position, item_id FROM playlist_item;

-- Full text. rowid is items.id; the columns can be matched, not read.
CREATE VIRTUAL TABLE search USING fts5 (
  title, parents, summary, people,
  content = '', contentless_delete = 1, detail = full,
  tokenize = 'unicode61 remove_diacritics 2'
);

-- Merges less eagerly: a library is written once and then changes little.
INSERT INTO search (search, rank) VALUES ('automerge', 8);
-- One text that nobody searches for, so that a connection can get everything ready for ranking at
-- the price of one row (see the sandbox).
INSERT INTO search (rowid, title) VALUES (-9223372036854775808, 'plexindexwarmth');

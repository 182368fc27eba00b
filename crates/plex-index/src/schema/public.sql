-- What a query can read. Names and units are stable: they change only with the schema version.

CREATE VIEW libraries AS
SELECT library.id, key AS library_id, title, type, agent, language, scanned_at
FROM library;

CREATE VIEW items AS
SELECT item.id, item.rating_key, item.type, library.title AS library,
       item.title, item.title_sort, item.original_title, item.edition, item.year, item.released,
       item.duration_s, item.content_rating, item.studio, blurb.summary, blurb.tagline,
       item.rating, item.audience_rating, item.user_rating,
       item.parent_id, parent.title AS parent, item.grandparent_id, grandparent.title AS grandparent,
       item.parent_number, item.number, item.leaf_count, item.viewed_leaf_count,
       item.view_count, item.last_viewed_at, item.position_s,
       item.versions, item.size_bytes, item.has_poster, item.guid,
       item.added_at, item.updated_at, item.detail_unix IS NOT NULL AS detailed
FROM item
LEFT JOIN library ON library.id = item.library_id
LEFT JOIN blurb ON blurb.item_id = item.id
LEFT JOIN item AS parent ON parent.id = item.parent_id
LEFT JOIN item AS grandparent ON grandparent.id = item.grandparent_id;

CREATE VIEW movies AS
SELECT item.id, item.rating_key, library.title AS library,
       item.title, item.original_title, item.edition, item.year, item.released,
       item.duration_s, item.content_rating, item.studio, blurb.summary, blurb.tagline,
       item.rating, item.audience_rating, item.user_rating,
       item.view_count, item.last_viewed_at, item.position_s,
       item.versions, item.size_bytes, item.added_at
FROM item
LEFT JOIN library ON library.id = item.library_id
LEFT JOIN blurb ON blurb.item_id = item.id
WHERE item.type = 'movie';

CREATE VIEW episodes AS
SELECT item.id, item.rating_key, library.title AS library,
       item.grandparent_id AS show_id, show.title AS show, item.parent_id AS season_id,
       item.parent_number AS season, item.number AS episode,
       item.title, item.released AS aired, item.duration_s, blurb.summary,
       item.rating, item.user_rating, item.view_count, item.last_viewed_at, item.position_s,
       item.versions, item.size_bytes, item.added_at
FROM item
LEFT JOIN library ON library.id = item.library_id
LEFT JOIN blurb ON blurb.item_id = item.id
LEFT JOIN item AS show ON show.id = item.grandparent_id
WHERE item.type = 'episode';

CREATE VIEW tracks AS
SELECT item.id, item.rating_key, library.title AS library,
       item.grandparent_id AS artist_id, artist.title AS artist,
       item.parent_id AS album_id, album.title AS album, album.year AS album_year,
       item.parent_number AS disc, item.number AS track,
       item.title, item.duration_s, item.user_rating, item.view_count, item.last_viewed_at,
       item.versions, item.size_bytes, item.added_at
FROM item
LEFT JOIN library ON library.id = item.library_id
LEFT JOIN item AS artist ON artist.id = item.grandparent_id
LEFT JOIN item AS album ON album.id = item.parent_id
WHERE item.type = 'track';

CREATE VIEW plays AS
SELECT play.id, play.viewed_at, account.name AS user, device.name AS device,
       play.type, play.title, coalesce(show.title, play.show) AS show,
       play.season, play.episode, play.item_id, item.rating_key,
       library.title AS library, item.duration_s
FROM play
LEFT JOIN account ON account.id = play.account_id
LEFT JOIN device ON device.id = play.device_id
LEFT JOIN library ON library.id = play.library_id
LEFT JOIN item ON item.id = play.item_id
LEFT JOIN item AS show ON show.id = item.grandparent_id;

CREATE VIEW versions AS
SELECT item_id, version, container, resolution, width, height, video_codec, video_profile,
       frame_rate, audio_codec, audio_channels, bitrate_kbps, duration_s, size_bytes, files, path
FROM media;

CREATE VIEW streams AS
SELECT item_id, version, kind, codec, language, title, channels, height, bit_depth, hdr,
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
SELECT collection.id, collection.rating_key, library.title AS library, collection.title,
       collection.summary, collection.smart
FROM collection LEFT JOIN library ON library.id = collection.library_id;

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

-- Made when the first pass over everything has ended: sorting each of them once takes a fraction of what
-- it takes to keep them sorted while a library comes in.

-- Also holds what questions about many items ask for, so that those read a fifth of the table; id
-- stands so early to visit the items themselves in their order where that is not enough.
CREATE INDEX IF NOT EXISTS item_by_type ON item (
  type, library_id, id, year, duration_s, view_count, last_viewed_at, rating, audience_rating,
  versions, size_bytes, content_rating, studio
);
CREATE INDEX IF NOT EXISTS item_by_parent ON item (parent_id);
CREATE INDEX IF NOT EXISTS item_by_grandparent ON item (grandparent_id, parent_number, number);
CREATE INDEX IF NOT EXISTS item_by_added ON item (added_at);
CREATE INDEX IF NOT EXISTS item_by_viewed ON item (last_viewed_at) WHERE last_viewed_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS item_by_guid ON item (guid);
CREATE INDEX IF NOT EXISTS play_by_time ON play (viewed_unix);
CREATE INDEX IF NOT EXISTS play_by_local_time ON play (viewed_at);
CREATE INDEX IF NOT EXISTS play_by_item ON play (item_id, account_id);
CREATE INDEX IF NOT EXISTS collection_item_by_item ON collection_item (item_id);
CREATE INDEX IF NOT EXISTS playlist_item_by_item ON playlist_item (item_id);
-- Which files several items share, and whose sizes that changes.
CREATE INDEX IF NOT EXISTS media_by_file ON media (file, item_id) WHERE file IS NOT NULL;
CREATE INDEX IF NOT EXISTS item_that_shares ON item (id) WHERE shared_bytes <> 0;

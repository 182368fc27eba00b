-- Made when the first details are all there: keeping them sorted until then would take longer than all else,
-- and every answer is right without them. What is asked by details waits for those anyway.

CREATE INDEX IF NOT EXISTS item_tag_by_tag ON item_tag (tag_id);
CREATE INDEX IF NOT EXISTS credit_by_person ON credit (person_id, job);

-- What people sort and group by: with one of these the largest ten are read and not the whole library, and groups
-- are counted without sorting all rows first.
CREATE INDEX IF NOT EXISTS item_by_title ON item (type, title, year);
CREATE INDEX IF NOT EXISTS item_by_size ON item (type, size_bytes);
CREATE INDEX IF NOT EXISTS item_by_rating ON item (type, rating);
CREATE INDEX IF NOT EXISTS item_by_content_rating ON item (type, content_rating);
CREATE INDEX IF NOT EXISTS item_by_studio ON item (type, studio, audience_rating);
CREATE INDEX IF NOT EXISTS item_by_type_and_view ON item (type, last_viewed_at) WHERE last_viewed_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS item_of_several_versions ON item (type, versions) WHERE versions > 1;
CREATE INDEX IF NOT EXISTS media_by_resolution ON media (resolution, size_bytes);
CREATE INDEX IF NOT EXISTS media_by_codec ON media (video_codec, bitrate_kbps);

-- The last one: where it is, all are.
CREATE INDEX IF NOT EXISTS external_id_by_value ON external_id (value, source);

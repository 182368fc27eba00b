-- Made when the first details are all there: until then nothing is asked by them, and entries of each come
-- in no order.

CREATE INDEX IF NOT EXISTS item_tag_by_tag ON item_tag (tag_id);
CREATE INDEX IF NOT EXISTS credit_by_person ON credit (person_id, job);
CREATE INDEX IF NOT EXISTS external_id_by_value ON external_id (value, source);

-- One create's statements, as the store runs them, with nothing around them: the floor that a create over HTTP is held
-- against. Changed only by an ADR. ?1: identity, ?2: customer, ?3: moment, ?4: number.
INSERT INTO idempotency (scope, key, body_hash, status, record, n, at) VALUES ('floor', hex(?1), ?1, 201, ?1, 1, ?3);
INSERT INTO counter (process, value) VALUES ('incident', 1) ON CONFLICT (process) DO UPDATE SET value = counter.value + 1;
INSERT INTO record (id, process, number, label, opened_by, opened_at, definition, state, is_open, priority, customer, confidential, updated_at, due_at, next_at, version, n, head, details, fields) VALUES (?1, 'incident', ?4, 'FLR' || ?4, ?2, ?3, 'floor', 'new', 1, 'p3', ?2, 0, ?3, ?3, ?3, 1, 1, ?1, '{"commitments":{"title":"0000000000000000000000000000000000000000000000000000000000000000"},"index":{"impact":"medium","channel":"page","category":"other"}}', jsonb('{"title":"网络访问缓慢","customer":"00000000-0000-0000-0000-000000000000","impact":"medium","urgency":"medium","priority":"p3","channel":"page","category":"other"}'));
INSERT INTO field_index (process, field, value, sort_at, record) VALUES ('incident', 'impact', 'medium', ?3, ?1), ('incident', 'channel', 'page', ?3, ?1), ('incident', 'category', 'other', ?3, ?1);
INSERT INTO clock (record, clock, process, state, started_at, due_at, next_at, warned) VALUES (?1, 'response', 'incident', 'running', ?3, ?3, ?3, 0), (?1, 'resolution', 'incident', 'running', ?3, ?3, ?3, 0);
INSERT INTO relation (id, source, ordinal, kind, target, from_at, n_from) VALUES (?1, ?1, 0, 'customer', ?2, ?3, 1);
INSERT INTO history (record, n, at, bytes) VALUES (?1, 1, ?3, zeroblob(700));
INSERT INTO history_value (record, n, item, salt, value) VALUES (?1, 1, 'field:title', zeroblob(32), zeroblob(40));
INSERT INTO feed (position, record, n) VALUES ((SELECT coalesce(max(position), 0) + 1 FROM feed), ?1, 1);
INSERT INTO search_text (record, part, public, internal) VALUES (?1, 'fields', '网络访问缓慢', '');
INSERT INTO search_term (rowid, public, internal) VALUES (last_insert_rowid(), '网络 络访 访问 问缓 缓慢 慢', '');

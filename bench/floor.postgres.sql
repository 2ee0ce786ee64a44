-- floor.sql as PostgreSQL says it: one create's statements with nothing around them. The feed is written afterwards, by the
-- sequencer. Changed only by an ADR. $1: identity, $2: moment, $3: customer, $4: number.
INSERT INTO idempotency (scope, key, body_hash, status, record, n, at) VALUES ('floor', CAST($1 AS uuid)::text, uuid_send($1), 201, $1, 1, $2);
INSERT INTO counter (process, value) VALUES ('incident', 1) ON CONFLICT (process) DO UPDATE SET value = counter.value + 1;
INSERT INTO record (id, process, number, label, opened_by, opened_at, definition, state, is_open, priority, customer, confidential, updated_at, due_at, next_at, version, n, head, details, fields) VALUES ($1, 'incident', $4, 'FLR' || CAST($4 AS bigint)::text, $3, $2, 'floor', 'new', TRUE, 'p3', $3, FALSE, $2, $2, $2, 1, 1, uuid_send($1), '{"commitments":{"title":"0000000000000000000000000000000000000000000000000000000000000000"},"index":{"impact":"medium","channel":"page","category":"other"}}', CAST('{"title":"网络访问缓慢","customer":"00000000-0000-0000-0000-000000000000","impact":"medium","urgency":"medium","priority":"p3","channel":"page","category":"other"}' AS jsonb));
INSERT INTO field_index (process, field, value, sort_at, record) VALUES ('incident', 'impact', 'medium', $2, $1), ('incident', 'channel', 'page', $2, $1), ('incident', 'category', 'other', $2, $1);
INSERT INTO clock (record, clock, process, state, started_at, due_at, next_at, warned) VALUES ($1, 'response', 'incident', 'running', $2, $2, $2, 0), ($1, 'resolution', 'incident', 'running', $2, $2, $2, 0);
INSERT INTO relation (id, source, ordinal, kind, target, from_at, n_from) VALUES ($1, $1, 0, 'customer', $3, $2, 1);
INSERT INTO history (record, n, at, bytes) VALUES ($1, 1, $2, decode(repeat('00', 700), 'hex'));
INSERT INTO history_value (record, n, item, salt, value) VALUES ($1, 1, 'field:title', decode(repeat('00', 32), 'hex'), decode(repeat('00', 40), 'hex'));
INSERT INTO search_text (record, part, public, internal, public_terms, internal_terms) VALUES ($1, 'fields', '网络访问缓慢', '', array_to_tsvector(string_to_array('网络 络访 访问 问缓 缓慢 慢', ' ')), array_to_tsvector('{}'));

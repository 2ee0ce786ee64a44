-- Whoever has a part in an approval takes part: also who asked for it, and who voted for somebody; before, only who was asked.

WITH approval AS (
    SELECT r.id AS record, a.value AS asked
    FROM record r CROSS JOIN LATERAL jsonb_array_elements(r.details::jsonb -> 'approvals') AS a(value)
), vote AS (
    SELECT a.record, v.value AS cast_vote
    FROM approval a CROSS JOIN LATERAL jsonb_array_elements(a.asked -> 'votes') AS v(value)
)
INSERT INTO participant (person, record)
SELECT p.person::uuid, p.record FROM (
    SELECT asked ->> 'asked_by' AS person, record FROM approval
    UNION
    SELECT cast_vote ->> 'voter', record FROM vote
    UNION
    SELECT cast_vote ->> 'deputy', record FROM vote
) p WHERE p.person IS NOT NULL
ON CONFLICT DO NOTHING;

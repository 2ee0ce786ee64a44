-- Whoever has a part in an approval takes part: also who asked for it, and who voted for somebody; before, only who was asked.

INSERT INTO participant (person, record)
SELECT unhex(replace(p.person, '-', '')), p.record FROM (
    SELECT json_extract(a.value, '$.asked_by') AS person, r.id AS record
    FROM record r, json_each(r.details, '$.approvals') a
    UNION
    SELECT json_extract(v.value, '$.voter'), r.id
    FROM record r, json_each(r.details, '$.approvals') a, json_each(a.value, '$.votes') v
    UNION
    SELECT json_extract(v.value, '$.deputy'), r.id
    FROM record r, json_each(r.details, '$.approvals') a, json_each(a.value, '$.votes') v
) p WHERE p.person IS NOT NULL
ON CONFLICT DO NOTHING;

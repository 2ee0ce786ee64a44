-- Terms of the search are made in another way than before, so those that are there are made anew when the store is opened.

INSERT INTO setting (key, value) SELECT 'search_index', 'stale' WHERE EXISTS (SELECT 1 FROM search_text)
ON CONFLICT (key) DO NOTHING;

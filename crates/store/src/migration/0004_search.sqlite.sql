-- What is a term of the search is decided by the program alone: SQLite takes each as it stands between spaces. Terms are made
-- in another way than before, so those that are there are made anew when the store is opened.

DROP TABLE search_term;
CREATE VIRTUAL TABLE search_term USING fts5 (
    public, internal, content = '', contentless_delete = 1, tokenize = 'ascii'
);

INSERT INTO setting (key, value) SELECT 'search_index', 'stale' WHERE EXISTS (SELECT 1 FROM search_text)
ON CONFLICT (key) DO NOTHING;

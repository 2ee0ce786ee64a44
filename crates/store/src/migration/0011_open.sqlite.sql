-- Open work by when it last changed: what happened lately, across processes, without walking past what is closed.

CREATE INDEX record_open ON record (process, updated_at DESC, id DESC) WHERE is_open;

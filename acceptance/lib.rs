//! The acceptance tests: one for each row of `rows.toml`, through HTTP, against the real program on both stores.

//! The acceptance tests: one for each row of `rows.toml` and `features.toml`, through HTTP, against the real program on both stores.

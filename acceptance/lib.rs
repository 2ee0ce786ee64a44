//! The acceptance tests: one for each row of `rows.toml`, `features.toml` and `platform.toml`, through HTTP, against the real program on both stores.

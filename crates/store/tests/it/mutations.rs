//! Single changes behind the store's back, each found and named: bits, rows, entries, whole records, contents.

use std::sync::Arc;

use yuheng_store::Store;

use crate::place::Place;
use crate::story::tell;

/// A table that is changed, and how its rows are known.
struct Table {
    name: &'static str,
    /// Its key, in the order that rows are counted in.
    key: &'static str,
    /// The column that names the record.
    record: &'static str,
    /// The column that names the entry.
    n: Option<&'static str>,
    /// What makes a copy of a row another row: columns, and what is in them then.
    copy: &'static [(&'static str, Copied)],
}

enum Copied {
    NewId,
    Later,
    Longer,
}

const TABLES: [Table; 8] = [
    Table {
        name: "record",
        key: "id",
        record: "id",
        n: None,
        copy: &[("id", Copied::NewId), ("number", Copied::Later)],
    },
    Table { name: "history", key: "record, n", record: "record", n: Some("n"), copy: &[("n", Copied::Later)] },
    Table {
        name: "history_value",
        key: "record, n, item",
        record: "record",
        n: Some("n"),
        copy: &[("item", Copied::Longer)],
    },
    Table {
        name: "relation",
        key: "id",
        record: "source",
        n: None,
        copy: &[("id", Copied::NewId), ("ordinal", Copied::Later)],
    },
    Table {
        name: "attachment",
        key: "id",
        record: "record",
        n: None,
        copy: &[("id", Copied::NewId), ("ordinal", Copied::Later)],
    },
    Table {
        name: "field_index",
        key: "process, field, value, sort_at, record",
        record: "record",
        n: None,
        copy: &[("value", Copied::Longer)],
    },
    Table { name: "claim", key: "key", record: "record", n: None, copy: &[("key", Copied::Longer)] },
    Table { name: "clock", key: "record, clock", record: "record", n: None, copy: &[("clock", Copied::Longer)] },
];

/// Everything that belongs to a record.
const OF_A_RECORD: [(&str, &str); 11] = [
    ("record", "id"),
    ("history", "record"),
    ("history_value", "record"),
    ("feed", "record"),
    ("relation", "source"),
    ("attachment", "record"),
    ("field_index", "record"),
    ("clock", "record"),
    ("participant", "record"),
    ("search_text", "record"),
    ("claim", "record"),
];

/// Columns that no mutation touches: when a record is looked at next may be too early without harm, and the number of the
/// transaction that wrote an entry is the sequencer's.
const LEFT_ALONE: [(&str, &str); 2] = [("record", "next_at"), ("history", "xid")];

/// Numbers from a seed, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn id(&mut self) -> String {
        (0..16).map(|_| format!("{:02x}", self.below(256))).collect()
    }
}

/// A change, what it should be found as, and what it was.
struct Mutation {
    sql: String,
    label: String,
    n: Option<u64>,
}

struct Attack {
    place: Arc<Place>,
    chance: Chance,
}

async fn whole(store: &Store) {
    let faults = store.verify(|_, _| {}).await.unwrap().faults;
    assert_eq!(faults, [], "a false alarm");
}

async fn clean_stores_raise_no_alarm(store: Store) {
    for round in 0..20 {
        tell(&store, round * 6, 6).await;
        whole(&store).await;
    }
}

async fn mutations_are_found(store: Store, place: Arc<Place>) {
    let count: usize = std::env::var("MUTATIONS").map_or(60, |count| count.parse().unwrap());
    tell(&store, 0, 36).await;
    whole(&store).await;
    let mut attack = Attack { place, chance: Chance(20_261_122) };
    attack.keep(&store).await;
    let mut done = 0;
    while done < count {
        if attack.chance.below(10) == 0 {
            attack.content(&store).await;
            done += 1;
            continue;
        }
        let Some(mutation) = attack.choose().await else { continue };
        // What the database itself refuses (two rows of one key) is no change.
        if attack.place.try_tamper(&mutation.sql).await.is_err() {
            continue;
        }
        attack.expect(&store, &mutation.sql, &mutation.label, mutation.n).await;
        attack.restore().await;
        done += 1;
    }
    whole(&store).await;
}

impl Attack {
    /// Keeps every row, once each entry has its place in the feed: on PostgreSQL it gets one only when no transaction
    /// from before it runs any more, and one of another test may.
    async fn keep(&self, store: &Store) {
        let waiting = "SELECT 1 FROM history h LEFT JOIN feed f ON f.record = h.record AND f.n = h.n WHERE f.n IS NULL";
        while !self.place.rows(waiting).await.is_empty() {
            store.advance_feed().await.unwrap();
        }
        for (table, _) in OF_A_RECORD {
            self.place.tamper(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
        }
    }

    async fn restore(&self) {
        let values = self.place.pick("", "OVERRIDING SYSTEM VALUE");
        let restore = OF_A_RECORD
            .map(|(table, _)| format!("DELETE FROM {table}; INSERT INTO {table} {values} SELECT * FROM kept_{table};"));
        self.place.tamper(&format!("BEGIN; {} COMMIT", restore.concat())).await;
    }

    async fn expect(&self, store: &Store, what: &str, label: &str, n: Option<u64>) {
        let faults = store.verify(|_, _| {}).await.unwrap().faults;
        let first = faults.first().unwrap_or_else(|| panic!("not found: {what}"));
        assert_eq!(first.label, label, "{what}\n{faults:#?}");
        if n.is_some() {
            assert_eq!(first.n, n, "{what}\n{faults:#?}");
        }
    }

    async fn choose(&mut self) -> Option<Mutation> {
        let table = &TABLES[self.chance.below(TABLES.len())];
        let rows = self.place.rows(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {}", table.name)).await;
        let row = self.chance.below(rows[0][0].as_ref()?.parse().unwrap());
        let (label, n) = self.named(table, row).await;
        let chosen = format!("SELECT {} FROM {} ORDER BY {} LIMIT 1 OFFSET {row}", table.key, table.name, table.key);
        let here = format!("WHERE ({}) = ({chosen})", table.key);
        let record = format!("(SELECT id FROM record WHERE label = '{label}')");
        Some(match self.chance.below(10) {
            0 => Mutation { sql: format!("DELETE FROM {} {here}", table.name), label, n },
            1 => {
                let n = if table.name == "history" { n.map(|n| n + 1000) } else { n };
                Mutation { sql: self.copy(table, &here).await, label, n }
            }
            2 => {
                let sql = format!(
                    "UPDATE history SET n = -7 WHERE record = {record} AND n = 1; \
                     UPDATE history SET n = 1 WHERE record = {record} AND n = 2; \
                     UPDATE history SET n = 2 WHERE record = {record} AND n = -7;"
                );
                Mutation { sql, label, n: Some(1) }
            }
            3 => {
                let sql = format!("UPDATE history SET at = at + 1000000 WHERE record = {record} AND n = 2");
                Mutation { sql, label, n: Some(2) }
            }
            4 => {
                // The record goes last: it is found by its label.
                let all = OF_A_RECORD.iter().rev();
                let sql =
                    all.map(|(table, column)| format!("DELETE FROM {table} WHERE {column} = {record};")).collect();
                Mutation { sql, label, n: None }
            }
            _ => Mutation { sql: self.flip(table, &here).await?, label, n },
        })
    }

    /// The label of the record that a row belongs to, and the entry.
    async fn named(&self, table: &Table, row: usize) -> (String, Option<u64>) {
        let key: Vec<String> = table.key.split(", ").map(|column| format!("t.{column}")).collect();
        let n = table.n.map_or("NULL".to_owned(), |n| format!("CAST(t.{n} AS TEXT)"));
        let found = format!(
            "SELECT r.label, {n} FROM {} t JOIN record r ON r.id = t.{} ORDER BY {} LIMIT 1 OFFSET {row}",
            table.name,
            table.record,
            key.join(", ")
        );
        let mut found = self.place.rows(&found).await.remove(0);
        let n = found.pop().flatten().map(|n| n.parse().unwrap());
        (found.remove(0).unwrap(), n)
    }

    /// The columns of a table, and their types.
    async fn columns(&self, table: &Table) -> Vec<(String, String)> {
        let (name, schema) = (table.name, "table_schema = current_schema()");
        let sqlite = format!("SELECT name, type FROM pragma_table_info('{name}')");
        let postgres = format!(
            "SELECT column_name, upper(data_type) FROM information_schema.columns WHERE table_name = '{name}' AND {schema}"
        );
        let rows = self.place.rows(self.place.pick(&sqlite, &postgres)).await;
        let pair = |row: Vec<Option<String>>| match <[_; 2]>::try_from(row).unwrap() {
            [Some(name), Some(kind)] => (name, kind),
            other => panic!("{other:?}"),
        };
        let pairs = rows.into_iter().map(pair);
        pairs.filter(|(column, _)| !LEFT_ALONE.contains(&(name, column.as_str()))).collect()
    }

    async fn copy(&mut self, table: &Table, here: &str) -> String {
        let columns: Vec<String> = self.columns(table).await.into_iter().map(|(column, _)| column).collect();
        let id = self.chance.id();
        let place = self.place.clone();
        let copied = |column: &String| match table.copy.iter().find(|(name, _)| name == column) {
            Some((_, Copied::NewId)) => place.pick(&format!("x'{id}'"), &format!("'{id}'::uuid")).to_owned(),
            Some((_, Copied::Later)) => format!("{column} + 1000"),
            Some((_, Copied::Longer)) => format!("{column} || 'x'"),
            None => column.clone(),
        };
        let values: Vec<String> = columns.iter().map(copied).collect();
        let (columns, values) = (columns.join(", "), values.join(", "));
        format!("INSERT INTO {} ({columns}) SELECT {values} FROM {} {here}", table.name, table.name)
    }

    /// Flips one bit in one column of a row; none: there is nothing in it.
    async fn flip(&mut self, table: &Table, here: &str) -> Option<String> {
        let columns = self.columns(table).await;
        let (column, kind) = &columns[self.chance.below(columns.len())];
        let shown = match kind.as_str() {
            "INTEGER" | "BIGINT" | "BOOLEAN" | "UUID" | "JSONB" => format!("CAST({column} AS TEXT)"),
            "BYTEA" => format!("encode({column}, 'hex')"),
            "TEXT" if self.place.is_postgres() => format!("encode(convert_to({column}, 'UTF8'), 'hex')"),
            _ => format!("hex({column})"),
        };
        let found = self.place.rows(&format!("SELECT {shown} FROM {} {here}", table.name)).await;
        let old = found[0][0].clone().filter(|old| !old.is_empty())?;
        let new = match kind.as_str() {
            "INTEGER" | "BIGINT" => (old.parse::<i64>().unwrap() ^ (1 << self.chance.below(63))).to_string(),
            "BOOLEAN" => format!("NOT {column}"),
            "UUID" => format!("'{}'::uuid", hex::encode(self.bit(&hex::decode(old.replace('-', "")).unwrap()))),
            "BYTEA" => format!("'\\x{}'::bytea", hex::encode(self.bit(&hex::decode(old).unwrap()))),
            "BLOB" => format!("x'{}'", hex::encode(self.bit(&hex::decode(old).unwrap()))),
            "JSONB" => format!("'{}'::jsonb", self.json(&old).replace('\'', "''")),
            _ if self.place.is_postgres() => {
                let text = self.text(&hex::decode(old).unwrap());
                format!("convert_from('\\x{}'::bytea, 'UTF8')", hex::encode(text))
            }
            _ => format!("CAST(x'{}' AS TEXT)", hex::encode(self.bit(&hex::decode(old).unwrap()))),
        };
        Some(format!("UPDATE {} SET {column} = {new} {here}", table.name))
    }

    fn bit(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        let place = self.chance.below(bytes.len());
        bytes[place] ^= 1 << self.chance.below(8);
        bytes
    }

    /// Flips a bit so that what comes is still a text that PostgreSQL takes.
    fn text(&mut self, bytes: &[u8]) -> String {
        loop {
            match String::from_utf8(self.bit(bytes)) {
                Ok(text) if !text.contains('\0') => return text,
                _ => {}
            }
        }
    }

    /// Flips a bit so that what comes is another JSON.
    fn json(&mut self, old: &str) -> String {
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        loop {
            let new = self.text(old.as_bytes());
            if value(&new).is_some() && value(&new) != value(old) {
                return new;
            }
        }
    }

    /// Flips a bit in the content of an attachment, and flips it back.
    async fn content(&mut self, store: &Store) {
        let count = self.place.rows("SELECT CAST(COUNT(*) AS TEXT) FROM attachment").await[0][0].clone();
        let row = self.chance.below(count.unwrap().parse().unwrap());
        let chosen = format!(
            "SELECT r.label, CAST(a.n AS TEXT), a.digest FROM attachment a JOIN record r ON r.id = a.record \
             ORDER BY a.id LIMIT 1 OFFSET {row}"
        );
        let mut found = self.place.rows(&chosen).await.remove(0).into_iter().flatten();
        let (label, n, digest) = (found.next().unwrap(), found.next().unwrap(), found.next().unwrap());
        let n = Some(n.parse().unwrap());
        if let Some(folder) = self.place.folder() {
            let path = folder.join("attachments").join(&digest[..2]).join(&digest[2..]);
            let content = std::fs::read(&path).unwrap();
            let changed = self.bit(&content);
            std::fs::write(&path, changed).unwrap();
            self.expect(store, &digest, &label, n).await;
            std::fs::write(&path, content).unwrap();
        } else {
            let flip = format!(
                "UPDATE attachment_chunk SET bytes = set_bit(bytes, 9, 1 - get_bit(bytes, 9)) WHERE digest = '{digest}'"
            );
            self.place.tamper(&flip).await;
            self.expect(store, &digest, &label, n).await;
            self.place.tamper(&flip).await;
        }
    }
}

mod sqlite {
    use crate::place::on_sqlite;

    #[test]
    fn mutations_are_found() {
        on_sqlite(super::mutations_are_found);
    }

    #[test]
    fn mutations_that_never_were_raise_no_alarm() {
        on_sqlite(|store, _| super::clean_stores_raise_no_alarm(store));
    }
}

mod postgres {
    use crate::place::on_postgres;

    #[test]
    fn mutations_are_found() {
        on_postgres(super::mutations_are_found);
    }

    #[test]
    fn mutations_that_never_were_raise_no_alarm() {
        on_postgres(|store, _| super::clean_stores_raise_no_alarm(store));
    }
}

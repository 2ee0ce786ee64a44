//! Deterministic CBOR (RFC 8949 section 4.2.1) for history entries: encode, and decode only what encode makes.

use thiserror::Error;
use yuheng_definition::Value;

/// A data item, as far as history entries need them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A whole number.
    Int(i64),
    /// Bytes: identities, hashes, commitments.
    Bytes(Vec<u8>),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Item>),
    /// A map with text keys, in the bytewise order of their encoding.
    Map(Vec<(String, Item)>),
    /// Yes or no.
    Bool(bool),
    /// Nothing, said openly.
    Null,
}

/// Why bytes are no entry of ours.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CborError {
    /// They end too early.
    #[error("the bytes end at {0}")]
    Ends(usize),
    /// They go on.
    #[error("{0} bytes too many")]
    TooLong(usize),
    /// Another encoding of the same, or something that entries don't use.
    #[error("byte {0} is not in the canonical form")]
    NotCanonical(usize),
    /// Nested deeper than anything we write.
    #[error("nested too deep at byte {0}")]
    TooDeep(usize),
}

const MAX_DEPTH: usize = 32;

impl Item {
    /// A map of `pairs`, put into canonical order.
    #[must_use]
    pub fn map(mut pairs: Vec<(String, Self)>) -> Self {
        pairs.sort_by(|(a, _), (b, _)| (a.len(), a.as_bytes()).cmp(&(b.len(), b.as_bytes())));
        Self::Map(pairs)
    }

    /// The one encoding of this item.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256);
        self.write(&mut bytes);
        bytes
    }

    /// The value at `key` of a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(pairs) => pairs.iter().find(|(k, _)| k == key).map(|(_, item)| item),
            _ => None,
        }
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Int(int) if *int >= 0 => head(bytes, 0, int.unsigned_abs()),
            Self::Int(int) => head(bytes, 1, int.unsigned_abs() - 1),
            Self::Bytes(content) => {
                head(bytes, 2, content.len() as u64);
                bytes.extend_from_slice(content);
            }
            Self::Text(text) => write_text(bytes, text),
            Self::List(items) => {
                head(bytes, 4, items.len() as u64);
                items.iter().for_each(|item| item.write(bytes));
            }
            Self::Map(pairs) => {
                head(bytes, 5, pairs.len() as u64);
                for (key, item) in pairs {
                    write_text(bytes, key);
                    item.write(bytes);
                }
            }
            Self::Bool(truth) => bytes.push(if *truth { 0xf5 } else { 0xf4 }),
            Self::Null => bytes.push(0xf6),
        }
    }

    /// Reads the one item that `bytes` encode.
    ///
    /// # Errors
    /// When they are anything else than what [`Item::encode`] makes.
    pub fn decode(bytes: &[u8]) -> Result<Self, CborError> {
        let mut reader = Reader { bytes, at: 0 };
        let item = reader.item(0)?;
        match bytes.len() - reader.at {
            0 => Ok(item),
            more => Err(CborError::TooLong(more)),
        }
    }
}

impl From<&Value> for Item {
    fn from(value: &Value) -> Self {
        match value {
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Int(int) => Self::Int(*int),
            Value::Text(text) => Self::Text(text.clone()),
            Value::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Row(columns) => Self::map(columns.iter().map(|(key, item)| (key.clone(), item.into())).collect()),
        }
    }
}

impl Item {
    /// The stored value that this item is; none for bytes and null, which no value is.
    #[must_use]
    pub fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Bool(truth) => Value::Bool(*truth),
            Self::Int(int) => Value::Int(*int),
            Self::Text(text) => Value::Text(text.clone()),
            Self::List(items) => Value::List(items.iter().map(Self::to_value).collect::<Option<_>>()?),
            Self::Map(pairs) => Value::Row(
                pairs.iter().map(|(key, item)| Some((key.clone(), item.to_value()?))).collect::<Option<_>>()?,
            ),
            Self::Bytes(_) | Self::Null => return None,
        })
    }
}

fn write_text(bytes: &mut Vec<u8>, text: &str) {
    head(bytes, 3, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

/// Writes a major type with its argument, as short as it goes.
fn head(bytes: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    let [.., b4, b5, b6, b7] = argument.to_be_bytes();
    match argument {
        0..=23 => bytes.push(major | b7),
        24..=0xff => bytes.extend([major | 24, b7]),
        0x100..=0xffff => bytes.extend([major | 25, b6, b7]),
        0x1_0000..=0xffff_ffff => bytes.extend([major | 26, b4, b5, b6, b7]),
        _ => {
            bytes.push(major | 27);
            bytes.extend(argument.to_be_bytes());
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn item(&mut self, depth: usize) -> Result<Item, CborError> {
        let start = self.at;
        if depth > MAX_DEPTH {
            return Err(CborError::TooDeep(start));
        }
        match *self.bytes.get(start).ok_or(CborError::Ends(start))? {
            0xf4 => self.simple(Item::Bool(false)),
            0xf5 => self.simple(Item::Bool(true)),
            0xf6 => self.simple(Item::Null),
            _ => self.headed(depth),
        }
    }

    fn simple(&mut self, item: Item) -> Result<Item, CborError> {
        self.at += 1;
        Ok(item)
    }

    fn headed(&mut self, depth: usize) -> Result<Item, CborError> {
        let start = self.at;
        let (major, argument) = self.head()?;
        let int = || i64::try_from(argument).map_err(|_| CborError::NotCanonical(start));
        Ok(match major {
            0 => Item::Int(int()?),
            1 => Item::Int(-1 - int()?),
            2 => Item::Bytes(self.take(argument)?.to_vec()),
            3 => Item::Text(self.text(argument)?),
            4 => Item::List((0..argument).map(|_| self.item(depth + 1)).collect::<Result<_, _>>()?),
            5 => self.map(argument, depth)?,
            _ => return Err(CborError::NotCanonical(start)),
        })
    }

    fn map(&mut self, length: u64, depth: usize) -> Result<Item, CborError> {
        let mut pairs: Vec<(String, Item)> = Vec::new();
        for _ in 0..length {
            let start = self.at;
            let (3, size) = self.head()? else { return Err(CborError::NotCanonical(start)) };
            let key = self.text(size)?;
            if pairs.last().is_some_and(|(last, _)| (last.len(), last.as_bytes()) >= (key.len(), key.as_bytes())) {
                return Err(CborError::NotCanonical(start));
            }
            pairs.push((key, self.item(depth + 1)?));
        }
        Ok(Item::Map(pairs))
    }

    fn head(&mut self) -> Result<(u8, u64), CborError> {
        let start = self.at;
        let first = self.take(1)?.first().copied().unwrap_or_default();
        let (argument, least) = match first & 0x1f {
            short @ 0..=23 => return Ok((first >> 5, u64::from(short))),
            24 => (self.number(1)?, 24),
            25 => (self.number(2)?, 0x100),
            26 => (self.number(4)?, 0x1_0000),
            27 => (self.number(8)?, 0x1_0000_0000),
            _ => return Err(CborError::NotCanonical(start)),
        };
        if argument < least { Err(CborError::NotCanonical(start)) } else { Ok((first >> 5, argument)) }
    }

    fn number(&mut self, size: u64) -> Result<u64, CborError> {
        Ok(self.take(size)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn text(&mut self, size: u64) -> Result<String, CborError> {
        let start = self.at;
        let bytes = self.take(size)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| CborError::NotCanonical(start))
    }

    fn take(&mut self, size: u64) -> Result<&[u8], CborError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let taken =
            usize::try_from(size).ok().and_then(|size| rest.get(..size)).ok_or(CborError::Ends(self.bytes.len()))?;
        self.at += taken.len();
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn examples_of_the_standard_are_encoded_as_it_says() {
        let check = |item: Item, hex: &str| {
            assert_eq!(hex::encode(item.encode()), hex);
            assert_eq!(Item::decode(&item.encode()), Ok(item));
        };
        check(Item::Int(0), "00");
        check(Item::Int(23), "17");
        check(Item::Int(24), "1818");
        check(Item::Int(1000), "1903e8");
        check(Item::Int(1_000_000), "1a000f4240");
        check(Item::Int(1_000_000_000_000), "1b000000e8d4a51000");
        check(Item::Int(-1), "20");
        check(Item::Int(-1000), "3903e7");
        check(Item::Int(i64::MIN), "3b7fffffffffffffff");
        check(Item::Text("水".into()), "63e6b0b4");
        check(Item::Bytes(vec![1, 2, 3, 4]), "4401020304");
        check(Item::List(vec![Item::Int(1), Item::Null, Item::Bool(true)]), "8301f6f5");
        check(Item::map(vec![("b".into(), Item::Int(2)), ("a".into(), Item::Int(1))]), "a2616101616202");
    }

    #[test]
    fn other_encodings_of_the_same_are_refused() {
        for hex in
            ["1817", "190017", "9f01ff", "a2616202616101", "a2616101616102", "f97c00", "c11a514b67b0", "f7", "61ff"]
        {
            let bytes = hex::decode(hex).unwrap();
            assert!(Item::decode(&bytes).is_err(), "{hex} was accepted");
        }
        assert_eq!(Item::decode(&[0x01, 0x01]), Err(CborError::TooLong(1)));
        assert_eq!(Item::decode(&[0x62, 0x61]), Err(CborError::Ends(2)));
        assert_eq!(Item::decode(&[0x81; 64]), Err(CborError::TooDeep(33)));
    }

    proptest! {
        #[test]
        fn bytes_that_decode_encode_to_themselves(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(item) = Item::decode(&bytes) {
                prop_assert_eq!(item.encode(), bytes);
            }
        }
    }
}

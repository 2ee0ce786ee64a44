//! Bound values and cells in PostgreSQL's binary form, by the type of the place that they stand in.

use bytes::{BufMut as _, BytesMut};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::row::Cell;
use crate::sql::Bind;

type Fault = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Bind {
    fn to_sql(&self, to: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        match (self, to) {
            (Self::Null, _) => return Ok(IsNull::Yes),
            (Self::Bool(truth), &Type::BOOL) => out.put_u8((*truth).into()),
            // What a backup brings back has no types of its own.
            (Self::Int(truth @ (0 | 1)), &Type::BOOL) => out.put_u8(u8::from(*truth == 1)),
            (Self::Bytes(id), &Type::UUID) if id.len() == 16 => out.put_slice(id),
            (Self::Int(int), &Type::INT8) => out.put_i64(*int),
            (Self::Int(int), &Type::INT4) => out.put_i32(i32::try_from(*int)?),
            (Self::Text(text), &Type::JSONB) => {
                out.put_u8(1);
                out.put_slice(text.as_bytes());
            }
            (Self::Text(text), &(Type::TEXT | Type::VARCHAR | Type::NAME | Type::UNKNOWN | Type::JSON)) => {
                out.put_slice(text.as_bytes());
            }
            (Self::Bytes(bytes), &Type::BYTEA) => out.put_slice(bytes),
            (Self::Id(id), &Type::UUID) => out.put_slice(id.0.as_bytes()),
            (value, to) => return Err(format!("{value:?} is bound where {to} is wanted").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(from: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        Ok(match *from {
            Type::BOOL => Self::Int(i64::from(raw == [1])),
            Type::INT2 => Self::Int(i16::from_be_bytes(raw.try_into()?).into()),
            Type::INT4 => Self::Int(i32::from_be_bytes(raw.try_into()?).into()),
            Type::INT8 => Self::Int(i64::from_be_bytes(raw.try_into()?)),
            Type::BYTEA | Type::UUID => Self::Bytes(raw.to_vec()),
            Type::JSONB => Self::Text(String::from_utf8(raw.get(1..).unwrap_or_default().to_vec())?),
            Type::VOID => Self::Null,
            _ => Self::Text(String::from_utf8(raw.to_vec())?),
        })
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

//! CSV that spreadsheets open rightly and that carries no formula.

use crate::{Error, Result};

/// Writes rows as CSV in UTF-8 with a byte order mark, lines ended by CR LF.
///
/// # Errors
/// When memory can't be written, which does not happen.
pub fn write(rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(|_| Error::Chance)?;
    }
    writer.flush().map_err(|_| Error::Chance)?;
    drop(writer);
    Ok(bytes)
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_formula_lives() {
        let rows = vec![["=1+1", "+1", "-1", "@a", "\tb", "网络，慢", "a \"b\""].map(str::to_owned).to_vec()];
        let text = String::from_utf8(write(&rows).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}'=1+1,'+1,'-1,'@a,'\tb,网络，慢,\"a \"\"b\"\"\"\r\n");
    }
}

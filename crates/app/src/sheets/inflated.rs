//! What a zipped file unpacks to, measured before anything is made of it: a small file can hold far more than memory does.

use std::io::{Cursor, Read, copy, sink};

use yuheng_definition::Label;
use zip::ZipArchive;

/// The most that the parts of a workbook may unpack to, all together, in bytes.
pub const LARGEST_UNPACKED: u64 = 300 * 1024 * 1024;

/// The most parts of a workbook.
const MOST_PARTS: usize = 2_000;

/// Unpacks all to nowhere.
///
/// # Errors
/// With what is wrong, when it is no zip, a part is broken, or it is too much.
pub fn measured(bytes: &[u8], most: u64) -> Result<(), Label> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_PARTS {
        return Err(too_much(most));
    }
    let mut left = most;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| broken())?;
        let read = copy(&mut part.take(left + 1), &mut sink()).map_err(|_| broken())?;
        left = left.checked_sub(read).ok_or_else(|| too_much(most))?;
    }
    Ok(())
}

/// Nothing can be made of the file.
pub fn broken() -> Label {
    Label::new(
        "文件已损坏，或不是 Excel 文件（.xlsx）：请在 Excel 中打开并另存为 .xlsx 后重试",
        "The file is broken or no Excel file (.xlsx): open it in Excel, save it as .xlsx and try again",
    )
}

fn too_much(most: u64) -> Label {
    let megabytes = most / (1024 * 1024);
    Label::new(
        &format!("文件解压后超过 {megabytes} MB：请删去图片和多余的工作表，或拆分"),
        &format!("The file unpacks to more than {megabytes} MB: take pictures and other sheets out, or split it"),
    )
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn a_file_that_unpacks_to_too_much_is_refused() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a", "b"] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![0; 600_000]).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 10_000 && measured(&bytes, 1_200_000).is_ok());
        assert!(measured(&bytes, 1_199_999).unwrap_err().en.contains("unpacks to more than 1 MB"));
        assert_eq!(measured(&bytes[..bytes.len() / 2], 10).unwrap_err(), broken());
    }
}

//! Makes the program anew when the page was built anew: the page is part of it.

use std::{fs, io};

const PAGE: &str = "../../web/dist";

fn main() -> io::Result<()> {
    // A folder that isn't there would count as changed each time.
    fs::create_dir_all(PAGE)?;
    println!("cargo::rerun-if-changed={PAGE}");
    Ok(())
}

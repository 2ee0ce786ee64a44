//! The program holds the page of the moment: built again whenever web/dist has changed.

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
}

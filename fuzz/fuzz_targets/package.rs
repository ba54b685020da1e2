//! libFuzzer on the entry `package` of tests/fuzz/entries.rs.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/fuzz/entries.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::package(bytes));

//! `yizhan` (医站 · 一站): from one workspace of plain files to a public website, everything printed per service point, and the
//! acceptance reports of inspections. ARCHITECTURE.md shows the way of the data.
//!
//! The library exists for the program, its tests and its benchmarks. Nothing in it is stable yet: names and types change without notice. What is
//! stable is the program: its commands and options, exit status, file formats, codes of findings, and paths in the output (README.md).

pub mod audit;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod disk;
pub mod exchange;
pub mod form;

pub mod load;
pub mod model;
pub mod ops;
pub mod paper;
pub mod print;
pub mod publish;
pub mod qr;
pub mod sandbox;
pub mod site;
pub mod source;
pub mod submission;
pub mod tables;
pub mod theme;
pub mod web;
mod xml;
pub mod yaml_write;
